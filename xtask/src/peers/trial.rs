//! Holding a contest: contenders take turns.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::contender::Contender;
use super::contest::Contest;
use super::corpora::Files;
use super::measure::turn;
use super::results::{ContestResult, Entry, Measured, Outcome};
use super::tools::{Tools, first_line};

/// A contender whose turns would come to more seconds than this has fewer of them, one at least;
/// the table says how many.
const PATIENCE: f64 = 300.0;

/// Runs every contender once to warm up and to count its rows, then all of them `runs` times, one
/// after another.
pub(crate) fn hold(
    contest: &Contest,
    input: &Files,
    tools: &Tools,
    folder: &Path,
    runs: u32,
) -> Result<ContestResult, Box<dyn Error>> {
    let out = out_folder(folder);
    let mut entries = Vec::new();
    for contender in contest.contenders {
        entries.push(Running::warm_up(contender, input, &out, tools, runs)?);
    }
    for round in 0..runs {
        for entry in entries.iter_mut().filter(|entry| round < entry.runs) {
            entry.take_turn(input, &out, tools)?;
        }
    }
    for entry in &entries {
        crate::print_line(&format!("  {}: {}", entry.contender.name, entry.summary(input)))?;
    }
    Ok(ContestResult {
        name: contest.name,
        title: contest.title,
        corpus: input.label.clone(),
        n_bytes: input.n_bytes,
        entries: entries
            .into_iter()
            .map(|Running { contender, outcome, .. }| Entry { contender, outcome })
            .collect(),
    })
}

/// Where contenders write: into memory where the system has such a folder, so that the disk of the
/// day is measured in nobody's time.
fn out_folder(folder: &Path) -> PathBuf {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { memory.join("chatlake-peers") } else { folder.join("out") }
}

/// A contender in the middle of a contest.
struct Running {
    contender: Contender,
    outcome: Outcome,
    runs: u32,
}

impl Running {
    fn warm_up(
        contender: &Contender,
        input: &Files,
        out: &Path,
        tools: &Tools,
        runs: u32,
    ) -> Result<Self, Box<dyn Error>> {
        let mut running =
            Self { contender: *contender, outcome: Outcome::Out(String::new()), runs };
        if let Some(lack) = tools.lacks(contender.needs) {
            running.outcome = Outcome::Out(lack);
            return Ok(running);
        }
        clear(out)?;
        running.outcome = match turn(contender, &input.folder, out, tools) {
            Ok(turn) => {
                running.runs = runs.min((PATIENCE / turn.seconds) as u32).max(1);
                Outcome::Ran(Measured { rows: count(out, tools), ..Measured::default() })
            }
            Err(error) => Outcome::Out(error.to_string()),
        };
        clear(out)?;
        Ok(running)
    }

    fn take_turn(
        &mut self,
        input: &Files,
        out: &Path,
        tools: &Tools,
    ) -> Result<(), Box<dyn Error>> {
        let Outcome::Ran(measured) = &mut self.outcome else { return Ok(()) };
        match turn(&self.contender, &input.folder, out, tools) {
            Ok(turn) => measured.turns.push(turn),
            Err(error) => self.outcome = Outcome::Out(error.to_string()),
        }
        // Also spares the next one the disk's work for this one.
        clear(out)?;
        Ok(())
    }

    fn summary(&self, input: &Files) -> String {
        match &self.outcome {
            Outcome::Ran(measured) => {
                let seconds = measured.seconds();
                format!("{:.0} MB/s, {seconds:.3} s", input.n_bytes as f64 / 1e6 / seconds)
            }
            Outcome::Out(why) => why.clone(),
        }
    }
}

fn clear(folder: &Path) -> std::io::Result<()> {
    if folder.exists() { fs::remove_dir_all(folder) } else { Ok(()) }
}

/// Rows or lines of all files in a folder, counted by other people's readers.
fn count(folder: &Path, tools: &Tools) -> Option<u64> {
    let mut counter = Command::new(&tools.python);
    first_line(counter.arg(tools.scripts.join("count.py")).arg(folder))?.parse().ok()
}
