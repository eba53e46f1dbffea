//! Streams as objects that appear whole.

use std::collections::VecDeque;
use std::io::Read;
use std::sync::Arc;

use object_store::path::Path;
use object_store::{MultipartUpload, ObjectStore, ObjectStoreExt, PutPayload};

use super::requests::{Pending, Requests};
use super::trouble::failed;
use crate::error::StoreError;

/// The smallest part, but for the last; what is no longer is sent at once. Stores want 5 MiB.
const PART: u64 = 8 << 20;

/// How many parts are on their way while the next one is read.
const ON_THEIR_WAY: usize = 2;

/// Stores take 10 000 parts.
const MOST_PARTS: u64 = 9_000;

/// An object in the making.
pub(super) struct Upload<'a> {
    pub(super) requests: &'a Requests,
    pub(super) path: Path,
    /// For people.
    pub(super) place: String,
}

impl Upload<'_> {
    /// Sends `n_bytes`. The store names the object when all of it is there.
    pub(super) fn send(&self, source: &mut dyn Read, n_bytes: u64) -> Result<(), StoreError> {
        if n_bytes <= PART {
            let payload = PutPayload::from(self.taken(source, n_bytes)?);
            let path = self.path.clone();
            let put =
                |objects: Arc<dyn ObjectStore>| async move { objects.put(&path, payload).await };
            return self.requests.wait(put).map(|_| ()).map_err(failed("write", &self.place));
        }
        let path = self.path.clone();
        let begin =
            |objects: Arc<dyn ObjectStore>| async move { objects.put_multipart(&path).await };
        let mut upload = self.requests.wait(begin).map_err(failed("write", &self.place))?;
        if let Err(error) = self.send_parts(&mut *upload, source, n_bytes) {
            // Parts that nobody names are paid for.
            self.requests.tidy(|_| async move { upload.abort().await });
            return Err(error);
        }
        let complete = |_| async move {
            let outcome = upload.complete().await;
            if outcome.is_err() {
                let _ = upload.abort().await;
            }
            outcome
        };
        self.requests.wait(complete).map(|_| ()).map_err(failed("write", &self.place))
    }

    fn send_parts(
        &self,
        upload: &mut dyn MultipartUpload,
        source: &mut dyn Read,
        n_bytes: u64,
    ) -> Result<(), StoreError> {
        let part = PART.max(n_bytes.div_ceil(MOST_PARTS));
        let mut on_their_way: VecDeque<Pending<()>> = VecDeque::new();
        let mut rest = n_bytes;
        while rest > 0 {
            let bytes = self.taken(source, rest.min(part))?;
            rest -= bytes.len() as u64;
            if on_their_way.len() >= ON_THEIR_WAY
                && let Some(first) = on_their_way.pop_front()
            {
                first.wait().map_err(failed("write", &self.place))?;
            }
            let sent = self.requests.begin(|_| upload.put_part(bytes.into()));
            on_their_way.push_back(sent.map_err(failed("write", &self.place))?);
        }
        for sent in on_their_way {
            sent.wait().map_err(failed("write", &self.place))?;
        }
        Ok(())
    }

    fn taken(&self, source: &mut dyn Read, n_bytes: u64) -> Result<Vec<u8>, StoreError> {
        let mut bytes = vec![0; usize::try_from(n_bytes).unwrap_or(usize::MAX)];
        source
            .read_exact(&mut bytes)
            .map_err(|error| StoreError::io("read what is sent to", &self.place, error))?;
        Ok(bytes)
    }
}
