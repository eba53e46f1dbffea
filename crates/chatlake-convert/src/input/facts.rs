//! What rows are told of the source of their record.

use std::path::Path;
use std::sync::Arc;

use chatlake_core::{Hour, Origin, Zone};

use crate::options::ZoneChoice;

/// What rows are told of their source.
#[derive(Debug)]
pub(crate) struct InputFacts {
    pub(crate) name: String,
    pub(crate) file_name: Option<String>,
    pub(crate) hour_us: Option<i64>,
}

impl InputFacts {
    pub(super) fn new(name: &str, file_name: Option<&str>) -> Self {
        Self { name: name.to_owned(), file_name: file_name.map(str::to_owned), hour_us: None }
    }

    /// Of a source that a reject names, as its input was named then.
    pub(super) fn of_source(name: &str) -> Self {
        let path = Path::new(name);
        let file_name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
        Self::new(name, Some(&*file_name).filter(|_| name != "-"))
    }

    /// The origin of one of its records.
    pub(crate) fn origin(&self, record: u64) -> Origin<'_> {
        Origin { file: self.file_name.as_deref(), hour_us: self.hour_us, record }
    }

    /// The same with the instant that the hour means, in the zone that was asked for or fits these
    /// timestamps; with a warning if these are not the same.
    pub(super) fn of_hour(
        &self,
        hour: Hour,
        choice: ZoneChoice,
        timestamps: &[i64],
    ) -> (Self, Option<String>) {
        let fitting = hour.zone_of(timestamps);
        let mut warning = None;
        let zone = match choice {
            ZoneChoice::Auto => fitting,
            ZoneChoice::Fixed(zone) => {
                warning = fitting.filter(|fitting| *fitting != zone).map(|other| {
                    format!(
                        "the records are of the hour that the name means in {}, not in {} (--zone)",
                        other.name(),
                        zone.name()
                    )
                });
                Some(zone)
            }
        };
        let hour_us = zone.map(|zone: Zone| hour.start_s(zone) * 1_000_000);
        let found = Self { name: self.name.clone(), file_name: self.file_name.clone(), hour_us };
        (found, warning)
    }
}

/// Of which source each record of a job is.
#[derive(Clone, Debug)]
pub(crate) enum Origins {
    /// All of one.
    Same(Arc<InputFacts>),
    /// Each of one of several.
    Several {
        /// The sources.
        facts: Vec<Arc<InputFacts>>,
        /// Which of them, record by record.
        of_record: Vec<u32>,
    },
}

impl Origins {
    /// The source of a record, by its place in the job.
    pub(crate) fn of(&self, place: usize) -> &InputFacts {
        match self {
            Origins::Same(facts) => facts,
            Origins::Several { facts, of_record } => {
                let which = of_record.get(place).and_then(|which| facts.get(*which as usize));
                which.expect("a job has an origin for each of its records")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_known_by_its_name_without_folders() {
        let file_name = |name: &str| InputFacts::of_source(name).file_name;
        assert_eq!(file_name("raw/2018112717.gz").as_deref(), Some("2018112717.gz"));
        assert_eq!(file_name("2018112717.gz").as_deref(), Some("2018112717.gz"));
        assert_eq!(file_name("..").as_deref(), Some(".."));
        assert_eq!(file_name("./-").as_deref(), Some("-"));
        assert_eq!(file_name("-"), None, "standard input has none");
    }
}
