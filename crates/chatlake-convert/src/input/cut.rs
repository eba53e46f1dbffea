//! How far a damaged input can be trusted.

use chatlake_core::{Block, BlockReader, ErrorKind, Limits};

use super::hashed::{Digested, digest};
use crate::plan::Input;

/// How far a damaged input can be trusted.
#[derive(Clone, Debug)]
pub(crate) struct Cut {
    /// Expanded bytes.
    pub(crate) expanded: u64,
    /// Of all its bytes.
    pub(crate) digest: Digested,
    /// What is wrong with it.
    pub(crate) damage: String,
}

/// Reads an input to its end and says how far it can be trusted; none if it is whole.
pub(crate) fn find_cut(input: &Input, limits: Limits) -> Result<Option<Cut>, ErrorKind> {
    let damage = match read_through(input, limits) {
        Ok(()) => return Ok(None),
        Err(ErrorKind::Damaged(damage)) => damage,
        Err(other) => return Err(other),
    };
    let expanded = match damage.kind {
        chatlake_core::DamageKind::Truncated => damage.expanded,
        _ => damage.verified,
    };
    let digest = digest(&*input.source).map_err(ErrorKind::Io)?;
    if expanded == 0 {
        return Err(damage.into());
    }
    Ok(Some(Cut { expanded, digest, damage: damage.to_string() }))
}

fn read_through(input: &Input, limits: Limits) -> Result<(), ErrorKind> {
    let mut blocks = BlockReader::open(&*input.source, limits)?;
    let mut block = Block::new();
    while blocks.next_block(&mut block, 1 << 20)? {}
    Ok(())
}
