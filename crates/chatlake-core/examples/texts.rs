//! Prints who wrote what: `texts FILE`

use std::error::Error;
use std::io::{self, Write};
use std::path::PathBuf;

use chatlake_core::{Body, Reader, RecordBuf};

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args_os().nth(1).ok_or("usage: texts FILE")?;
    texts(path.into(), &mut io::stdout().lock())
}

/// Writes `sender: text` for every text of a file.
pub(crate) fn texts(path: PathBuf, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let mut reader = Reader::from_path(path)?;
    // One record, filled again and again.
    let mut record = RecordBuf::new();
    while reader.read_record(&mut record)? {
        let message = record.as_record();
        for text in message.bodies().filter_map(Body::msg) {
            match message.sender() {
                Some(sender) => writeln!(out, "{sender}: {text}")?,
                None => writeln!(out, "{text}")?,
            }
        }
    }
    Ok(())
}
