//! Records to rows of CSV.

use chatlake_core::schema::{Column, Projection};
use chatlake_core::{
    Compression, EncodeError, Encoder, Origin, PieceWriter, Pieces, Record, Row, Teller,
};

use crate::cell::CellWriter;
use crate::guard::Guard;

/// The name of the format in errors.
pub(crate) const FORMAT: &str = "CSV";

/// Turns records into rows of CSV, and those into compressed pieces; one per worker.
///
/// The rows are those of the flat layout, whatever the layout of the projection: CSV has no
/// other. A job is one piece, more if its records swell, and none if there are no records: a zstd
/// frame, a gzip member or plain bytes. The header is not among them, it is the business of
/// [`sink`](crate::sink).
#[derive(Debug)]
pub struct CsvEncoder {
    columns: Vec<Column>,
    teller: Teller,
    cells: CellWriter,
    rows: PieceWriter,
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
            rows: PieceWriter::new(compression).map_err(failed)?,
        })
    }

    fn append_row(&mut self, row: &Row<'_>) -> Result<(), EncodeError> {
        let text = self.rows.text();
        let mut is_first = true;
        for &column in &self.columns {
            if !std::mem::take(&mut is_first) {
                text.push(b',');
            }
            let value = self.teller.value(row, column);
            self.cells.write(value, text).map_err(failed)?;
        }
        text.extend_from_slice(b"\r\n");
        self.rows.complete().map_err(failed)
    }
}

impl Encoder for CsvEncoder {
    type Encoded = Pieces;

    fn append(&mut self, record: Record<'_>, origin: Origin<'_>) -> Result<u64, EncodeError> {
        let mut n_rows = 0;
        for row in Row::of(record, origin, self.teller.withheld()) {
            self.append_row(&row)?;
            n_rows += 1;
        }
        Ok(n_rows)
    }

    fn finish(&mut self) -> Result<Pieces, EncodeError> {
        self.rows.finish().map_err(failed)
    }
}

fn failed(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> EncodeError {
    EncodeError::new(FORMAT, source)
}
