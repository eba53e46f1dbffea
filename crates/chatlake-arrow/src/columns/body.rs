//! What is told of one body.

use arrow::datatypes::{Float64Type, Int32Type, Int64Type};
use chatlake_core::record::Body;
use chatlake_core::{Column, Projection, Secrets, Text};

use super::arrays::Arrays;
use super::number::NumberColumn;
use super::text::TextColumn;

const TEXTS: [Column; 14] = [
    Column::BodyType,
    Column::Text,
    Column::Url,
    Column::Filename,
    Column::ThumbUrl,
    Column::ThumbFilename,
    Column::Addr,
    Column::CmdAction,
    Column::CustomEvent,
    Column::CustomExts,
    Column::Title,
    Column::Summary,
    Column::Secret,
    Column::ThumbSecret,
];

const INTEGERS: [Column; 4] =
    [Column::DurationS, Column::Width, Column::Height, Column::CombineLevel];

const DEGREES: [Column; 2] = [Column::Lat, Column::Lng];

/// The columns from `body_type` to `thumb_secret`.
pub(crate) struct BodyColumns {
    secrets: Secrets,
    /// As [`TEXTS`].
    texts: [TextColumn; TEXTS.len()],
    /// As [`INTEGERS`].
    integers: [NumberColumn<Int32Type>; INTEGERS.len()],
    file_length: NumberColumn<Int64Type>,
    /// As [`DEGREES`].
    degrees: [NumberColumn<Float64Type>; DEGREES.len()],
}

impl BodyColumns {
    pub(crate) fn new(projection: &Projection) -> Self {
        Self {
            secrets: projection.secrets(),
            texts: TEXTS.map(|column| TextColumn::new(column, projection)),
            integers: INTEGERS.map(|column| NumberColumn::new(column, projection)),
            file_length: NumberColumn::new(Column::FileLength, projection),
            degrees: DEGREES.map(|column| NumberColumn::new(column, projection)),
        }
    }

    /// Fills a row; returns the bytes of its texts.
    #[inline]
    pub(crate) fn append(&mut self, row: usize, body: Body<'_>) -> usize {
        let told = self.secrets == Secrets::Included;
        let texts = [
            body.type_name(),
            body.msg(),
            body.url(),
            body.filename(),
            body.thumb_url(),
            body.thumb_filename(),
            body.addr(),
            body.cmd_action(),
            body.custom_event(),
            body.custom_exts().map(Text::from),
            body.title(),
            body.summary(),
            body.secret().filter(|_| told),
            body.thumb_secret().filter(|_| told),
        ];
        let integers = [body.duration_s(), body.width(), body.height(), body.combine_level()];
        let degrees = [body.lat(), body.lng()];
        let mut bytes = 0;
        for (column, value) in self.texts.iter_mut().zip(texts) {
            bytes += column.append(row, value);
        }
        for (column, value) in self.integers.iter_mut().zip(integers) {
            column.append(row, value);
        }
        self.file_length.append(row, body.file_length());
        for (column, value) in self.degrees.iter_mut().zip(degrees) {
            column.append(row, value);
        }
        bytes
    }

    pub(crate) fn finish(&mut self, rows: usize, arrays: &mut Arrays) {
        let Self { secrets: _, texts, integers, file_length, degrees } = self;
        for column in texts {
            column.finish(rows, arrays);
        }
        for column in integers {
            column.finish(rows, arrays);
        }
        file_length.finish(rows, arrays);
        for column in degrees {
            column.finish(rows, arrays);
        }
    }
}
