//! `coverage`: runs tests with counters, and says which lines no test comes to.
//!
//! The counters are those of the compiler, and the tools that read them come with it
//! (`rustup component add llvm-tools`).

mod lines;
mod table;

use std::error::Error;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::print_line;
use lines::Lines;

/// Say which lines of the crates no test comes to
///
/// Builds all tests with counters, runs them, and prints a line per crate: what a run of the command
/// comes to, which is not killed, counts as well. Behind it stand the lines that nobody came to and
/// that have to do with errors.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Whose lines, without `chatlake-`
    #[arg(value_name = "CRATE", default_values_t = ["core", "convert", "fetch", "sync"].map(str::to_owned))]
    crates: Vec<String>,
    /// All lines that nobody came to, and not those alone that have to do with errors
    #[arg(long)]
    all: bool,
}

pub(crate) fn run(args: &Args) -> Result<(), Box<dyn Error>> {
    let root = crate::root();
    let place = root.join("target/coverage");
    let tools = tools()?;
    let counts = place.join("counts");
    if counts.exists() {
        fs::remove_dir_all(&counts)?;
    }
    fs::create_dir_all(&place)?;
    let programs = run_tests(&root, &compiler(&place)?, &counts)?;
    let merged = place.join("merged.profdata");
    merge(&tools, &counts, &merged)?;
    let lines = export(&tools, &root, &merged, &programs)?;
    let mut missed = Vec::new();
    for name in &args.crates {
        let of_crate = lines.of_folder(&format!("crates/chatlake-{name}/src/"), &root)?;
        print_line(&table::row(name, &of_crate))?;
        missed.extend(of_crate.missed(&root, args.all)?);
    }
    missed.iter().try_for_each(|line| print_line(line))?;
    Ok(())
}

/// A compiler that puts counters into what is ours; the rest is built without, and once.
fn compiler(place: &Path) -> Result<PathBuf, Box<dyn Error>> {
    // Other shells drop variables with a dash, such as CARGO_BIN_EXE_chatlake-sim.
    const SCRIPT: &str = "#!/usr/bin/env bash\nexec \"$@\" -Cinstrument-coverage\n";
    let path = place.join("rustc");
    // One that is newer would build everything anew.
    if fs::read_to_string(&path).ok().as_deref() != Some(SCRIPT) {
        fs::write(&path, SCRIPT)?;
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755))?;
    }
    Ok(path)
}

/// Runs what `cargo test` runs, for the sake of the same features, and leaves the counts in a
/// folder; yields the programs. A doc test is built when it is run, and not counted.
fn run_tests(root: &Path, compiler: &Path, counts: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let cargo = |build_alone: bool| {
        let mut cargo = Command::new("cargo");
        cargo.args(["test", "--locked", "--quiet", "--tests"]);
        if build_alone {
            cargo.args(["--no-run", "--message-format=json"]);
        }
        cargo
            .env("RUSTC_WORKSPACE_WRAPPER", compiler)
            .env("LLVM_PROFILE_FILE", counts.join("%p-%8m.profraw"))
            .current_dir(root);
        cargo
    };
    let built = cargo(true).output()?;
    if !built.status.success() {
        return Err(format!("the tests cannot be built: {}", last_line(&built.stderr)).into());
    }
    crate::succeed(&mut cargo(false))?;
    let messages = String::from_utf8(built.stdout)?;
    let programs = messages.lines().filter_map(|line| {
        let message: Value = serde_json::from_str(line).ok()?;
        message["executable"].as_str().map(PathBuf::from)
    });
    Ok(programs.collect())
}

fn merge(tools: &Path, counts: &Path, merged: &Path) -> Result<(), Box<dyn Error>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(counts)? {
        files.push(entry?.path());
    }
    let mut merge = Command::new(tools.join("llvm-profdata"));
    merge.args(["merge", "--sparse", "--failure-mode=all", "--output"]).arg(merged).args(files);
    crate::succeed(&mut merge)
}

fn export(
    tools: &Path,
    root: &Path,
    merged: &Path,
    programs: &[PathBuf],
) -> Result<Lines, Box<dyn Error>> {
    let mut export = Command::new(tools.join("llvm-cov"));
    export.args(["export", "--format=lcov", "--ignore-filename-regex=/.cargo/|/rustc/"]);
    export.arg("--instr-profile").arg(merged);
    for program in programs {
        export.arg("--object").arg(program);
    }
    let told = export.output()?;
    if !told.status.success() {
        return Err(format!("llvm-cov failed: {}", last_line(&told.stderr)).into());
    }
    Ok(Lines::of_lcov(&String::from_utf8(told.stdout)?, root))
}

/// Where the tools of the compiler lie.
fn tools() -> Result<PathBuf, Box<dyn Error>> {
    let sysroot = Command::new("rustc").args(["--print", "sysroot"]).output()?.stdout;
    let sysroot = String::from_utf8(sysroot)?;
    let tools = Path::new(sysroot.trim()).join("lib/rustlib").join(crate::host()?).join("bin");
    if tools.join("llvm-cov").exists() {
        return Ok(tools);
    }
    Err("llvm-cov is not here: `rustup component add llvm-tools` brings it".into())
}

fn last_line(said: &[u8]) -> String {
    let said = String::from_utf8_lossy(said);
    said.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or("no word").to_owned()
}
