//! Outputs that are hashed on the way.

use std::io::{self, Write};

use sha2::{Digest, Sha256};

/// Counts and hashes what goes through.
pub(crate) struct Digesting<W> {
    output: W,
    hash: Sha256,
    bytes: u64,
}

impl<W: Write> Digesting<W> {
    pub(crate) fn new(output: W) -> Self {
        Self { output, hash: Sha256::new(), bytes: 0 }
    }

    /// The output, how many bytes went there, and their SHA-256 in lower-case hexadecimal.
    pub(crate) fn finish(self) -> (W, u64, String) {
        let sha256 = self.hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        (self.output, self.bytes, sha256)
    }
}

impl<W: Write> Write for Digesting<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n = self.output.write(bytes)?;
        self.hash.update(bytes.get(..n).unwrap_or_default());
        self.bytes += n as u64;
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.output.flush()
    }
}
