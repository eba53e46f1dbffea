//! `fuzz`: builds targets of `fuzz/` with coverage counters and runs them for a while.
//!
//! The flags are those that `cargo fuzz` would pass, less the sanitizer of addresses, which needs
//! a nightly compiler and has little to find where unsafe code is forbidden.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::Command;

use clap::ValueEnum;

/// Look for input that breaks a law, for a while
///
/// Without a target, says which there are. The targets are built together and run one after the
/// other; the first that finds something ends it. What a target learns is kept in
/// `target/fuzz/corpus`, and what breaks a law in `target/fuzz/artifacts`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Which laws
    #[arg(value_enum, value_name = "TARGET")]
    targets: Vec<Target>,
    /// All of them
    #[arg(long, conflicts_with = "targets")]
    all: bool,
    /// For how long, each
    #[arg(long, default_value_t = 60)]
    seconds: u32,
}

#[derive(Clone, Copy, ValueEnum)]
enum Target {
    /// How bytes arrive changes no record, no reject and no verdict
    Framing,
    /// Records are accepted as serde_json and the schema say, and can be rebuilt
    Parse,
    /// gzip is whole where flate2 says so
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
}

impl Target {
    fn name(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }

    fn law(self) -> String {
        let value = self.to_possible_value();
        value.and_then(|value| value.get_help().map(ToString::to_string)).unwrap_or_default()
    }

    /// What it begins with, beside what is stored for it.
    fn seeds(self) -> &'static [&'static str] {
        match self {
            Self::Framing => &["testdata/malformed", "testdata/records"],
            Self::Parse | Self::Verbatim | Self::Columns | Self::Csv => &["testdata/records"],
            Self::Gzip => &["testdata/hourly", "testdata/malformed"],
            Self::Replay => &["testdata/malformed"],
            _ => &[],
        }
    }
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

/// Longer input finds nothing that shorter input does not.
const LONGEST_INPUT: u32 = 16 << 10;

pub(crate) fn run(args: &Args) -> Result<(), Box<dyn Error>> {
    let targets = if args.all { Target::value_variants() } else { &args.targets };
    if targets.is_empty() {
        for target in Target::value_variants() {
            crate::print_line(&format!("{:<10} {}", target.name(), target.law()))?;
        }
        return Ok(());
    }
    let host = host()?;
    build(targets, &host)?;
    targets.iter().try_for_each(|target| fuzz(*target, args.seconds, &host))
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

fn fuzz(target: Target, seconds: u32, host: &str) -> Result<(), Box<dyn Error>> {
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
    fuzz.arg(format!("-max_total_time={seconds}"))
        .arg(format!("-max_len={LONGEST_INPUT}"))
        .arg(format!("-artifact_prefix={artifacts}"))
        .args(["-timeout=20", "-rss_limit_mb=2048", "-print_final_stats=1"])
        .arg(&corpus)
        .args(target.seeds())
        .current_dir(&root);
    let stored = format!("fuzz/corpus/{name}");
    if root.join(&stored).is_dir() {
        fuzz.arg(stored);
    }
    crate::succeed(&mut fuzz)
        .map_err(|error| format!("{error}: the input that broke the law is in {artifacts}").into())
}

/// What this machine is called by the compiler.
fn host() -> Result<String, Box<dyn Error>> {
    let output = Command::new("rustc").arg("-vV").output()?;
    let text = String::from_utf8(output.stdout)?;
    let host = text.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.ok_or("rustc does not say what the host is")?.to_owned())
}
