//! Counts chat types without copying a byte: `blocks FILE`
//!
//! Blocks may be parsed by as many threads as there are, each with a parser of its own.

use std::collections::BTreeMap;
use std::error::Error;
use std::io::{self, Write};
use std::path::PathBuf;

use chatlake_core::{Block, BlockReader, FileSource, Limits, Parsed, Parser, Text};

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args_os().nth(1).ok_or("usage: blocks FILE")?;
    blocks(path.into(), &mut io::stdout().lock())
}

/// Writes how often each chat type occurs in a file, and every reject.
pub(crate) fn blocks(path: PathBuf, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let limits = Limits::default();
    let mut reader = BlockReader::open(&FileSource::new(path), limits)?;
    let (mut parser, mut block) = (Parser::new(limits), Block::new());
    let mut counts = BTreeMap::<String, u64>::new();
    while reader.next_block(&mut block, 1 << 20)? {
        parser.parse(&mut block, |parsed| {
            match parsed {
                Parsed::Record(_, record) => {
                    let kind = record.chat_type().map(Text::to_str);
                    let kind = kind.as_deref().unwrap_or("-");
                    match counts.get_mut(kind) {
                        Some(count) => *count += 1,
                        None => _ = counts.insert(kind.to_owned(), 1),
                    }
                }
                Parsed::Reject(reject) => {
                    writeln!(out, "record {}: {}", reject.record, reject.reason)?;
                }
            }
            Ok::<(), io::Error>(())
        })?;
    }
    for (kind, count) in counts {
        writeln!(out, "{count} {kind}")?;
    }
    Ok(())
}
