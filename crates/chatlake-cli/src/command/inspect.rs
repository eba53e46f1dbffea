//! `chatlake inspect`.

mod document;
mod hour_fit;
mod page;
mod survey;
mod tally;
mod total;
mod watched;

use std::sync::Arc;

use chatlake_convert::{Listing, Repeats};
use serde_json::json;

use crate::args::InspectArgs;
use crate::command::inputs;
use crate::console::Console;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::meter::Meter;
use document::Document;
use survey::Survey;
use watched::Watched;

/// Says what is in exports.
pub(super) fn run(args: &InspectArgs, console: &Console) -> Result<Exit, Failure> {
    let listing = Listing { is_recursive: args.recursive };
    let inputs = inputs::find(&args.inputs, None, listing, console)?;
    let watched = Arc::new(Watched::default());
    let meter = {
        let watched = Arc::clone(&watched);
        Meter::start(console, &inputs, move || watched.reading())
    };
    let mut repeats = Repeats::new();
    let mut totals = Survey::default();
    let mut documents = Vec::with_capacity(inputs.len());
    let mut exit = Exit::OK;
    for (number, input) in (0..).zip(&inputs) {
        let survey = Survey::of(input, number, args.limits.limits(), &mut repeats, &watched);
        exit = exit.max(survey.exit());
        let document = Document::of(input.name(), &survey, args.top);
        totals += survey;
        if args.json {
            documents.push(document);
        } else {
            let page = page::page(&document);
            meter.handle().suspended(|| super::print_text(&page))?;
        }
    }
    meter.finish();
    let totals = Document::of("all inputs", &totals, args.top);
    if args.json {
        super::print_json(&json!({ "inputs": documents, "totals": totals }))?;
    } else if inputs.len() > 1 {
        super::print_text(&page::page(&totals))?;
    }
    Ok(exit)
}
