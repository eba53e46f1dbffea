//! The report as JSON.

use std::io::{self, Write};
use std::path::Path;

use chatlake_convert::Report;

use crate::args::ConvertArgs;
use crate::command::print_json;
use crate::failure::Failure;

/// Refuses two things that would both go to standard output.
pub(super) fn check(args: &ConvertArgs) -> Result<(), Failure> {
    let takes_stdout = args.out.as_deref().is_some_and(is_stdout);
    let reports = args.report.as_deref().is_some_and(is_stdout);
    let taken = |what: &str, by: &str| {
        let says = format!("{what} and {by} would both go to standard output: name a file for one");
        Err(Failure::usage(says))
    };
    if reports && takes_stdout {
        return taken("--report -", "--out -");
    }
    if reports && args.json {
        return taken("--report -", "--json");
    }
    match args.rejects.rejects.as_deref().is_some_and(is_stdout) {
        true if takes_stdout => taken("--rejects -", "--out -"),
        true if reports => taken("--rejects -", "--report -"),
        _ => Ok(()),
    }
}

/// Whether a path means standard output.
pub(super) fn is_stdout(path: &Path) -> bool {
    path == Path::new("-")
}

/// Writes the report to where it was asked for; not to standard output if that is taken.
pub(super) fn hand_out(
    report: &Report,
    args: &ConvertArgs,
    takes_stdout: bool,
) -> Result<(), Failure> {
    let is_printed = args.report.as_deref().is_some_and(is_stdout);
    if let Some(path) = args.report.as_ref().filter(|_| !is_printed) {
        write(report, path).map_err(|error| {
            Failure::io(format!("write the report to `{}`", path.display()), &error)
        })?;
    }
    if is_printed || args.json && !takes_stdout {
        print_json(report)?;
    }
    Ok(())
}

/// Writes a whole file, or none.
fn write(report: &Report, path: &Path) -> io::Result<()> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut file = tempfile::Builder::new().suffix(".part").tempfile_in(folder)?;
    serde_json::to_writer_pretty(&mut file, report)?;
    file.write_all(b"\n")?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}
