//! What is done with an input.

use std::path::{Path, PathBuf};
use std::process::Command;

use clap::ValueEnum;

use super::input::Input;

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
    /// Rejects once more, where there are any.
    Replay,
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
        Way::Replay,
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

    /// Whether it can be done with an input.
    pub(super) fn suits(self, input: &Input) -> bool {
        self != Way::Replay || input.has_rejects()
    }

    /// The command for files of an input, each with a worker.
    pub(super) fn command(
        self,
        chatlake: &Path,
        input: &Input,
        files: &[PathBuf],
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
            Way::Replay => &["replay", "--to", "csv"],
            Way::Inspect => &["inspect"],
            Way::Head => &["head"],
        };
        command.args(flags).args(input.flags).arg("--no-progress");
        if self.is_conversion() {
            command.arg("--out").arg(out).args(["--jobs", &files.len().to_string()]);
        }
        command.args(files);
        command
    }
}
