//! Where a row came from.

use arrow::datatypes::{Int64Type, TimestampMicrosecondType};
use chatlake_core::{Column, Origin, Projection};

use super::arrays::Arrays;
use super::number::NumberColumn;
use super::text::TextColumn;

/// The `source_` columns.
pub(crate) struct OriginColumns {
    hour: NumberColumn<TimestampMicrosecondType>,
    file: TextColumn,
    record: NumberColumn<Int64Type>,
}

impl OriginColumns {
    pub(crate) fn new(projection: &Projection) -> Self {
        Self {
            hour: NumberColumn::new(Column::SourceHour, projection),
            file: TextColumn::new(Column::SourceFile, projection),
            record: NumberColumn::new(Column::SourceRecord, projection),
        }
    }

    /// Fills a row; returns the bytes of its texts.
    #[inline]
    pub(crate) fn append(&mut self, row: usize, origin: Origin<'_>) -> usize {
        self.hour.append(row, origin.hour_us);
        self.record.append(row, Some(i64::try_from(origin.record).unwrap_or(i64::MAX)));
        origin.file.map_or(0, |file| self.file.append_str(row, file))
    }

    pub(crate) fn finish(&mut self, rows: usize, arrays: &mut Arrays) {
        let Self { hour, file, record } = self;
        hour.finish(rows, arrays);
        file.finish(rows, arrays);
        record.finish(rows, arrays);
    }
}
