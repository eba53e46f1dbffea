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
        let mut bytes = kind.append(row, body.type_name());
        bytes += text.append(row, body.msg());
        bytes += url.append(row, body.url());
        bytes += filename.append(row, body.filename());
        bytes += thumb_url.append(row, body.thumb_url());
        bytes += thumb_filename.append(row, body.thumb_filename());
        bytes += addr.append(row, body.addr());
        bytes += action.append(row, body.cmd_action());
        bytes += event.append(row, body.custom_event());
        bytes += exts.append(row, body.custom_exts().map(Text::from));
        bytes += title.append(row, body.title());
        bytes += summary.append(row, body.summary());
        if self.secrets == Secrets::Included {
            bytes += secret.append(row, body.secret());
            bytes += thumb_secret.append(row, body.thumb_secret());
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
