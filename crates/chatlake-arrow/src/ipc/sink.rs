//! An IPC file.

use std::collections::HashMap;
use std::io::{BufWriter, Write};

use arrow::datatypes::SchemaRef;
use arrow::ipc::Block;
use arrow::ipc::writer::{IpcWriteOptions, write_message};
use chatlake_core::{Sink, SinkError};

use super::encoder::IpcMessages;
use super::footer::footer;
use super::format::NAME;
use super::stream::{END_OF_STREAM, into_inner, sink_error, write_schema};

const MAGIC: &[u8; 6] = b"ARROW1";

/// The magic and its padding to the alignment of the messages, 64.
const HEAD: usize = 64;

/// Writes a file of Arrow batches that can be read in any order; made by
/// [`IpcFormat::sink`](super::IpcFormat::sink).
///
/// The metadata given to [`close`](Sink::close) stands in the footer.
pub struct IpcSink<W: Write> {
    /// Gathers the heads and paddings; buffers of columns pass it by.
    output: BufWriter<W>,
    schema: SchemaRef,
    options: IpcWriteOptions,
    blocks: Vec<Block>,
    position: usize,
}

impl<W: Write + Send> IpcSink<W> {
    pub(super) fn new(
        output: W,
        schema: SchemaRef,
        options: IpcWriteOptions,
    ) -> Result<Self, SinkError> {
        let mut output = BufWriter::new(output);
        output.write_all(MAGIC)?;
        output.write_all(&[0; HEAD - MAGIC.len()])?;
        let position = HEAD + write_schema(&mut output, &schema, &options)?;
        Ok(Self { output, schema, options, blocks: Vec::new(), position })
    }
}

impl<W: Write + Send> Sink for IpcSink<W> {
    type Encoded = IpcMessages;
    type Output = W;

    fn write(&mut self, encoded: IpcMessages) -> Result<(), SinkError> {
        for message in encoded.into_data() {
            let (head, body) =
                write_message(&mut self.output, message?, &self.options).map_err(sink_error)?;
            self.blocks.push(Block::new(self.position as i64, head as i32, body as i64));
            self.position += head + body;
        }
        Ok(())
    }

    fn flush(&mut self) -> Result<(), SinkError> {
        Ok(self.output.flush()?)
    }

    fn get_mut(&mut self) -> &mut W {
        self.output.get_mut()
    }

    fn close(mut self, metadata: &[(String, String)]) -> Result<W, SinkError> {
        let metadata: HashMap<_, _> = metadata.iter().cloned().collect();
        let footer = footer(&self.schema, &self.blocks, &metadata);
        let length = i32::try_from(footer.len())
            .map_err(|_| SinkError::new(NAME, "a footer of 2 GiB cannot be told"))?;
        self.output.write_all(&END_OF_STREAM)?;
        self.output.write_all(&footer)?;
        self.output.write_all(&length.to_le_bytes())?;
        self.output.write_all(MAGIC)?;
        into_inner(self.output)
    }
}
