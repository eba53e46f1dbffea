//! From arguments to the options of a conversion.

use std::num::NonZeroUsize;

use chatlake_convert::{Existing, Format, Options};
use chatlake_core::{Projection, Secrets};

use crate::args::ConvertArgs;
use crate::failure::Failure;

/// The options of a conversion to a format.
pub(super) fn options(args: &ConvertArgs, format: Format) -> Result<Options, Failure> {
    let mut projection = Projection::new(args.rows.layout.unwrap_or_default());
    if !args.rows.columns.is_empty() {
        projection = projection.with_columns(&args.rows.columns);
    }
    let secrets = if args.rows.include_secrets { Secrets::Included } else { Secrets::Withheld };
    let projection = projection.without_columns(&args.rows.drop_columns).with_secrets(secrets);
    if projection.columns().is_empty() {
        return Err(Failure::usage("no column is left to write: see --columns and --drop-columns"));
    }
    let existing = match (args.overwrite, args.skip_existing) {
        (true, true) => {
            return Err(Failure::usage("--overwrite and --skip-existing contradict each other"));
        }
        (true, false) => Existing::Overwrite,
        (false, true) => Existing::Skip,
        (false, false) => Existing::Fail,
    };
    Ok(Options {
        projection,
        select: args.rows.selection()?,
        dedup: args.rows.dedup,
        on_reject: args.rejects.on_reject,
        zone: args.rows.zone,
        salvage: args.rejects.salvage,
        limits: args.limits.limits(),
        existing,
        jobs: args.jobs.unwrap_or_else(processors),
        ..Options::new(format)
    })
}

fn processors() -> NonZeroUsize {
    std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN)
}
