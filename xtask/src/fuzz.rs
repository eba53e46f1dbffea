//! `fuzz`: builds a target of `fuzz/` with coverage counters and runs it for a while.
//!
//! The flags are those that `cargo fuzz` would pass, less the sanitizer of addresses, which needs
//! a nightly compiler and has little to find where unsafe code is forbidden.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::Command;

use clap::ValueEnum;

/// Look for input that breaks a law, for a while
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Which law
    #[arg(value_enum)]
    target: Target,
    /// For how long
    #[arg(long, default_value_t = 60)]
    seconds: u32,
}

#[derive(Clone, Copy, ValueEnum)]
enum Target {
    /// How bytes arrive changes nothing
    Framing,
    /// Records are accepted as serde_json and the schema say
    Parse,
    /// gzip is whole where flate2 says so
    Gzip,
}

impl Target {
    fn name(self) -> &'static str {
        match self {
            Self::Framing => "framing",
            Self::Parse => "parse",
            Self::Gzip => "gzip",
        }
    }

    /// What it begins with.
    fn seeds(self) -> &'static [&'static str] {
        match self {
            Self::Framing => &["testdata/malformed", "testdata/records"],
            Self::Parse => &["testdata/records"],
            Self::Gzip => &["testdata/hourly", "testdata/malformed"],
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
    let Args { target, seconds } = args;
    let (root, name) = (crate::root(), target.name());
    let host = host()?;
    // With a target named, what runs at build time is built without counters.
    let mut build = Command::new("cargo");
    build
        .args(["build", "--release", "--manifest-path", "fuzz/Cargo.toml"])
        .args(["--target-dir", "target/fuzz", "--target", &host, "--bin", name])
        .env("CARGO_ENCODED_RUSTFLAGS", FLAGS.join("\u{1f}"))
        .current_dir(&root);
    crate::succeed(&mut build)?;

    let corpus = format!("target/fuzz/corpus/{name}");
    let artifacts = format!("target/fuzz/artifacts/{name}/");
    for folder in [&corpus, &artifacts] {
        fs::create_dir_all(root.join(folder))
            .map_err(|error| format!("failed to create folder `{folder}`: {error}"))?;
    }
    let program = Path::new("target/fuzz").join(host).join("release").join(name);
    let mut fuzz = Command::new(root.join(program));
    fuzz.arg(format!("-max_total_time={seconds}"))
        .arg(format!("-max_len={LONGEST_INPUT}"))
        .arg(format!("-artifact_prefix={artifacts}"))
        .args(["-timeout=20", "-rss_limit_mb=2048", "-print_final_stats=1"])
        .arg(&corpus)
        .args(target.seeds())
        .current_dir(&root);
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
