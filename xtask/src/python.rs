//! Other people's libraries, by way of Python: fetched into `target/`, and needing no more than pip.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder that these packages are in, fetched if they are not there yet. Each is called the
/// same where it comes from and where it is imported.
pub(crate) fn packages(root: &Path, names: &[&str]) -> Result<PathBuf, Box<dyn Error>> {
    let folder = root.join("target/foreign/python");
    let imports = format!("import {}", names.join(", "));
    let are_there = || {
        let mut probe = Command::new("python3");
        probe.args(["-c", &imports]).env("PYTHONPATH", &folder);
        probe.output().is_ok_and(|output| output.status.success())
    };
    if are_there() {
        return Ok(folder);
    }
    let mut install = Command::new("python3");
    install.args(["-m", "pip", "install", "--quiet", "--upgrade", "--target"]).arg(&folder);
    crate::succeed(install.args(names))?;
    if are_there() { Ok(folder) } else { Err("the readers do not load".into()) }
}

/// A script of `xtask/foreign/`, to be run with these packages.
pub(crate) fn script(root: &Path, packages: &Path, name: &str) -> Command {
    let mut command = Command::new("python3");
    command.arg(root.join("xtask/foreign").join(name));
    command.env("PYTHONPATH", packages).env("PYTHONDONTWRITEBYTECODE", "1").current_dir(root);
    command
}
