//! Chores of the workspace: `cargo xtask VERB`. A file per verb.

use std::error::Error;
use std::process::ExitCode;

use clap::Parser;

mod corpus;
mod testdata;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Chores of the workspace")]
enum Verb {
    Corpus(corpus::Args),
}

fn main() -> ExitCode {
    let done = match Verb::parse() {
        Verb::Corpus(args) => corpus::run(&args),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            report(&*error);
            ExitCode::FAILURE
        }
    }
}

#[expect(clippy::print_stderr, reason = "the one place where a chore complains")]
fn report(error: &dyn Error) {
    eprintln!("error: {error}");
    let mut cause = error.source();
    while let Some(error) = cause {
        eprintln!("  because {error}");
        cause = error.source();
    }
}
