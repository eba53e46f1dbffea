//! All points, one after the other or several at a time.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Instant;

use super::judge::{Verdict, Whole, judge};
use super::order;
use super::point::Point;
use super::scenario::Scenario;
use super::stage::Stage;
use super::survey::{self, Survey};
use super::tally::{Tally, by_class, reproduction};
use super::tracer::Tracing;
use crate::print_line;

/// Finds the points of a scenario by two runs of it.
pub(super) fn survey(
    scenario: Scenario,
    place: &Path,
    chatlake: &Path,
) -> Result<Survey, Box<dyn Error>> {
    let mut stage = Stage::new(scenario, &place.join("survey"), chatlake)?;
    let mut calls = Vec::new();
    for _ in 0..2 {
        stage.reset()?;
        let (_, log) = stage.traced(&Tracing::Listen)?;
        stage.learn(&log);
        calls.push(stage.calls(&log));
    }
    let unsynced = order::unsynced(&calls[0], &stage.results());
    Ok(Survey { unsynced, ..survey::survey(&calls[0], &calls[1], stage.folder()) })
}

/// Tries one point and shows what happens.
pub(super) fn one(
    scenario: Scenario,
    point: &Point,
    place: &Path,
    chatlake: &Path,
) -> Result<(), Box<dyn Error>> {
    let mut stage = Stage::new(scenario, &place.join("one"), chatlake)?;
    let whole = Whole::of(&mut stage)?;
    let (verdict, ran, log) = judge(&mut stage, &whole, point, None)?;
    for line in log.injected() {
        print_line(line)?;
    }
    print_line(&format!("it ends with {:?} and says:\n{}", ran.end, ran.said.trim_end()))?;
    match verdict {
        Verdict::Survived { n_unfinished } => {
            Ok(print_line(&format!("survived; {n_unfinished} unfinished files are left"))?)
        }
        Verdict::NotMet => Err("the call was not made".into()),
        Verdict::Failed(why) => Err(why.into()),
    }
}

/// What is shared by those who try points.
struct Work<'a> {
    picked: &'a [(Scenario, &'a Point)],
    next: AtomicUsize,
    tallies: Mutex<BTreeMap<Scenario, Tally>>,
}

/// Tries all points that were picked, and tells what came of them.
pub(super) fn all(
    surveyed: &[(Scenario, Survey)],
    picked: &[(Scenario, &Point)],
    jobs: usize,
    place: &Path,
    chatlake: &Path,
) -> Result<(), Box<dyn Error>> {
    for (scenario, survey) in surveyed {
        let Survey { points, n_calls, n_elsewhere, n_ambiguous, unsynced } = survey;
        let n_picked = picked.iter().filter(|(it, _)| it == scenario).count();
        print_line(&format!(
            "{}: {n_picked} of {} points at {n_calls} calls; left out are {n_elsewhere} calls outside its folder and {n_ambiguous} faults that would strike those too",
            scenario.name(),
            points.len(),
        ))?;
        for complaint in unsynced {
            print_line(&format!("FAILED {}: at a loss of power, {complaint}", scenario.name()))?;
        }
    }
    for line in by_class(picked) {
        print_line(&line)?;
    }
    let began = Instant::now();
    let work = Work { picked, next: AtomicUsize::new(0), tallies: Mutex::default() };
    thread::scope(|scope| {
        let workers: Vec<_> = (0..jobs)
            .map(|number| {
                let (work, place) = (&work, place.join(format!("{number}")));
                scope.spawn(move || work.go(&place, chatlake).map_err(|error| error.to_string()))
            })
            .collect();
        for worker in workers {
            worker.join().map_err(|_| "a worker panicked")??;
        }
        Ok::<(), Box<dyn Error>>(())
    })?;
    let tallies = work.tallies.into_inner().unwrap_or_default();
    let n_unsynced = surveyed.iter().map(|(_, survey)| survey.unsynced.len()).sum();
    tell(&tallies, n_unsynced, began.elapsed().as_secs())
}

impl Work<'_> {
    fn go(&self, place: &Path, chatlake: &Path) -> Result<(), Box<dyn Error>> {
        let mut current: Option<(Stage, Whole)> = None;
        loop {
            let number = self.next.fetch_add(1, Ordering::SeqCst);
            let Some((scenario, point)) = self.picked.get(number) else { return Ok(()) };
            let (mut stage, whole) = match current.take() {
                Some(current) if current.0.scenario == *scenario => current,
                _ => {
                    let mut stage = Stage::new(*scenario, place, chatlake)?;
                    let whole = Whole::of(&mut stage)?;
                    (stage, whole)
                }
            };
            let began = Instant::now();
            let verdict = match judge(&mut stage, &whole, point, None) {
                Ok((verdict, ..)) => verdict,
                Err(error) => Verdict::Failed(format!("it cannot be tried: {error}")),
            };
            if verdict == Verdict::NotMet {
                print_line(&format!("not met: {}", reproduction(*scenario, point)))?;
            }
            let seconds = began.elapsed().as_secs();
            if seconds > 2 {
                print_line(&format!("slow: {seconds} s, {}", reproduction(*scenario, point)))?;
            }
            if let Verdict::Failed(why) = &verdict {
                print_line(&format!("FAILED {}\n    {why}", reproduction(*scenario, point)))?;
            }
            if let Ok(mut tallies) = self.tallies.lock() {
                tallies.entry(*scenario).or_default().add(point, verdict);
            }
            current = Some((stage, whole));
        }
    }
}

fn tell(
    tallies: &BTreeMap<Scenario, Tally>,
    n_unsynced: usize,
    seconds: u64,
) -> Result<(), Box<dyn Error>> {
    let mut n_failed = 0;
    let (mut n_points, mut n_survived) = (0, 0);
    for (scenario, tally) in tallies {
        let Tally { n_tried, n_survived: survived, n_not_met, n_leaving, failures } = tally;
        n_points += n_tried - n_not_met;
        n_survived += survived;
        n_failed += failures.len();
        print_line(&format!(
            "{}: {survived} of {} points survived; {n_not_met} were not met, after {n_leaving} an unfinished file was left",
            scenario.name(),
            n_tried - n_not_met,
        ))?;
    }
    print_line(&format!("{n_survived} of {n_points} points survived, in {seconds} s"))?;
    match (n_failed, n_unsynced) {
        (0, 0) => Ok(()),
        (0, n) => Err(format!("{n} names would not outlive a loss of power").into()),
        (n, _) => Err(format!("{n} points were not survived").into()),
    }
}
