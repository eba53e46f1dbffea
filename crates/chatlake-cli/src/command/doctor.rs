//! `chatlake doctor`.

mod folders;
mod network;
mod settings;

use std::io::Write;

use chatlake_core::Zone;
use serde::Serialize;

use super::{print, print_json};
use crate::args::DoctorArgs;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::screen;

/// What was found of one thing.
#[derive(Debug, Serialize)]
struct Finding {
    check: &'static str,
    status: Status,
    message: String,
    /// What a sync would end with.
    #[serde(skip)]
    exit: Exit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Status {
    Ok,
    Warn,
    Fail,
    /// It could not be looked at, for something before it failed, or nobody asked for it.
    Skipped,
}

impl Finding {
    fn ok(check: &'static str, message: impl Into<String>) -> Self {
        Self { check, status: Status::Ok, message: message.into(), exit: Exit::OK }
    }

    fn warn(check: &'static str, message: impl Into<String>) -> Self {
        Self { check, status: Status::Warn, message: message.into(), exit: Exit::WARNINGS }
    }

    fn skipped(check: &'static str, message: impl Into<String>) -> Self {
        Self { check, status: Status::Skipped, message: message.into(), exit: Exit::OK }
    }

    fn fail(check: &'static str, exit: Exit, message: impl Into<String>) -> Self {
        Self { check, status: Status::Fail, message: message.into(), exit }
    }

    /// What a failure comes to.
    fn of(check: &'static str, failure: Failure) -> Self {
        match failure {
            Failure::Told(exit, message) => Self::fail(check, exit, message),
            Failure::ClosedPipe => Self::skipped(check, "nobody reads"),
        }
    }
}

/// What was found, for scripts.
#[derive(Serialize)]
struct Document {
    verdict: Status,
    online: bool,
    checks: Vec<Finding>,
}

/// Looks at everything that a sync depends on.
pub(super) fn run(args: &DoctorArgs) -> Result<Exit, Failure> {
    let supply = &args.supply;
    let mut checks = vec![
        settings::app(supply),
        settings::host(supply),
        settings::zone(supply),
        settings::window(supply),
        settings::credentials(supply),
    ];
    checks.extend(folders::state(supply));
    checks.extend(folders::archive(supply));
    checks.extend(network::reach(supply));
    checks.extend(network::ask(supply, args.online));
    let of = |status: Status| checks.iter().filter(move |finding| finding.status == status);
    // A warning is no excuse for a failure, whatever the numbers.
    let worst = if of(Status::Fail).next().is_some() { Status::Fail } else { Status::Warn };
    let exit = of(worst).fold(Exit::OK, |exit, finding| exit.max(finding.exit));
    let verdict = if exit == Exit::OK { Status::Ok } else { worst };
    if args.json {
        print_json(&Document { verdict, online: args.online, checks })?;
        return Ok(exit);
    }
    print(|out| {
        for finding in &checks {
            writeln!(out, "{}", line(finding, screen::has_colours()))?;
        }
        Ok(())
    })?;
    Ok(exit)
}

fn line(finding: &Finding, is_coloured: bool) -> String {
    let (word, colour) = match finding.status {
        Status::Ok => ("ok", "32"),
        Status::Warn => ("warn", "1;33"),
        Status::Fail => ("fail", "1;31"),
        Status::Skipped => ("-", "2"),
    };
    let word = format!("{word:<4}");
    let word = if is_coloured { format!("\x1b[{colour}m{word}\x1b[0m") } else { word };
    format!("{word}  {:<12}  {}", finding.check, screen::visible(&finding.message))
}

/// The zone for hours that are only asked for to see whether that works.
const ANY_ZONE: Zone = Zone::Beijing;
