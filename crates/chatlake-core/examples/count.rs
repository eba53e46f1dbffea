//! Counts the records of hourly files: `count FILE…`

use std::error::Error;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use chatlake_core::{ErrorKind, Reader};

fn main() -> Result<(), Box<dyn Error>> {
    let paths = std::env::args_os().skip(1).map(PathBuf::from);
    paths.into_iter().try_for_each(|path| count(&path, &mut io::stdout()))
}

/// Writes how many records a file has, and how many of them cannot be read.
pub(crate) fn count(path: &Path, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let mut reader = Reader::from_path(path)?;
    let (mut n_records, mut n_rejects) = (0, 0);
    for record in reader.records() {
        match record {
            Ok(_) => n_records += 1,
            Err(error) if matches!(error.kind, ErrorKind::Rejected { .. }) => n_rejects += 1,
            Err(error) => return Err(error.into()),
        }
    }
    writeln!(out, "{}: {n_records} records, {n_rejects} rejects", path.display())?;
    Ok(())
}
