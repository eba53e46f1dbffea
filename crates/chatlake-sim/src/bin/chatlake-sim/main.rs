//! `chatlake-sim`: the simulated platform as a process, for demos and for trials by hand.

mod args;
mod serve;
mod shape;

use std::process::ExitCode;

use clap::Parser;

use args::{Args, Command};

fn main() -> ExitCode {
    let Args { command: Command::Serve(args) } = Args::parse();
    match serve::run(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            use std::io::Write;
            // Where this cannot be said, nothing can.
            let _unsaid = writeln!(std::io::stderr(), "chatlake-sim: {error}");
            ExitCode::FAILURE
        }
    }
}
