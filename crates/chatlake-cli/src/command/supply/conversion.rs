//! What hours are converted to, from the arguments.

use chatlake_convert::Options;
use chatlake_sync::{Archive, Conversion};

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
    if args.out.as_ref().is_some_and(|out| out.as_os_str() == "-" || out.is_file()) {
        return Err(Failure::usage(
            "hours are converted to a file each: name a folder with --out, or leave it to the archive",
        ));
    }
    let in_archive = Conversion::into_archive(archive, options);
    Ok(match &args.out {
        Some(out) => Conversion { root: out.clone(), ..in_archive },
        None => in_archive,
    })
}
