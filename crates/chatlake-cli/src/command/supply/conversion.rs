//! What hours are converted to, from the arguments.

use chatlake_convert::{Format, Options};
use chatlake_store::{Place, Store};
use chatlake_sync::{Archive, Conversion, Outputs};

use crate::args::{Codec, ConversionArgs};
use crate::command::convert::{Chosen, projection, reject_bytes};
use crate::failure::Failure;

/// What hours are converted to: beside the archive's raw files, unless somewhere else was named.
pub(in crate::command) fn conversion(
    args: &ConversionArgs,
    archive: &Archive,
) -> Result<Conversion, Failure> {
    let chosen = Chosen {
        to: args.to,
        codec: args.compression,
        jsonl: Codec::Zstd,
        rows: &args.rows,
        effort: &args.effort,
        given: &args.given,
    };
    let projection = projection(&args.rows, &args.given)?;
    let options = Options {
        reject_bytes: reject_bytes(&projection),
        projection,
        select: args.rows.selection()?,
        dedup: args.rows.dedup,
        on_reject: args.rejects.on_reject,
        limits: args.limits.limits(),
        jobs: args.effort.jobs(),
        ..Options::new(chosen.format()?)
    };
    if let Some(lake) = lake(args)? {
        if !matches!(options.format, Format::Parquet(_)) {
            return Err(Failure::usage("the files of a lake are Parquet: leave --to with --lake"));
        }
        return Ok(Conversion::into_lake(archive, Store::open(lake)?, options));
    }
    if args.out.as_ref().is_some_and(|out| out.as_os_str() == "-" || out.is_file()) {
        return Err(Failure::usage(
            "hours are converted to a file each: name a folder with --out, or leave it to the archive",
        ));
    }
    let in_archive = Conversion::into_archive(archive, options);
    Ok(match &args.out {
        Some(out) => Conversion { outputs: Outputs::Folder(out.clone()), ..in_archive },
        None => in_archive,
    })
}

/// The lake, if hours become part of one. What the command line says goes before settings.
fn lake(args: &ConversionArgs) -> Result<Option<&Place>, Failure> {
    let given = |name| args.given.has(name);
    match (&args.lake, &args.out) {
        (Some(_), Some(_)) if given("out") && !given("lake") => Ok(None),
        (Some(lake), Some(_)) if given("lake") && !given("out") => Ok(Some(lake)),
        (Some(_), Some(_)) => Err(Failure::usage(
            "--lake and --out are two places for the same hours: keep one of them (chatlake config show --origin tells where they come from)",
        )),
        (lake, _) => Ok(lake.as_ref()),
    }
}
