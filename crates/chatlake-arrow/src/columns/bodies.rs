//! How bodies stand in a batch: as rows, or as a list in the row of their message.

use std::sync::Arc;

use arrow::array::{ArrayRef, ListArray, StructArray};
use arrow::buffer::{OffsetBuffer, ScalarBuffer};
use arrow::datatypes::{Fields, Int32Type};
use chatlake_core::record::{Body, Record};
use chatlake_core::{Column, Projection, Teller};

use super::arrays::Arrays;
use super::body::BodyColumns;
use super::number::NumberColumn;
use super::text::TextColumn;
use crate::schema::{body_columns, body_fields, element};

/// One body per row, with its place in the message.
pub(crate) struct FlatBody {
    index: NumberColumn<Int32Type>,
    count: NumberColumn<Int32Type>,
    body: BodyColumns,
    extra: TextColumn,
}

impl FlatBody {
    pub(crate) fn new(projection: &Projection) -> Self {
        Self {
            index: NumberColumn::new(Column::BodyIndex, projection),
            count: NumberColumn::new(Column::BodyCount, projection),
            body: BodyColumns::new(projection),
            extra: TextColumn::new(Column::Extra, projection),
        }
    }

    /// Fills a row with a body of the message, or with none; returns the bytes of its texts.
    #[inline]
    pub(crate) fn append(
        &mut self,
        row: usize,
        record: Record<'_>,
        index: usize,
        body: Option<Body<'_>>,
        teller: &mut Teller,
    ) -> usize {
        self.index.append(row, Some(count(index)));
        self.count.append(row, Some(count(record.body_count())));
        let mut bytes = body.map_or(0, |body| self.body.append(row, body, teller));
        if self.extra.is_wanted() {
            let extra = record.extra_with(body, teller.withheld());
            if !extra.is_empty() {
                bytes += self.extra.append_with(row, |out| extra.write_to(out));
            }
        }
        bytes
    }

    pub(crate) fn finish(&mut self, rows: usize, arrays: &mut Arrays) {
        let Self { index, count, body, extra } = self;
        index.finish(rows, arrays);
        count.finish(rows, arrays);
        body.finish(rows, arrays);
        extra.finish(rows, arrays);
    }
}

/// All bodies of a message in its row, and what else is told of the message.
pub(crate) struct NestedBodies {
    columns: Vec<Column>,
    fields: Fields,
    /// Where the bodies of each row start, and the end of the last: one more than rows.
    offsets: Vec<i32>,
    body: BodyColumns,
    body_extra: TextColumn,
    extra: TextColumn,
}

impl NestedBodies {
    pub(crate) fn new(projection: &Projection) -> Self {
        Self {
            columns: body_columns(projection).collect(),
            fields: body_fields(projection),
            offsets: vec![0],
            body: BodyColumns::new(projection),
            body_extra: TextColumn::new(Column::Extra, projection),
            extra: TextColumn::new(Column::Extra, projection),
        }
    }

    /// How many bodies the rows so far hold together.
    pub(crate) fn len(&self) -> usize {
        self.offsets.last().map_or(0, |end| *end as usize)
    }

    /// Fills a row with the bodies of the message; returns the bytes of its texts.
    pub(crate) fn append(&mut self, row: usize, record: Record<'_>, teller: &mut Teller) -> usize {
        let mut bytes = 0;
        let mut place = self.len();
        for body in record.bodies() {
            bytes += self.body.append(place, body, teller);
            let extra = body.extra(teller.withheld());
            if self.body_extra.is_wanted() && !extra.is_empty() {
                bytes += self.body_extra.append_with(place, |out| extra.write_to(out));
            }
            place += 1;
        }
        self.offsets.push(count(place));
        let extra = record.extra(teller.withheld());
        if self.extra.is_wanted() && !extra.is_empty() {
            bytes += self.extra.append_with(row, |out| extra.write_to(out));
        }
        bytes
    }

    /// Hands over what stands in rows, and the list; no list if the projection has no column
    /// of bodies.
    pub(crate) fn finish(&mut self, rows: usize, arrays: &mut Arrays) -> Option<ArrayRef> {
        let places = self.len();
        let offsets = std::mem::replace(&mut self.offsets, Vec::with_capacity(rows + 1));
        self.offsets.push(0);
        let mut of_bodies = Arrays::new();
        self.body.finish(places, &mut of_bodies);
        self.body_extra.finish(places, &mut of_bodies);
        self.extra.finish(rows, arrays);
        if self.fields.is_empty() {
            return None;
        }
        let columns = self.columns.iter().map(|column| of_bodies.take(*column)).collect();
        let bodies = StructArray::new(self.fields.clone(), columns, None);
        let offsets = OffsetBuffer::new(ScalarBuffer::from(offsets));
        let element = Arc::new(element(self.fields.clone()));
        Some(Arc::new(ListArray::new(element, offsets, Arc::new(bodies), None)))
    }
}

/// A number of bodies; a record's spans are 31 bits wide, so that more cannot be.
fn count(bodies: usize) -> i32 {
    i32::try_from(bodies).unwrap_or(i32::MAX)
}
