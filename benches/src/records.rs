//! Stages that a bench needs done before its own.

use chatlake_core::error::ErrorKind;
use chatlake_core::{Block, BlockReader, Limits, Reader, RecordBuf, Source};

/// Hands out the blocks of a source, one after another; `block` is recycled.
///
/// # Errors
///
/// The source cannot be read, or what `visit` says.
pub fn for_each_block<E: From<ErrorKind>>(
    source: &dyn Source,
    n_bytes: usize,
    block: &mut Block,
    mut visit: impl FnMut(&mut Block) -> Result<(), E>,
) -> Result<(), E> {
    let mut reader = BlockReader::open(source, Limits::default())?;
    while reader.next_block(block, n_bytes)? {
        visit(block)?;
    }
    Ok(())
}

/// All blocks of a source: read and framed, not parsed.
///
/// # Errors
///
/// The source cannot be read.
pub fn blocks(source: &dyn Source, n_bytes: usize) -> Result<Vec<Block>, ErrorKind> {
    let mut blocks = Vec::new();
    let mut reader = BlockReader::open(source, Limits::default())?;
    loop {
        let mut block = Block::new();
        if !reader.next_block(&mut block, n_bytes)? {
            return Ok(blocks);
        }
        blocks.push(block);
    }
}

/// All records of a source: parsed, not encoded.
///
/// # Errors
///
/// The source cannot be read, or a record is refused.
pub fn records(source: &dyn Source) -> Result<Vec<RecordBuf>, chatlake_core::Error> {
    Reader::new(source, Limits::default())?.records().collect()
}
