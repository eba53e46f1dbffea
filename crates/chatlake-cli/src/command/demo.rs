//! `chatlake demo`.

mod day;
mod folder;

use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use chatlake_convert::{Format, Options};
use chatlake_sync::{AppKey, Archive, Catalogue, Conversion, Opening, Outcome, Run};
use serde::Serialize;

use super::supply::{Halt, Job, Teller, key, report};
use super::{print, print_json};
use crate::args::DemoArgs;
use crate::console::Console;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::screen::{count, plural};
use day::Day;

/// Fetches and converts a day from a platform that is made up.
pub(super) fn run(args: &DemoArgs, console: &Console) -> Result<Exit, Failure> {
    let folder = folder::prepared(args.dir.as_deref())?;
    let day = Day::start()?;
    console.note(&format!(
        "a simulated platform answers at {}, and its clock runs {} times as fast",
        day.origin(),
        day::SPEED
    ));
    let job = day.job(&folder)?;
    let options = Options::new(Format::Parquet(chatlake_parquet::ParquetOptions::default()));
    let conversion = Conversion::into_archive(&job.archive, options);
    let mut teller = Teller::new(*console, Halt::watch(*console)?, day::CALLS_A_MINUTE);
    let began = Instant::now();
    let run = Run {
        archive: &job.archive,
        client: &job.client,
        clock: &*job.clock,
        window: job.window,
        conversion: Some(&conversion),
        max_time: None,
    };
    let outcome = run.sync(&mut |seen| teller.see(seen));
    teller.finish();
    let outcome = outcome?;
    let elapsed = began.elapsed();
    let exit = report(&job, &outcome, Some(&conversion), elapsed, false, console)?;
    let root = job.archive.output_root(conversion.options.format.name());
    let document = Document::of(&job, &outcome, &root, &day, elapsed)?;
    if args.json {
        print_json(&document)?;
    } else {
        page(&document)?;
    }
    let is_complete = document.records == document.records_made;
    Ok(if is_complete { exit } else { exit.max(Exit::FAILED) })
}

/// What came of it.
#[derive(Serialize)]
struct Document {
    archive: String,
    parquet: String,
    hours: usize,
    /// What the simulated platform put in.
    records_made: u64,
    records: u64,
    rows: u64,
    elapsed_s: f64,
    /// A command that queries the outputs.
    duckdb: String,
    status: String,
}

impl Document {
    fn of(
        job: &Job,
        outcome: &Outcome,
        root: &Path,
        day: &Day,
        elapsed: Duration,
    ) -> Result<Self, Failure> {
        let app = key(job.client.app())?;
        let (records, rows) = counted(&job.archive, &app, outcome)?;
        let parquet = root.join(app.to_path());
        let archive = job.archive.root().display();
        Ok(Self {
            archive: archive.to_string(),
            hours: outcome.hours.len(),
            records_made: outcome.hours.iter().map(|(hour, _)| day.records_of(*hour)).sum(),
            records,
            rows,
            elapsed_s: elapsed.as_secs_f64(),
            duckdb: format!(
                "duckdb -c \"SELECT body_type, count(*) FROM '{}/*/*.parquet' GROUP BY ALL ORDER BY 2 DESC\"",
                parquet.display()
            ),
            status: format!("chatlake status --archive {archive}"),
            parquet: parquet.display().to_string(),
        })
    }
}

/// Records and rows by the catalogue's accounts.
fn counted(archive: &Archive, app: &AppKey, outcome: &Outcome) -> Result<(u64, u64), Failure> {
    let catalogue = Catalogue::open(&archive.catalogue(), Opening::Existing)?;
    let (mut records, mut rows) = (0, 0);
    for hour in &outcome.converted {
        for output in catalogue.outputs(app, *hour)? {
            records += output.counts.records;
            rows += output.counts.rows;
        }
    }
    Ok((records, rows))
}

fn page(document: &Document) -> Result<(), Failure> {
    let Document { archive, parquet, hours, records_made, records, rows, duckdb, status, .. } =
        document;
    print(|out| {
        writeln!(out, "archive   {archive}")?;
        writeln!(out, "Parquet   {parquet}")?;
        writeln!(
            out,
            "counts    {}, {} of {} made up, {}",
            plural(*hours as u64, "hour"),
            count(*records),
            plural(*records_made, "record"),
            plural(*rows, "row")
        )?;
        writeln!(out, "\nLook at it:\n  {status}\n  {duckdb}")
    })
}
