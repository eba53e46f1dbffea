//! What became of a run.

use chatlake_core::{Hour, Zone};

use crate::error::SyncError;

/// What became of an hour in a run.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum What {
    /// It was fetched.
    Fetched {
        /// How many bytes came.
        bytes: u64,
    },
    /// It had grown, and was fetched again.
    Replaced {
        /// How many bytes came.
        bytes: u64,
    },
    /// The server has what is in hand.
    Unchanged,
    /// It was in hand already, and nothing was asked.
    InHand,
    /// Its file is not there yet.
    NotYet {
        /// When it will be asked for again, milliseconds since the epoch.
        ask_ms: Option<i64>,
    },
    /// There were no messages.
    Empty,
    /// The server never had a file.
    Unstored,
    /// The server has deleted its file: lost.
    Expired,
    /// The server's file is damaged.
    Corrupt {
        /// How.
        reason: String,
    },
    /// It was not fetched, and the next run will try again.
    Failed {
        /// Why.
        reason: String,
    },
}

/// What became of a run.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Every hour that was begun, in the order in which they were.
    pub hours: Vec<(Hour, What)>,
    /// Hours found in the archive that the catalogue did not know.
    pub adopted: Vec<Hour>,
    /// Hours that were converted.
    pub converted: Vec<Hour>,
    /// Hours that were not converted, and why. They are safe in the archive.
    pub not_converted: Vec<(Hour, SyncError)>,
    /// What should be looked at.
    pub warnings: Vec<String>,
    /// Hours whose messages are of the hour that their name means in the other zone.
    pub other_zone: Vec<(Hour, Zone)>,
    /// What went wrong in passing: the next run will do better.
    pub temporary: Vec<(Hour, chatlake_fetch::Error)>,
    /// What ended the run before its end.
    pub failure: Option<SyncError>,
    /// Whether the caller ended it.
    pub is_interrupted: bool,
    /// How many hours were due and not begun, or not converted, when time was up.
    pub n_left: usize,
}

impl Outcome {
    /// The exit code of the command: the highest that applies, an interruption before all.
    pub fn exit_code(&self) -> u8 {
        if self.is_interrupted {
            return 130;
        }
        let of_hours = self.hours.iter().map(|(_, what)| match what {
            What::Expired => 7,
            What::Failed { .. } => 5,
            What::Corrupt { .. } => 4,
            What::Unstored => 3,
            _ => 0,
        });
        let of_conversions = self.not_converted.iter().map(|(_, error)| error.exit_code());
        let has_warnings = !self.warnings.is_empty() || !self.other_zone.is_empty();
        let of_run = [
            if has_warnings { 3 } else { 0 },
            // What is left over is for the next run, unless something must be done first.
            if self.n_left > 0 && self.failure.is_none() { 5 } else { 0 },
            self.failure.as_ref().map_or(0, SyncError::exit_code),
        ];
        of_hours.chain(of_conversions).chain(of_run).max().unwrap_or(0)
    }

    /// Bytes that came.
    pub fn bytes(&self) -> u64 {
        let bytes = self.hours.iter().map(|(_, what)| match what {
            What::Fetched { bytes } | What::Replaced { bytes } => *bytes,
            _ => 0,
        });
        bytes.sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_that_happened_is_the_exit_code() {
        let hour = Hour::of_name("2018112717").expect("an hour");
        let failed = || What::Failed { reason: String::new() };
        let corrupt = || What::Corrupt { reason: String::new() };
        for (whats, code) in [
            (vec![], 0),
            (vec![What::Fetched { bytes: 1 }, What::Empty, What::Unchanged], 0),
            (vec![What::NotYet { ask_ms: None }, What::Unstored], 3),
            (vec![corrupt(), What::Unstored], 4),
            (vec![failed(), corrupt()], 5),
            (vec![What::Expired, failed()], 7),
        ] {
            let hours: Vec<_> = whats.into_iter().map(|what| (hour, what)).collect();
            let outcome = Outcome { hours, ..Outcome::default() };
            assert_eq!(outcome.exit_code(), code, "{:?}", outcome.hours);
        }
        let hours = vec![(hour, What::Expired)];
        let outcome = Outcome { hours, is_interrupted: true, ..Outcome::default() };
        assert_eq!(outcome.exit_code(), 130);
        let warned = Outcome { warnings: vec!["w".to_owned()], ..Outcome::default() };
        assert_eq!(warned.exit_code(), 3);
        let left = Outcome { n_left: 1, ..Outcome::default() };
        assert_eq!(left.exit_code(), 5);
        let failure = Some(SyncError::NotOver { hour });
        let failed = Outcome { n_left: 1, failure, ..Outcome::default() };
        assert_eq!(failed.exit_code(), 2, "running it again would not help");
    }
}
