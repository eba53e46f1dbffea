//! One run, watched.

use std::error::Error;
use std::fs::{self, File};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use wait4::Wait4;

use super::bound::{PATIENCE, memory};
use super::input::{Files, Input};
use super::way::Way;

/// An input, and what is done with it.
pub(super) struct Trial<'a> {
    pub(super) input: &'a Input,
    pub(super) way: Way,
    pub(super) workers: u64,
}

/// What came of it.
pub(super) struct Outcome {
    pub(super) status: ExitStatus,
    pub(super) seconds: f64,
    /// The largest resident set, in bytes.
    pub(super) peak: u64,
    /// What should not have been.
    pub(super) faults: Vec<String>,
}

impl<'a> Trial<'a> {
    /// By one worker and by two; only by two where time is short.
    pub(super) fn all(input: &'a Input, ways: &[Way], is_quick: bool) -> Vec<Self> {
        let workers = |way: Way| match (way.is_conversion(), is_quick) {
            (true, true) => 2..=2,
            (true, false) => 1..=2,
            (false, _) => 1..=1,
        };
        let suiting = ways.iter().filter(|way| way.suits(input));
        let all = suiting.flat_map(|way| workers(*way).map(|workers| (*way, workers)));
        all.map(|(way, workers)| Self { input, way, workers }).collect()
    }

    /// The most memory that the run may have, in bytes.
    pub(super) fn bound(&self) -> u64 {
        memory(self.workers)
    }

    /// Runs the command in `place`, which is left as it was but for the folder of the inputs.
    pub(super) fn run(
        &self,
        chatlake: &Path,
        files: &Files,
        place: &Path,
    ) -> Result<Outcome, Box<dyn Error>> {
        let (out, waiting, said) = (place.join("out"), place.join("tmp"), place.join("said"));
        for folder in [&out, &waiting] {
            clear(folder)?;
            fs::create_dir_all(folder)?;
        }
        let words = File::create(&said)?;
        let quietly = |mut command: Command| -> std::io::Result<Command> {
            // Settings of whoever runs this are not what is tried.
            command.env_clear().env("HOME", place).env("TMPDIR", &waiting);
            command.stdin(Stdio::null()).stdout(words.try_clone()?).stderr(words.try_clone()?);
            Ok(command)
        };
        let mut files: Vec<PathBuf> = files.0.iter().take(self.workers as usize).cloned().collect();
        let kept = place.join("kept");
        if self.way == Way::Replay {
            clear(&kept)?;
            quietly(Way::Csv.command(chatlake, self.input, &files, &kept))?.status()?;
            let rejects = fs::read_dir(kept.join("_rejects"))?;
            files = rejects.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?;
        }
        let mut command = quietly(self.way.command(chatlake, self.input, &files, &out))?;
        let mut outcome = watched(&mut command, self.bound())?;
        clear(&kept)?;
        let said = String::from_utf8_lossy(&fs::read(&said)?).into_owned();
        outcome.faults.extend(self.faults(outcome.status, &said));
        clear(&out)?;
        clear(&waiting)?;
        Ok(outcome)
    }

    fn faults(&self, status: ExitStatus, said: &str) -> Option<String> {
        // Who shows the first records need not come to the one that is wrong.
        let is_looking = self.way == Way::Head;
        let Some(code) = status.code() else {
            return Some(format!("killed by signal {}", status.signal().unwrap_or_default()));
        };
        if code != self.input.exit && !(is_looking && code == 0) {
            return Some(format!("exit code {code}, not {}: {}", self.input.exit, last_line(said)));
        }
        // Rejects that were cut are told of in other words.
        let says_so = self.way.is_conversion() && self.way != Way::Replay;
        if says_so && !said.contains(self.input.says) {
            return Some(format!("does not say `{}`: {}", self.input.says, last_line(said)));
        }
        None
    }
}

/// Runs a command to its end, or to that of patience or memory.
fn watched(command: &mut Command, bound: u64) -> Result<Outcome, Box<dyn Error>> {
    let began = Instant::now();
    let mut child = command.spawn()?;
    let id = child.id();
    let mut faults = Vec::new();
    let (sender, ended) = mpsc::channel();
    // The one that waits gets to know the peak from the kernel; the other looks at the clock.
    let used = thread::scope(|scope| {
        scope.spawn(|| sender.send(child.wait4()));
        loop {
            match ended.recv_timeout(Duration::from_millis(5)) {
                Ok(used) => return used,
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(std::io::Error::other("nobody waits for the command"));
                }
                Err(RecvTimeoutError::Timeout) => {}
            }
            if faults.is_empty() {
                faults.extend(too_much(id, began, bound));
                if !faults.is_empty() {
                    Command::new("kill").args(["-KILL", &id.to_string()]).status()?;
                }
            }
        }
    })?;
    let (seconds, peak) = (began.elapsed().as_secs_f64(), used.rusage.maxrss);
    if faults.is_empty() && peak > bound {
        faults.push("too much memory".to_owned());
    }
    Ok(Outcome { status: used.status, seconds, peak, faults })
}

/// Why a run must not go on.
fn too_much(id: u32, began: Instant, bound: u64) -> Option<String> {
    if began.elapsed() > PATIENCE {
        return Some("too slow".to_owned());
    }
    let status = fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
    (peak(&status) > Some(bound)).then(|| "too much memory".to_owned())
}

/// The largest resident set so far, in bytes.
fn peak(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()? << 10)
}

fn last_line(said: &str) -> &str {
    said.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or("no word")
}

fn clear(folder: &Path) -> std::io::Result<()> {
    if folder.exists() { fs::remove_dir_all(folder) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_peak_is_read_from_what_the_kernel_tells() {
        let status = "Name:\tx\nVmHWM:\t    1024 kB\nVmRSS:\t     512 kB\n";
        assert_eq!(peak(status), Some(1 << 20));
        assert_eq!(peak(""), None);
    }

    #[test]
    fn what_takes_too_much_is_killed() {
        let mut command = Command::new("sleep");
        let outcome = watched(command.arg("600"), 1).unwrap();
        assert_eq!(outcome.faults, ["too much memory"]);
        assert_eq!(outcome.status.code(), None);
    }
}
