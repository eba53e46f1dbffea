//! `chatlake lake compact`.

mod bar;
mod document;
mod line;

use std::sync::Mutex;
use std::time::Instant;

use chatlake_lake::{
    CompactEvent, CompactOptions, CompactWatch, DayCompacted, Days, Outcome, compact,
};
use chatlake_parquet::{Compression, ParquetOptions, SortOptions};
use chatlake_store::Store;

use super::{failure, open};
use crate::args::CompactArgs;
use crate::clock::{clock, for_stamps};
use crate::command::print_json;
use crate::command::supply::Halt;
use crate::console::Console;
use crate::exit::Exit;
use crate::failure::Failure;
use bar::Bar;

/// Compacts days of a lake.
pub(super) fn run(args: &CompactArgs, console: &Console) -> Result<Exit, Failure> {
    let began = Instant::now();
    let halt = Halt::watch(*console)?;
    let asked = halt.clone();
    let store = Store::open(&args.place)?;
    let lake = open(store.until(move || asked.amid().is_break()))?;
    let days = args.date.map_or(Days::Closed, Days::One);
    let told = Mutex::new(Told { bar: None, times: Vec::new() });
    let tell = |event: CompactEvent<'_>| {
        let mut told = told.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        told.tell(event, console, &halt);
    };
    let (between, amid) = (|| halt.between(), || halt.amid());
    let watch = CompactWatch { tell: &tell, between: &between, amid: &amid };
    let ended = compact(&lake, days, &options(args)?, watch).map_err(|error| failure(&error))?;
    if ended.is_empty() {
        console.note("no day is there to be compacted");
    }
    if args.json {
        let told = told.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        print_json(&document::document(&lake, &ended, &told.times, began.elapsed()))?;
    }
    let exit = ended.iter().map(exit).fold(Exit::OK, Exit::max);
    Ok(if halt.between().is_break() { Exit::INTERRUPTED } else { exit })
}

fn options(args: &CompactArgs) -> Result<CompactOptions, Failure> {
    let processors = || std::thread::available_parallelism().map_or(1, usize::from);
    let compression = Compression::Zstd(args.zstd_level);
    let sort = SortOptions {
        parquet: ParquetOptions { compression, ..ParquetOptions::default() },
        target: args.target_size,
        jobs: args.jobs.map_or_else(processors, usize::from),
        ..SortOptions::default()
    };
    Ok(CompactOptions {
        sort,
        settled: args.settled,
        now_ms: clock()?.now_ms(),
        stamp_ms: for_stamps()?.now_ms(),
        scratch: args.staging.clone(),
        is_dry: args.dry_run,
    })
}

/// What a day ends the command with.
fn exit(day: &DayCompacted) -> Exit {
    match &day.outcome {
        Outcome::Compacted | Outcome::WouldBe | Outcome::Unchanged => Exit::OK,
        Outcome::Busy => Exit::TEMPORARY,
        Outcome::Failed(error) => Exit::of(error.exit_code()),
    }
}

/// What is told while it goes on.
struct Told {
    bar: Option<Bar>,
    /// How long each day took.
    times: Vec<f64>,
}

impl Told {
    fn tell(&mut self, event: CompactEvent<'_>, console: &Console, halt: &Halt) {
        match event {
            CompactEvent::Begun { day, rows, bytes } => {
                self.bar = Some(Bar::new(console, halt, day, rows, bytes));
            }
            CompactEvent::Rows(progress) => {
                if let Some(bar) = &mut self.bar {
                    bar.add(progress);
                }
            }
            CompactEvent::Again(day) => {
                self.bar = None;
                console.note(&format!("{day} changed meanwhile, and begins again"));
            }
            CompactEvent::Ended(day) => {
                let elapsed_s = self.bar.take().map_or(0.0, Bar::finish);
                self.times.push(elapsed_s);
                line::tell(day, elapsed_s, console);
            }
        }
    }
}
