//! From arguments to the options of a conversion.

use chatlake_convert::{Existing, Format, Options};
use chatlake_core::{Projection, Secrets};

use super::pseudonyms::{pseudonyms, reject_bytes};
use crate::args::{ConvertArgs, Given, RowArgs};
use crate::failure::Failure;

/// The options of a conversion to a format.
pub(super) fn options(args: &ConvertArgs, format: Format) -> Result<Options, Failure> {
    let projection = projection(&args.rows, &args.given)?;
    let existing = match (args.overwrite, args.skip_existing) {
        (true, true) => {
            return Err(Failure::usage("--overwrite and --skip-existing contradict each other"));
        }
        (true, false) => Existing::Overwrite,
        (false, true) => Existing::Skip,
        (false, false) => Existing::Fail,
    };
    Ok(Options {
        reject_bytes: reject_bytes(&projection),
        projection,
        select: args.rows.selection()?,
        dedup: args.rows.dedup,
        on_reject: args.rejects.on.on_reject,
        zone: args.zone,
        salvage: args.rejects.salvage,
        limits: args.limits.limits(),
        existing,
        jobs: args.effort.jobs(),
        ..Options::new(format)
    })
}

/// The columns that were asked for, and what is told in them.
pub(in crate::command) fn projection(rows: &RowArgs, given: &Given) -> Result<Projection, Failure> {
    let mut projection = Projection::new(rows.layout.unwrap_or_default());
    if !rows.columns.is_empty() {
        projection = projection.with_columns(&rows.columns);
    }
    let secrets = if rows.include_secrets { Secrets::Included } else { Secrets::Withheld };
    let projection = projection.without_columns(&rows.drop_columns).with_secrets(secrets);
    if projection.columns().is_empty() {
        return Err(Failure::usage("no column is left to write: see --columns and --drop-columns"));
    }
    Ok(match pseudonyms(&rows.pseudonyms, given)? {
        Some(pseudonyms) => projection.with_pseudonyms(pseudonyms),
        None => projection,
    })
}
