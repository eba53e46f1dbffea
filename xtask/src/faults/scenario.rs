//! What is run.

/// A small piece of work that goes through one part of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Scenario {
    /// Some exports to a format: to a folder, or all to one file.
    Convert { to: &'static str, outputs: Outputs },
    /// Rejects of a conversion once more, beside its outputs.
    Replay,
    /// The same exports into a lake.
    Lake,
    /// The hours of a day in a lake, put into one file.
    Compact,
    /// The hours of a platform, fetched, put on record and converted.
    Sync,
    /// The same, and on into a lake.
    SyncLake,
    /// An hour that has grown, in the place of what was fetched.
    Refetch,
    /// The attachments of an archive.
    Attachments,
    /// The catalogue of an archive, made again from its files.
    Repair,
}

/// Where a conversion writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Outputs {
    /// A file per input.
    Many,
    /// One file of all inputs.
    One,
    /// A file per input, without the records that an earlier one has.
    Distinct,
    /// A file per input, in the place of one that was made in another way.
    Replaced,
    /// A file per input, of a damaged one what is whole.
    Salvaged,
}

const ALL: &[(&str, Scenario)] = &[
    ("convert-parquet", convert("parquet", Outputs::Many)),
    ("convert-arrow", convert("arrow", Outputs::Many)),
    ("convert-csv", convert("csv", Outputs::Many)),
    ("convert-jsonl", convert("jsonl", Outputs::Many)),
    ("one-parquet", convert("parquet", Outputs::One)),
    ("one-arrow", convert("arrow", Outputs::One)),
    ("one-csv", convert("csv", Outputs::One)),
    ("one-jsonl", convert("jsonl", Outputs::One)),
    ("drop-parquet", convert("parquet", Outputs::Distinct)),
    ("drop-csv", convert("csv", Outputs::Distinct)),
    ("replace-parquet", convert("parquet", Outputs::Replaced)),
    ("salvage-parquet", convert("parquet", Outputs::Salvaged)),
    ("replay", Scenario::Replay),
    ("lake", Scenario::Lake),
    ("compact", Scenario::Compact),
    ("sync", Scenario::Sync),
    ("sync-lake", Scenario::SyncLake),
    ("refetch", Scenario::Refetch),
    ("attachments", Scenario::Attachments),
    ("repair", Scenario::Repair),
];

const fn convert(to: &'static str, outputs: Outputs) -> Scenario {
    Scenario::Convert { to, outputs }
}

impl Scenario {
    pub(super) fn name(self) -> &'static str {
        ALL.iter().find(|(_, scenario)| *scenario == self).map_or("", |(name, _)| name)
    }

    /// Those whose names begin so; all, if nothing is said.
    pub(super) fn named(beginnings: &[String]) -> Result<Vec<Self>, String> {
        for beginning in beginnings {
            if !ALL.iter().any(|(name, _)| name.starts_with(&**beginning)) {
                let names: Vec<&str> = ALL.iter().map(|(name, _)| *name).collect();
                return Err(format!("there is no `{beginning}`, but {}", names.join(", ")));
            }
        }
        let is_meant = |name: &str| {
            beginnings.is_empty() || beginnings.iter().any(|it| name.starts_with(&**it))
        };
        Ok(ALL.iter().filter(|(name, _)| is_meant(name)).map(|(_, it)| *it).collect())
    }

    /// Whether it needs a platform.
    pub(super) fn is_supply(self) -> bool {
        !matches!(self, Self::Convert { .. } | Self::Replay | Self::Lake | Self::Compact)
    }

    /// Whether a lake comes of it.
    pub(super) fn is_lake(self) -> bool {
        matches!(self, Self::Lake | Self::Compact | Self::SyncLake)
    }

    /// The folder that holds what comes of it.
    pub(super) fn holds(self) -> &'static str {
        if self.is_supply() { "supply" } else { "out" }
    }

    /// The file that one output of all inputs is; nothing where there are several.
    pub(super) fn one_file(self) -> Option<String> {
        match self {
            Self::Convert { to, outputs: Outputs::One } => Some(format!("all.{to}")),
            _ => None,
        }
    }
}
