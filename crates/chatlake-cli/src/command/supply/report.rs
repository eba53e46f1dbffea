//! What became of a run, for people and for scripts.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use chatlake_sync::{Conversion, Outcome, Outputs, What};
use serde::Serialize;

use super::job::Job;
use super::refused::told;
use super::what::{NAMES, name};
use crate::command::print_json;
use crate::console::Console;
use crate::exit::Exit;
use crate::failure::{Failure, chain};
use crate::screen::{bytes, count, iso, plural, seconds};

/// What became of a run.
#[derive(Serialize)]
struct Document {
    app: String,
    archive: String,
    zone: &'static str,
    hours: Vec<HourDocument>,
    /// How many hours had each result.
    counts: BTreeMap<&'static str, usize>,
    bytes: u64,
    /// Hours that lay in the archive and were not on record.
    adopted: Vec<String>,
    converted: Vec<String>,
    not_converted: Vec<NotConverted>,
    /// The folder above those of organisation, app and day; null where nothing is converted, or
    /// hours become part of a lake.
    out: Option<PathBuf>,
    /// The lake that hours become part of; null if they do not.
    lake: Option<String>,
    other_zone: Vec<OtherZone>,
    warnings: Vec<String>,
    /// Hours that were due and not begun.
    left: usize,
    interrupted: bool,
    error: Option<String>,
    elapsed_s: f64,
    exit: u8,
}

#[derive(Serialize)]
struct HourDocument {
    hour: String,
    result: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    bytes: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ask_again: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

#[derive(Serialize)]
struct NotConverted {
    hour: String,
    error: String,
}

#[derive(Serialize)]
struct OtherZone {
    hour: String,
    zone: &'static str,
}

/// Tells what became of a run, and how the command ends.
pub(in crate::command) fn report(
    job: &Job,
    outcome: &Outcome,
    conversion: Option<&Conversion>,
    elapsed: Duration,
    as_json: bool,
    console: &Console,
) -> Result<Exit, Failure> {
    let exit = Exit::of(outcome.exit_code());
    tell(job, outcome, conversion, elapsed, console);
    if as_json {
        let printed = print_json(&document(job, outcome, conversion, elapsed));
        if let Err(failure) = printed {
            return Ok(failure.tell(console).unwrap_or_else(|told| told).max(exit));
        }
    }
    Ok(exit)
}

fn tell(
    job: &Job,
    outcome: &Outcome,
    conversion: Option<&Conversion>,
    elapsed: Duration,
    console: &Console,
) {
    for warning in &outcome.warnings {
        console.warn(warning);
    }
    if let Some((hour, zone)) = outcome.other_zone.first() {
        let n = plural(outcome.other_zone.len() as u64, "hour");
        console.warn(&format!(
            "THE ZONE IS PROBABLY WRONG: messages of {n} (first {hour}) lie within the hour that their name means in {}, and {} is used; `chatlake inspect` shows it, and --zone {} with a new archive corrects it",
            zone.name(),
            job.window.zone.name(),
            zone.name()
        ));
    }
    for (hour, error) in &outcome.not_converted {
        console.error(&format!(
            "hour {hour} is in the archive and was not converted: {}",
            chain(error)
        ));
    }
    if let Some(error) = &outcome.failure {
        console.error(&told(error));
    }
    if outcome.is_interrupted {
        console.note("interrupted; the next run goes on from here");
    }
    summary(outcome, conversion, elapsed).iter().for_each(|line| console.note(line));
}

/// What was fetched, and what was converted.
fn summary(outcome: &Outcome, conversion: Option<&Conversion>, elapsed: Duration) -> Vec<String> {
    let counts = counts(outcome);
    let mut parts: Vec<String> = Vec::new();
    for word in NAMES {
        let n = counts.get(word).copied().unwrap_or(0) as u64;
        if n == 0 {
            continue;
        }
        parts.push(match word {
            "fetched" => format!("{} fetched ({})", plural(n, "hour"), bytes(outcome.bytes())),
            "in_hand" => format!("{} in hand already", count(n)),
            "not_yet" => format!("{} not there yet", count(n)),
            "expired" => format!("{} LOST", count(n)),
            word => format!("{} {word}", count(n)),
        });
    }
    if parts.is_empty() {
        parts.push("no hour was due".to_owned());
    }
    if outcome.n_left > 0 {
        parts.push(format!("{} left for the next run", count(outcome.n_left as u64)));
    }
    let fetched = format!("{}; {}", parts.join(", "), seconds(elapsed.as_secs_f64()));
    let converted = conversion.filter(|_| !outcome.converted.is_empty()).map(|conversion| {
        let n = plural(outcome.converted.len() as u64, "hour");
        match &conversion.outputs {
            Outputs::Folder(out) => format!("{n} converted -> {}", out.display()),
            Outputs::Lake(lake) => format!("{n} committed -> {}", lake.place()),
        }
    });
    std::iter::once(fetched).chain(converted).collect()
}

fn counts(outcome: &Outcome) -> BTreeMap<&'static str, usize> {
    let mut counts: BTreeMap<&'static str, usize> = NAMES.iter().map(|name| (*name, 0)).collect();
    for (_, what) in &outcome.hours {
        *counts.entry(name(what)).or_default() += 1;
    }
    counts
}

fn document(
    job: &Job,
    outcome: &Outcome,
    conversion: Option<&Conversion>,
    elapsed: Duration,
) -> Document {
    let hours = outcome.hours.iter().map(|(hour, what)| {
        let (bytes, ask_ms, reason) = match what {
            What::Fetched { bytes } | What::Replaced { bytes } => (Some(*bytes), None, None),
            What::NotYet { ask_ms } => (None, *ask_ms, None),
            What::Corrupt { reason } | What::Failed { reason } => {
                (None, None, Some(reason.clone()))
            }
            _ => (None, None, None),
        };
        let (hour, result) = (hour.to_string(), name(what));
        HourDocument { hour, result, bytes, ask_again: ask_ms.map(iso), reason }
    });
    let (out, lake) = match conversion.map(|conversion| &conversion.outputs) {
        Some(Outputs::Folder(out)) => (Some(out.clone()), None),
        Some(Outputs::Lake(lake)) => (None, Some(lake.place().to_string())),
        None => (None, None),
    };
    let names = |hours: &[chatlake_core::Hour]| hours.iter().map(ToString::to_string).collect();
    Document {
        app: job.client.app().to_string(),
        archive: job.archive.root().display().to_string(),
        zone: job.window.zone.name(),
        hours: hours.collect(),
        counts: counts(outcome),
        bytes: outcome.bytes(),
        adopted: names(&outcome.adopted),
        converted: names(&outcome.converted),
        not_converted: (outcome.not_converted.iter())
            .map(|(hour, error)| NotConverted { hour: hour.to_string(), error: chain(error) })
            .collect(),
        out,
        lake,
        other_zone: (outcome.other_zone.iter())
            .map(|(hour, zone)| OtherZone { hour: hour.to_string(), zone: zone.name() })
            .collect(),
        warnings: outcome.warnings.clone(),
        left: outcome.n_left,
        interrupted: outcome.is_interrupted,
        error: outcome.failure.as_ref().map(chain_of),
        elapsed_s: elapsed.as_secs_f64(),
        exit: outcome.exit_code(),
    }
}

fn chain_of(error: &chatlake_sync::SyncError) -> String {
    chain(error)
}
