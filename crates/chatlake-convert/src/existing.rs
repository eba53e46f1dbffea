//! What to do about an output that is there already.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use crate::format::Format;
use crate::input::digest;
use crate::options::{Existing, OnReject, Options};
use crate::pipeline::Refusal;
use crate::plan::Input;
use crate::report::{Cause, Status};
use crate::writer::{REJECTS, SOURCE, metadata, options_metadata};

/// What stands where an output is to go.
pub(crate) enum Found {
    /// Nothing, or something that is to be replaced, or compared when it is time to publish.
    Nothing,
    /// Something that is in the way, or that makes the work needless.
    Refused(Refusal),
}

/// Looks at the place of an output that would be made of these inputs, and of its rejects.
pub(crate) fn look(
    path: &Path,
    rejects: Option<&Path>,
    inputs: &[&Input],
    options: &Options,
) -> Found {
    if options.existing == Existing::Overwrite || !path.exists() {
        return Found::Nothing;
    }
    let stale = |what: &str| {
        Found::Refused(Refusal {
            status: Status::Failed,
            cause: Cause::Usage,
            message: Some(format!("`{}` {what}", path.display())),
        })
    };
    if options.existing == Existing::Fail {
        return stale(
            "exists: --overwrite replaces it, --skip-existing keeps it if it is up to date",
        );
    }
    let found = match options.format {
        Format::Parquet(_) => chatlake_parquet::metadata(path).ok(),
        Format::Arrow(_) => chatlake_arrow::ipc::metadata(path).ok(),
        // They do not tell: what would be made is compared with what is there.
        Format::Csv(..) | Format::Jsonl(_) | Format::FlatJsonl(_) => return Found::Nothing,
    };
    let Some(found) = found else {
        return stale("exists, and does not tell what it was made from: --overwrite replaces it");
    };
    let mut expected = vec![
        options_metadata(options),
        ("chatlake.schema".to_owned(), chatlake_core::schema::VERSION.to_owned()),
    ];
    for (place, input) in inputs.iter().enumerate() {
        match digest(&*input.source) {
            Ok(digest) => expected.extend(metadata(place, input, &digest)),
            Err(error) => {
                return Found::Refused(Refusal {
                    status: Status::Failed,
                    cause: Cause::Io,
                    message: Some(format!("failed to read `{}`: {error}", input.name())),
                });
            }
        }
    }
    // What is found may tell of more inputs, or more of one than there is to tell.
    let of_sources = |pairs: &[(String, String)]| {
        pairs.iter().filter(|(key, _)| key.starts_with(SOURCE)).count()
    };
    if of_sources(&found) == of_sources(&expected)
        && expected.iter().all(|pair| found.contains(pair))
    {
        if options.on_reject == OnReject::Quarantine && !has_rejects(&found, rejects) {
            // They come to light when the output is made again.
            return Found::Nothing;
        }
        return Found::Refused(Refusal {
            status: Status::Skipped,
            cause: Cause::None,
            message: None,
        });
    }
    stale(OTHERWISE_MADE)
}

/// Whether as many rejects are kept as the output tells of.
fn has_rejects(found: &[(String, String)], path: Option<&Path>) -> bool {
    let told = found.iter().find(|(key, _)| key == REJECTS).map(|(_, told)| told);
    let (Some(told), Some(path)) = (told, path) else { return true };
    n_lines(path).is_ok_and(|n_lines| told.parse() == Ok(n_lines))
}

fn n_lines(path: &Path) -> io::Result<u64> {
    let mut file = BufReader::with_capacity(1 << 16, File::open(path)?);
    let mut n_lines = 0;
    loop {
        let bytes = file.fill_buf()?;
        if bytes.is_empty() {
            return Ok(n_lines);
        }
        n_lines += memchr::memchr_iter(b'\n', bytes).count() as u64;
        let n = bytes.len();
        file.consume(n);
    }
}

/// What is said of an output that is not the one that would be made.
pub(crate) const OTHERWISE_MADE: &str = "exists, but was made from other bytes, or with other options (with --dedup drop, also after other inputs): --overwrite replaces it";
