//! `chatlake verify`.

mod archive;
mod export;
mod files;
mod listed;
mod output;

use std::io::Write;
use std::path::Path;

use serde::Serialize;

use super::{print, print_json};
use crate::args::VerifyArgs;
use crate::console::Console;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::screen;

/// What was found of one file, or of an archive as a whole.
#[derive(Debug, Serialize)]
struct Check {
    path: String,
    verdict: Verdict,
    message: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
enum Verdict {
    Ok,
    /// Nothing is wrong with it that anybody could find, and something could not be looked at.
    Unchecked,
    /// It was wrong, and is right now.
    Repaired,
    /// It will come right by itself, or can be made again.
    Stale,
    /// Damaged, missing, or not what it says.
    Bad,
    /// The system could not read it.
    Unreadable,
    /// What was looked at, where not all is well.
    Looked,
}

impl Check {
    fn new(path: &Path, verdict: Verdict, message: impl Into<String>) -> Self {
        Self { path: path.display().to_string(), verdict, message: message.into() }
    }

    fn unreadable(path: &Path, error: &std::io::Error) -> Self {
        Self::new(path, Verdict::Unreadable, error.to_string())
    }
}

impl Verdict {
    fn exit(self) -> Exit {
        match self {
            Verdict::Ok | Verdict::Looked => Exit::OK,
            Verdict::Unchecked | Verdict::Repaired | Verdict::Stale => Exit::WARNINGS,
            Verdict::Bad => Exit::DAMAGED,
            Verdict::Unreadable => Exit::IO,
        }
    }
}

/// What was found, for scripts.
#[derive(Serialize)]
struct Document {
    ok: usize,
    unchecked: usize,
    repaired: usize,
    stale: usize,
    bad: usize,
    unreadable: usize,
    checks: Vec<Check>,
}

/// Checks archives and files against each other.
pub(super) fn run(args: &VerifyArgs, console: &Console) -> Result<Exit, Failure> {
    for path in &args.paths {
        if let Err(error) = path.symlink_metadata() {
            return Err(Failure::io(format!("read `{}`", path.display()), &error));
        }
    }
    let paths = args.paths.iter().map(AsRef::<Path>::as_ref);
    let (archives, files): (Vec<&Path>, Vec<&Path>) = paths.partition(|path| is_archive(path));
    if (args.repair || args.again) && archives.is_empty() {
        return Err(Failure::usage("--repair and --again are for archives, and none was named"));
    }
    let mut checks = Vec::new();
    for folder in archives {
        checks.extend(archive::check(folder, args, console)?);
    }
    if !files.is_empty() {
        checks.extend(files::check(&files)?);
    }
    let exit = checks.iter().fold(Exit::OK, |exit, check| exit.max(check.verdict.exit()));
    let n = |verdict: Verdict| checks.iter().filter(|check| check.verdict == verdict).count();
    let document = Document {
        ok: n(Verdict::Ok),
        unchecked: n(Verdict::Unchecked),
        repaired: n(Verdict::Repaired),
        stale: n(Verdict::Stale),
        bad: n(Verdict::Bad),
        unreadable: n(Verdict::Unreadable),
        checks,
    };
    if args.json {
        print_json(&document)?;
    } else {
        page(&document)?;
    }
    Ok(exit)
}

/// An archive has a catalogue, or at least raw files in their folder.
fn is_archive(path: &Path) -> bool {
    path.join("catalogue.sqlite").is_file() || path.join("raw").is_dir()
}

fn page(document: &Document) -> Result<(), Failure> {
    print(|out| {
        for check in &document.checks {
            let (word, colour) = match check.verdict {
                Verdict::Ok => ("ok", "32"),
                Verdict::Unchecked => ("unchecked", "1;33"),
                Verdict::Repaired => ("repaired", "1;33"),
                Verdict::Stale => ("stale", "1;33"),
                Verdict::Looked => ("-", "2"),
                Verdict::Bad => ("bad", "1;31"),
                Verdict::Unreadable => ("unreadable", "1;31"),
            };
            let word = format!("{word:<10}");
            let word = match screen::has_colours() {
                true => format!("\x1b[{colour}m{word}\x1b[0m"),
                false => word,
            };
            let line = format!("{}: {}", check.path, check.message);
            writeln!(out, "{word}  {}", screen::visible(&line))?;
        }
        let Document { ok, unchecked, repaired, stale, bad, unreadable, .. } = document;
        let mut line = format!("{ok} ok");
        for (number, word) in [
            (unchecked, "not checked"),
            (repaired, "repaired"),
            (stale, "stale"),
            (bad, "bad"),
            (unreadable, "unreadable"),
        ] {
            if *number > 0 {
                line.push_str(&format!(", {number} {word}"));
            }
        }
        writeln!(out, "{line}")
    })
}
