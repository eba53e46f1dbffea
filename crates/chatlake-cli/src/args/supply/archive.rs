//! Where the archive is.

use std::path::PathBuf;

use clap::Args;

use crate::failure::Failure;

/// Where the archive is.
#[derive(Args, Debug)]
#[command(next_help_heading = "Archive")]
pub(crate) struct ArchiveArgs {
    /// The folder that keeps the exports, as they came, and what is known of every hour
    #[arg(long, value_name = "DIR", env = "CHATLAKE_ARCHIVE")]
    pub(crate) archive: Option<PathBuf>,
}

impl ArchiveArgs {
    /// The folder.
    pub(crate) fn folder(&self) -> Result<&PathBuf, Failure> {
        let folder = self.archive.as_ref().filter(|folder| !folder.as_os_str().is_empty());
        folder.ok_or_else(|| {
            Failure::usage("say where the archive is: --archive DIR, or CHATLAKE_ARCHIVE")
        })
    }
}
