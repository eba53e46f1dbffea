//! Whether a file is whole, and which one it is.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use chatlake_core::{Damage, DamageKind, ErrorKind, Limits, Source, SourceFacts};
use sha2::{Digest, Sha256};

use crate::error::Error;

/// An export that was read to its last checksum.
#[derive(Debug)]
pub(crate) struct Whole {
    pub(crate) bytes: u64,
    pub(crate) sha256: String,
    pub(crate) facts: SourceFacts,
}

/// Expands an export to its end and hashes its bytes, in one pass.
pub(crate) fn verify(path: &Path) -> Result<Result<Whole, Damage>, Error> {
    let source = Hashed { path: path.to_owned(), sum: Arc::default() };
    // How much an export may expand to is for those to say who read it.
    let limits = Limits { max_expanded: u64::MAX, max_ratio: u64::MAX, ..Limits::default() };
    let facts = match chatlake_core::verify(&source, limits) {
        Ok(facts) => facts,
        Err(ErrorKind::Damaged(damage)) => return Ok(Err(damage)),
        Err(ErrorKind::Io(error)) => return Err(Error::io("read", path)(error)),
        Err(other) => return Err(Error::io("read", path)(io::Error::other(other))),
    };
    if facts.members == 0 || facts.is_misnamed {
        let damage = Damage { kind: DamageKind::NotGzip, at: 0, expanded: 0, verified: 0 };
        return Ok(Err(damage));
    }
    let (sha256, bytes) = std::mem::take(&mut *hold(&source.sum)).end();
    Ok(Ok(Whole { bytes, sha256, facts }))
}

/// The SHA-256 of a file's bytes, in lower-case hexadecimal, and how many they are.
pub(crate) fn hash(path: &Path) -> Result<(String, u64), Error> {
    let source = Hashed { path: path.to_owned(), sum: Arc::default() };
    let mut stream = source.open().map_err(Error::io("open", path))?;
    let mut buffer = vec![0; 256 << 10];
    loop {
        match stream.read(&mut buffer) {
            Ok(0) => break,
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(Error::io("read", path)(error)),
        }
    }
    Ok(std::mem::take(&mut *hold(&source.sum)).end())
}

/// A file whose bytes are hashed as they are read.
struct Hashed {
    path: PathBuf,
    sum: Arc<Mutex<Sum>>,
}

#[derive(Default)]
struct Sum {
    hash: Sha256,
    bytes: u64,
}

impl Sum {
    fn end(self) -> (String, u64) {
        let digest = self.hash.finalize();
        (digest.iter().map(|byte| format!("{byte:02x}")).collect(), self.bytes)
    }
}

impl Source for Hashed {
    /// Exports are gzip, whatever the part is called.
    fn name(&self) -> &str {
        "export.gz"
    }

    fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        Ok(Box::new(Stream { file: File::open(&self.path)?, sum: Arc::clone(&self.sum) }))
    }
}

struct Stream {
    file: File,
    sum: Arc<Mutex<Sum>>,
}

impl Read for Stream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.file.read(buffer)?;
        let mut sum = hold(&self.sum);
        sum.hash.update(buffer.get(..n).unwrap_or_default());
        sum.bytes += n as u64;
        Ok(n)
    }
}

fn hold(sum: &Mutex<Sum>) -> std::sync::MutexGuard<'_, Sum> {
    sum.lock().unwrap_or_else(PoisonError::into_inner)
}
