//! Bytes in memory as a source, opened without a copy.

use std::io::{self, Cursor, Read};
use std::sync::Arc;

use chatlake_core::Source;

/// Shared bytes; opening them costs nothing, so that a bench measures only the reading.
#[derive(Clone, Debug)]
pub struct Bytes(pub Arc<[u8]>);

impl Source for Bytes {
    fn name(&self) -> &str {
        "bytes"
    }

    fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        Ok(Box::new(Cursor::new(Arc::clone(&self.0))))
    }

    fn n_bytes(&self) -> Option<u64> {
        Some(self.0.len() as u64)
    }
}
