//! The files of hours, made when they are first asked for.

use std::collections::{HashMap, VecDeque};
use std::io::Write;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::fault::Fault;
use super::state::State;
use crate::corpus::{HourName, gzip};

/// Compressed bytes that are kept.
const KEPT: usize = 128 * 1024 * 1024;

/// Which file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct FileKey {
    pub(crate) app: usize,
    /// When the hour starts, seconds since the epoch.
    pub(crate) start_s: i64,
    /// From 0.
    pub(crate) part: u32,
    pub(crate) is_whole: bool,
}

/// What is stored under a name.
#[derive(Clone)]
pub(crate) struct Object {
    pub(crate) bytes: Arc<Vec<u8>>,
    /// With its quotes.
    pub(crate) etag: String,
}

impl Object {
    fn new(bytes: Vec<u8>) -> Self {
        let digest = Sha256::digest(&bytes);
        let hex: String = digest.iter().take(16).map(|byte| format!("{byte:02X}")).collect();
        Self { bytes: Arc::new(bytes), etag: format!("\"{hex}\"") }
    }

    /// The object as it would be had it been stored broken.
    #[must_use]
    pub(crate) fn damaged(self, fault: Option<&Fault>) -> Self {
        let mut bytes = self.bytes.to_vec();
        match fault {
            Some(Fault::GzipCut) => bytes.truncate(bytes.len() - bytes.len().div_ceil(3)),
            Some(Fault::GzipBadCrc) => {
                let at = bytes.len().saturating_sub(8);
                bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 1);
            }
            _ => return self,
        }
        Self::new(bytes)
    }
}

/// The files that were asked for lately, and how often each was replaced.
#[derive(Default)]
pub(crate) struct Store {
    objects: HashMap<(FileKey, u32), Object>,
    order: VecDeque<(FileKey, u32)>,
    n_bytes: usize,
    editions: HashMap<FileKey, u32>,
}

impl Store {
    /// Replaces a file for good.
    pub(crate) fn change(&mut self, key: FileKey) {
        *self.editions.entry(key).or_default() += 1;
    }

    /// The file of an hour.
    pub(crate) fn get(&mut self, state: &State, hour: HourName, key: FileKey) -> Object {
        let edition = self.editions.get(&key).copied().unwrap_or(0);
        if let Some(object) = self.objects.get(&(key, edition)) {
            return object.clone();
        }
        let object = Object::new(make(state, hour, key, edition));
        self.n_bytes += object.bytes.len();
        self.order.push_back((key, edition));
        self.objects.insert((key, edition), object.clone());
        while self.n_bytes > KEPT && self.order.len() > 1 {
            let oldest = self.order.pop_front().and_then(|oldest| self.objects.remove(&oldest));
            self.n_bytes -= oldest.map_or(0, |object| object.bytes.len());
        }
        object
    }
}

/// Compresses what a file holds. Editions differ from end to end and hold the same.
fn make(state: &State, hour: HourName, key: FileKey, edition: u32) -> Vec<u8> {
    let mut records = Vec::new();
    state.write_hour(key.app, hour, &mut records);
    if !key.is_whole {
        records.truncate(line_end(&records, records.len() / 10 * 7));
    }
    let n_parts = state.shape(hour).n_urls.max(1) as usize;
    let part = key.part as usize;
    let edge = |part: usize| line_end(&records, records.len() / n_parts * part);
    let end = if part + 1 >= n_parts { records.len() } else { edge(part + 1) };
    let start = if part == 0 { 0 } else { edge(part) };
    let level = [6, 1, 9, 3].get(edition as usize % 4).copied().unwrap_or(6);
    let mut out = gzip(Vec::new(), level);
    let written = out.write_all(records.get(start..end).unwrap_or_default());
    let mut bytes = written.and_then(|()| out.finish()).unwrap_or_default();
    // Even where levels make no difference, the time in the header does (RFC 1952, 2.3.1).
    for (byte, value) in bytes.iter_mut().skip(4).zip(edition.to_le_bytes()) {
        *byte = value;
    }
    bytes
}

/// Where the line ends that has the byte before `at`; 0 for 0.
fn line_end(records: &[u8], at: usize) -> usize {
    let Some(before) = at.checked_sub(1) else { return 0 };
    let rest = records.get(before..).unwrap_or_default();
    rest.iter().position(|byte| *byte == b'\n').map_or(records.len(), |length| before + length + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_not_cut() {
        let records = b"aa\nbb\ncc\n";
        for (at, end) in [(0, 0), (1, 3), (2, 3), (3, 3), (4, 6), (9, 9)] {
            assert_eq!(line_end(records, at), end, "{at}");
        }
    }
}
