//! What a look at an input tells, before it is converted.

use std::io::{self, Read};
use std::ops::ControlFlow;

use chatlake_core::{Block, BlockReader, Limits, Parsed, Parser, Source, Zone};
use sha2::{Digest, Sha256};

use super::Hour;
use crate::error::LakeError;
use crate::mark::hex;

/// How many timestamps are looked at.
const FIRST_TIMESTAMPS: usize = 32;
/// How much of an input is expanded for them.
const FIRST_BYTES: usize = 64 << 10;

/// The zone that the first records of an input are in; none if they do not tell, or cannot be
/// read: converting the input will say why.
pub(crate) fn zone_of(hour: &Hour, limits: Limits) -> Option<Zone> {
    let slot = hour.slot?;
    let mut blocks = BlockReader::open(&*hour.input.source, limits).ok()?;
    let mut block = Block::new();
    blocks.next_block(&mut block, FIRST_BYTES).ok().filter(|is_more| *is_more)?;
    let mut timestamps = Vec::with_capacity(FIRST_TIMESTAMPS);
    // Stops early; that is all the error says.
    let _ = Parser::new(limits).parse(&mut block, |parsed| {
        if let Parsed::Record(_, record) = parsed {
            timestamps.extend(record.timestamp_ms());
        }
        if timestamps.len() < FIRST_TIMESTAMPS { Ok(()) } else { Err(ControlFlow::Break(())) }
    }) as Result<(), ControlFlow<()>>;
    slot.hour.zone_of(&timestamps)
}

/// Whether an input can be opened. Standard input can be once, and is left alone.
pub(crate) fn readable(hour: &Hour) -> Result<(), LakeError> {
    if hour.input.file_name.is_none() {
        return Ok(());
    }
    let path = || hour.input.name().to_owned();
    let opened = hour.input.source.open().map(drop);
    opened.map_err(|source| LakeError::Io { act: "read", path: path(), source })
}

/// SHA-256 of the bytes of an input as they are, in hexadecimal.
pub(crate) fn sha256_of(source: &dyn Source) -> io::Result<String> {
    let (mut stream, mut hash) = (source.open()?, Sha256::new());
    let mut buffer = vec![0; 1 << 17];
    loop {
        match stream.read(&mut buffer) {
            Ok(0) => return Ok(hex(&hash.finalize())),
            Ok(n) => hash.update(buffer.get(..n).unwrap_or_default()),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}
