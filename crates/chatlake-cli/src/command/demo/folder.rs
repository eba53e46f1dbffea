//! Where the demo puts what it makes.

use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::Failure;

/// The folder that was named, if nothing is in it; or a new temporary one.
pub(super) fn prepared(named: Option<&Path>) -> Result<PathBuf, Failure> {
    let Some(folder) = named else {
        let made = tempfile::Builder::new().prefix("chatlake-demo-").tempdir();
        let made = made.map_err(|error| Failure::io("make a temporary folder", &error))?;
        return Ok(made.keep());
    };
    let n_entries = match fs::read_dir(folder) {
        Ok(entries) => entries.count(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => 0,
        Err(error) => {
            return Err(Failure::io(format!("read folder `{}`", folder.display()), &error));
        }
    };
    if n_entries > 0 {
        return Err(Failure::usage(format!(
            "`{}` is not empty: name a folder that is not there yet",
            folder.display()
        )));
    }
    Ok(folder.to_owned())
}
