//! Hours on their way into a lake: converted by the engine, and committed one by one beside it.

mod commits;
mod look;
mod report;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use chatlake_convert::{Destination, InputReport, Plan, Progress, Report, convert_told};

use crate::acts::Acts;
use crate::commit::Committer;
use crate::error::LakeError;
use crate::lake::Lake;
use crate::lock::LakeLock;
use crate::plan::{Hour, LakePlan};
use crate::slot::Slot;
use crate::staging::Staging;
use commits::{Commits, Outcome, Queue};
use look::{Before, Fate};
use report::Reported;

/// What came of it.
#[derive(Clone, Debug)]
pub struct LakeReport {
    /// What became of every input, as after any conversion; outputs are those in the lake.
    pub report: Report,
    /// Slots of the lake whose inputs must come along for others not to fail.
    pub wants: BTreeSet<Slot>,
    /// The exit code of the command.
    pub exit_code: u8,
}

impl LakePlan {
    /// Converts what is new or has changed, and commits it.
    ///
    /// An input that cannot be converted or committed is told of in the report and does not stop
    /// the others. Whoever is interrupted goes on with the next run.
    ///
    /// # Errors
    ///
    /// The lake cannot be read, a manifest is not what was written, or the options cannot be
    /// carried out; nothing was changed then.
    pub fn run(&self, progress: &Progress) -> Result<LakeReport, LakeError> {
        let started = Instant::now();
        let before = Before::of(self)?;
        let fates = look::fates(self, &before);
        let mut reported = Reported::new(self);
        let mut to_convert: Vec<&Hour> = Vec::new();
        let mut to_mend: Vec<&Hour> = Vec::new();
        for (hour, fate) in self.hours.iter().zip(fates) {
            match fate {
                Fate::Refused(error) => reported.refused(hour, &error),
                Fate::Unchanged => reported.skipped(hour),
                Fate::Unsettled => to_mend.push(hour),
                Fate::Convert => to_convert.push(hour),
            }
        }
        let acts = Acts::new(self.asked.store.clone(), self.asked.ways.clone());
        if to_convert.is_empty() && to_mend.is_empty() {
            Staging::clear(&acts)?;
        } else {
            let staging = {
                let lock = LakeLock::take(&acts)?;
                Staging::begin(&acts, &lock, self.asked.scratch.as_deref())?
            };
            let work = Work { plan: self, acts, staging: &staging, before };
            work.mend(to_mend, &mut to_convert, &mut reported);
            let mut again = Again::default();
            loop {
                work.convert(&to_convert, &again, progress, &mut reported)?;
                to_convert = again.of(&self.hours, &reported);
                if to_convert.is_empty() || progress.is_finishing() {
                    break;
                }
            }
        }
        Ok(reported.finish(started.elapsed().as_secs_f64()))
    }
}

/// Which slots are written once more although nothing about them has changed, for the sake of
/// those beside them.
#[derive(Default)]
struct Again {
    slots: BTreeSet<Slot>,
    n_rounds: usize,
}

impl Again {
    /// The hours that failed for want of others, with those others, where their inputs are at hand;
    /// none if that would be the same again.
    fn of<'h>(&mut self, hours: &'h [Hour], reported: &Reported<'_>) -> Vec<&'h Hour> {
        let at_hand: BTreeSet<Slot> = hours.iter().filter_map(|hour| hour.slot).collect();
        let wanted = reported.wants().filter(|it| at_hand.contains(it) && !self.slots.contains(it));
        let wanted: BTreeSet<Slot> = wanted.collect();
        let is_meant = |hour: &&Hour| {
            hour.slot.is_some_and(|slot| wanted.contains(&slot))
                || reported.want_of(hour).is_some_and(|slot| wanted.contains(&slot))
        };
        let meant = hours.iter().filter(is_meant).collect();
        self.slots.extend(wanted);
        self.n_rounds += 1;
        meant
    }
}

/// What there is to do, and where.
struct Work<'a> {
    plan: &'a LakePlan,
    acts: Acts,
    staging: &'a Staging,
    before: Before,
}

impl<'a> Work<'a> {
    /// Brings slots in order that are in the lake already. Where that cannot be done without their
    /// records, they are converted once more.
    fn mend(
        &self,
        hours: Vec<&'a Hour>,
        to_convert: &mut Vec<&'a Hour>,
        reported: &mut Reported<'_>,
    ) {
        let Some(lake) = &self.plan.lake else { return };
        let coming: Vec<Slot> = to_convert.iter().filter_map(|hour| hour.slot).collect();
        let committer = self.committer(lake.clone(), &coming, &BTreeSet::new());
        for hour in hours {
            let Some(slot) = hour.slot else { continue };
            match committer.mend(slot) {
                Ok(()) => reported.skipped(hour),
                Err(LakeError::Neighbour { neighbour, .. }) if neighbour == slot => {
                    to_convert.push(hour);
                }
                Err(error) => reported.refused(hour, &error),
            }
        }
        to_convert.sort_by_key(|hour| hour.slot);
    }

    /// Converts hours and commits each when it is converted, while others are.
    fn convert(
        &self,
        hours: &[&Hour],
        again: &Again,
        progress: &Progress,
        reported: &mut Reported<'_>,
    ) -> Result<(), LakeError> {
        if hours.is_empty() {
            return Ok(());
        }
        let by_name: BTreeMap<&str, &Hour> =
            hours.iter().map(|hour| (hour.file_name(), *hour)).collect();
        let inputs = hours.iter().map(|hour| hour.by_file_name()).collect();
        let folder = self.staging.path().join(format!("converted-{}", again.n_rounds));
        let plan = Plan::new(inputs, Destination::Folder(folder))?;
        let commits = Commits {
            work: self,
            coming: hours.iter().filter_map(|hour| hour.slot).collect(),
            again: &again.slots,
            progress,
        };
        let outcomes = std::thread::scope(|scope| {
            let (queue, waiting) = Queue::new();
            let thread = scope.spawn(move || commits.run(waiting));
            let told = |report: &InputReport| {
                let Some(hour) = by_name.get(report.source.as_str()) else { return };
                queue.send(hour, report);
            };
            let converted = convert_told(&plan, &self.plan.asked.options, progress, &told);
            drop(queue);
            let outcomes = thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            converted.map(|report: Report| (report, outcomes))
        });
        let (report, outcomes): (Report, BTreeMap<Slot, Outcome>) = outcomes?;
        for (hour, input) in hours.iter().zip(report.inputs) {
            let outcome = hour.slot.and_then(|slot| outcomes.get(&slot));
            reported.converted(hour, input, outcome);
        }
        Ok(())
    }

    fn committer(&self, lake: Lake, coming: &[Slot], again: &BTreeSet<Slot>) -> Committer<'_> {
        Committer {
            lake,
            staging: self.staging,
            parquet: self.plan.parquet,
            options: self.plan.asked.options.fingerprint(),
            overwrites: self.plan.overwrites,
            again: again.clone(),
            known: self.before.known.iter().chain(&self.plan.slots).copied().collect(),
            coming: coming.iter().copied().collect(),
            loose_keys: self.before.loose_keys.clone(),
        }
    }
}
