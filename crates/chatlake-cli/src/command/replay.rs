//! `chatlake replay`.

use std::collections::HashSet;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use chatlake_convert::{Input, Listing, stem};

use super::{convert, inputs};
use crate::args::{ConvertArgs, ReplayArgs};
use crate::console::Console;
use crate::exit::Exit;
use crate::failure::Failure;

/// Converts rejects, and tells what came of it.
pub(super) fn run(args: ReplayArgs, console: &Console) -> Result<Exit, Failure> {
    convert::run(&args.into(), console, find)
}

/// Finds the files of rejects that were named.
fn find(args: &ConvertArgs, console: &Console) -> Result<Vec<Input>, Failure> {
    let mut named = Vec::new();
    for path in &args.inputs {
        let within = match path.is_dir() {
            true => reject_folders(path, args.recursive)
                .map_err(|error| Failure::io(format!("read `{}`", path.display()), &error))?,
            false => Vec::new(),
        };
        if within.is_empty() {
            named.push(path.clone());
        } else {
            named.extend(within);
        }
    }
    let listing = Listing { is_recursive: args.recursive };
    let found = inputs::find(&named, args.files_from.as_deref(), listing, console)?;
    Ok(without_leftovers(found, console).into_iter().map(Input::of_rejects).collect())
}

/// The folders called `_rejects` in a folder, or anywhere below.
fn reject_folders(folder: &Path, is_recursive: bool) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default();
        if name == "_rejects" && path.is_dir() {
            found.push(path);
        } else if is_recursive && !name.to_string_lossy().starts_with(['_', '.']) && path.is_dir() {
            found.extend(reject_folders(&path, true)?);
        }
    }
    found.sort();
    Ok(found)
}

/// Leaves out what an earlier replay has left of a file that is among these itself: its rejects
/// would be converted twice.
fn without_leftovers(inputs: Vec<Input>, console: &Console) -> Vec<Input> {
    let place = |input: &Input, stem: &str| -> Option<(PathBuf, OsString)> {
        input.file_name.as_ref()?;
        let folder = Path::new(input.name()).parent()?.to_owned();
        Some((folder, stem.into()))
    };
    let all: HashSet<_> = inputs.iter().filter_map(|input| place(input, &input.stem)).collect();
    let is_leftover = |input: &Input| {
        let name = input.file_name.as_deref().map(stem).unwrap_or_default();
        let of = name.strip_suffix(".replay").and_then(|of| place(input, of));
        of.is_some_and(|of| all.contains(&of))
    };
    let (left_out, taken): (Vec<_>, Vec<_>) = inputs.into_iter().partition(is_leftover);
    for input in left_out {
        console.note(&format!(
            "`{}` is left out: what it holds is in the file that it was replayed from",
            input.name()
        ));
    }
    taken
}
