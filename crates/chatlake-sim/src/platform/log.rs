//! What was asked for, and what became of it.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::json;

use super::endpoint::Endpoint;

/// A request in the log. It has no query and no header, so no secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogEntry {
    /// When it came by the platform's clock, milliseconds since the epoch.
    pub at_ms: i64,
    /// Whether it came to the host of files, not to the API.
    pub is_file_host: bool,
    /// Such as `GET`.
    pub method: String,
    /// The path, without the query.
    pub path: String,
    /// What that is.
    pub endpoint: Endpoint,
    /// Whether it had an `Authorization` header, whatever that said.
    pub is_authorized: bool,
    /// Its `Range` header.
    pub range: Option<String>,
    /// The status that was sent; none while it is being answered, or if none was sent.
    pub status: Option<u16>,
    /// Bytes of the body that were sent.
    pub bytes: u64,
    /// The fault that struck it.
    pub fault: Option<String>,
}

impl LogEntry {
    /// The entry as one JSON object, without a line feed.
    pub fn to_json(&self) -> String {
        let Self { at_ms, is_file_host, method, path, endpoint, .. } = self;
        let Self { is_authorized, range, status, bytes, fault, .. } = self;
        json!({
            "at_ms": at_ms,
            "host": if *is_file_host { "files" } else { "api" },
            "method": method,
            "path": path,
            "endpoint": endpoint.name(),
            "authorization": is_authorized,
            "range": range,
            "status": status,
            "bytes": bytes,
            "fault": fault,
        })
        .to_string()
    }
}

/// The most requests of one kind that came within any span of time.
///
/// ```
/// # use chatlake_sim::platform::{Endpoint, most_within};
/// # let log = Vec::new();
/// assert!(most_within(&log, Endpoint::Ticket, std::time::Duration::from_secs(60)) <= 10);
/// ```
pub fn most_within(log: &[LogEntry], endpoint: Endpoint, span: Duration) -> usize {
    let span_ms = i64::try_from(span.as_millis()).unwrap_or(i64::MAX);
    let mut instants: Vec<i64> =
        log.iter().filter(|entry| entry.endpoint == endpoint).map(|entry| entry.at_ms).collect();
    instants.sort_unstable();
    let ends = instants.iter().enumerate();
    ends.map(|(end, at)| {
        let start = instants.partition_point(|other| at - other >= span_ms);
        end + 1 - start
    })
    .max()
    .unwrap_or(0)
}

/// What is sent, as it will stand in the log. It is filed before the last bytes go out: whoever has
/// read an answer finds it in the log.
pub(crate) struct Receipt<'a> {
    log: &'a Log,
    /// None for what is not logged.
    number: Option<usize>,
    /// None until a head is sent.
    pub(crate) status: Option<u16>,
    /// Bytes of the body.
    pub(crate) bytes: u64,
}

impl<'a> Receipt<'a> {
    /// For the request of this number.
    pub(crate) fn of(log: &'a Log, number: Option<usize>) -> Self {
        Self { log, number, status: None, bytes: 0 }
    }

    /// Files it; only the first time counts.
    pub(crate) fn file(&mut self) {
        if let Some(number) = self.number.take() {
            self.log.end(number, self.status, self.bytes);
        }
    }
}

/// The log of a platform.
pub(crate) struct Log {
    kept: Mutex<Kept>,
}

struct Kept {
    entries: Vec<LogEntry>,
    file: Option<File>,
}

impl Log {
    /// Writes to a file too, if there is one. What was in it is lost.
    pub(crate) fn new(file: Option<&Path>) -> io::Result<Self> {
        let file = file.map(File::create).transpose()?;
        Ok(Self { kept: Mutex::new(Kept { entries: Vec::new(), file }) })
    }

    /// A request has come. Gives the number by which it is ended.
    pub(crate) fn begin(&self, entry: LogEntry) -> usize {
        let mut kept = self.lock();
        kept.entries.push(entry);
        kept.entries.len() - 1
    }

    /// The request has been answered; the line is written to the file. If that fails there is
    /// nobody to tell but the reader of the log, who misses it.
    fn end(&self, number: usize, status: Option<u16>, bytes: u64) {
        let mut kept = self.lock();
        let Kept { entries, file } = &mut *kept;
        let Some(entry) = entries.get_mut(number) else { return };
        entry.status = status;
        entry.bytes = bytes;
        if let Some(file) = file {
            let line = entry.to_json() + "\n";
            let _missed = file.write_all(line.as_bytes());
        }
    }

    pub(crate) fn entries(&self) -> Vec<LogEntry> {
        self.lock().entries.clone()
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
