//! What must hold after a run that was spoiled.

use std::error::Error;

use super::log::Log;
use super::point::{Fault, Point};
use super::power::Disk;
use super::results::{Files, facts, is_whole};
use super::run::{End, Ran};
use super::stage::{Existing, Stage};
use super::tracer::Tracing;

/// How a scenario ends when nothing is spoiled.
pub(super) struct Whole {
    exit: i32,
    files: Files,
    facts: String,
    before: Files,
}

/// What came of a point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// All is as it should be; so many unfinished files were left over in the end.
    Survived {
        n_unfinished: usize,
    },
    /// The call was not made this time, so nothing was spoiled.
    NotMet,
    Failed(String),
}

/// The exit code where the system has failed.
const LOCAL_IO: i32 = 8;
const USAGE: i32 = 2;
const KILL: i32 = 9;

impl Whole {
    /// Runs a scenario to its end.
    pub(super) fn of(stage: &mut Stage) -> Result<Self, Box<dyn Error>> {
        stage.reset()?;
        let before = stage.files_before()?;
        let (ran, log) = stage.traced(&Tracing::Listen)?;
        stage.learn(&log);
        let End::Exit(exit @ (0 | 3)) = ran.end else {
            return Err(format!("without faults it ends with {:?}: {}", ran.end, ran.said).into());
        };
        let again = stage.again(Existing::Skipped)?;
        let verified = stage.verify()?;
        let name = stage.scenario.name();
        for ran in [again].into_iter().chain(verified) {
            if !matches!(ran.end, End::Exit(0 | 3)) {
                return Err(format!("`{name}` without faults, then: {ran:?}").into());
            }
        }
        let files = stage.files()?;
        if files.finished().next().is_none() {
            return Err(format!("nothing comes of `{name}`").into());
        }
        let facts = facts(&stage.archive())?;
        Ok(Self { exit, files, facts, before })
    }
}

/// Tries a point, and everything that must hold afterwards. If there is a disk, its power is cut
/// when the run ends.
pub(super) fn judge(
    stage: &mut Stage,
    whole: &Whole,
    point: &Point,
    disk: Option<&Disk>,
) -> Result<(Verdict, Ran, Log), Box<dyn Error>> {
    stage.reset()?;
    disk.map_or(Ok(()), Disk::settle)?;
    let (ran, log) = stage.traced(&Tracing::Spoil(point))?;
    disk.map_or(Ok(()), Disk::cut)?;
    let is_met = ran.end == End::Signal(KILL) || log.has_struck(stage.folder());
    let verdict = if is_met {
        match held(stage, whole, point, &ran) {
            Ok(n_unfinished) => Verdict::Survived { n_unfinished },
            Err(broken) => Verdict::Failed(broken.to_string()),
        }
    } else {
        Verdict::NotMet
    };
    Ok((verdict, ran, log))
}

/// Whether what a run reported that came to its end outlives a loss of power behind it.
pub(super) fn outlives(
    stage: &mut Stage,
    whole: &Whole,
    disk: &Disk,
) -> Result<Verdict, Box<dyn Error>> {
    stage.reset()?;
    disk.settle()?;
    let (ran, _) = stage.traced(&Tracing::Listen)?;
    disk.cut()?;
    if ran.end != End::Exit(whole.exit) {
        return Ok(Verdict::Failed(format!("it ends with {:?}", ran.end)));
    }
    Ok(match compare(stage, whole, "it said all is done, and") {
        Ok(()) => Verdict::Survived { n_unfinished: 0 },
        Err(broken) => Verdict::Failed(broken.to_string()),
    })
}

/// Says how many unfinished files are left, or what does not hold.
fn held(stage: &Stage, whole: &Whole, point: &Point, ran: &Ran) -> Result<usize, Box<dyn Error>> {
    let is_done = ended_well(whole, point, ran)?;
    let files = stage.files()?;
    // One output of all inputs is published without an input that cannot be read, as it is without
    // one that is damaged.
    let is_without = !is_done && is_input(stage, point);
    for (name, bytes) in files.finished().filter(|_| !is_without) {
        let is_known =
            whole.files.get(name) == Some(bytes) || whole.before.get(name) == Some(bytes);
        // An hour of a lake keeps what a missing one before it has, too, until that one comes.
        let may_pass = stage.scenario.is_lake() && is_whole(name, bytes);
        if !is_known && !may_pass {
            return Err(format!("`{name}` has its name and is not whole").into());
        }
    }
    if is_done {
        compare(stage, whole, "it says all is done, and")?;
    }
    let existing = if is_without { Existing::Replaced } else { Existing::Skipped };
    let again = stage.again(existing)?;
    if !matches!(again.end, End::Exit(0 | 3)) {
        return Err(format!("the next run ends with {:?}: {}", again.end, again.said.trim()).into());
    }
    compare(stage, whole, "after the next run")?;
    let mut verified = stage.verify()?.into_iter();
    if let Some(bad) = verified.find(|ran| !matches!(ran.end, End::Exit(0 | 3))) {
        return Err(format!("it does not verify: {}", bad.said.trim()).into());
    }
    let n_downloads = stage.world().map_or(0, super::world::World::most_downloads);
    if n_downloads > 2 {
        return Err(format!("a file was downloaded {n_downloads} times").into());
    }
    Ok(stage.files()?.n_unfinished(&whole.files))
}

/// Whether it is an input of one output of many that is spoiled.
fn is_input(stage: &Stage, point: &Point) -> bool {
    let is_one = stage.scenario.one_file().is_some();
    is_one && point.site.path.as_deref().is_some_and(|path| path.starts_with("in/"))
}

/// Whether it says that all is done; fails if it ends as it must not.
fn ended_well(whole: &Whole, point: &Point, ran: &Ran) -> Result<bool, String> {
    let said = ran.said.trim();
    if said.contains("panicked at") || said.contains("RUST_BACKTRACE") {
        return Err(format!("it panics: {said}"));
    }
    match ran.end {
        End::Never => Err(format!("it never ends: {said}")),
        End::Signal(KILL) if point.fault == Fault::Kill => Ok(false),
        End::Signal(signal) => Err(format!("it is killed by signal {signal}: {said}")),
        End::Exit(exit) if exit == whole.exit => Ok(true),
        End::Exit(exit) if point.is_interruption() => {
            Err(format!("an interruption ends it with {exit}: {said}"))
        }
        End::Exit(LOCAL_IO) => Ok(false),
        // Settings that cannot be read are wrong settings.
        End::Exit(USAGE) if said.contains("failed to read settings") => Ok(false),
        End::Exit(exit) => Err(format!("it exits with {exit}: {said}")),
    }
}

fn compare(stage: &Stage, whole: &Whole, when: &str) -> Result<(), Box<dyn Error>> {
    if let Some(difference) = stage.files()?.difference(&whole.files) {
        return Err(format!("{when} {difference}").into());
    }
    let facts = facts(&stage.archive())?;
    let differs = facts.lines().find(|line| !whole.facts.lines().any(|it| it == *line));
    let misses = whole.facts.lines().find(|line| !facts.lines().any(|it| it == *line));
    match (differs, misses) {
        (Some(line), _) => Err(format!("{when} the catalogue says `{line}`").into()),
        (None, Some(line)) => Err(format!("{when} the catalogue lacks `{line}`").into()),
        (None, None) => Ok(()),
    }
}
