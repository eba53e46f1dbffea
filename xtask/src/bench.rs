//! `bench`: the benches of the stages.

use std::error::Error;
use std::process::Command;

/// Run the benches, or those whose `stage/input/variant` contains FILTER
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Part of a name, such as `parse/` or `encode/parquet`
    filter: Option<String>,
    /// Arguments for Criterion, such as `--save-baseline NAME`
    #[arg(last = true)]
    criterion: Vec<String>,
}

pub(crate) fn run(args: &Args) -> Result<(), Box<dyn Error>> {
    crate::succeed(
        Command::new("cargo")
            .args(["bench", "--package", "chatlake-benches", "--"])
            .args(&args.filter)
            .args(["--warm-up-time", "1", "--measurement-time", "3"])
            .args(&args.criterion)
            .current_dir(crate::root()),
    )
}
