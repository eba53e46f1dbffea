//! The hour that the benches read.

use std::error::Error;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chatlake_sim::corpus::{Corpus, Quantity, gzip};

use crate::source::Bytes;

/// The uncompressed size: many times the caches, and small enough to be read a hundred times.
const N_BYTES: u64 = 20_000_000;

/// One hour of 20 MB, in each wrapper that a source may come in.
pub struct Hour {
    /// JSON lines.
    pub plain: Bytes,
    /// The same in one gzip member of level 6, as the platform serves it.
    pub gzip: Bytes,
    /// The same in one zstd frame of level 3.
    pub zstd: Bytes,
}

impl Hour {
    /// Reads the hour from `target/`, after writing it there the first time.
    ///
    /// # Errors
    ///
    /// The file cannot be written or read.
    pub fn load() -> Result<Self, Box<dyn Error>> {
        let path = corpus_folder()?.join("2018112717.gz");
        if !path.exists() {
            write(&path)?;
        }
        let gzip = fs::read(&path)?;
        let mut plain = Vec::new();
        std::io::copy(&mut flate2::read::MultiGzDecoder::new(gzip.as_slice()), &mut plain)?;
        let zstd = zstd::encode_all(plain.as_slice(), 3)?;
        let [plain, gzip, zstd] = [plain, gzip, zstd].map(|bytes| Bytes(Arc::from(bytes)));
        Ok(Self { plain, gzip, zstd })
    }

    /// How many bytes of JSON it has: what every rate counts.
    pub fn n_bytes(&self) -> u64 {
        self.plain.0.len() as u64
    }

    /// The records, one slice each, without their line feeds.
    pub fn lines(&self) -> Vec<&[u8]> {
        let json = self.plain.0.as_ref();
        let mut start = 0;
        let ends = memchr::memchr_iter(b'\n', json);
        ends.map(|end| json.get(std::mem::replace(&mut start, end + 1)..end).unwrap_or_default())
            .collect()
    }
}

/// Where the hour lies, as the only file: a folder that can be converted.
///
/// # Errors
///
/// It cannot be made.
pub fn corpus_folder() -> std::io::Result<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/benches/corpus");
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// Written under another name first: an interrupted run must not leave half an hour.
fn write(path: &Path) -> Result<(), Box<dyn Error>> {
    let unfinished = path.with_extension("part");
    let mut out = gzip(fs::File::create(&unfinished)?, 6);
    Corpus::new(1).write_hour(&mut out, "2018112717".parse()?, Quantity::Bytes(N_BYTES))?;
    out.finish()?.flush()?;
    fs::rename(unfinished, path)?;
    Ok(())
}
