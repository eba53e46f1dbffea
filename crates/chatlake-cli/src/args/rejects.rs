//! What becomes of rejects and of damaged inputs.

use std::path::PathBuf;

use chatlake_convert::OnReject;
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

/// What becomes of rejects and of damaged inputs.
#[derive(Args, Debug)]
#[command(next_help_heading = "Rejects and damage")]
pub(crate) struct RejectArgs {
    #[command(flatten)]
    pub(crate) on: OnRejectArgs,
    /// Where rejects go with --out -
    #[arg(long, value_name = "FILE")]
    pub(crate) rejects: Option<PathBuf>,
    /// Publish what is whole of a damaged input, as STEM.salvaged
    ///
    /// Of a truncated file the records up to the last whole one; of one with wrong bytes the
    /// members verified before them.
    #[arg(long, env = "CHATLAKE_SALVAGE")]
    pub(crate) salvage: bool,
}

/// What becomes of rejects.
#[derive(Args, Debug)]
#[command(next_help_heading = "Rejects and damage")]
pub(crate) struct OnRejectArgs {
    /// What becomes of a record that cannot be a row: quarantine, skip or fail
    ///
    /// quarantine keeps it with its place, reason and bytes: in DIR/_rejects/STEM.jsonl, or in
    /// FILE.ext.rejects.jsonl, or where --rejects says. skip counts it. fail publishes nothing
    /// for its input, and the exit code is 1.
    #[arg(
        long,
        value_name = "WHAT",
        env = "CHATLAKE_ON_REJECT",
        default_value = "quarantine",
        value_parser = PossibleValuesParser::new(["quarantine", "skip", "fail"]).map(|word| on_reject(&word)),
        hide_possible_values = true
    )]
    pub(crate) on_reject: OnReject,
}

fn on_reject(word: &str) -> OnReject {
    match word {
        "skip" => OnReject::Skip,
        "fail" => OnReject::Fail,
        _ => OnReject::Quarantine,
    }
}
