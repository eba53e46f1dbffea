//! What would be done.

use std::io::Write;
use std::path::PathBuf;

use chatlake_convert::{Destination, Options, Plan};
use serde::Serialize;

use crate::command::{print as print_out, print_json};
use crate::failure::Failure;
use crate::screen;

/// A plan, to be looked at.
#[derive(Serialize)]
struct Document {
    dry_run: bool,
    format: &'static str,
    options: String,
    inputs: Vec<Step>,
}

#[derive(Serialize)]
struct Step {
    source: String,
    bytes: Option<u64>,
    output: String,
    output_exists: bool,
    rejects: Option<PathBuf>,
}

/// Prints the plan: an input per line, with the place that it goes to.
pub(super) fn print(plan: &Plan, options: &Options, as_json: bool) -> Result<(), Failure> {
    let extension = options.format.extension();
    let quarantines = options.on_reject == chatlake_convert::OnReject::Quarantine;
    let step = |input: &chatlake_convert::Input| {
        let output = plan.output_of(input, extension, false);
        Step {
            source: input.name().to_owned(),
            bytes: input.source.n_bytes(),
            output_exists: output.as_ref().is_some_and(|path| path.exists()),
            output: output.map_or("-".to_owned(), |path| path.to_string_lossy().into_owned()),
            rejects: plan.rejects_of(input).filter(|_| quarantines),
        }
    };
    let document = Document {
        dry_run: true,
        format: options.format.name(),
        options: options.fingerprint(),
        inputs: plan.inputs.iter().map(step).collect(),
    };
    if as_json {
        return print_json(&document);
    }
    let steps = &document.inputs;
    let widest = steps.iter().map(|step| screen::width(&screen::visible(&step.source))).max();
    print_out(|out| {
        for step in steps {
            let source = screen::padded(&screen::visible(&step.source), widest.unwrap_or(0));
            let size = step.bytes.map_or("?".to_owned(), screen::bytes);
            let exists = if step.output_exists { "  (exists)" } else { "" };
            let output = screen::visible(&step.output);
            writeln!(out, "{source}  {size:>8}  -> {output}{exists}")?;
        }
        let n_inputs = steps.len();
        let total: u64 = steps.iter().filter_map(|step| step.bytes).sum();
        let places = match &plan.destination {
            Destination::Folder(_) => "an output each",
            _ => "one output",
        };
        let total = screen::bytes(total);
        writeln!(out, "{n_inputs} inputs of {total} to {}, {places}", document.format)
    })
}
