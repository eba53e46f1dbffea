//! What would come into a lake.

use std::io::Write;

use chatlake_lake::{LakePlan, Step};
use chatlake_store::Place;
use serde::Serialize;

use super::failure;
use crate::command::{print as print_out, print_json};
use crate::failure::Failure;
use crate::screen;

/// A plan, to be looked at.
#[derive(Serialize)]
struct Document {
    dry_run: bool,
    format: &'static str,
    lake: String,
    app: String,
    zone: &'static str,
    options: String,
    inputs: Vec<Line>,
}

#[derive(Serialize)]
struct Line {
    source: String,
    bytes: Option<u64>,
    /// None if the name tells no hour: it would be refused.
    slot: Option<String>,
    folder: Option<String>,
    /// Whether the lake has something of the slot: it is left alone if it is made of the same
    /// bytes, else replaced.
    in_lake: bool,
}

/// Prints the plan: an input per line, with the hour that it is and the folder that it goes to.
pub(super) fn print(plan: &LakePlan, place: &Place, as_json: bool) -> Result<(), Failure> {
    let line = |step: Step| Line {
        source: step.source,
        bytes: step.bytes,
        slot: step.slot.map(|slot| slot.to_string()),
        folder: step.folder.map(|folder| place.shown(&folder)),
        in_lake: step.is_there,
    };
    let steps = plan.steps().map_err(|error| failure(&error))?;
    let document = Document {
        dry_run: true,
        format: "parquet",
        lake: place.to_string(),
        app: plan.terms().app.to_string(),
        zone: plan.terms().zone.name(),
        options: plan.options().fingerprint(),
        inputs: steps.into_iter().map(line).collect(),
    };
    if as_json {
        return print_json(&document);
    }
    let Document { app, zone, inputs, .. } = &document;
    let widest = inputs.iter().map(|line| screen::width(&screen::visible(&line.source))).max();
    print_out(|out| {
        for line in inputs {
            let source = screen::padded(&screen::visible(&line.source), widest.unwrap_or(0));
            let size = line.bytes.map_or("?".to_owned(), screen::bytes);
            let goes = match (&line.slot, &line.folder) {
                (Some(slot), Some(folder)) => format!("-> {slot} in {}", screen::visible(folder)),
                _ => "refused: its name tells no hour".to_owned(),
            };
            let there = if line.in_lake { "  (in the lake)" } else { "" };
            writeln!(out, "{source}  {size:>8}  {goes}{there}")?;
        }
        let n_inputs = inputs.len();
        let total: u64 = inputs.iter().filter_map(|line| line.bytes).sum();
        let total = screen::bytes(total);
        writeln!(out, "{n_inputs} inputs of {total} to a lake of {app}, hours named in {zone}")
    })
}
