//! `foreign`: has other people's readers read what the command writes.
//!
//! Test data and a made-up hour are converted into every format by the real command. Then
//! `xtask/foreign/` reads the raw files by Python's own `json` and the words of the schema, and
//! compares that with what DuckDB, pyarrow, Polars and Python's `csv` read, value by value.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::python;

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
    let readers = python::packages(&root, &READERS)?;
    let hour = folder.join("hour");
    crate::succeed(
        Command::new(std::env::current_exe()?)
            .args(["corpus", "--hours", "1", "--profile", "dirty", "--jobs", "1"])
            .args(["--bytes-per-hour", &args.bytes, "--out"])
            .arg(&hour)
            .current_dir(&root),
    )?;
    crate::succeed(
        python::script(&root, &[&readers], "compare.py")
            .arg("--chatlake")
            .arg(chatlake)
            .arg("--out")
            .arg(folder.join("out"))
            .arg(root.join("testdata/hourly"))
            .arg(root.join("testdata/records"))
            .arg(hour),
    )
}

/// The command, as users have it.
pub(crate) fn built(root: &Path) -> Result<PathBuf, Box<dyn Error>> {
    crate::succeed(
        Command::new("cargo").args(["build", "--release", "--bin", "chatlake"]).current_dir(root),
    )?;
    Ok(root.join("target/release/chatlake"))
}
