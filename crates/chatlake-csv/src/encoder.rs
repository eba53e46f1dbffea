//! Records to rows of CSV.

use chatlake_core::schema::{Column, Projection};
use chatlake_core::{Compression, Compressor, EncodeError, Encoder, Origin, Record, Row, Teller};

use crate::cell::CellWriter;
use crate::guard::Guard;

/// The name of the format in errors.
pub(crate) const FORMAT: &str = "CSV";

/// Turns records into rows of CSV, and those into compressed pieces; one per worker.
///
/// The rows are those of the flat layout, whatever the layout of the projection: CSV has no
/// other. A piece is one zstd frame, one gzip member or plain bytes, and empty where there were
/// no records; the header is not among them, it is the business of [`sink`](crate::sink).
#[derive(Debug)]
pub struct CsvEncoder {
    columns: Vec<Column>,
    teller: Teller,
    cells: CellWriter,
    rows: Vec<u8>,
    compressor: Compressor,
}

impl CsvEncoder {
    /// Encodes these columns. A compression level that does not exist is an error.
    pub fn new(
        projection: &Projection,
        guard: Guard,
        compression: Compression,
    ) -> Result<Self, EncodeError> {
        Ok(Self {
            columns: projection.columns().to_vec(),
            teller: Teller::new(projection),
            cells: CellWriter::new(guard),
            rows: Vec::new(),
            compressor: Compressor::new(compression).map_err(failed)?,
        })
    }

    fn append_row(&mut self, row: &Row<'_>) -> Result<(), EncodeError> {
        let mut is_first = true;
        for &column in &self.columns {
            if !std::mem::take(&mut is_first) {
                self.rows.push(b',');
            }
            let value = self.teller.value(row, column);
            self.cells.write(value, &mut self.rows).map_err(failed)?;
        }
        self.rows.extend_from_slice(b"\r\n");
        Ok(())
    }
}

impl Encoder for CsvEncoder {
    type Encoded = Vec<u8>;

    fn append(&mut self, record: Record<'_>, origin: Origin<'_>) -> Result<u64, EncodeError> {
        let mut n_rows = 0;
        for row in Row::of(record, origin, self.teller.withheld()) {
            self.append_row(&row)?;
            n_rows += 1;
        }
        Ok(n_rows)
    }

    fn finish(&mut self) -> Result<Vec<u8>, EncodeError> {
        if self.rows.is_empty() {
            return Ok(Vec::new());
        }
        self.compressor.compress(&mut self.rows).map_err(failed)
    }
}

fn failed(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> EncodeError {
    EncodeError::new(FORMAT, source)
}
