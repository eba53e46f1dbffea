//! Row groups into a file.

use std::io::{self, Write};

use chatlake_core::{Sink, SinkError};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::writer::SerializedFileWriter;

use crate::encoder::RowGroups;
use crate::format::NAME;
use crate::row_group::RowGroup;

/// Writes a Parquet file, footer and all; made by
/// [`ParquetFormat::sink`](crate::ParquetFormat::sink).
///
/// Without a single row group it is still a file, of no rows and the whole schema. The metadata
/// given to [`close`](Sink::close) joins `chatlake.schema` and `chatlake.version` in the footer.
pub struct ParquetSink<W: Write> {
    writer: SerializedFileWriter<W>,
}

impl<W: Write + Send> ParquetSink<W> {
    pub(crate) fn new(writer: SerializedFileWriter<W>) -> Self {
        Self { writer }
    }
}

/// Appends a row group to a file.
pub(crate) fn append<W: Write + Send>(
    file: &mut SerializedFileWriter<W>,
    row_group: RowGroup,
) -> Result<(), ParquetError> {
    let mut writer = file.next_row_group()?;
    row_group.append_to(&mut writer)?;
    writer.close()?;
    Ok(())
}

impl<W: Write + Send> Sink for ParquetSink<W> {
    type Encoded = RowGroups;
    type Output = W;

    fn write(&mut self, encoded: RowGroups) -> Result<(), SinkError> {
        let mut groups = encoded.0.into_iter();
        groups.try_for_each(|group| append(&mut self.writer, group)).map_err(sink_error)
    }

    fn flush(&mut self) -> Result<(), SinkError> {
        Ok(self.writer.flush()?)
    }

    fn get_mut(&mut self) -> &mut W {
        self.writer.inner_mut()
    }

    fn close(mut self, metadata: &[(String, String)]) -> Result<W, SinkError> {
        for (key, value) in metadata {
            let pair = KeyValue::new(key.clone(), value.clone());
            self.writer.append_key_value_metadata(pair);
        }
        close(self.writer)
    }
}

/// Writes the footer, and gives the output back.
///
/// With all row groups closed, all that is left to do is to write; of what the output says to its
/// last bytes, the library keeps the text alone.
pub(crate) fn close<W: Write + Send>(file: SerializedFileWriter<W>) -> Result<W, SinkError> {
    file.into_inner().map_err(|error| match sink_error(error) {
        SinkError::Format { source, .. } => SinkError::Io(io::Error::other(source)),
        error => error,
    })
}

/// The library wraps what the output said; it comes out again.
pub(crate) fn sink_error(error: ParquetError) -> SinkError {
    match error {
        ParquetError::External(source) => match source.downcast::<io::Error>() {
            Ok(source) => SinkError::Io(*source),
            Err(source) => SinkError::new(NAME, source),
        },
        error => SinkError::new(NAME, error),
    }
}
