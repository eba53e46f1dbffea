//! Objects as streams that outlive broken connections.

use std::io::{self, Read};
use std::sync::Arc;

use futures_util::TryStreamExt;
use object_store::path::Path;
use object_store::{GetOptions, GetRange, GetResult, ObjectStore};

use super::requests::{Pending, Requests};
use super::trouble::{CHANGED, failed, may_be_empty};
use crate::error::{StoreError, StoreErrorKind};

/// Large enough that asking costs little, and small enough to be read again when a connection
/// breaks. Two of them are held: the one that is read, and the one that is coming.
const PIECE: u64 = 8 << 20;

/// An object, read in pieces of one version of it.
///
/// Every request after the first is for the version that the first one found, so an object that
/// was replaced meanwhile is an error and never half of each. After an error a read asks for the
/// same piece again.
#[derive(Debug)]
pub(super) struct Download {
    requests: Requests,
    path: Path,
    /// For people.
    place: String,
    version: Version,
    /// How far it was asked for.
    at: u64,
    piece: Vec<u8>,
    n_read: usize,
    coming: Option<Pending<Piece>>,
}

/// What must not change.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Version {
    etag: Option<String>,
    n_bytes: u64,
}

#[derive(Debug)]
struct Piece {
    version: Version,
    bytes: Vec<u8>,
}

impl Download {
    /// Asks for the first piece and waits for it.
    pub(super) fn open(requests: &Requests, path: Path, place: String) -> Result<Self, StoreError> {
        let first = requests.wait(|objects| first_piece(objects, path.clone()));
        let Piece { version, bytes } = first.map_err(failed("read", &place))?;
        let mut download = Self {
            requests: requests.clone(),
            path,
            place,
            at: bytes.len() as u64,
            version,
            piece: bytes,
            n_read: 0,
            coming: None,
        };
        download.ask()?;
        Ok(download)
    }

    /// Has the next piece come, if there is one.
    fn ask(&mut self) -> Result<(), StoreError> {
        if self.at < self.version.n_bytes && self.coming.is_none() {
            let end = self.version.n_bytes.min(self.at + PIECE);
            let options = GetOptions {
                range: Some(GetRange::Bounded(self.at..end)),
                if_match: self.version.etag.clone(),
                ..GetOptions::default()
            };
            let coming = self.requests.begin(|objects| piece(objects, self.path.clone(), options));
            self.coming = Some(coming.map_err(failed("read", &self.place))?);
        }
        Ok(())
    }

    /// Takes the next piece; none at the end.
    fn take_next(&mut self) -> Result<bool, StoreError> {
        self.ask()?;
        let Some(coming) = self.coming.take() else { return Ok(false) };
        let Piece { version, bytes } = coming.wait().map_err(failed("read", &self.place))?;
        let expected = (self.version.n_bytes - self.at).min(PIECE);
        if version != self.version || bytes.len() as u64 != expected {
            let kind = StoreErrorKind::Temporary;
            return Err(StoreError::new(kind, "read", &self.place, CHANGED));
        }
        self.at += expected;
        (self.piece, self.n_read) = (bytes, 0);
        self.ask()?;
        Ok(true)
    }
}

impl Read for Download {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.n_read >= self.piece.len() {
            // The one that is read goes before the one that comes is taken.
            self.piece = Vec::new();
            self.n_read = 0;
            if buffer.is_empty() || !self.take_next()? {
                return Ok(0);
            }
        }
        let mut rest = self.piece.get(self.n_read..).unwrap_or_default();
        let n = rest.read(buffer)?;
        self.n_read += n;
        Ok(n)
    }
}

/// An object without bytes has no first piece, and says so.
async fn first_piece(objects: Arc<dyn ObjectStore>, path: Path) -> object_store::Result<Piece> {
    let range = Some(GetRange::Bounded(0..PIECE));
    let options = GetOptions { range, ..GetOptions::default() };
    match piece(Arc::clone(&objects), path.clone(), options).await {
        Err(error) if may_be_empty(&error) => {
            let head = GetOptions { head: true, ..GetOptions::default() };
            match objects.get_opts(&path, head).await {
                Ok(found) if found.meta.size == 0 => {
                    Ok(Piece { version: version(&found), bytes: Vec::new() })
                }
                _ => Err(error),
            }
        }
        outcome => outcome,
    }
}

async fn piece(
    objects: Arc<dyn ObjectStore>,
    path: Path,
    options: GetOptions,
) -> object_store::Result<Piece> {
    let found = objects.get_opts(&path, options).await?;
    let version = version(&found);
    let n_bytes = usize::try_from(found.range.end - found.range.start).unwrap_or_default();
    let mut bytes = Vec::with_capacity(n_bytes);
    let mut stream = found.into_stream();
    while let Some(part) = stream.try_next().await? {
        bytes.extend_from_slice(&part);
    }
    Ok(Piece { version, bytes })
}

fn version(found: &GetResult) -> Version {
    Version { etag: found.meta.e_tag.clone(), n_bytes: found.meta.size }
}
