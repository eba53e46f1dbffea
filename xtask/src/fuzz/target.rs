//! The laws, by the names of their targets.

use clap::ValueEnum;

/// What is fuzzed.
#[derive(Clone, Copy, ValueEnum)]
pub(super) enum Target {
    /// How bytes arrive changes no record, no reject and no verdict; no byte is lost or invented
    Framing,
    /// Records are accepted as serde_json and the schema say, and can be rebuilt
    Parse,
    /// gzip is whole where a strict reader of its own says so
    Gzip,
    /// A record written as it stands, and read again, is the same record
    Verbatim,
    /// Arrow, Parquet and flat JSON hold every value of every row
    Columns,
    /// A reader of CSV has every value, and no guarded cell is a formula
    Csv,
    /// Errors, tokens and tickets: equal JSON, equal verdict, and nothing of it is shown
    Answers,
    /// A url of a ticket leads only where it may, and shows no query
    Urls,
    /// Names of hosts, apps, hours and files are read as they are written and lead nowhere else
    Names,
    /// Hours are those of the calendar, in both zones
    Hours,
    /// Whatever is in the files that runs share, limits are kept and nothing is guessed at
    State,
    /// A catalogue that was torn is refused, or says what it said after one of its changes
    Catalogue,
    /// What becomes of rejects: a row, or the same reject; nothing vanishes
    Replay,
    /// Numbers, instants and pauses as text read back as themselves
    Text,
    /// Settings are what the file says, profiles go before, and no complaint shows a value
    Settings,
    /// Documents of a lake that were torn or edited are refused, and none leads out of the lake
    Lake,
}

impl Target {
    pub(super) fn name(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }

    pub(super) fn law(self) -> String {
        let value = self.to_possible_value();
        value.and_then(|value| value.get_help().map(ToString::to_string)).unwrap_or_default()
    }

    /// What it begins with, beside what is stored for it.
    pub(super) fn seeds(self) -> &'static [&'static str] {
        match self {
            Self::Framing => &["testdata/malformed", "testdata/records"],
            Self::Parse | Self::Verbatim | Self::Columns | Self::Csv => &["testdata/records"],
            Self::Gzip => &["testdata/hourly", "testdata/malformed"],
            Self::Replay => &["testdata/malformed"],
            _ => &[],
        }
    }
}
