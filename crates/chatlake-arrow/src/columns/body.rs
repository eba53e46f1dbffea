//! What is told of one body.

use arrow::datatypes::{Float64Type, Int32Type, Int64Type};
use chatlake_core::record::Body;
use chatlake_core::{Column, Projection, Secrets, Teller, Text};

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
    pub(crate) fn append(&mut self, row: usize, body: Body<'_>, teller: &mut Teller) -> usize {
        let [
            kind,
            text,
            url,
            filename,
            thumb_url,
            thumb_filename,
            addr,
            action,
            event,
            exts,
            title,
            summary,
            secret,
            thumb_secret,
        ] = &mut self.texts;
        let mut append = |column: &mut TextColumn, text: Option<Text<'_>>| {
            column.append(row, teller.text(column.column(), text))
        };
        let mut bytes = append(kind, body.type_name());
        bytes += append(text, body.msg());
        bytes += append(url, body.url());
        bytes += append(filename, body.filename());
        bytes += append(thumb_url, body.thumb_url());
        bytes += append(thumb_filename, body.thumb_filename());
        bytes += append(addr, body.addr());
        bytes += append(action, body.cmd_action());
        bytes += append(event, body.custom_event());
        bytes += append(exts, body.custom_exts().map(Text::from));
        bytes += append(title, body.title());
        bytes += append(summary, body.summary());
        if self.secrets == Secrets::Included {
            bytes += append(secret, body.secret());
            bytes += append(thumb_secret, body.thumb_secret());
        }
        let [duration_s, width, height, combine_level] = &mut self.integers;
        duration_s.append(row, body.duration_s());
        width.append(row, body.width());
        height.append(row, body.height());
        combine_level.append(row, body.combine_level());
        self.file_length.append(row, body.file_length());
        let [lat, lng] = &mut self.degrees;
        lat.append(row, body.lat());
        lng.append(row, body.lng());
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
