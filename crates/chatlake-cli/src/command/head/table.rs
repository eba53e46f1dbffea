//! A table that fits the screen: the columns that tell most, the texts cut to what is left.

use std::io::{self, Write};

use chatlake_core::timestamp::write_iso;
use chatlake_core::{Body, Record, RecordBuf, Text};

use super::content::content;
use crate::screen::{self, fitted, padded, visible, width};

/// Widths of columns, and what they are called.
pub(super) struct Table {
    heads: [String; N],
    widths: [usize; N],
    /// The day that all messages are of; then rows tell the time alone.
    day: Option<String>,
    has_cursor: bool,
}

/// Number, time, chat type, sender, recipient, body type, content.
const N: usize = 7;
const GAP: &str = "  ";
/// The content has at least so much.
const LEAST: usize = 16;

impl Table {
    /// A table whose columns fit these records, and the screen.
    pub(super) fn fitting(sample: &[RecordBuf]) -> Self {
        let day = common_day(sample);
        let time = day.clone().unwrap_or_else(|| "time (UTC)".to_owned());
        let heads = ["#", &time, "chat", "sender", "recipient", "type", "content"];
        let heads = heads.map(str::to_owned);
        let mut table = Self { widths: [0; N], heads, day, has_cursor: screen::has_cursor() };
        let mut natural: [usize; N] = table.heads.each_ref().map(|head| width(head));
        for record in sample {
            for cells in table.cells(record.as_record(), record.number()) {
                for (natural, cell) in natural.iter_mut().zip(&cells) {
                    *natural = width(cell).max(*natural);
                }
            }
        }
        let room = screen::columns();
        let name = if room < 100 { 10 } else { 20 };
        let most = [20, 24, 10, name, name, 10];
        for ((width, natural), most) in table.widths.iter_mut().zip(natural).zip(most) {
            *width = natural.min(most);
        }
        let taken: usize = table.widths.iter().sum::<usize>() + GAP.len() * (N - 1);
        if let Some(last) = table.widths.last_mut() {
            *last = room.saturating_sub(taken).max(LEAST);
        }
        table
    }

    /// The names of the columns.
    pub(super) fn head(&self, out: &mut impl Write) -> io::Result<()> {
        self.line(out, &self.heads)
    }

    /// A line for each body.
    pub(super) fn rows(
        &self,
        out: &mut impl Write,
        record: Record<'_>,
        number: u64,
    ) -> io::Result<()> {
        self.cells(record, number).try_for_each(|cells| self.line(out, &cells))
    }

    fn cells(&self, record: Record<'_>, number: u64) -> impl Iterator<Item = [String; N]> {
        let bodies = record.bodies().map(Some);
        let none = (record.body_count() == 0).then_some(None);
        let row = move |body: Option<Body<'_>>| {
            [
                number.to_string(),
                record.timestamp_ms().map(|ms| self.time(ms)).unwrap_or_default(),
                shown(record.chat_type()),
                shown(record.sender()),
                shown(record.recipient()),
                shown(body.and_then(Body::type_name)),
                body.map(content).unwrap_or_default(),
            ]
        };
        none.into_iter().chain(bodies).map(row)
    }

    fn time(&self, ms: i64) -> String {
        let iso = iso(ms);
        match &self.day {
            Some(day) => iso.strip_prefix(&format!("{day}T")).unwrap_or(&iso).to_owned(),
            None => iso,
        }
    }

    fn line(&self, out: &mut impl Write, cells: &[String; N]) -> io::Result<()> {
        let mut line = String::new();
        let mut column = 1;
        for (place, (cell, width)) in cells.iter().zip(self.widths).enumerate() {
            let cell = fitted(cell, width);
            match place {
                0 => {
                    let gap = width.saturating_sub(screen::width(&cell));
                    line.push_str(&" ".repeat(gap));
                    line.push_str(&cell);
                }
                _ => {
                    line.push_str(GAP);
                    line.push_str(&padded(&cell, width));
                    column += GAP.len();
                }
            }
            column += width;
            if self.has_cursor && place < N - 1 && screen::is_disputed(&cell) {
                // Wherever the terminal thinks that it is, the next column begins here.
                line.push_str(&format!("\x1b[{column}G"));
            }
        }
        writeln!(out, "{}", line.trim_end())
    }
}

fn shown(text: Option<Text<'_>>) -> String {
    text.map(|text| visible(&text.to_str()).into_owned()).unwrap_or_default()
}

fn common_day(sample: &[RecordBuf]) -> Option<String> {
    let mut days = sample.iter().filter_map(|record| {
        let iso = iso(record.as_record().timestamp_ms()?);
        Some(iso.split_once('T')?.0.to_owned())
    });
    let first = days.next()?;
    days.all(|day| day == first).then_some(first)
}

/// To the second: `2018-11-27T09:00:01Z`.
fn iso(ms: i64) -> String {
    let mut out = Vec::new();
    write_iso(ms.saturating_mul(1000), &mut out);
    let text = String::from_utf8(out).unwrap_or_default();
    text.split_once('.').map_or(text.clone(), |(seconds, _)| format!("{seconds}Z"))
}
