//! Records into IPC messages.

use std::io;

use arrow::array::RecordBatch;
use arrow::error::ArrowError;
use arrow::ipc::writer::{
    DictionaryTracker, EncodedData, IpcDataGenerator, IpcWriteContext, IpcWriteOptions,
};
use chatlake_core::overflow::{Overflow, Piece, Share};
use chatlake_core::{EncodeError, Encoder, Origin, Projection, Record};

use super::format::NAME;
use crate::batch_builder::{BatchBuilder, BatchLimit};

/// Readers work batch by batch: large enough that their work outweighs the messages' heads,
/// small enough that a worker holds few megabytes and builds them within its caches.
const LIMIT: BatchLimit = BatchLimit { rows: 16 * 1024, bytes: 16 << 20 };

/// Turns records into the messages of an Arrow file or stream; made by
/// [`IpcFormat::encoder`](super::IpcFormat::encoder).
pub struct IpcEncoder {
    batch: BatchBuilder,
    messages: Messages,
}

/// Finished record batches, each a message with its compressed buffers.
pub struct IpcMessages(Vec<Message>);

/// A message that waits.
struct Message {
    head: Vec<u8>,
    buffers: Piece,
}

impl IpcMessages {
    /// The messages, in order.
    pub(super) fn into_data(self) -> impl Iterator<Item = io::Result<EncodedData>> {
        self.0.into_iter().map(|Message { head, buffers }| {
            Ok(EncodedData { ipc_message: head, arrow_data: buffers.take()? })
        })
    }
}

impl IpcEncoder {
    pub(super) fn new(
        projection: &Projection,
        options: IpcWriteOptions,
        overflow: Overflow,
    ) -> Self {
        let messages = Messages {
            options,
            context: IpcWriteContext::default(),
            dictionaries: DictionaryTracker::new(false),
            encoded: Vec::new(),
            _share: overflow.share(),
            overflow,
        };
        Self { batch: BatchBuilder::new(projection), messages }
    }
}

impl Encoder for IpcEncoder {
    type Encoded = IpcMessages;

    fn append(&mut self, record: Record<'_>, origin: Origin<'_>) -> Result<u64, EncodeError> {
        let Self { batch, messages } = self;
        batch
            .append_into(record, origin, LIMIT, |batch| messages.push(&batch.finish()))
            .map_err(failed)
    }

    fn finish(&mut self) -> Result<IpcMessages, EncodeError> {
        if !self.batch.is_empty() {
            let batch = self.batch.finish();
            self.messages.push(&batch).map_err(failed)?;
        }
        Ok(IpcMessages(std::mem::take(&mut self.messages.encoded)))
    }
}

/// The messages so far, and what it takes to make one.
struct Messages {
    options: IpcWriteOptions,
    context: IpcWriteContext,
    /// There are no dictionaries in the schema, but Arrow wants to track them.
    dictionaries: DictionaryTracker,
    encoded: Vec<Message>,
    overflow: Overflow,
    /// For the buffers that wait.
    _share: Share,
}

impl Messages {
    fn push(&mut self, batch: &RecordBatch) -> Result<(), ArrowError> {
        let (_, message) = IpcDataGenerator::default().encode(
            batch,
            &mut self.dictionaries,
            &self.options,
            &mut self.context,
        )?;
        let EncodedData { ipc_message: head, arrow_data } = message;
        self.encoded.push(Message { head, buffers: self.overflow.put(arrow_data)? });
        Ok(())
    }
}

/// Arrow wraps what a disk said on which messages wait; it comes out again.
fn failed(error: ArrowError) -> EncodeError {
    match error {
        ArrowError::IoError(_, source) => EncodeError::new(NAME, source),
        error => EncodeError::new(NAME, error),
    }
}
