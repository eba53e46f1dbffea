//! What the files of an hour are called.

use std::fmt;

use chatlake_core::Hour;

use crate::state::State;

/// The name of a file of an hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RawName {
    /// Which hour.
    pub hour: Hour,
    /// Which of its files, from 1. Most hours have one.
    pub part: u32,
    /// What it holds.
    pub kind: RawKind,
}

/// What a file of an hour holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RawKind {
    /// The vendor's bytes, whole.
    Current,
    /// What it held before it had grown, for the first time, the second, and so on.
    Version(u32),
    /// What the server has, which is damaged.
    Damaged,
    /// Nothing: it says what became of an hour without a file.
    Marker(State),
}

impl RawName {
    /// The file that holds the bytes of an hour.
    pub fn current(hour: Hour, part: u32) -> Self {
        Self { hour, part, kind: RawKind::Current }
    }

    /// What says of an hour that there is no file.
    pub fn marker(hour: Hour, state: State) -> Self {
        Self { hour, part: 1, kind: RawKind::Marker(state) }
    }

    /// What a name says; none if nobody here calls a file so.
    pub fn parse(name: &str) -> Option<Self> {
        let mut words = name.split('.');
        let hour = Hour::of_name(words.next()?)?;
        let mut words: Vec<&str> = words.collect();
        let last = words.pop()?;
        if last != "gz" {
            let state = MARKED.into_iter().find(|state| state.name() == last)?;
            return words.is_empty().then_some(Self::marker(hour, state));
        }
        let part = match words.first().map(|word| word.parse()) {
            Some(Ok(part)) => {
                words.remove(0);
                part
            }
            _ => 1,
        };
        let kind = match words.as_slice() {
            [] => RawKind::Current,
            ["damaged"] => RawKind::Damaged,
            [word] => RawKind::Version(word.strip_prefix('v')?.parse().ok()?),
            _ => return None,
        };
        let found = Self { hour, part, kind };
        // One name, one spelling: `+2` and `02` are numbers to a parser, too.
        (found.to_string() == name).then_some(found)
    }
}

/// What hours without a file may be.
pub(crate) const MARKED: [State; 3] = [State::Empty, State::Unstored, State::Expired];

impl fmt::Display for RawName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { hour, part, kind } = self;
        write!(f, "{hour}")?;
        if *part != 1 {
            write!(f, ".{part}")?;
        }
        match kind {
            RawKind::Current => f.write_str(".gz"),
            RawKind::Version(version) => write!(f, ".v{version}.gz"),
            RawKind::Damaged => f.write_str(".damaged.gz"),
            RawKind::Marker(state) => write!(f, ".{state}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_read_as_it_was_written_and_no_other_is() {
        for name in [
            "2018112717.gz",
            "2018112717.2.gz",
            "2018112717.v1.gz",
            "2018112717.2.v12.gz",
            "2018112717.damaged.gz",
            "2018112717.3.damaged.gz",
            "2018112717.empty",
            "2018112717.unstored",
            "2018112717.expired",
        ] {
            assert_eq!(RawName::parse(name).map(|found| found.to_string()).as_deref(), Some(name));
        }
        for name in [
            "2018112724.gz",
            "2018112717",
            "2018112717.part",
            ".2018112717.gz.part",
            "2018112717.1.gz",
            "2018112717.02.gz",
            "2018112717.+2.gz",
            "2018112717.v.gz",
            "2018112717.v1.2.gz",
            "2018112717.converted",
            "2018112717.2.empty",
            "notes.gz",
            "",
        ] {
            assert_eq!(RawName::parse(name), None, "{name}");
        }
    }
}
