//! `--lake`: hours into a dataset instead of files.

mod dry_run;

use std::sync::Arc;

use chatlake_convert::{Dedup, Input, OnReject, Options, Progress};
use chatlake_lake::{Asked, LakeError, LakePlan, Ways};
use chatlake_store::{Place, Store};

use super::format::Chosen;
use super::options::options;
use super::{clash, interrupt, report, summary, warn_of_names, watched};
use crate::args::{Codec, ConvertArgs, To};
use crate::clock;
use crate::command::lake::register;
use crate::console::Console;
use crate::exit::Exit;
use crate::failure::{Failure, chain};
use crate::meter::Meter;

/// The lake that is asked for, if one is. What the command line says goes before settings.
pub(super) fn asked_for(args: &ConvertArgs) -> Result<Option<&Place>, Failure> {
    let given = &args.given;
    match (&args.into_lake.lake, &args.out) {
        (Some(_), Some(_)) if given.has("out") && !given.has("lake") => Ok(None),
        (Some(place), Some(_)) if given.has("lake") && !given.has("out") => Ok(Some(place)),
        (Some(_), Some(_)) => Err(Failure::usage(
            "--lake and --out both say where to write: keep one of them (chatlake config show --origin tells where they come from)",
        )),
        (Some(place), None) => Ok(Some(place)),
        (None, _) if ["app", "staging", "delta"].iter().any(|name| given.has(name)) => {
            Err(Failure::usage("--app, --staging and --delta are for --lake"))
        }
        (None, _) => Ok(None),
    }
}

/// Converts what is found and commits it, and tells what came of it.
pub(super) fn run(
    args: &ConvertArgs,
    place: &Place,
    console: &Console,
    find: impl FnOnce(&ConvertArgs, &Console) -> Result<Vec<Input>, Failure>,
) -> Result<Exit, Failure> {
    let options = lake_options(args)?;
    if args.into_lake.delta {
        register::require()?;
    }
    let inputs = find(args, console)?;
    clash::check_all(&inputs, Vec::new(), args)?;
    let progress = Arc::new(Progress::new());
    let asked = Arc::clone(&progress);
    let store = Store::open(place)?.until(move || asked.is_stopping());
    let asked = Asked {
        store,
        app: args.into_lake.app.clone(),
        inputs,
        options,
        scratch: args.into_lake.staging.clone(),
        clock: clock::for_stamps()?,
        ways: Ways::default(),
    };
    let is_mine = |number| args.split.is_none_or(|split| split.has(number));
    let plan = LakePlan::new(asked, is_mine).map_err(|error| failure(&error))?;
    warn_of_names(&plan.options().projection, console);
    plan.notices().iter().for_each(|notice| console.note(notice));
    if args.dry_run {
        dry_run::print(&plan, place, args.json)?;
        return Ok(Exit::OK);
    }
    let meter =
        Meter::start(console, &plan.inputs().cloned().collect::<Vec<_>>(), watched(&progress));
    interrupt::watch(*console, Arc::clone(&progress), meter.handle())?;
    let outcome = plan.run(&progress);
    meter.finish();
    let outcome = outcome.map_err(|error| failure(&error))?;
    summary::tell(&outcome.report, console);
    let exit = Exit::of(outcome.exit_code);
    if let Err(failure) = report::hand_out(&outcome.report, args, false) {
        return Ok(failure.tell(console).unwrap_or_else(|told| told).max(exit));
    }
    if !args.into_lake.delta || exit == Exit::INTERRUPTED {
        return Ok(exit);
    }
    match register::at_end(place, console) {
        Ok(registered) => Ok(exit.max(registered)),
        Err(failure) => Ok(failure.tell(console).unwrap_or_else(|told| told).max(exit)),
    }
}

/// What a lake implies; what the command line says otherwise contradicts it, and what settings say
/// gives way.
fn lake_options(args: &ConvertArgs) -> Result<Options, Failure> {
    let (rows, effort, given) = (&args.rows, &args.effort, &args.given);
    let no = |says: &str| Err(Failure::usage(says));
    if given.has("to") && args.to != Some(To::Parquet) {
        return no("the files of a lake are Parquet: leave --to out");
    }
    if given.has("dedup") && rows.dedup == Dedup::Keep {
        return no("a record is in a lake once: leave --dedup out");
    }
    if given.has("on_reject") && args.rejects.on.on_reject == OnReject::Skip {
        return no("a lake keeps its rejects: leave --on-reject out, or say fail");
    }
    if args.rejects.rejects.is_some() {
        return no("--rejects is for --out -: a lake keeps its rejects in WHERE/_rejects");
    }
    let is_parquets = |codec: &Codec| !matches!(codec, Codec::Gzip);
    let codec = args.compression.filter(|codec| given.has("compression") || is_parquets(codec));
    let format =
        Chosen { to: To::Parquet, codec, jsonl: Codec::Zstd, rows, effort, given }.format()?;
    let mut options = options(args, format)?;
    if options.on_reject == OnReject::Skip {
        options.on_reject = OnReject::Quarantine;
    }
    Ok(options)
}

fn failure(error: &LakeError) -> Failure {
    Failure::Told(Exit::of(error.exit_code()), chain(error))
}
