//! The made-up files that contests are held on.

use std::error::Error;
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// So many files of such a size, and fewer or smaller ones to try the harness.
pub(crate) struct Corpus {
    hours: u32,
    size: &'static str,
    quick: (u32, &'static str),
}

/// A day as it comes.
pub(crate) const DAY: Corpus = Corpus { hours: 24, size: "60MB", quick: (6, "60MB") };
/// One file that must be read by several workers.
pub(crate) const HUGE: Corpus = Corpus { hours: 1, size: "3GB", quick: (1, "600MB") };
/// A week of a quiet app.
pub(crate) const SMALL: Corpus = Corpus { hours: 200, size: "1MB", quick: (50, "1MB") };
pub(crate) const ONE_MB: Corpus = single("1MB");
pub(crate) const TEN_MB: Corpus = single("10MB");
pub(crate) const HUNDRED_MB: Corpus = single("100MB");
/// Large enough for every worker to be busy all the time, as with the huge one.
pub(crate) const HALF_GB: Corpus = Corpus { hours: 1, size: "500MB", quick: (1, "300MB") };
/// The first record that reaches one byte is the last.
pub(crate) const ONE_RECORD: Corpus = single("1B");

const fn single(size: &'static str) -> Corpus {
    Corpus { hours: 1, size, quick: (1, size) }
}

/// A corpus on disk.
pub(crate) struct Files {
    pub(crate) folder: PathBuf,
    /// Such as `24 x 60MB`.
    pub(crate) label: String,
    /// Uncompressed bytes of JSON.
    pub(crate) n_bytes: u64,
}

impl Corpus {
    /// Writes the files below `folder` unless they are there.
    pub(crate) fn make(&self, folder: &Path, is_quick: bool) -> Result<Files, Box<dyn Error>> {
        let (hours, size) = if is_quick { self.quick } else { (self.hours, self.size) };
        let folder = folder.join(format!("{hours}x{size}"));
        if hours_in(&folder).len() < hours as usize {
            crate::succeed(
                // A process of its own: children are seen by the kernel to have had their parent's
                // memory, and this much would be more than that of some contenders.
                Command::new("cargo")
                    .args([
                        "xtask",
                        "corpus",
                        "--hours",
                        &hours.to_string(),
                        "--bytes-per-hour",
                        size,
                    ])
                    .arg("--out")
                    .arg(&folder)
                    .current_dir(crate::root())
                    .stdout(Stdio::null()),
            )?;
        }
        let mut n_bytes = 0;
        for hour in hours_in(&folder) {
            n_bytes += expanded(&hour)?;
        }
        Ok(Files { folder, label: format!("{hours} × {size}"), n_bytes })
    }
}

fn hours_in(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let files = entries.map(|entry| entry.path());
    files.filter(|path| path.extension().is_some_and(|extension| extension == "gz")).collect()
}

/// The size of what a file of one member below 4 GiB expands to: `ISIZE` of RFC 1952.
fn expanded(path: &Path) -> io::Result<u64> {
    let mut file = File::open(path)?;
    file.seek(SeekFrom::End(-4))?;
    let mut size = [0; 4];
    file.read_exact(&mut size)?;
    Ok(u32::from_le_bytes(size).into())
}
