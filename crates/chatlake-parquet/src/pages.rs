//! Where the finished pages of an open row group wait.

use bytes::Bytes;
use parquet::column::page_store::{PageKey, PageStore, PageStoreArgs, PageStoreFactory};
use parquet::errors::{ParquetError, Result};

/// Keeps pages in memory, in no more of it than they need.
///
/// The library hands over a compressed page in the buffer that had room for it uncompressed, and
/// its own store keeps that: a row group would then weigh as if nothing were compressed.
#[derive(Debug)]
pub(crate) struct TightPages;

#[derive(Debug, Default)]
struct Pages {
    blobs: Vec<Bytes>,
    bytes: usize,
}

impl PageStoreFactory for TightPages {
    fn create(&self, _column: &PageStoreArgs<'_>) -> Result<Box<dyn PageStore>> {
        Ok(Box::new(Pages::default()))
    }
}

impl PageStore for Pages {
    fn put(&mut self, page: Bytes) -> Result<PageKey> {
        let key = PageKey::new(self.blobs.len() as u64);
        self.bytes += page.len();
        self.blobs.push(Bytes::copy_from_slice(&page));
        Ok(key)
    }

    fn take(&mut self, key: PageKey) -> Result<Bytes> {
        let blob = usize::try_from(key.get()).ok().and_then(|place| self.blobs.get_mut(place));
        let page = blob
            .map(std::mem::take)
            .ok_or_else(|| ParquetError::General(format!("no page has the key {}", key.get())))?;
        self.bytes -= page.len();
        Ok(page)
    }

    fn memory_size(&self) -> usize {
        self.bytes
    }
}
