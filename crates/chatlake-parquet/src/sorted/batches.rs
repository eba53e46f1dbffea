//! Rows that were bytes, as batches again.

use std::sync::Arc;

use arrow::array::{
    ArrayRef, ArrowPrimitiveType, Float64Builder, Int32Builder, Int64Builder, NullBufferBuilder,
    PrimitiveBuilder, RecordBatch, StringArray, TimestampMicrosecondBuilder,
};
use arrow::buffer::OffsetBuffer;
use arrow::datatypes::{DataType, SchemaRef};
use arrow::error::ArrowError;

use super::key;
use super::row::RowLayout;

/// Builds batches of rows, column by column; a column costs only where it has a value.
pub(super) struct Batches {
    schema: SchemaRef,
    layout: RowLayout,
    columns: Vec<Values>,
    rows: usize,
    bytes: usize,
    /// What a row takes without its texts.
    width: usize,
}

enum Values {
    Text(Texts),
    Int32(Int32Builder),
    Int64(Int64Builder),
    Float64(Float64Builder),
    Timestamp(TimestampMicrosecondBuilder),
}

/// Texts in the making. They are known to be UTF-8 when all are there, which is told faster of
/// all at once.
struct Texts {
    bytes: Vec<u8>,
    offsets: Vec<i32>,
    valid: NullBufferBuilder,
}

impl Batches {
    /// An empty builder.
    pub(super) fn new(schema: &SchemaRef, layout: &RowLayout) -> Self {
        let columns: Vec<Values> =
            schema.fields().iter().map(|field| Values::of(field.data_type())).collect();
        let width = columns.iter().map(Values::width).sum();
        Self { schema: schema.clone(), layout: layout.clone(), columns, rows: 0, bytes: 0, width }
    }

    /// How many rows there are.
    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    /// How many bytes of Arrow data the rows take, or a little less.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    /// How many bytes of Arrow data a row takes, at most.
    pub(super) fn size_of(&self, row: &[u8]) -> usize {
        self.width + row.len()
    }

    /// Adds a row; none if these are not the bytes of one.
    pub(super) fn push(&mut self, row: &[u8]) -> Option<()> {
        self.bytes += self.size_of(row);
        let mut rest = row;
        for place in self.layout.key() {
            if key::take_is_value(&mut rest)? {
                self.columns.get_mut(*place)?.take_key(self.rows, &mut rest)?;
            }
        }
        let mut bits = u64::from_le_bytes(take(&mut rest)?);
        while bits != 0 {
            let place = *self.layout.rest().get(bits.trailing_zeros() as usize)?;
            self.columns.get_mut(place)?.take(self.rows, &mut rest)?;
            bits &= bits - 1;
        }
        self.rows += 1;
        rest.is_empty().then_some(())
    }

    /// Hands over the rows so far, and starts afresh.
    ///
    /// # Errors
    ///
    /// What was pushed as text is none.
    pub(super) fn finish(&mut self) -> Result<RecordBatch, ArrowError> {
        let rows = std::mem::take(&mut self.rows);
        self.bytes = 0;
        let arrays = self.columns.iter_mut().zip(self.schema.fields());
        let arrays = arrays.map(|(column, field)| column.finish(rows, field.data_type()));
        RecordBatch::try_new(self.schema.clone(), arrays.collect::<Result<_, _>>()?)
    }
}

impl Values {
    fn of(data_type: &DataType) -> Self {
        match data_type {
            DataType::Int32 => Values::Int32(Int32Builder::new()),
            DataType::Int64 => Values::Int64(Int64Builder::new()),
            DataType::Float64 => Values::Float64(Float64Builder::new()),
            DataType::Timestamp(..) => Values::Timestamp(TimestampMicrosecondBuilder::new()),
            _ => Values::Text(Texts::new(0)),
        }
    }

    /// Bytes of a row; those of a text are its offset.
    fn width(&self) -> usize {
        match self {
            Values::Text(_) | Values::Int32(_) => 4,
            Values::Int64(_) | Values::Float64(_) | Values::Timestamp(_) => 8,
        }
    }

    /// Takes the value of a row from its key.
    fn take_key(&mut self, row: usize, bytes: &mut &[u8]) -> Option<()> {
        match self {
            Values::Text(texts) => texts.push(row, |text| key::take_text(bytes, text)),
            Values::Int32(values) => put(values, row, i32::try_from(key::take_i64(bytes)?).ok()?),
            Values::Int64(values) => put(values, row, key::take_i64(bytes)?),
            Values::Timestamp(values) => put(values, row, key::take_i64(bytes)?),
            Values::Float64(values) => {
                put(values, row, f64::from_bits(key::take_i64(bytes)? as u64))
            }
        }
    }

    /// Takes the value of a row from behind its key.
    fn take(&mut self, row: usize, bytes: &mut &[u8]) -> Option<()> {
        match self {
            Values::Text(texts) => {
                let length = u32::from_le_bytes(take(bytes)?) as usize;
                let (text, rest) = bytes.split_at_checked(length)?;
                *bytes = rest;
                texts.push(row, |texts| {
                    texts.extend_from_slice(text);
                    Some(())
                })
            }
            Values::Int32(values) => put(values, row, i32::from_le_bytes(take(bytes)?)),
            Values::Int64(values) => put(values, row, i64::from_le_bytes(take(bytes)?)),
            Values::Timestamp(values) => put(values, row, i64::from_le_bytes(take(bytes)?)),
            Values::Float64(values) => put(values, row, f64::from_le_bytes(take(bytes)?)),
        }
    }

    fn finish(&mut self, rows: usize, data_type: &DataType) -> Result<ArrayRef, ArrowError> {
        Ok(match self {
            Values::Text(texts) => Arc::new(texts.finish(rows)?),
            Values::Int32(values) => all_of(values, rows, data_type),
            Values::Int64(values) => all_of(values, rows, data_type),
            Values::Float64(values) => all_of(values, rows, data_type),
            Values::Timestamp(values) => all_of(values, rows, data_type),
        })
    }
}

impl Texts {
    fn new(bytes: usize) -> Self {
        Self {
            bytes: Vec::with_capacity(bytes),
            offsets: vec![0],
            valid: NullBufferBuilder::new(0),
        }
    }

    fn push(&mut self, row: usize, text: impl FnOnce(&mut Vec<u8>) -> Option<()>) -> Option<()> {
        self.pad(row);
        text(&mut self.bytes)?;
        self.offsets.push(i32::try_from(self.bytes.len()).ok()?);
        self.valid.append_non_null();
        Some(())
    }

    /// Nulls up to a row.
    fn pad(&mut self, row: usize) {
        let missing = row.saturating_sub(self.valid.len());
        if missing > 0 {
            let end = self.offsets.last().copied().unwrap_or_default();
            self.offsets.resize(row + 1, end);
            self.valid.append_n_nulls(missing);
        }
    }

    fn finish(&mut self, rows: usize) -> Result<StringArray, ArrowError> {
        self.pad(rows);
        let next = Texts::new(self.bytes.len());
        let Texts { bytes, offsets, mut valid } = std::mem::replace(self, next);
        StringArray::try_new(OffsetBuffer::new(offsets.into()), bytes.into(), valid.finish())
    }
}

fn put<T: ArrowPrimitiveType>(
    values: &mut PrimitiveBuilder<T>,
    row: usize,
    value: T::Native,
) -> Option<()> {
    pad(values, row);
    values.append_value(value);
    Some(())
}

fn all_of<T: ArrowPrimitiveType>(
    values: &mut PrimitiveBuilder<T>,
    rows: usize,
    data_type: &DataType,
) -> ArrayRef {
    pad(values, rows);
    // The builder does not know the zone.
    Arc::new(values.finish().with_data_type(data_type.clone()))
}

fn pad<T: ArrowPrimitiveType>(values: &mut PrimitiveBuilder<T>, row: usize) {
    values.append_nulls(row.saturating_sub(values.values_slice().len()));
}

fn take<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (taken, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(*taken)
}
