//! Whether a file is whole, and which bytes it holds.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use chatlake_core::{Damage, ErrorKind, Hour, Limits, Reader, RecordBuf, Zone};
use sha2::{Digest, Sha256};

use crate::raw_source::RawSource;

/// What bytes a file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Digested {
    pub(crate) bytes: u64,
    pub(crate) sha256: String,
}

/// Reads a file to its end.
pub(crate) fn digest(path: &Path) -> io::Result<Digested> {
    let mut file = File::open(path)?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 256 << 10];
    let mut bytes = 0;
    loop {
        let n = match file.read(&mut buffer) {
            Ok(0) => break,
            Ok(n) => n,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        hash.update(buffer.get(..n).unwrap_or_default());
        bytes += n as u64;
    }
    Ok(Digested { bytes, sha256: hex(&hash.finalize()) })
}

/// What is wrong with an export, if anything is: every checksum is compared.
pub(crate) fn damage(path: &Path) -> io::Result<Option<Damage>> {
    // What is hostile is for the conversion to refuse: here only checksums count.
    let limits = Limits { max_expanded: u64::MAX, max_ratio: u64::MAX, ..Limits::default() };
    match chatlake_core::verify(&RawSource::new("export.gz", path), limits) {
        Ok(_) => Ok(None),
        Err(ErrorKind::Damaged(damage)) => Ok(Some(damage)),
        Err(ErrorKind::Io(error)) => Err(error),
        Err(other) => Err(io::Error::other(other.to_string())),
    }
}

/// How many of the first messages are looked at for the zone.
const SAMPLE: usize = 1000;

/// The other zone, if it is the one in which most of an export's first messages lie within its
/// hour. What cannot be read says nothing.
pub(crate) fn fits_other_zone(path: &Path, hour: Hour, zone: Zone) -> Option<Zone> {
    let mut reader = Reader::new(&RawSource::new("export.gz", path), Limits::default()).ok()?;
    let mut record = RecordBuf::new();
    let mut timestamps = Vec::new();
    for _ in 0..SAMPLE {
        match reader.read_record(&mut record) {
            Ok(true) => timestamps.extend(record.as_record().timestamp_ms()),
            Err(error) if matches!(error.kind, ErrorKind::Rejected { .. }) => {}
            _ => break,
        }
    }
    hour.zone_of(&timestamps).filter(|fitting| *fitting != zone)
}

/// Bytes in lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
