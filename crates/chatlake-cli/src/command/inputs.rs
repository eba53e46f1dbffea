//! From what was named to what is read.

mod bucket;

use std::ffi::OsString;
use std::io::{self, Read};
use std::os::unix::ffi::OsStringExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chatlake_convert::{Input, Listing, PlanError, StdinSource, expand};
use chatlake_store::Place;

use crate::console::Console;
use crate::failure::Failure;
use bucket::Buckets;
pub(in crate::command) use bucket::let_go;

/// Finds the inputs that were named, in the order given. What names nothing is told of.
///
/// # Errors
///
/// Nothing at all was found, or standard input was named twice.
pub(super) fn find(
    named: &[PathBuf],
    files_from: Option<&Path>,
    listing: Listing,
    console: &Console,
) -> Result<Vec<Input>, Failure> {
    let is_stdin = |path: &&PathBuf| path.as_os_str() == "-";
    let n_stdin = named.iter().filter(is_stdin).count();
    let list_is_stdin = files_from.is_some_and(|path| path.as_os_str() == "-");
    if n_stdin + usize::from(list_is_stdin) > 1 {
        return Err(Failure::usage("standard input (-) can be read only once"));
    }
    let (mut inputs, mut buckets) = (Vec::new(), Buckets::default());
    for path in named {
        if path.as_os_str() == "-" {
            inputs.push(Input::unnamed(Arc::new(StdinSource::default())));
            continue;
        }
        inputs.extend(found(path, listing, console, &mut buckets)?);
    }
    if let Some(list) = files_from {
        for path in listed(list)? {
            inputs.extend(found(&path, listing, console, &mut buckets)?);
        }
    }
    if !inputs.is_empty() {
        return Ok(inputs);
    }
    let why = match (named, files_from) {
        ([], None) => {
            "name files, folders, patterns, urls of buckets, or - for standard input".to_owned()
        }
        ([], Some(list)) => format!("`{}` lists nothing", list.display()),
        _ => "what was named has no *.gz and no *.jsonl* (--recursive looks deeper)".to_owned(),
    };
    Err(PlanError::NoInput(why).into())
}

/// What one argument means.
fn found(
    path: &Path,
    listing: Listing,
    console: &Console,
    buckets: &mut Buckets,
) -> Result<Vec<Input>, Failure> {
    let found = match path.to_str() {
        Some(argument) if Place::is_url_like(argument) => buckets.find(argument, listing)?,
        Some(argument) => expand(argument, listing)?.iter().map(|path| Input::file(path)).collect(),
        None => vec![Input::file(path)],
    };
    if found.is_empty() {
        console.warn(&format!("`{}` matches no export", path.display()));
    }
    Ok(found)
}

/// The lines of a list.
fn listed(list: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut bytes = Vec::new();
    let read = if list.as_os_str() == "-" {
        io::stdin().lock().read_to_end(&mut bytes).map(|_| ())
    } else {
        std::fs::read(list).map(|read| bytes = read)
    };
    read.map_err(|error| {
        Failure::usage(format!("--files-from: failed to read `{}`: {error}", list.display()))
    })?;
    let lines = bytes.split(|byte| *byte == b'\n');
    let lines = lines.map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    let paths = lines.filter(|line| !line.is_empty());
    Ok(paths.map(|line| PathBuf::from(OsString::from_vec(line.to_vec()))).collect())
}
