//! `readers`: has many engines read the same lakes.
//!
//! Two lakes are made by the real command, from test data and from hours that are made up: over
//! midnight, with an hour missing, messages that two hours tell, ids that say two things, and up
//! to five bodies. `xtask/foreign/matrix.py` then holds what six engines find in them, before and
//! after compaction, against an independent reading of the raw files; and so the views that
//! `chatlake lake sql` prints, in the three that take them.

use std::error::Error;
use std::path::PathBuf;
use std::process::Command;

use crate::python;

/// Read lakes with DuckDB, pyarrow, Polars, DataFusion, chDB and Spark, and compare
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The command to try; built if it is not given
    #[arg(long, value_name = "PATH")]
    chatlake: Option<PathBuf>,
    /// Leave an engine out; Spark is left out where there is no Java
    #[arg(long, value_name = "ENGINE")]
    without: Vec<String>,
}

/// The engines, by the names under which Python knows them.
const ENGINES: [&str; 5] = ["duckdb", "pyarrow", "polars", "datafusion", "chdb"];
const SPARK: &str = "pyspark";

pub(crate) fn run(args: &Args) -> Result<(), Box<dyn Error>> {
    let root = crate::root();
    let chatlake = match &args.chatlake {
        Some(path) => std::path::absolute(path)?,
        None => crate::foreign::built(&root)?,
    };
    let mut without = args.without.clone();
    let mut names = ENGINES.to_vec();
    if !has_java() {
        crate::print_line("Spark is left out, for there is no Java")?;
        without.push("Spark".to_owned());
    }
    if !without.iter().any(|engine| engine == "Spark") {
        names.push(SPARK);
    }
    let packages = python::packages(&root, &names)?;
    let mut matrix = python::script(&root, &[&packages], "matrix.py");
    matrix.arg("--chatlake").arg(chatlake).arg("--out").arg(root.join("target/foreign/lakes"));
    for engine in &without {
        matrix.args(["--without", engine]);
    }
    crate::succeed(matrix.arg(root.join("testdata/hourly")))
}

fn has_java() -> bool {
    Command::new("java").arg("-version").output().is_ok_and(|output| output.status.success())
}
