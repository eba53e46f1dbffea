//! Our own.

use std::convert::Infallible;

use chatlake_core::{Block, Body, Parsed, Parser};

use crate::facts::Facts;

/// Parses framed blocks.
pub fn chatlake(parser: &mut Parser, blocks: &mut [Block]) -> Facts {
    let mut facts = Facts::default();
    for block in blocks {
        let Ok(()) = parser.parse::<Infallible>(block, |parsed| {
            if let Parsed::Record(_, record) = parsed {
                facts.messages += 1;
                facts.bodies += record.body_count() as u64;
                for text in record.bodies().filter_map(Body::msg) {
                    facts.text_bytes += text.to_str().len() as u64;
                }
            }
            Ok(())
        });
    }
    facts
}

/// Parses a block and does not look at what was found.
pub fn chatlake_untouched(parser: &mut Parser, block: &mut Block) {
    let Ok(()) = parser.parse::<Infallible>(block, |parsed| {
        std::hint::black_box(&parsed);
        Ok(())
    });
}
