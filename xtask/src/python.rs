//! Other people's libraries, by way of Python: fetched into `target/`, and needing no more than pip.

use std::error::Error;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder of these packages, fetched if they are not there yet; with `==` and a version where
/// it must be that one.
pub(crate) fn packages(root: &Path, names: &[&str]) -> Result<PathBuf, Box<dyn Error>> {
    packages_in(&root.join("target/foreign/python"), names)
}

/// Packages in a folder of their own, for those of a version that others do not want.
pub(crate) fn packages_in(folder: &Path, names: &[&str]) -> Result<PathBuf, Box<dyn Error>> {
    let imported = |name: &&str| name.split("==").next().unwrap_or_default().replace('-', "_");
    let imports = names.iter().map(imported).collect::<Vec<String>>().join(", ");
    let are_there = || {
        let mut probe = Command::new("python3");
        probe.args(["-c", &format!("import {imports}")]).env("PYTHONPATH", folder);
        probe.output().is_ok_and(|output| output.status.success())
    };
    if are_there() {
        return Ok(folder.to_owned());
    }
    let mut install = Command::new("python3");
    install.args(["-m", "pip", "install", "--quiet", "--upgrade", "--target"]).arg(folder);
    crate::succeed(install.args(names))?;
    if are_there() { Ok(folder.to_owned()) } else { Err("the readers do not load".into()) }
}

/// A script of `xtask/foreign/`, to be run with packages of these folders; those of the first go
/// before those of the others.
pub(crate) fn script(root: &Path, packages: &[&Path], name: &str) -> Command {
    let mut command = Command::new("python3");
    command.arg(root.join("xtask/foreign").join(name));
    let path = packages.iter().map(|folder| folder.as_os_str()).collect::<Vec<_>>();
    command.env("PYTHONPATH", path.join(OsStr::new(":")));
    command.env("PYTHONDONTWRITEBYTECODE", "1").current_dir(root);
    command
}
