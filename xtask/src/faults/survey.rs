//! Where a run can be made to fail.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::call::Call;
use super::class::Class;
use super::point::{Fault, Point, Site};

/// The points of a scenario.
#[derive(Clone, Debug, Default)]
pub(super) struct Survey {
    pub(super) points: Vec<Point>,
    /// Calls that touch the folder of the scenario.
    pub(super) n_calls: usize,
    /// Calls of the same classes that touch none of its files: libraries, sockets, pipes, what
    /// the kernel tells of itself, the screen.
    pub(super) n_elsewhere: usize,
    /// Faults of calls on files with a random name that would strike calls elsewhere, too: those
    /// that have the same number in another thread, and all that follow.
    pub(super) n_ambiguous: usize,
    /// What would be lost with the power.
    pub(super) unsynced: Vec<String>,
}

/// Finds the points of a run by the calls of two runs of the same: a path that is in both is
/// there every time, and calls can be told by it. The others are told by their number in the
/// thread, whatever the path.
pub(super) fn survey(calls: &[Call], others: &[Call], folder: &Path) -> Survey {
    let folder = folder.to_string_lossy();
    let within = |path: &str| {
        let rest = path.strip_prefix(&*folder)?;
        rest.strip_prefix('/').map(str::to_owned)
    };
    let always: BTreeSet<String> =
        others.iter().flat_map(Call::known_by).filter_map(|path| within(path)).collect();

    let mut survey = Survey::default();
    // How many calls of a name a thread has made, on a path and on any.
    let mut counts: BTreeMap<(u32, &str, Option<String>), u32> = BTreeMap::new();
    let mut sites: BTreeMap<Site, bool> = BTreeMap::new();
    let mut numbered = BTreeMap::new();
    // Calls elsewhere by name, with their numbers.
    let mut elsewhere: BTreeMap<String, BTreeSet<u32>> = BTreeMap::new();
    for call in calls.iter().filter(|call| Class::of(&call.name).is_some()) {
        let paths: Vec<String> = call.known_by().iter().filter_map(|path| within(path)).collect();
        let mut count = |path: Option<String>| {
            let count = counts.entry((call.thread, &call.name, path)).or_insert(0);
            *count += 1;
            *count
        };
        let number = count(None);
        let known: Vec<(String, u32)> = paths
            .iter()
            .filter(|path| always.contains(*path))
            .map(|path| (path.clone(), count(Some(path.clone()))))
            .collect();
        if paths.is_empty() {
            survey.n_elsewhere += 1;
            // What cannot be shown is no harm: lines that are not seen must not end a run.
            if !call.is_on_screen() {
                elsewhere.entry(call.name.clone()).or_default().insert(number);
            }
            continue;
        }
        survey.n_calls += 1;
        match known.into_iter().next_back() {
            Some((path, number)) => {
                let site = Site { call: call.name.clone(), path: Some(path), number };
                *sites.entry(site).or_default() |= call.is_creating;
            }
            None => {
                let site = Site { call: call.name.clone(), path: None, number };
                *numbered.entry(site).or_insert(false) |= call.is_creating;
            }
        }
    }
    survey.points = sites.iter().flat_map(|(site, creates)| faults(site, *creates)).collect();
    for (site, is_creating) in numbered {
        let others = elsewhere.get(&site.call);
        let strikes_another = |fault: &Fault| match fault {
            Fault::Once(_) => others.is_some_and(|others| others.contains(&site.number)),
            Fault::Lasting(_) => others.is_some_and(|others| others.last() >= Some(&site.number)),
            // Before whichever call it comes, it is a kill.
            Fault::Kill => false,
        };
        let faults = faults(&site, is_creating);
        let n_faults = faults.len();
        survey.points.extend(faults.into_iter().filter(|point| !strikes_another(&point.fault)));
        survey.n_ambiguous += n_faults;
    }
    survey.n_ambiguous -= survey.points.iter().filter(|point| point.site.path.is_none()).count();
    survey
}

/// Everything that can become of a call.
fn faults(site: &Site, is_creating: bool) -> Vec<Point> {
    let Some(class) = Class::of(&site.call) else { return Vec::new() };
    let mut errors = class.errors().to_vec();
    if class == Class::Open && is_creating {
        errors.push("ENOSPC");
    }
    let mut faults = vec![Fault::Kill];
    for error in errors {
        faults.extend([Fault::Once(error.to_owned()), Fault::Lasting(error.to_owned())]);
    }
    // What file systems answer that know no rename that leaves in peace what is there.
    if site.call == "renameat2" {
        faults.push(Fault::Lasting("EINVAL".to_owned()));
    }
    faults.extend(class.interruptions().iter().map(|error| Fault::Once((*error).to_owned())));
    faults.into_iter().map(|fault| Point { site: site.clone(), fault }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calls(lines: &[&str]) -> Vec<Call> {
        lines.iter().filter_map(|line| Call::parse(line)).collect()
    }

    fn sites(lines: &[&str], others: &[&str]) -> (Vec<String>, Survey) {
        let survey = survey(&calls(lines), &calls(others), Path::new("/s"));
        let kills = survey.points.iter().filter(|point| point.fault == Fault::Kill);
        (kills.map(ToString::to_string).collect(), survey)
    }

    #[test]
    fn calls_are_told_by_their_path_where_it_is_always_the_same() {
        let lines = [
            "1 read(3</lib/x>, 5) = 5",
            "1 write(4</s/out/.a.R1.part>, 5) = 5",
            "1 write(4</s/out/.a.R1.part>, 5) = 5",
            "1 rename(\"/s/out/b\", \"/s/out/a\") = 0",
            "1 fsync(5</s/out>) = 0",
            "1 fsync(5</s/out>) = 0",
        ];
        let others = ["1 rename(\"/s/out/b\", \"/s/out/a\") = 0", "1 fsync(5</s/out>) = 0"];
        let (kills, survey) = sites(&lines, &others);
        assert_eq!(
            kills,
            [
                "fsync@out#1=KILL",
                "fsync@out#2=KILL",
                "rename@out/b#1=KILL",
                "write#1=KILL",
                "write#2=KILL"
            ]
        );
        assert_eq!((survey.n_calls, survey.n_elsewhere, survey.n_ambiguous), (5, 1, 0));
    }

    #[test]
    fn what_would_strike_a_call_elsewhere_too_is_left_out() {
        let lines = [
            "1 write(7<socket:[1]>, 5) = 5",
            "2 write(4</s/.R1>, 5) = 5",
            "2 write(4</s/.R1>, 5) = 5",
        ];
        let (kills, survey) = sites(&lines, &[]);
        assert_eq!(kills, ["write#1=KILL", "write#2=KILL"]);
        let errors = survey.points.iter().filter(|point| point.fault != Fault::Kill);
        assert!(errors.clone().all(|point| point.site.number == 2));
        assert_eq!(survey.n_ambiguous, errors.count());
    }
}
