//! `chatlake convert`.

mod clash;
mod dry_run;
mod format;
mod interrupt;
mod lake;
mod options;
mod out;
mod pseudonyms;
mod report;
mod summary;

use std::io::IsTerminal;
use std::sync::Arc;

use chatlake_convert::{Destination, Input, Listing, OnReject, Options, Plan, Progress, convert};

use crate::args::ConvertArgs;
use crate::command::inputs;
use crate::console::Console;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::meter::{Meter, Reading};
pub(super) use format::Chosen;
pub(super) use options::projection;
use out::Out;
pub(super) use pseudonyms::{pseudonyms, reject_bytes, warn_of_names};

/// Finds the exports that were named.
pub(super) fn find(args: &ConvertArgs, console: &Console) -> Result<Vec<Input>, Failure> {
    let listing = Listing { is_recursive: args.recursive };
    inputs::find(&args.inputs, args.files_from.as_deref(), listing, console)
}

/// Converts what is found, and tells what came of it.
pub(super) fn run(
    args: &ConvertArgs,
    console: &Console,
    find: impl FnOnce(&ConvertArgs, &Console) -> Result<Vec<Input>, Failure>,
) -> Result<Exit, Failure> {
    report::check(args)?;
    if let Some(place) = lake::asked_for(args)? {
        return lake::run(args, place, console, find);
    }
    let (plan, options) = prepared(args, || find(args, console))?;
    warn_of_names(&options.projection, console);
    if args.dry_run {
        dry_run::print(&plan, &options, args.json)?;
        return Ok(Exit::OK);
    }
    let progress = Arc::new(Progress::new());
    let meter = Meter::start(console, &plan.inputs, watched(&progress));
    interrupt::watch(*console, Arc::clone(&progress), meter.handle())?;
    let report = convert(&plan, &options, &progress);
    meter.finish();
    let report = report?;
    if progress.is_output_closed() {
        return Ok(Exit::of(report.exit_code()));
    }
    summary::tell(&report, console);
    let exit = Exit::of(report.exit_code());
    let takes_stdout = matches!(plan.destination, Destination::Stdout { .. });
    if let Err(failure) = report::hand_out(&report, args, takes_stdout) {
        return Ok(failure.tell(console).unwrap_or_else(|told| told).max(exit));
    }
    Ok(exit)
}

/// How far a conversion is.
fn watched(progress: &Arc<Progress>) -> impl Fn() -> Reading + Send + 'static {
    let progress = Arc::clone(progress);
    move || Reading {
        bytes_in: progress.bytes_in(),
        records: progress.records(),
        inputs: progress.inputs(),
    }
}

/// Everything that can be wrong with the arguments is found here, before any work.
fn prepared(
    args: &ConvertArgs,
    find: impl FnOnce() -> Result<Vec<Input>, Failure>,
) -> Result<(Plan, Options), Failure> {
    let out = Out::of(args)?;
    let format = format::choose(args, &out)?;
    let options = options::options(args, format)?;
    let destination = destination(args, &out)?;
    let mut inputs = find()?;
    if args.split.is_some() {
        if inputs.iter().any(|input| input.file_name.is_none()) {
            return Err(Failure::usage("standard input cannot be split: --split takes files"));
        }
        inputs.sort_by(|a, b| a.name().cmp(b.name()));
    }
    // All processes of a split must find two inputs of one name, wherever they went.
    let mut plan = Plan::new(inputs, destination)?;
    clash::check(&plan, &options, args)?;
    if let Some(split) = args.split {
        let mut place = 0..;
        plan.inputs.retain(|_| place.next().is_some_and(|place| split.has(place)));
    }
    Ok((plan, options))
}

fn destination(args: &ConvertArgs, out: &Out) -> Result<Destination, Failure> {
    let quarantines = args.rejects.on.on_reject == OnReject::Quarantine;
    match out {
        Out::Stdout => {
            if quarantines && args.rejects.rejects.is_none() {
                return Err(Failure::usage(
                    "with --out -, say where rejects go with --rejects FILE, or use --on-reject skip or fail",
                ));
            }
            if args.json && args.report.is_none() {
                return Err(Failure::usage(
                    "with --out -, standard output is taken: say where the report goes with --report FILE",
                ));
            }
            if std::io::stdout().is_terminal() && !args.dry_run && is_binary(args, out)? {
                return Err(Failure::usage(
                    "standard output is a terminal, and these bytes are none for people: redirect it",
                ));
            }
            Ok(Destination::Stdout {
                rejects: args.rejects.rejects.clone().filter(|_| quarantines),
            })
        }
        _ if args.rejects.rejects.is_some() => Err(Failure::usage(
            "--rejects is for --out -: other outputs have their rejects beside them",
        )),
        Out::Folder(path) => Ok(Destination::Folder(path.clone())),
        Out::File(path, _) => Ok(Destination::File(path.clone())),
    }
}

fn is_binary(args: &ConvertArgs, out: &Out) -> Result<bool, Failure> {
    use chatlake_convert::Format;
    use chatlake_core::Compression;
    Ok(!matches!(
        format::choose(args, out)?,
        Format::Csv(Compression::Plain, _)
            | Format::Jsonl(Compression::Plain)
            | Format::FlatJsonl(Compression::Plain)
    ))
}
