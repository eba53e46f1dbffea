//! `chatlake head`.

mod content;
mod printer;
mod table;

use std::io::{BufWriter, StdoutLock, Write};

use chatlake_convert::{Input, Listing};
use chatlake_core::{Error, ErrorKind, Hour, Origin, Reader, RecordBuf};

use crate::args::{HeadArgs, HeadTo};
use crate::command::inputs;
use crate::console::{Console, Level};
use crate::exit::Exit;
use crate::failure::Failure;
use printer::Printer;

/// Rows that widths of columns, and the zone of the file's name, are told by.
const SAMPLE: usize = 1000;
/// And about how long the records may be that they are of, in bytes.
const SAMPLE_BYTES: usize = 4 << 20;
/// What is looked at to find the zone of a file's name.
const FIRST_TIMESTAMPS: usize = 32;

/// Shows the first records.
pub(super) fn run(args: &HeadArgs, console: &Console) -> Result<Exit, Failure> {
    let input = input(args, console)?;
    let reader = Reader::new(&*input.source, args.limits.limits());
    let reader = reader.map_err(|error| Failure::input(&error))?;
    let mut records = Records { reader, console, n_left: args.records, n_rejects: 0, broken: None };
    let mut sample = Vec::new();
    let (mut n_rows, mut n_bytes) = (0, 0);
    while n_rows < SAMPLE
        && n_bytes < SAMPLE_BYTES
        && let Some(record) = records.next()
    {
        n_rows += record.as_record().bodies().count().max(1);
        n_bytes += record.as_record().raw().len();
        sample.push(record);
    }
    let origin = Origin {
        file: input.file_name.as_deref(),
        hour_us: hour_us(&input, &sample, &mut records),
        record: 0,
    };
    let to = if args.json { HeadTo::Json } else { args.to };
    super::print(|out| print(out, to, origin, sample, &mut records))?;
    match records.broken {
        Some(error) => Err(Failure::input(&error)),
        None if records.n_rejects > 0 => Ok(Exit::WARNINGS),
        None => Ok(Exit::OK),
    }
}

fn input(args: &HeadArgs, console: &Console) -> Result<Input, Failure> {
    let named = std::slice::from_ref(&args.input);
    let mut found = inputs::find(named, None, Listing::default(), console)?;
    match (found.pop(), found.len()) {
        (Some(input), 0) => Ok(input),
        (_, others) => Err(Failure::usage(format!(
            "`{}` are {} files: head looks at one",
            args.input.display(),
            others + 1
        ))),
    }
}

fn print(
    out: &mut BufWriter<StdoutLock<'static>>,
    to: HeadTo,
    origin: Origin<'_>,
    sample: Vec<RecordBuf>,
    records: &mut Records<'_>,
) -> std::io::Result<()> {
    let mut printer = Printer::new(to, &sample);
    printer.begin(out)?;
    for record in sample {
        let origin = Origin { record: record.number(), ..origin };
        printer.print(out, record.as_record(), origin)?;
    }
    while let Some(record) = records.next() {
        let origin = Origin { record: record.number(), ..origin };
        printer.print(out, record.as_record(), origin)?;
    }
    printer.end(out)?;
    out.flush()
}

/// The first so many records; rejected ones are told of, and counted.
struct Records<'a> {
    reader: Reader,
    console: &'a Console,
    n_left: u64,
    n_rejects: u64,
    /// What ended reading early.
    broken: Option<Error>,
}

impl Records<'_> {
    fn next(&mut self) -> Option<RecordBuf> {
        while self.n_left > 0 && self.broken.is_none() {
            self.n_left -= 1;
            let mut record = RecordBuf::new();
            match self.reader.read_record(&mut record) {
                Ok(true) => return Some(record),
                Ok(false) => self.n_left = 0,
                Err(Error { source_name, kind: kind @ ErrorKind::Rejected { .. } }) => {
                    self.n_rejects += 1;
                    self.console.say(Level::Warn, Some(&source_name), &format!("rejected: {kind}"));
                }
                Err(error) => self.broken = Some(error),
            }
        }
        None
    }

    /// Reads on without showing anything; only the instants count.
    fn timestamps_ahead(&mut self, timestamps: &mut Vec<i64>) {
        let mut record = RecordBuf::new();
        while timestamps.len() < FIRST_TIMESTAMPS {
            match self.reader.read_record(&mut record) {
                Ok(true) => timestamps.extend(record.as_record().timestamp_ms()),
                Err(Error { kind: ErrorKind::Rejected { .. }, .. }) => {}
                Ok(false) | Err(_) => return,
            }
        }
    }
}

/// The instant that the file's name means, in the zone that its first timestamps fit.
fn hour_us(input: &Input, sample: &[RecordBuf], records: &mut Records<'_>) -> Option<i64> {
    let hour = input.file_name.as_ref().and_then(|_| Hour::of_stem(&input.stem))?;
    let timestamps = sample.iter().filter_map(|record| record.as_record().timestamp_ms());
    let mut timestamps: Vec<i64> = timestamps.take(FIRST_TIMESTAMPS).collect();
    if records.n_left == 0 {
        records.timestamps_ahead(&mut timestamps);
    }
    Some(hour.start_s(hour.zone_of(&timestamps)?) * 1_000_000)
}
