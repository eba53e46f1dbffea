//! Chores of the workspace: `cargo xtask VERB`. A file per verb.

use std::error::Error;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::{Command, ExitCode};

use clap::Parser;

mod bench;
mod bless;
mod buckets;
mod corpus;
mod coverage;
mod faults;
mod foreign;
mod fuzz;
mod harden;
mod hostile;
mod peers;
mod python;
mod readers;
mod tables;
mod testdata;
mod tidy;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Chores of the workspace")]
enum Verb {
    Corpus(corpus::Args),
    Bench(bench::Args),
    Peers(peers::Args),
    /// Hold the tree against the rules of the house
    Tidy,
    /// Rewrite `testdata/golden` with what is written today
    Bless,
    Foreign(foreign::Args),
    Buckets(buckets::Args),
    Readers(readers::Args),
    Tables(tables::Args),
    Fuzz(fuzz::Args),
    Harden(harden::Args),
    Faults(faults::Args),
    Hostile(hostile::Args),
    Coverage(coverage::Args),
}

fn main() -> ExitCode {
    let done = match Verb::parse() {
        Verb::Corpus(args) => corpus::run(&args),
        Verb::Bench(args) => bench::run(&args),
        Verb::Peers(args) => peers::run(&args),
        Verb::Tidy => tidy::run(),
        Verb::Bless => bless::run(),
        Verb::Foreign(args) => foreign::run(&args),
        Verb::Buckets(args) => buckets::run(&args),
        Verb::Readers(args) => readers::run(&args),
        Verb::Tables(args) => tables::run(&args),
        Verb::Fuzz(args) => fuzz::run(&args),
        Verb::Harden(args) => harden::run(&args),
        Verb::Faults(args) => faults::run(&args),
        Verb::Hostile(args) => hostile::run(&args),
        Verb::Coverage(args) => coverage::run(&args),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            report(&*error);
            ExitCode::FAILURE
        }
    }
}

/// The root of the workspace.
fn root() -> PathBuf {
    let xtask = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().map_or_else(|| xtask.clone(), PathBuf::from)
}

/// Says something on standard output.
fn print_line(text: &str) -> io::Result<()> {
    writeln!(io::stdout().lock(), "{text}")
}

/// Runs a command that must succeed.
fn succeed(command: &mut Command) -> Result<(), Box<dyn Error>> {
    let name = command.get_program().to_string_lossy().into_owned();
    let status = command.status().map_err(|error| format!("failed to run `{name}`: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("`{name}` ended with {status}").into()) }
}

/// What this machine is called by the compiler.
fn host() -> Result<String, Box<dyn Error>> {
    let output = Command::new("rustc").arg("-vV").output()?;
    let text = String::from_utf8(output.stdout)?;
    let host = text.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.ok_or("rustc does not say what the host is")?.to_owned())
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
