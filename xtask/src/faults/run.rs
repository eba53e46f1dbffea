//! A run of the command, to its end or to the end of patience.

use std::fs::{self, File};
use std::io;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// How a run ended.
#[derive(Clone, Debug)]
pub(super) struct Ran {
    pub(super) end: End,
    /// What it said for people.
    pub(super) said: String,
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    Exit(i32),
    Signal(i32),
    /// It did not.
    Never,
}

/// A run takes milliseconds; who waits for a lock or a pause waits for seconds.
const PATIENCE: Duration = Duration::from_secs(20);

/// Runs a command, with a file for what it says.
pub(super) fn run(command: &mut Command, said: &Path) -> io::Result<Ran> {
    let out = File::create(said)?;
    command.stdin(Stdio::null()).stdout(out.try_clone()?).stderr(out).process_group(0);
    let mut child = command.spawn()?;
    let began = Instant::now();
    let mut pause = Duration::from_micros(500);
    let end = loop {
        if let Some(status) = child.try_wait()? {
            let signal = status.signal().map(End::Signal);
            break status.code().map(End::Exit).or(signal).unwrap_or(End::Never);
        }
        if began.elapsed() > PATIENCE {
            // The group is the child and all that it started.
            let group = format!("-{}", child.id());
            Command::new("kill").args(["-KILL", "--", &group]).status()?;
            child.wait()?;
            break End::Never;
        }
        thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(5));
    };
    let said = String::from_utf8_lossy(&fs::read(said)?).into_owned();
    Ok(Ran { end, said })
}
