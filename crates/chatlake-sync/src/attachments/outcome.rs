//! What became of attachments.

use crate::error::SyncError;

/// What became of the attachments of an archive.
#[derive(Debug, Default)]
pub struct AttachmentsOutcome {
    /// How many were fetched.
    pub fetched: u64,
    /// Their bytes.
    pub bytes: u64,
    /// How many were in the archive already, for another message.
    pub shared: u64,
    /// How many the server had deleted: lost.
    pub expired: u64,
    /// How many cannot be fetched, and why the first of them cannot.
    pub failed: u64,
    /// Why the first of them cannot.
    pub first_failure: Option<String>,
    /// How many failed in passing.
    pub temporary: u64,
    /// How many are still to be fetched.
    pub n_left: u64,
    /// What ended the run before its end.
    pub failure: Option<SyncError>,
    /// Whether the caller ended it.
    pub is_interrupted: bool,
}

impl AttachmentsOutcome {
    /// The exit code of the command.
    pub fn exit_code(&self) -> u8 {
        if self.is_interrupted {
            return 130;
        }
        let codes = [
            if self.expired > 0 { 7 } else { 0 },
            if self.n_left > 0 { 5 } else { 0 },
            if self.failed > 0 { 3 } else { 0 },
            self.failure.as_ref().map_or(0, SyncError::exit_code),
        ];
        codes.into_iter().max().unwrap_or(0)
    }
}
