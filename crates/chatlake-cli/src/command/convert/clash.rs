//! Files that one run would both read and write, or write twice.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use chatlake_convert::{Input, Options, Plan};

use super::report::is_stdout;
use crate::args::ConvertArgs;
use crate::failure::Failure;

/// Refuses a plan that writes where it reads, or twice to one place.
pub(super) fn check(plan: &Plan, options: &Options, args: &ConvertArgs) -> Result<(), Failure> {
    let extension = options.format.extension();
    let mut outputs: Vec<PathBuf> = Vec::new();
    for input in &plan.inputs {
        outputs.extend(plan.output_of(input, extension, false));
        outputs.extend(plan.rejects_of(input));
    }
    outputs.sort();
    outputs.dedup();
    check_all(&plan.inputs, outputs, args)
}

/// Refuses to write where something is read, or twice to one place: these outputs, and the report.
pub(super) fn check_all(
    inputs: &[Input],
    mut outputs: Vec<PathBuf>,
    args: &ConvertArgs,
) -> Result<(), Failure> {
    let named = inputs.iter().filter(|input| input.file_name.is_some());
    let mut taken: HashMap<PathBuf, &str> = HashMap::new();
    for input in named {
        taken.insert(real(Path::new(input.name())), "read");
    }
    if let Some(list) = &args.files_from {
        taken.insert(real(list), "read");
    }
    outputs.extend(args.report.clone().filter(|path| !is_stdout(path)));
    for output in outputs {
        if let Some(what) = taken.insert(real(&output), "written") {
            return Err(Failure::usage(format!(
                "`{}` would be written, but it is {what} too: choose another place",
                output.display()
            )));
        }
    }
    Ok(())
}

/// The path without links, as far as it is there.
fn real(path: &Path) -> PathBuf {
    if let Ok(real) = path.canonicalize() {
        return real;
    }
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    match (folder.canonicalize(), path.file_name()) {
        (Ok(folder), Some(name)) => folder.join(name),
        _ => path.to_owned(),
    }
}
