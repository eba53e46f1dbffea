//! Records into record batches.

use std::convert::Infallible;
use std::sync::Arc;

use arrow::array::{RecordBatch, RecordBatchOptions};
use arrow::datatypes::SchemaRef;
use chatlake_core::schema::{Column, ColumnType, Layout, Projection};
use chatlake_core::{Body, Origin, Record, Teller};

use crate::columns::{Arrays, FlatBody, MessageColumns, NestedBodies, OriginColumns};
use crate::schema::schema;

/// How large a batch gets before it is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BatchLimit {
    /// Rows.
    pub rows: usize,
    /// Bytes of Arrow data, exceeded by one row at most.
    pub bytes: usize,
}

/// Builds record batches of the [`schema`] from records.
///
/// Nothing is allocated per record, and a column costs only where it has a value; the room for
/// a batch is reserved from what the one before it took.
pub struct BatchBuilder {
    schema: SchemaRef,
    teller: Teller,
    message: MessageColumns,
    bodies: Bodies,
    origin: OriginColumns,
    rows: usize,
    text_bytes: usize,
    row_width: usize,
    body_width: usize,
}

/// The columns that the layout shapes.
enum Bodies {
    Flat(FlatBody),
    Nested(NestedBodies),
}

impl BatchBuilder {
    /// An empty builder for these columns.
    pub fn new(projection: &Projection) -> Self {
        let (of_bodies, of_rows): (Vec<_>, Vec<_>) = projection
            .columns()
            .iter()
            .partition(|column| projection.layout() == Layout::Nested && column.is_of_body());
        let width = |columns: Vec<Column>| columns.into_iter().map(width).sum();
        Self {
            schema: schema(projection),
            teller: Teller::new(projection),
            message: MessageColumns::new(projection),
            bodies: match projection.layout() {
                Layout::Flat => Bodies::Flat(FlatBody::new(projection)),
                Layout::Nested => Bodies::Nested(NestedBodies::new(projection)),
            },
            origin: OriginColumns::new(projection),
            rows: 0,
            text_bytes: 0,
            row_width: width(of_rows),
            body_width: width(of_bodies),
        }
    }

    /// The schema of the batches.
    pub fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    /// How many rows the batch has so far.
    pub fn len(&self) -> usize {
        self.rows
    }

    /// Whether the batch has no rows yet.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// About how many bytes the batch takes so far, in Arrow's layout.
    pub fn bytes(&self) -> usize {
        let bodies = match &self.bodies {
            Bodies::Flat(_) => 0,
            Bodies::Nested(bodies) => bodies.len(),
        };
        self.text_bytes + self.rows * self.row_width + bodies * self.body_width
    }

    /// Adds all rows of a record; returns how many those are.
    ///
    /// # Panics
    ///
    /// If the texts of one column come to 2 GiB; [`append_into`](Self::append_into) cuts before.
    pub fn append(&mut self, record: Record<'_>, origin: Origin<'_>) -> u64 {
        let Ok(rows) = self.append_rows(record, origin, |_| Ok::<(), Infallible>(()));
        rows
    }

    /// Adds all rows of a record and gives the builder to `full` whenever it is at its limit
    /// before the next row, also in the middle of a record; returns how many rows were added.
    ///
    /// It is for `full` to [`finish`](Self::finish) the batch.
    ///
    /// # Errors
    ///
    /// Those of `full`, at once; the rest of the record is not added then.
    pub fn append_into<E>(
        &mut self,
        record: Record<'_>,
        origin: Origin<'_>,
        limit: BatchLimit,
        mut full: impl FnMut(&mut Self) -> Result<(), E>,
    ) -> Result<u64, E> {
        let length = record.raw().len();
        self.append_rows(record, origin, |batch| {
            if batch.has_room(limit, length) { Ok(()) } else { full(batch) }
        })
    }

    /// Hands over the rows so far, which may be none, and starts afresh.
    pub fn finish(&mut self) -> RecordBatch {
        let rows = std::mem::take(&mut self.rows);
        self.text_bytes = 0;
        let mut arrays = Arrays::new();
        self.message.finish(rows, &mut arrays);
        self.origin.finish(rows, &mut arrays);
        let mut bodies = match &mut self.bodies {
            Bodies::Flat(bodies) => {
                bodies.finish(rows, &mut arrays);
                None
            }
            Bodies::Nested(bodies) => bodies.finish(rows, &mut arrays),
        };
        let columns = self.schema.fields().iter().map(|field| match field.name().parse() {
            Ok(column) => arrays.take(column),
            Err(_) => bodies.take().expect("the schema has one list of bodies"),
        });
        let options = RecordBatchOptions::new().with_row_count(Some(rows));
        RecordBatch::try_new_with_options(Arc::clone(&self.schema), columns.collect(), &options)
            .expect("the columns are made from the schema")
    }

    fn append_rows<E>(
        &mut self,
        record: Record<'_>,
        origin: Origin<'_>,
        mut before_row: impl FnMut(&mut Self) -> Result<(), E>,
    ) -> Result<u64, E> {
        if record.body_count() == 0 || matches!(self.bodies, Bodies::Nested(_)) {
            before_row(self)?;
            self.append_row(record, origin, 0, None);
            return Ok(1);
        }
        for (index, body) in record.bodies().enumerate() {
            before_row(self)?;
            self.append_row(record, origin, index, Some(body));
        }
        Ok(record.body_count() as u64)
    }

    #[inline]
    fn append_row(
        &mut self,
        record: Record<'_>,
        origin: Origin<'_>,
        index: usize,
        body: Option<Body<'_>>,
    ) {
        let row = self.rows;
        let teller = &mut self.teller;
        self.text_bytes += self.message.append(row, record, teller);
        self.text_bytes += match &mut self.bodies {
            Bodies::Flat(bodies) => bodies.append(row, record, index, body, teller),
            Bodies::Nested(bodies) => bodies.append(row, record, teller),
        };
        self.text_bytes += self.origin.append(row, origin);
        self.rows += 1;
    }

    /// Whether a row of a record of this length can be added.
    fn has_room(&self, limit: BatchLimit, length: usize) -> bool {
        // No column takes more than the record, where it has no pseudonyms.
        let most = if self.teller.has_pseudonyms() { length * GROWTH } else { length };
        self.rows < limit.rows
            && self.bytes() < limit.bytes
            // Offsets are of 31 bits.
            && self.text_bytes + most + SLACK < i32::MAX as usize
            || self.is_empty()
    }
}

/// What `extra` may add to the record's own bytes, the names of the places; and a conversation id
/// of two pseudonyms.
const SLACK: usize = 64 + 129;

/// How many times its bytes a record may take in a column of pseudonyms: 64 of them stand for
/// `{"msg":"x"},`, and no body is shorter.
const GROWTH: usize = 6;

fn width(column: Column) -> usize {
    match column.column_type() {
        ColumnType::Text | ColumnType::Json | ColumnType::Int32 => 4,
        ColumnType::Int64 | ColumnType::Float64 | ColumnType::Timestamp => 8,
    }
}
