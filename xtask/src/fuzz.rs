//! `fuzz`: builds targets of `fuzz/` with coverage counters and runs them for a while.
//!
//! The flags are those that `cargo fuzz` would pass, less the sanitizer of addresses, which needs
//! a nightly compiler and has little to find where unsafe code is forbidden.

mod record;
mod target;

use std::error::Error;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use clap::ValueEnum;
use clap::builder::ArgPredicate;

use record::Run;
use target::Target;

/// Look for input that breaks a law, for a while
///
/// Without a target, says which there are. The targets are built together and run one after the
/// other; the first that finds something ends it. What a target learns is kept in
/// `target/fuzz/corpus`, and what breaks a law in `target/fuzz/artifacts`: a run goes on where the
/// last one ended.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Which laws
    #[arg(value_enum, value_name = "TARGET")]
    targets: Vec<Target>,
    /// All of them
    #[arg(long, conflicts_with = "targets")]
    all: bool,
    /// For how long, each; without a limit where `--runs` is one
    #[arg(long, default_value_t = 60, default_value_if("runs", ArgPredicate::IsPresent, "0"))]
    seconds: u32,
    /// How often, each
    #[arg(long, value_name = "N")]
    runs: Option<u64>,
    /// How long an input is at most, in bytes: short ones are tried faster
    #[arg(long, value_name = "N", default_value_t = 16 << 10)]
    max_len: u32,
    /// Put on record in fuzz/runs/TARGET.tsv what was tried and found
    #[arg(long)]
    record: bool,
}

const FLAGS: &[&str] = &[
    "--cfg=fuzzing",
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    // With more units, the counters of some are lost to the linker.
    "-Ccodegen-units=1",
];

pub(crate) fn run(args: &Args) -> Result<(), Box<dyn Error>> {
    let targets = if args.all { Target::value_variants() } else { &args.targets };
    if targets.is_empty() {
        for target in Target::value_variants() {
            crate::print_line(&format!("{:<10} {}", target.name(), target.law()))?;
        }
        return Ok(());
    }
    let host = crate::host()?;
    // What is built is what is tried, whatever is committed meanwhile.
    let commit = if args.record { Some(record::commit(&crate::root())?) } else { None };
    build(targets, &host)?;
    targets.iter().try_for_each(|target| fuzz(*target, args, &host, commit.as_deref()))
}

/// Builds them together: what they share is built once.
fn build(targets: &[Target], host: &str) -> Result<(), Box<dyn Error>> {
    let mut build = Command::new("cargo");
    build
        .args(["build", "--release", "--locked", "--manifest-path", "fuzz/Cargo.toml"])
        // With a host named, what runs at build time is built without counters.
        .args(["--target-dir", "target/fuzz", "--target", host])
        .env("CARGO_ENCODED_RUSTFLAGS", FLAGS.join("\u{1f}"))
        .current_dir(crate::root());
    for target in targets {
        build.args(["--bin", &target.name()]);
    }
    crate::succeed(&mut build)
}

/// Tries a target; with a commit, puts on record what comes of it.
fn fuzz(
    target: Target,
    args: &Args,
    host: &str,
    commit: Option<&str>,
) -> Result<(), Box<dyn Error>> {
    let (root, name) = (crate::root(), target.name());
    let corpus = format!("target/fuzz/corpus/{name}");
    let artifacts = format!("target/fuzz/artifacts/{name}/");
    for folder in [&corpus, &artifacts] {
        fs::create_dir_all(root.join(folder))
            .map_err(|error| format!("failed to create folder `{folder}`: {error}"))?;
    }
    crate::print_line(&format!("{name}: {}", target.law()))?;
    let program = Path::new("target/fuzz").join(host).join("release").join(&name);
    let mut fuzz = Command::new(root.join(program));
    fuzz.arg(format!("-max_total_time={}", args.seconds))
        .args(args.runs.map(|runs| format!("-runs={runs}")))
        .arg(format!("-max_len={}", args.max_len))
        .arg(format!("-artifact_prefix={artifacts}"))
        .args(["-timeout=20", "-rss_limit_mb=2048", "-print_final_stats=1"])
        .arg(&corpus)
        .args(target.seeds())
        .current_dir(&root);
    let stored = format!("fuzz/corpus/{name}");
    if root.join(&stored).is_dir() {
        fuzz.arg(stored);
    }
    let began = Instant::now();
    let (is_well, executions) = watched(&mut fuzz)?;
    if let Some(commit) = commit {
        let run = Run {
            commit: commit.to_owned(),
            executions,
            seconds: began.elapsed().as_secs(),
            corpus: fs::read_dir(root.join(&corpus))?.count(),
            max_len: args.max_len,
            findings: u32::from(!is_well),
        };
        let total = run.put_on_record(&root, &name)?;
        crate::print_line(&format!("{name}: {total} executions on record"))?;
    }
    if is_well {
        return Ok(());
    }
    Err(format!("`{name}` found something: the input that broke the law is in {artifacts}").into())
}

/// Runs a target and passes on what it says; tells whether it found nothing, and how many inputs
/// it tried.
fn watched(fuzz: &mut Command) -> Result<(bool, u64), Box<dyn Error>> {
    let mut child = fuzz.stderr(Stdio::piped()).spawn()?;
    let mut executions = 0;
    if let Some(said) = child.stderr.take() {
        for line in BufReader::new(said).split(b'\n') {
            let line = String::from_utf8_lossy(&line?).into_owned();
            executions = record::executions(&line).unwrap_or(executions);
            writeln!(std::io::stderr().lock(), "{line}")?;
        }
    }
    Ok((child.wait()?.success(), executions))
}
