//! `chatlake man`.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use clap::{Command, CommandFactory};
use clap_mangen::Man;

use crate::args::{self, Cli, ManArgs};
use crate::exit::Exit;
use crate::failure::Failure;

/// Prints a manual page, or writes all of them to a folder.
pub(super) fn run(args: &ManArgs) -> Result<Exit, Failure> {
    let mut command = args::finished(Cli::command());
    command.build();
    if let Some(folder) = &args.out {
        let failed = |error: io::Error| {
            Failure::io(format!("write manual pages to `{}`", folder.display()), &error)
        };
        fs::create_dir_all(folder).map_err(failed)?;
        write_all(&command, "chatlake", folder).map_err(failed)?;
        return Ok(Exit::OK);
    }
    let mut found = &command;
    let mut name = "chatlake".to_owned();
    for word in &args.of {
        let Some(below) = found.find_subcommand(word) else {
            return Err(Failure::usage(format!("`{name}` has no command `{word}`")));
        };
        name = format!("{name}-{word}");
        found = below;
    }
    let page = page(found, &name).map_err(|error| Failure::io("make the page", &error))?;
    super::print(|out| out.write_all(&page))?;
    Ok(Exit::OK)
}

fn write_all(command: &Command, name: &str, folder: &Path) -> io::Result<()> {
    fs::write(folder.join(format!("{name}.1")), page(command, name)?)?;
    for below in command.get_subcommands() {
        write_all(below, &format!("{name}-{}", below.get_name()), folder)?;
    }
    Ok(())
}

/// A page that has the examples where readers look for them: behind the synopsis.
fn page(command: &Command, name: &str) -> io::Result<Vec<u8>> {
    let examples = command.get_before_help().map(ToString::to_string).unwrap_or_default();
    let man = Man::new(command.clone().name(name.to_owned())).date("");
    let mut out = Vec::new();
    man.render_title(&mut out)?;
    man.render_name_section(&mut out)?;
    man.render_synopsis_section(&mut out)?;
    writeln!(out, ".SH EXAMPLES\n.nf")?;
    for line in examples.lines().skip(1) {
        writeln!(out, "{}", line.replace('\\', "\\e").replace('-', "\\-"))?;
    }
    writeln!(out, ".fi")?;
    man.render_description_section(&mut out)?;
    man.render_options_section(&mut out)?;
    if command.has_subcommands() {
        man.render_subcommands_section(&mut out)?;
    }
    Ok(out)
}
