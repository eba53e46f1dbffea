//! `foreign`: has other people's readers read what the command writes.
//!
//! Test data and a made-up hour are converted into every format by the real command. Then
//! `xtask/foreign/` reads the raw files by Python's own `json` and the words of the schema, and
//! compares that with what DuckDB, pyarrow, Polars and Python's `csv` read, value by value.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Read every format back with DuckDB, pyarrow and Polars, and compare
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The command to try; built if it is not given
    #[arg(long, value_name = "PATH")]
    chatlake: Option<PathBuf>,
    /// Size of the made-up hour
    #[arg(long, default_value = "5MB", value_name = "SIZE")]
    bytes: String,
}

/// The readers, by the names under which Python knows them.
const READERS: [&str; 3] = ["duckdb", "pyarrow", "polars"];

pub(crate) fn run(args: &Args) -> Result<(), Box<dyn Error>> {
    let root = crate::root();
    let folder = root.join("target/foreign");
    let chatlake = match &args.chatlake {
        Some(path) => std::path::absolute(path)?,
        None => built(&root)?,
    };
    let readers = readers(&folder)?;
    let hour = folder.join("hour");
    crate::succeed(
        Command::new(std::env::current_exe()?)
            .args(["corpus", "--hours", "1", "--profile", "dirty", "--jobs", "1"])
            .args(["--bytes-per-hour", &args.bytes, "--out"])
            .arg(&hour)
            .current_dir(&root),
    )?;
    crate::succeed(
        Command::new("python3")
            .arg(root.join("xtask/foreign/compare.py"))
            .arg("--chatlake")
            .arg(chatlake)
            .arg("--out")
            .arg(folder.join("out"))
            .arg(root.join("testdata/hourly"))
            .arg(root.join("testdata/records"))
            .arg(hour)
            .env("PYTHONPATH", readers)
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .current_dir(&root),
    )
}

fn built(root: &Path) -> Result<PathBuf, Box<dyn Error>> {
    crate::succeed(
        Command::new("cargo").args(["build", "--release", "--bin", "chatlake"]).current_dir(root),
    )?;
    Ok(root.join("target/release/chatlake"))
}

/// The folder that the readers are in, fetched if they are not there yet. Needs no more of Python
/// than pip.
fn readers(folder: &Path) -> Result<PathBuf, Box<dyn Error>> {
    let readers = folder.join("python");
    let imports = format!("import {}", READERS.join(", "));
    let are_there = || {
        let mut probe = Command::new("python3");
        probe.args(["-c", &imports]).env("PYTHONPATH", &readers);
        probe.output().is_ok_and(|output| output.status.success())
    };
    if are_there() {
        return Ok(readers);
    }
    let mut install = Command::new("python3");
    install.args(["-m", "pip", "install", "--quiet", "--upgrade", "--target"]).arg(&readers);
    crate::succeed(install.args(READERS))?;
    if are_there() { Ok(readers) } else { Err("the readers do not load".into()) }
}
