//! Where the finished pages of lists wait, which the library writes.

use bytes::Bytes;
use chatlake_core::overflow::{Overflow, Piece};
use parquet::column::page_store::{PageKey, PageStore, PageStoreArgs, PageStoreFactory};
use parquet::errors::{ParquetError, Result};

/// Keeps pages in no more memory than they need, and beyond a bound not in memory.
///
/// The library hands over a compressed page in the buffer that had room for it uncompressed, and
/// its own store keeps that: a row group would then weigh as if nothing were compressed.
#[derive(Debug)]
pub(crate) struct TightPages(pub(crate) Overflow);

#[derive(Debug)]
struct Pages {
    pieces: Vec<Option<Piece>>,
    overflow: Overflow,
    bytes: usize,
}

impl PageStoreFactory for TightPages {
    fn create(&self, _column: &PageStoreArgs<'_>) -> Result<Box<dyn PageStore>> {
        Ok(Box::new(Pages { pieces: Vec::new(), overflow: self.0.clone(), bytes: 0 }))
    }
}

impl PageStore for Pages {
    fn put(&mut self, page: Bytes) -> Result<PageKey> {
        let key = PageKey::new(self.pieces.len() as u64);
        let piece = self.overflow.put(page.to_vec()).map_err(refused)?;
        self.bytes += piece.len();
        self.pieces.push(Some(piece));
        Ok(key)
    }

    fn take(&mut self, key: PageKey) -> Result<Bytes> {
        let place = usize::try_from(key.get()).ok().and_then(|place| self.pieces.get_mut(place));
        let piece = place
            .and_then(Option::take)
            .ok_or_else(|| ParquetError::General(format!("no page has the key {}", key.get())))?;
        self.bytes -= piece.len();
        Ok(piece.take().map_err(refused)?.into())
    }

    fn memory_size(&self) -> usize {
        self.bytes
    }
}

fn refused(error: std::io::Error) -> ParquetError {
    ParquetError::External(Box::new(error))
}
