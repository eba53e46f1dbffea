//! `tables`: has other people's readers read the Delta tables of lakes.
//!
//! Lakes are made by the real command, hour by hour and then compacted, and registered after each
//! step. `xtask/foreign/tables.py` holds what `deltalake`, Polars, ClickHouse and DuckDB find in
//! their tables against an independent reading of the raw files.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::python;

/// Read the Delta tables of lakes with deltalake, Polars, chDB and DuckDB, and compare
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The command to try, with tables in it; built if it is not given
    #[arg(long, value_name = "PATH")]
    chatlake: Option<PathBuf>,
    /// Leave a reader out
    #[arg(long, value_name = "READER")]
    without: Vec<String>,
}

/// The readers, and what the engines beside them need, by the names under which Python knows them.
const READERS: [&str; 6] = ["deltalake", "duckdb", "pyarrow", "polars", "datafusion", "chdb"];

/// The last DuckDB whose extension comes as a package, too; elsewhere its latest is asked.
const DUCKDB: [&str; 3] = ["duckdb==1.5.5", "duckdb-extension-delta==1.5.5", "pytz"];

pub(crate) fn run(args: &Args) -> Result<(), Box<dyn Error>> {
    let root = crate::root();
    let chatlake = match &args.chatlake {
        Some(path) => std::path::absolute(path)?,
        None => built(&root)?,
    };
    let packages = python::packages(&root, &READERS)?;
    let duckdb = python::packages_in(&root.join("target/foreign/python-tables"), &DUCKDB)?;
    let mut tables = python::script(&root, &[&duckdb, &packages], "tables.py");
    tables.arg("--chatlake").arg(chatlake).arg("--out").arg(root.join("target/foreign/tables"));
    for reader in &args.without {
        tables.args(["--without", reader]);
    }
    crate::succeed(tables.arg(root.join("testdata/hourly")))
}

fn built(root: &Path) -> Result<PathBuf, Box<dyn Error>> {
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--bin", "chatlake", "--features", "delta"]).current_dir(root);
    crate::succeed(&mut cargo)?;
    Ok(root.join("target/debug/chatlake"))
}
