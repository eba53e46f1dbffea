//! What is needed to hold contests, installed or built.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::contender::Needs;

/// Where everything lies.
pub(crate) struct Tools {
    pub(crate) chatlake: PathBuf,
    pub(crate) arrow_json: PathBuf,
    pub(crate) stages: PathBuf,
    pub(crate) unaccounted: PathBuf,
    pub(crate) python: PathBuf,
    /// The scripts of the peers.
    pub(crate) scripts: PathBuf,
    /// What is there, with its version.
    pub(crate) versions: Vec<(&'static str, String)>,
}

const PACKAGES: [&str; 4] = ["duckdb", "chdb", "polars", "pyarrow"];
const PROGRAMS: [&str; 2] = ["pigz", "zstd"];

impl Tools {
    /// Builds ours; installs packages of Python into `folder`. What cannot be had is left out,
    /// and its contenders with it.
    pub(crate) fn install(folder: &Path, chatlake: Option<&Path>) -> Result<Self, Box<dyn Error>> {
        let root = crate::root();
        let release = root.join("target/release");
        build(&["--package", "chatlake-benches", "--bins"])?;
        let chatlake = match chatlake {
            Some(path) => std::path::absolute(path)?,
            None => {
                build(&["--package", "chatlake-cli", "--bin", "chatlake"])?;
                release.join("chatlake")
            }
        };
        let python = venv(folder)?;
        let mut versions = Vec::new();
        for package in PACKAGES {
            let version = package_version(&python, package).or_else(|| {
                let mut pip = Command::new(&python);
                pip.args(["-m", "pip", "install", "--quiet", package]);
                crate::succeed(&mut pip).ok()?;
                package_version(&python, package)
            });
            versions.extend(version.map(|version| (package, version)));
        }
        for program in PROGRAMS {
            versions.extend(program_version(program).map(|version| (program, version)));
        }
        Ok(Self {
            chatlake,
            arrow_json: release.join("arrow_json_peer"),
            stages: release.join("stages"),
            unaccounted: release.join("unaccounted"),
            python,
            scripts: root.join("benches/peers"),
            versions,
        })
    }

    /// Why a contender cannot take part, if it cannot.
    pub(crate) fn lacks(&self, needs: Needs) -> Option<String> {
        let (Needs::Package(name) | Needs::Program(name)) = needs else { return None };
        let is_there = self.versions.iter().any(|(tool, _)| *tool == name);
        (!is_there).then(|| format!("{name} is not installed and could not be"))
    }
}

fn build(what: &[&str]) -> Result<(), Box<dyn Error>> {
    let mut cargo = Command::new("cargo");
    crate::succeed(
        cargo.args(["build", "--quiet", "--release"]).args(what).current_dir(crate::root()),
    )
}

fn venv(folder: &Path) -> Result<PathBuf, Box<dyn Error>> {
    let venv = folder.join("venv");
    let python = venv.join("bin/python");
    if !python.exists() {
        crate::succeed(Command::new("python3").args(["-m", "venv"]).arg(&venv))?;
    }
    Ok(python)
}

fn package_version(python: &Path, package: &str) -> Option<String> {
    let ask = format!("import {package}, importlib.metadata as m; print(m.version('{package}'))");
    first_line(Command::new(python).args(["-c", &ask]))
}

fn program_version(program: &str) -> Option<String> {
    let line = first_line(Command::new(program).arg("--version"))?;
    // `pigz 2.6`, `*** Zstandard CLI (64-bit) v1.5.4, by Yann Collet ***`.
    let number =
        |word: &&str| word.trim_start_matches('v').starts_with(|c: char| c.is_ascii_digit());
    let word = line.split_whitespace().find(number)?;
    Some(word.trim_start_matches('v').trim_end_matches(',').to_owned())
}

/// The first line that a command says, if it succeeds.
pub(crate) fn first_line(command: &mut Command) -> Option<String> {
    let output = command.output().ok().filter(|output| output.status.success())?;
    let said = [output.stdout, output.stderr].concat();
    String::from_utf8(said).ok()?.lines().next().map(str::to_owned)
}
