//! The bytes of a file, against what is on record of them.

use std::io::{self, Read};

use sha2::{Digest, Sha256};

use super::{Fault, Halt, Look, is_missing};
use crate::error::LakeError;
use crate::layout::Subject;
use crate::mark::hex;

/// What a file should be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Expected<'a> {
    pub(super) key: &'a str,
    pub(super) of: Subject,
    pub(super) bytes: u64,
    pub(super) sha256: &'a str,
}

impl Look<'_, '_> {
    /// Whether a file is there, and of the right length.
    pub(super) fn is_there(&mut self, expected: Expected<'_>) -> Result<bool, Halt> {
        let Expected { key, of, bytes, .. } = expected;
        self.tell(key)?;
        let fault = match self.listed.get(key) {
            None => Fault::Missing,
            Some(found) if *found != bytes => Fault::Length { found: *found, expected: bytes },
            Some(_) => return Ok(true),
        };
        self.note(key, Some(of), fault);
        Ok(false)
    }

    /// Whether a file is there and holds what was written; `each` sees all of it on the way.
    pub(super) fn is_whole(
        &mut self,
        expected: Expected<'_>,
        mut each: impl FnMut(&[u8]),
    ) -> Result<bool, Halt> {
        if !self.is_there(expected)? {
            return Ok(false);
        }
        let Expected { key, of, bytes, sha256 } = expected;
        let mut stream = match self.lake.store().reader(key) {
            Ok(stream) => stream,
            Err(error) if is_missing(&error) => {
                self.note(key, Some(of), Fault::Missing);
                return Ok(false);
            }
            Err(error) => return Err(error.into()),
        };
        match digest(&mut stream, &mut each) {
            Ok(found) if found == sha256 => {
                self.found.bytes += bytes;
                Ok(true)
            }
            Ok(_) => {
                self.note(key, Some(of), Fault::Bytes);
                Ok(false)
            }
            Err(source) => {
                let path = self.lake.shown(key);
                Err(LakeError::Io { act: "read", path, source }.into())
            }
        }
    }
}

/// SHA-256 of a stream, in hexadecimal.
pub(super) fn digest(stream: &mut dyn Read, each: &mut dyn FnMut(&[u8])) -> io::Result<String> {
    let (mut hash, mut buffer) = (Sha256::new(), vec![0; 1 << 16]);
    loop {
        match stream.read(&mut buffer) {
            Ok(0) => return Ok(hex(&hash.finalize())),
            Ok(n) => {
                let bytes = buffer.get(..n).unwrap_or_default();
                hash.update(bytes);
                each(bytes);
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}
