//! Records into IPC messages.

use arrow::array::RecordBatch;
use arrow::error::ArrowError;
use arrow::ipc::writer::{
    DictionaryTracker, EncodedData, IpcDataGenerator, IpcWriteContext, IpcWriteOptions,
};
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
pub struct IpcMessages(pub(super) Vec<EncodedData>);

impl IpcEncoder {
    pub(super) fn new(projection: &Projection, options: IpcWriteOptions) -> Self {
        let messages = Messages {
            options,
            context: IpcWriteContext::default(),
            dictionaries: DictionaryTracker::new(false),
            encoded: Vec::new(),
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
            .map_err(|e| EncodeError::new(NAME, e))
    }

    fn finish(&mut self) -> Result<IpcMessages, EncodeError> {
        if !self.batch.is_empty() {
            let batch = self.batch.finish();
            self.messages.push(&batch).map_err(|e| EncodeError::new(NAME, e))?;
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
    encoded: Vec<EncodedData>,
}

impl Messages {
    fn push(&mut self, batch: &RecordBatch) -> Result<(), ArrowError> {
        let (_, message) = IpcDataGenerator::default().encode(
            batch,
            &mut self.dictionaries,
            &self.options,
            &mut self.context,
        )?;
        self.encoded.push(message);
        Ok(())
    }
}
