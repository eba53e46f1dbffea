//! An input, and what must become of it.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::content::Part;
use super::inputs::INPUTS;
use super::packing::Packing;

/// An input that means it ill.
pub(super) struct Input {
    pub(super) name: &'static str,
    /// What it is.
    pub(super) is: &'static str,
    pub(super) parts: &'static [Part],
    pub(super) packing: Packing,
    /// Limits that must give way for the input to be tried at all.
    pub(super) flags: &'static [&'static str],
    /// What the command must end with.
    pub(super) exit: i32,
    /// What a conversion must say for people, beside that.
    pub(super) says: &'static str,
    /// Whether it takes little time in every way.
    pub(super) is_quick: bool,
}

impl Input {
    /// Whether records of it are rejected, and all else is converted.
    pub(super) fn has_rejects(&self) -> bool {
        self.exit == 3
    }

    /// Writes the input, twice: two workers get one each.
    pub(super) fn make(&self, place: &Path) -> io::Result<Files> {
        let folder = place.join("in");
        fs::create_dir_all(&folder)?;
        let path = |copy: &str| {
            let extension = self.packing.extension();
            folder.join(format!("{}-{copy}.{extension}", self.name))
        };
        let files = Files([path("a"), path("b")]);
        files.remove()?;
        let [first, second] = &files.0;
        let mut out = BufWriter::new(File::create(first)?);
        self.packing.write(self.parts, &mut out)?;
        out.flush()?;
        fs::hard_link(first, second)?;
        Ok(files)
    }
}

/// Those whose names begin so; all, if nothing is said.
pub(super) fn named(beginnings: &[String]) -> Result<Vec<&'static Input>, String> {
    for beginning in beginnings {
        if !INPUTS.iter().any(|input| input.name.starts_with(&**beginning)) {
            let names: Vec<&str> = INPUTS.iter().map(|input| input.name).collect();
            return Err(format!("there is no `{beginning}`, but {}", names.join(", ")));
        }
    }
    let is_meant =
        |name: &str| beginnings.is_empty() || beginnings.iter().any(|it| name.starts_with(&**it));
    Ok(INPUTS.iter().filter(|input| is_meant(input.name)).collect())
}

/// An input under two names.
pub(super) struct Files(pub(super) [PathBuf; 2]);

impl Files {
    pub(super) fn remove(&self) -> io::Result<()> {
        for path in &self.0 {
            match fs::remove_file(path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }
}
