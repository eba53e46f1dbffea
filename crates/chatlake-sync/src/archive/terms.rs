//! What an archive says of the hours of an app, beside the hours themselves.

use std::fs;
use std::io;

use chatlake_core::{AppKey, Hour, Zone};
use chatlake_store::durable;

use super::Archive;

/// How the hours of an app are named, and since when they are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// The zone that they are named in.
    pub zone: Zone,
    /// The first hour that was to be kept; none if hours were only fetched one by one.
    pub since: Option<Hour>,
}

impl Terms {
    /// Reads them; none if they were never written, or cannot be understood.
    ///
    /// # Errors
    ///
    /// The system refuses.
    pub fn read(archive: &Archive, app: &AppKey) -> io::Result<Option<Self>> {
        let text = match fs::read_to_string(archive.terms_file(app)) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        Ok(Self::parse(&text))
    }

    /// Writes them down, unless they are there already.
    ///
    /// # Errors
    ///
    /// The system refuses.
    pub fn write(self, archive: &Archive, app: &AppKey) -> io::Result<()> {
        if Self::read(archive, app)? == Some(self) {
            return Ok(());
        }
        durable::write(&archive.terms_file(app), self.to_text().as_bytes())
    }

    /// The zone comes last: without it they are none, so that half of them is nothing.
    fn to_text(self) -> String {
        let since = self.since.map_or_else(String::new, |hour| format!("since {hour}\n"));
        format!("{since}zone {}\n", self.zone.name())
    }

    fn parse(text: &str) -> Option<Self> {
        let word = |key: &str| {
            let mut lines = text.lines();
            lines.find_map(|line| line.strip_prefix(key)?.strip_prefix(' '))
        };
        let since = match word("since") {
            Some(name) => Some(Hour::of_name(name)?),
            None => None,
        };
        Some(Self { zone: word("zone")?.parse().ok()?, since })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_read_as_they_were_written() {
        let place = tempfile::tempdir().expect("a folder");
        let archive = Archive::at(place.path());
        let app: AppKey = "org/app".parse().expect("an app");
        assert_eq!(Terms::read(&archive, &app).expect("a look"), None);
        for since in [None, Hour::of_name("2018112717")] {
            for zone in Zone::ALL {
                let terms = Terms { zone, since };
                terms.write(&archive, &app).expect("a file");
                assert_eq!(Terms::read(&archive, &app).expect("a look"), Some(terms));
            }
        }
    }

    #[test]
    fn terms_that_were_torn_are_whole_or_none() {
        for since in [None, Hour::of_name("2018112717")] {
            for zone in Zone::ALL {
                let terms = Terms { zone, since };
                let text = terms.to_text();
                for len in 0..text.len() {
                    let found = Terms::parse(&text[..len]);
                    assert!(found.is_none_or(|found| found == terms), "{:?}", &text[..len]);
                }
            }
        }
    }

    #[test]
    fn what_nobody_wrote_is_not_guessed_at() {
        for text in ["", "zone", "zone mars\n", "since 2018112717\n", "zone utc\nsince then\n"] {
            assert_eq!(Terms::parse(text), None, "{text:?}");
        }
    }
}
