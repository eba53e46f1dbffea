//! What came of a conversion, for people.

use chatlake_convert::{InputReport, Report, Status};

use crate::console::{Console, Level};
use crate::screen::{bytes, count, fitted, padded, plural, rate, seconds, visible, width};

/// Up to so many inputs, every one has a line.
const FEW: usize = 12;
/// A name may take so many cells.
const NAME: usize = 48;

/// Tells what came of a conversion: a line per input that there is something to say of, and two
/// for all.
pub(super) fn tell(report: &Report, console: &Console) {
    let tells_all = report.inputs.len() <= FEW || console.tells(Level::Debug);
    let told: Vec<&InputReport> =
        report.inputs.iter().filter(|input| tells_all || is_worth_it(input)).collect();
    if console.is_text() {
        let name_width = told.iter().map(|input| width(&name(input))).max().unwrap_or(0);
        for input in told {
            let status = format!("{:<8}", word(input.status));
            let rest = format!("  {}  {}", padded(&name(input), name_width), line(input));
            console.lay_out(level(input), &status, &rest);
            for more in details(input) {
                console.lay_out(level(input), "", &format!("          {}", visible(&more)));
            }
        }
    } else {
        for input in told {
            let mut message = format!("{}: {}", word(input.status), line(input));
            details(input).iter().for_each(|more| message.push_str(&format!("; {more}")));
            console.say(level(input), Some(&input.source), &message);
        }
    }
    totals(report).iter().for_each(|line| console.note(line));
}

fn is_worth_it(input: &InputReport) -> bool {
    level(input) < Level::Info
}

fn level(input: &InputReport) -> Level {
    match input.status {
        Status::Ok | Status::Skipped if input.warnings.is_empty() => Level::Info,
        Status::Ok | Status::Skipped => Level::Warn,
        Status::Warnings | Status::Salvaged => Level::Warn,
        Status::Damaged | Status::Failed => Level::Error,
    }
}

fn word(status: Status) -> &'static str {
    match status {
        Status::Ok => "ok",
        Status::Warnings => "warnings",
        Status::Damaged => "damaged",
        Status::Salvaged => "salvaged",
        Status::Failed => "failed",
        Status::Skipped => "skipped",
    }
}

fn name(input: &InputReport) -> String {
    let source = if input.source == "-" { "standard input" } else { &input.source };
    let shown = visible(source);
    if width(&shown) <= NAME {
        return shown.into_owned();
    }
    // The end of a path tells more than its beginning.
    let reversed: String = shown.chars().rev().collect();
    let kept: String = fitted(&reversed, NAME).chars().rev().collect();
    kept
}

/// The line of an input, behind its name.
fn line(input: &InputReport) -> String {
    let counts = &input.counts;
    match input.status {
        Status::Skipped => "its output is up to date".to_owned(),
        Status::Damaged | Status::Failed => {
            visible(input.error.as_deref().unwrap_or("nothing was published")).into_owned()
        }
        Status::Ok | Status::Warnings | Status::Salvaged => {
            let mut line = format!("{:>11}", plural(counts.records, "record"));
            if counts.rows != counts.records {
                line.push_str(&format!(", {}", plural(counts.rows, "row")));
            }
            for output in &input.outputs {
                let size = output.bytes.map(|n| format!(" ({})", bytes(n))).unwrap_or_default();
                if output.path != "-" {
                    line.push_str(&format!(" -> {}{size}", visible(&output.path)));
                }
            }
            line
        }
    }
}

/// What should be looked at, a line each.
fn details(input: &InputReport) -> Vec<String> {
    let counts = &input.counts;
    let mut lines = Vec::new();
    if input.status == Status::Salvaged
        && let Some(damage) = &input.error
    {
        lines.push(damage.clone());
    }
    if counts.rejects > 0 {
        let mut line = format!("{} rejected", count(counts.rejects));
        if let Some(path) = &input.rejects_path {
            line.push_str(&format!(" -> {path}"));
        }
        if let Some(first) = &input.first_reject {
            line.push_str(&format!("; first: {first}"));
        }
        lines.push(line);
    }
    lines.extend(input.warnings.iter().filter(|warning| !warning.contains("rejected")).cloned());
    lines
}

/// Two lines for all inputs.
fn totals(report: &Report) -> Vec<String> {
    let Report { inputs, totals, elapsed_s } = report;
    let with = |status: Status| inputs.iter().filter(|input| input.status == status).count() as u64;
    let converted = with(Status::Ok) + with(Status::Warnings) + with(Status::Salvaged);
    let n_inputs = inputs.len() as u64;
    let mut first = if converted == n_inputs {
        format!("{} converted", plural(n_inputs, "input"))
    } else {
        format!("{} of {} converted", count(converted), plural(n_inputs, "input"))
    };
    for (status, word) in [
        (Status::Skipped, "up to date"),
        (Status::Salvaged, "salvaged"),
        (Status::Damaged, "damaged"),
        (Status::Failed, "failed"),
    ] {
        if with(status) > 0 {
            first.push_str(&format!(", {} {word}", count(with(status))));
        }
    }
    first.push_str(&format!(
        ": {}, {}",
        plural(totals.records, "record"),
        plural(totals.rows, "row")
    ));
    for (number, word) in [
        (totals.rejects, "rejected"),
        (totals.filtered, "not selected"),
        (totals.duplicates - totals.duplicates_dropped, "duplicates kept"),
        (totals.duplicates_dropped, "duplicates dropped"),
        (totals.conflicts, "conflicts"),
    ] {
        if number > 0 {
            first.push_str(&format!(", {} {word}", count(number)));
        }
    }
    let records_s = (totals.records as f64 / elapsed_s.max(1e-3)) as u64;
    let second = format!(
        "{} read in {} ({}), {} expanded ({}), {} records/s",
        bytes(totals.bytes_in),
        seconds(*elapsed_s),
        rate(totals.bytes_in, *elapsed_s),
        bytes(totals.bytes_expanded),
        rate(totals.bytes_expanded, *elapsed_s),
        count(records_s)
    );
    if totals.bytes_in > 0 { vec![first, second] } else { vec![first] }
}
