//! When input counts as hostile.

use std::num::{NonZeroU64, NonZeroUsize};

use chatlake_core::Limits;
use clap::Args;

use super::size::size;

/// Limits of every command that reads exports.
#[derive(Args, Debug)]
#[command(next_help_heading = "Limits")]
pub(crate) struct LimitArgs {
    /// Reject records of more bytes than this, at most 1GiB
    #[arg(
        long,
        value_name = "SIZE",
        env = "CHATLAKE_MAX_RECORD",
        default_value = "16MiB",
        value_parser = max_record
    )]
    max_record: usize,
    /// Reject records of more containers within each other than this
    #[arg(long, value_name = "N", env = "CHATLAKE_MAX_DEPTH", default_value = "128")]
    max_depth: NonZeroUsize,
    /// Reject messages of more bodies than this
    #[arg(long, value_name = "N", env = "CHATLAKE_MAX_BODIES", default_value = "100000")]
    max_bodies: NonZeroUsize,
    /// Call an input damaged that expands to more than this
    #[arg(
        long,
        value_name = "SIZE",
        env = "CHATLAKE_MAX_EXPANDED",
        default_value = "64GiB",
        value_parser = size
    )]
    max_expanded: u64,
    /// Call an input damaged that expands to more than this many times its size
    ///
    /// Looked at after the first MiB.
    #[arg(long, value_name = "N", env = "CHATLAKE_MAX_RATIO", default_value = "200")]
    max_ratio: NonZeroU64,
}

impl LimitArgs {
    /// As the reader takes them.
    pub(crate) fn limits(&self) -> Limits {
        Limits {
            max_record: self.max_record,
            max_depth: self.max_depth.get(),
            max_bodies: self.max_bodies.get(),
            max_expanded: self.max_expanded,
            max_ratio: self.max_ratio.get(),
        }
    }
}

fn max_record(text: &str) -> Result<usize, String> {
    let n_bytes = size(text)?;
    match usize::try_from(n_bytes) {
        Ok(n_bytes) if n_bytes <= Limits::LONGEST_RECORD => Ok(n_bytes),
        _ => Err("must be at most 1GiB".to_owned()),
    }
}
