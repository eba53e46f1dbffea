//! The hash of the bytes of an input, taken while they are read.

use std::io::{self, Read};
use std::sync::{Arc, Mutex, PoisonError};

use chatlake_core::Source;
use sha2::{Digest, Sha256};

use crate::output::hex;

/// The bytes of an input as they came, by hash and number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Digested {
    pub(crate) sha256: String,
    pub(crate) bytes: u64,
}

/// Hashes the bytes of a source as they come.
pub(crate) fn digest(source: &dyn Source) -> io::Result<Digested> {
    let hash = SharedHash::default();
    let mut hashing = Hashing { stream: source.open()?, hash: hash.clone() };
    let bytes = io::copy(&mut hashing, &mut io::sink())?;
    Ok(hash.digested(bytes))
}

/// The hash of what has been read so far.
#[derive(Clone, Default)]
pub(super) struct SharedHash(Arc<Mutex<Sha256>>);

impl SharedHash {
    fn update(&self, bytes: &[u8]) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).update(bytes);
    }

    /// What it comes to, for so many bytes.
    pub(super) fn digested(&self, bytes: u64) -> Digested {
        let hash = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Digested { sha256: hex(&hash.finalize()), bytes }
    }
}

/// A source whose bytes are hashed while they are read.
pub(super) struct Hashed<'a> {
    source: &'a dyn Source,
    hash: SharedHash,
}

impl<'a> Hashed<'a> {
    /// The source, and what it is hashed by.
    pub(super) fn new(source: &'a dyn Source) -> (Self, SharedHash) {
        let hash = SharedHash::default();
        (Self { source, hash: hash.clone() }, hash)
    }
}

impl Source for Hashed<'_> {
    fn name(&self) -> &str {
        self.source.name()
    }

    fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        Ok(Box::new(Hashing { stream: self.source.open()?, hash: self.hash.clone() }))
    }
}

struct Hashing {
    stream: Box<dyn Read + Send>,
    hash: SharedHash,
}

impl Read for Hashing {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let n = self.stream.read(out)?;
        self.hash.update(out.get(..n).unwrap_or_default());
        Ok(n)
    }
}
