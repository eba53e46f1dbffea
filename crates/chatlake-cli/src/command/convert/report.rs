//! The report as JSON.

use std::io::{self, Write};
use std::path::Path;

use chatlake_convert::Report;

use crate::args::ConvertArgs;
use crate::command::print_json;
use crate::failure::Failure;

/// Writes the report to where it was asked for; not to standard output if that is taken.
pub(super) fn hand_out(
    report: &Report,
    args: &ConvertArgs,
    takes_stdout: bool,
) -> Result<(), Failure> {
    if let Some(path) = &args.report {
        write(report, path).map_err(|error| {
            Failure::io(format!("write the report to `{}`", path.display()), &error)
        })?;
    }
    if args.json && !takes_stdout {
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
