//! One turn of one contender.

use std::error::Error;
use std::fs::{self, File};
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::Instant;

use wait4::Wait4;

use super::JOBS;
use super::contender::Contender;
use super::tools::Tools;

/// What a turn took.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Turn {
    /// Wall clock.
    pub(crate) seconds: f64,
    /// User and system, of the process and all that it waited for.
    pub(crate) cpu_seconds: f64,
    /// The largest resident set of any one process, in bytes.
    pub(crate) peak_rss: u64,
    /// All files written.
    pub(crate) output_bytes: u64,
}

/// Runs a contender once, into an empty folder `out` that is left for the caller to look at.
///
/// The resources are those that the kernel tells with the end of this very process (`wait4`).
pub(crate) fn turn(
    contender: &Contender,
    input: &Path,
    out: &Path,
    tools: &Tools,
) -> Result<Turn, Box<dyn Error>> {
    fs::create_dir_all(out)?;
    let said = out.with_extension("stdout");
    let complained = out.with_extension("stderr");
    let mut command = shell(contender.line);
    command
        .env("IN", input)
        .env("OUT", out)
        .env("JOBS", JOBS.to_string())
        .env("CHATLAKE", &tools.chatlake)
        .env("ARROW_JSON", &tools.arrow_json)
        .env("UNACCOUNTED", &tools.unaccounted)
        .env("PYTHON", &tools.python)
        .env("PEERS", &tools.scripts)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .stdout(File::create(&said)?)
        .stderr(File::create(&complained)?);
    let start = Instant::now();
    let used = command.spawn()?.wait4()?;
    let elapsed = start.elapsed().as_secs_f64();
    if !used.status.success() {
        let complaint = fs::read_to_string(&complained).unwrap_or_default();
        let last = complaint.lines().rev().find(|line| !line.trim().is_empty());
        return Err(format!("{}: {}", used.status, last.unwrap_or("no word")).into());
    }
    Ok(Turn {
        seconds: told(&fs::read_to_string(&said).unwrap_or_default()).unwrap_or(elapsed),
        cpu_seconds: (used.rusage.utime + used.rusage.stime).as_secs_f64(),
        peak_rss: used.rusage.maxrss,
        output_bytes: size(out)?,
    })
}

/// A shell that is held to as many cores as the threads that are allowed.
fn shell(line: &str) -> Command {
    let n_cores = thread::available_parallelism().map_or(1, |n| n.get() as u32);
    if n_cores <= JOBS {
        let mut command = Command::new("sh");
        command.args(["-c", line]);
        return command;
    }
    let mut command = Command::new("taskset");
    command.args(["--cpu-list", &format!("0-{}", JOBS - 1), "sh", "-c", line]);
    command
}

/// The time that a contender tells of itself.
fn told(said: &str) -> Option<f64> {
    said.lines().find_map(|line| line.strip_prefix("seconds ")?.parse().ok())
}

fn size(folder: &Path) -> std::io::Result<u64> {
    let mut bytes = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let metadata = entry.metadata()?;
        bytes += if metadata.is_dir() { size(&entry.path())? } else { metadata.len() };
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contender_may_tell_its_own_time() {
        assert_eq!(told("hello\nseconds 1.25\n"), Some(1.25));
        assert_eq!(told("seconds later\n"), None);
        assert_eq!(told(""), None);
    }
}
