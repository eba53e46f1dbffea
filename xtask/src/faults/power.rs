//! Loss of power: the process is killed at a call that changes the disk, and what is not on the
//! disk by then is gone.
//!
//! The scenarios run on a file system of their own. It is ended at the moment of the kill without
//! another byte written, and mounted again: what its journal has is there, and nothing else. Then
//! everything must hold that holds after a kill. And after a run that came to its end, all that it
//! reported must be there.

mod disk;

use std::error::Error;
use std::path::Path;
use std::time::Instant;

pub(super) use disk::Disk;

use super::class::Class;
use super::judge::{Verdict, Whole, judge, outlives};
use super::pick::Pick;
use super::point::{Fault, Point};
use super::scenario::Scenario;
use super::stage::Stage;
use super::sweep;
use super::tally::{Tally, reproduction};
use super::tracer;
use crate::print_line;

/// Cuts the power in these scenarios, or says why that is left out.
pub(super) fn run(
    scenarios: &[Scenario],
    pick: &Pick,
    only: Option<&Point>,
    place: &Path,
    chatlake: &Path,
) -> Result<(), Box<dyn Error>> {
    let disk = tracer::look().and_then(|()| Disk::new(place));
    let disk = match disk.and_then(|disk| disk.try_out().map(|()| disk)) {
        Ok(disk) => disk,
        Err(why) => return Ok(print_line(&format!("loss of power: left out, for {why}"))?),
    };
    let began = Instant::now();
    let (mut n_cuts, mut n_survived) = (0, 0);
    for scenario in scenarios {
        let tally = cuts(*scenario, pick, only, &disk, chatlake)?;
        let Tally { n_tried, n_survived: survived, n_not_met, .. } = tally;
        print_line(&format!(
            "{}: {survived} of {} cuts survived; {n_not_met} were not met",
            scenario.name(),
            n_tried - n_not_met,
        ))?;
        n_cuts += n_tried - n_not_met;
        n_survived += survived;
    }
    print_line(&format!(
        "{n_survived} of {n_cuts} losses of power survived, in {} s",
        began.elapsed().as_secs()
    ))?;
    match n_cuts - n_survived {
        0 => Ok(()),
        n => Err(format!("{n} losses of power were not survived").into()),
    }
}

/// Cuts the power at every point of a scenario that is picked, and once behind its end.
fn cuts(
    scenario: Scenario,
    pick: &Pick,
    only: Option<&Point>,
    disk: &Disk,
    chatlake: &Path,
) -> Result<Tally, Box<dyn Error>> {
    let mut survey = sweep::survey(scenario, disk.place(), chatlake)?;
    survey.points.retain(is_cut);
    let surveyed = [(scenario, survey)];
    let points: Vec<&Point> = match only {
        Some(point) => vec![point],
        None => pick.of(&surveyed).into_iter().map(|(_, point)| point).collect(),
    };
    let mut stage = Stage::new(scenario, &disk.place().join("cuts"), chatlake)?;
    let whole = Whole::of(&mut stage)?;
    let mut tally = Tally::default();
    for point in points {
        let verdict = match judge(&mut stage, &whole, point, Some(disk)) {
            Ok((verdict, ..)) => verdict,
            Err(error) => Verdict::Failed(format!("it cannot be tried: {error}")),
        };
        if let Verdict::Failed(why) = &verdict {
            let again = reproduction(scenario, point);
            print_line(&format!("FAILED {again} --power\n    {why}"))?;
        }
        tally.add(point, verdict);
    }
    if only.is_none() {
        let verdict = outlives(&mut stage, &whole, disk)?;
        if let Verdict::Failed(why) = &verdict {
            print_line(&format!("FAILED {} behind its end: {why}", scenario.name()))?;
        }
        tally.n_tried += 1;
        tally.n_survived += usize::from(matches!(verdict, Verdict::Survived { .. }));
    }
    Ok(tally)
}

/// Whether it is a kill at a call that changes what is on the disk: between others, a loss shows
/// nothing else.
fn is_cut(point: &Point) -> bool {
    let is_change = !matches!(point.class(), None | Some(Class::Open | Class::Read | Class::List));
    point.fault == Fault::Kill && is_change
}
