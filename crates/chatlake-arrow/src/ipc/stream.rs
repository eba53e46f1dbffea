//! An IPC stream.

use std::io::{BufWriter, Write};

use arrow::datatypes::Schema;
use arrow::error::ArrowError;
use arrow::ipc::writer::{DictionaryTracker, IpcDataGenerator, IpcWriteOptions, write_message};
use chatlake_core::{Sink, SinkError};

use super::encoder::IpcMessages;
use super::format::NAME;

/// A continuation mark and the length 0, where a message would say its own.
pub(super) const END_OF_STREAM: [u8; 8] = [0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0];

/// Writes a stream of Arrow batches: what comes is passed on at once. The format has no place
/// for metadata at its end, so that which [`close`](Sink::close) is given is dropped.
pub struct IpcStreamSink<W: Write> {
    /// Gathers the heads and paddings; buffers of columns pass it by.
    output: BufWriter<W>,
    options: IpcWriteOptions,
}

impl<W: Write + Send> IpcStreamSink<W> {
    pub(super) fn new(
        output: W,
        schema: &Schema,
        options: IpcWriteOptions,
    ) -> Result<Self, SinkError> {
        let mut output = BufWriter::new(output);
        write_schema(&mut output, schema, &options)?;
        Ok(Self { output, options })
    }
}

impl<W: Write + Send> Sink for IpcStreamSink<W> {
    type Encoded = IpcMessages;
    type Output = W;

    fn write(&mut self, encoded: IpcMessages) -> Result<(), SinkError> {
        for message in encoded.into_data() {
            write_message(&mut self.output, message?, &self.options).map_err(sink_error)?;
        }
        Ok(())
    }

    fn flush(&mut self) -> Result<(), SinkError> {
        Ok(self.output.flush()?)
    }

    fn get_mut(&mut self) -> &mut W {
        self.output.get_mut()
    }

    fn close(mut self, _metadata: &[(String, String)]) -> Result<W, SinkError> {
        self.output.write_all(&END_OF_STREAM)?;
        into_inner(self.output)
    }
}

/// Writes the message of the schema; returns its length with padding.
pub(super) fn write_schema(
    output: impl Write,
    schema: &Schema,
    options: &IpcWriteOptions,
) -> Result<usize, SinkError> {
    let mut dictionaries = DictionaryTracker::new(false);
    let message = IpcDataGenerator::default().schema_to_bytes_with_dictionary_tracker(
        schema,
        &mut dictionaries,
        options,
    );
    let (head, body) = write_message(output, message, options).map_err(sink_error)?;
    Ok(head + body)
}

/// What is buffered goes out, and the output comes back.
pub(super) fn into_inner<W: Write>(output: BufWriter<W>) -> Result<W, SinkError> {
    Ok(output.into_inner().map_err(std::io::IntoInnerError::into_error)?)
}

/// Arrow wraps what the output said; it comes out again.
pub(super) fn sink_error(error: ArrowError) -> SinkError {
    match error {
        ArrowError::IoError(_, source) => SinkError::Io(source),
        error => SinkError::new(NAME, error),
    }
}
