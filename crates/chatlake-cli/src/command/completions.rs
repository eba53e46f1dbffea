//! `chatlake completions`.

use std::io::Write;

use clap::CommandFactory;

use crate::args::{self, Cli, CompletionsArgs};
use crate::exit::Exit;
use crate::failure::Failure;

/// Prints completions for a shell.
pub(super) fn run(args: &CompletionsArgs) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(
        args.shell,
        &mut args::finished(Cli::command()),
        "chatlake",
        &mut script,
    );
    super::print(|out| out.write_all(&script))?;
    Ok(Exit::OK)
}
