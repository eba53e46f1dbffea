//! `strace`, which sees every call and can spoil it.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::class::Class;
use super::point::{Fault, Point, Site};

/// What to do with the calls of a run.
pub(super) enum Tracing<'a> {
    /// Write them down.
    Listen,
    /// Spoil one.
    Spoil(&'a Point),
}

/// Fails if there is no `strace`, or it may not trace.
pub(super) fn look() -> Result<(), Box<dyn Error>> {
    let tried = Command::new("strace").args(["-f", "-o", "/dev/null", "true"]).output();
    match tried {
        Err(_) => {
            Err("strace is not here: install the package `strace` (apt-get install strace)".into())
        }
        Ok(output) if !output.status.success() => {
            let said = String::from_utf8_lossy(&output.stderr);
            Err(format!("strace may not trace here: {}", said.trim()).into())
        }
        Ok(_) => Ok(()),
    }
}

/// A command that runs what is added to its arguments. `place` says where the path of a point is.
pub(super) fn command(
    tracing: &Tracing<'_>,
    log: &Path,
    place: impl Fn(&str) -> PathBuf,
) -> Command {
    let mut strace = Command::new("strace");
    strace.args(["-f", "-y", "-s", "0", "-o"]).arg(log);
    match tracing {
        Tracing::Listen => {
            let calls: Vec<&str> =
                Class::ALL.iter().flat_map(|class| class.calls()).copied().collect();
            // What another machine does not have is no reason to fail.
            let calls: Vec<String> = calls.iter().map(|call| format!("?{call}")).collect();
            strace.arg("--seccomp-bpf").arg(format!("--trace={}", calls.join(",")));
        }
        Tracing::Spoil(Point { site: Site { call, path, number }, fault }) => {
            let spoil = match fault {
                Fault::Once(error) => format!("error={error}:when={number}"),
                Fault::Lasting(error) => format!("error={error}:when={number}+"),
                Fault::Kill => format!("signal=KILL:when={number}"),
            };
            // A signal is not delivered at the stops of the filter.
            if *fault != Fault::Kill {
                strace.arg("--seccomp-bpf");
            }
            strace.arg(format!("--trace={call}")).arg(format!("--inject={call}:{spoil}"));
            if let Some(path) = path {
                strace.arg("-P").arg(place(path));
            }
        }
    }
    strace
}
