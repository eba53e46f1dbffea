//! Finding records again, for those who convert nothing.

use std::io;

use chatlake_core::Record;

use super::key::Keyed;
use super::seen::{Seen, Verdict};

/// Says of records whether they were there before, exactly and in bounded memory.
pub struct Repeats {
    keyed: Keyed,
    seen: Seen,
}

/// What a record is to one that was there before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeat {
    /// The same `msg_id` and the same bytes.
    Duplicate,
    /// The same `msg_id` with other bytes.
    Conflict,
}

impl Repeats {
    /// Nothing was there before.
    pub fn new() -> Self {
        Self { keyed: Keyed::random(), seen: Seen::new() }
    }

    /// Judges a record of an input, and remembers it.
    ///
    /// # Errors
    ///
    /// The temporary files of what does not fit into memory cannot be written or read.
    pub fn judge(&mut self, record: Record<'_>, input: u32) -> io::Result<Option<Repeat>> {
        let verdict = self.seen.admit(self.keyed.key(record), input)?;
        Ok(match verdict {
            Verdict::New => None,
            Verdict::Duplicate => Some(Repeat::Duplicate),
            Verdict::Conflict => Some(Repeat::Conflict),
        })
    }

    /// Forgets what came from an input.
    pub fn forget(&mut self, input: u32) {
        self.seen.forget(input);
    }
}

impl Default for Repeats {
    fn default() -> Self {
        Self::new()
    }
}
