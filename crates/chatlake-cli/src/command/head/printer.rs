//! Records as a table, JSON or CSV.

use std::io::{self, Write};

use chatlake_core::{Compression, Encoder, Origin, Pieces, Projection, Record, RecordBuf, Sink};
use chatlake_csv::{CsvEncoder, Guard};
use chatlake_jsonl::{Form, JsonlEncoder};

use super::table::Table;
use crate::args::HeadTo;

/// Writes records in one form.
pub(super) enum Printer {
    Table(Box<Table>),
    /// An array of rows.
    Json {
        has_rows: bool,
    },
    Csv,
}

impl Printer {
    /// In a form that suits these records.
    pub(super) fn new(to: HeadTo, sample: &[RecordBuf]) -> Self {
        match to {
            HeadTo::Table => Printer::Table(Box::new(Table::fitting(sample))),
            HeadTo::Json => Printer::Json { has_rows: false },
            HeadTo::Csv => Printer::Csv,
        }
    }

    /// What stands before the first record.
    pub(super) fn begin(&mut self, out: &mut impl Write) -> io::Result<()> {
        match self {
            Printer::Table(table) => table.head(out),
            Printer::Json { .. } => out.write_all(b"["),
            Printer::Csv => {
                let projection = Projection::default();
                let sink = chatlake_csv::sink(Vec::new(), &projection, Compression::Plain);
                let mut sink = sink.map_err(io::Error::other)?;
                sink.flush().map_err(io::Error::other)?;
                out.write_all(sink.get_mut())
            }
        }
    }

    /// The rows of a record.
    pub(super) fn print(
        &mut self,
        out: &mut impl Write,
        record: Record<'_>,
        origin: Origin<'_>,
    ) -> io::Result<()> {
        match self {
            Printer::Table(table) => table.rows(out, record, origin.record),
            Printer::Json { has_rows } => {
                let form = Form::Flat(Projection::default());
                let encoder = JsonlEncoder::new(&form, Compression::Plain);
                let rows = encoded(encoder.map_err(io::Error::other)?, record, origin)?;
                for row in rows.split(|byte| *byte == b'\n').filter(|row| !row.is_empty()) {
                    let before: &[u8] = if *has_rows { b",\n " } else { b"\n " };
                    out.write_all(before)?;
                    out.write_all(row)?;
                    *has_rows = true;
                }
                Ok(())
            }
            Printer::Csv => {
                let projection = Projection::default();
                let encoder = CsvEncoder::new(&projection, Guard::On, Compression::Plain);
                out.write_all(&encoded(encoder.map_err(io::Error::other)?, record, origin)?)
            }
        }
    }

    /// What stands behind the last record.
    pub(super) fn end(&mut self, out: &mut impl Write) -> io::Result<()> {
        match self {
            Printer::Json { has_rows } => out.write_all(if *has_rows { b"\n]\n" } else { b"]\n" }),
            Printer::Table(_) | Printer::Csv => Ok(()),
        }
    }
}

fn encoded<E: Encoder<Encoded = Pieces>>(
    mut encoder: E,
    record: Record<'_>,
    origin: Origin<'_>,
) -> io::Result<Vec<u8>> {
    encoder.append(record, origin).map_err(io::Error::other)?;
    encoder.finish().map_err(io::Error::other)?.into_bytes()
}
