//! What is done with an input.

use std::path::Path;
use std::process::Command;

use clap::ValueEnum;

use super::input::{Files, Input};

/// What is done with an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Way {
    Parquet,
    /// Parquet, with all bodies in one row.
    Nested,
    Arrow,
    Csv,
    /// Records as they are.
    Jsonl,
    /// JSON of rows.
    Flat,
    Inspect,
    Head,
}

impl Way {
    pub(super) const ALL: &'static [Way] = &[
        Way::Parquet,
        Way::Nested,
        Way::Arrow,
        Way::Csv,
        Way::Jsonl,
        Way::Flat,
        Way::Inspect,
        Way::Head,
    ];

    pub(super) fn name(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }

    /// Whether it makes files, with as many workers as one likes.
    pub(super) fn is_conversion(self) -> bool {
        !matches!(self, Way::Inspect | Way::Head)
    }

    /// The command for so many workers, each with a file.
    pub(super) fn command(
        self,
        chatlake: &Path,
        input: &Input,
        files: &Files,
        workers: u64,
        out: &Path,
    ) -> Command {
        let mut command = Command::new(chatlake);
        let flags: &[&str] = match self {
            Way::Parquet => &["convert", "--to", "parquet"],
            Way::Nested => &["convert", "--to", "parquet", "--layout", "nested"],
            Way::Arrow => &["convert", "--to", "arrow"],
            Way::Csv => &["convert", "--to", "csv"],
            Way::Jsonl => &["convert", "--to", "jsonl"],
            Way::Flat => &["convert", "--to", "jsonl", "--layout", "flat"],
            Way::Inspect => &["inspect"],
            Way::Head => &["head"],
        };
        command.args(flags).args(input.flags).arg("--no-progress");
        if self.is_conversion() {
            command.arg("--out").arg(out).args(["--jobs", &workers.to_string()]);
        }
        command.args(files.0.iter().take(workers as usize));
        command
    }
}
