//! What must become of a table so that it has what its lake has; touches nothing.

use std::collections::{BTreeMap, BTreeSet};

use chatlake_lake::layout::{self, Subject};
use chatlake_lake::{CurrentFile, DataFile, Day, Slot, State};

/// What is to be committed.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Plan<'a> {
    /// Rows that come or go.
    pub(crate) change: Batch<'a>,
    /// The same rows in other files.
    pub(crate) rewrite: Batch<'a>,
    /// Days that are left as they are.
    pub(crate) left: Vec<Left>,
}

/// What one commit holds.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Batch<'a> {
    /// Files that come, in order.
    pub(crate) adds: Vec<Add<'a>>,
    /// Files that go, as the log calls them.
    pub(crate) removes: BTreeSet<String>,
    /// What is known of slots from now on: their generations, 0 for those that go.
    pub(crate) versions: Vec<(Slot, u64)>,
}

/// A file that comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Add<'a> {
    /// The day whose folder it is in.
    pub(crate) day: Day,
    /// As its manifest has it.
    pub(crate) file: &'a DataFile,
}

/// A day whose files are not what the lake's are, and why they are left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// Which day.
    pub day: Day,
    /// A slot of it that would be in the table twice, or older than it was.
    pub slot: Slot,
    /// What is the matter with that.
    pub why: Obstacle,
}

/// Why a slot is not put into a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// It was there, and another program took its file out: its rows may be in other files now.
    TakenOut,
    /// The table had a later state of it than the lake has.
    Older,
}

impl Batch<'_> {
    /// Whether nothing is to be committed.
    pub(crate) fn is_empty(&self) -> bool {
        self.adds.is_empty() && self.removes.is_empty()
    }
}

/// Compares what a lake has with what its table has: `files` by the names in the log, with how
/// many rows each has where that is known, and the generations that were registered.
pub(crate) fn plan<'a>(
    state: &'a State,
    files: &BTreeMap<String, Option<u64>>,
    versions: &BTreeMap<Slot, u64>,
) -> Plan<'a> {
    let mut days: BTreeMap<Day, Compared<'a, '_>> = BTreeMap::new();
    for current in state.files() {
        let day = match current.of {
            Subject::Slot(slot) => slot.day(),
            Subject::Day(day) => day,
        };
        days.entry(day).or_default().wanted.push(current);
    }
    for (name, rows) in files {
        // Files of others belong to no day of ours, and are theirs.
        let slot = layout::slot_of(name);
        if let Some(day) = slot.map(Slot::day).or_else(|| layout::day_of(name)) {
            days.entry(day).or_default().present.push(Present { name, slot, rows: *rows });
        }
    }
    let mut plan = Plan::default();
    for (day, compared) in days {
        compared.decide(day, state, versions, &mut plan);
    }
    plan
}

/// How the log calls a file of the lake.
pub(crate) fn name_in_log(file: &DataFile) -> &str {
    below_root(&file.path)
}

/// A key, from the root of the table. No character of ours needs an escape in the log.
pub(crate) fn below_root(key: &str) -> &str {
    let below = key.strip_prefix(layout::MESSAGES);
    below.and_then(|rest| rest.strip_prefix('/')).unwrap_or(key)
}

/// The files of a day, on both sides.
#[derive(Default)]
struct Compared<'a, 'f> {
    wanted: Vec<CurrentFile<'a>>,
    present: Vec<Present<'f>>,
}

/// A file of ours that the table has.
struct Present<'f> {
    name: &'f str,
    /// None if it is a compacted day's.
    slot: Option<Slot>,
    rows: Option<u64>,
}

impl<'a> Compared<'a, '_> {
    fn decide(&self, day: Day, state: &State, versions: &BTreeMap<Slot, u64>, plan: &mut Plan<'a>) {
        let is_present = |name: &str| self.present.iter().any(|file| file.name == name);
        let is_wanted =
            |name: &str| self.wanted.iter().any(|current| name_in_log(current.file) == name);
        let adds: Vec<CurrentFile<'a>> = self
            .wanted
            .iter()
            .copied()
            .filter(|current| !is_present(name_in_log(current.file)))
            .collect();
        let removes: Vec<&Present<'_>> =
            self.present.iter().filter(|file| !is_wanted(file.name)).collect();
        if adds.is_empty() && removes.is_empty() {
            return;
        }
        let generation = |slot| state.slots.get(&slot).map_or(0, |manifest| manifest.generation);
        let registered = |slot| versions.get(&slot).copied().filter(|generation| *generation > 0);
        let coming = slots_in(&adds, state);
        for slot in coming.iter().copied() {
            let why = match registered(slot) {
                Some(registered) if registered > generation(slot) => Obstacle::Older,
                Some(_) if !self.holds(slot) => Obstacle::TakenOut,
                _ => continue,
            };
            plan.left.push(Left { day, slot, why });
            return;
        }
        let of_day = state.slots_of(day).map(|(slot, manifest)| (*slot, manifest.generation));
        let gone = versions
            .iter()
            .filter(|(slot, generation)| {
                slot.day() == day && **generation > 0 && !state.slots.contains_key(slot)
            })
            .map(|(slot, _)| (*slot, 0));
        let news: Vec<(Slot, u64)> =
            of_day.filter(|(slot, of)| versions.get(slot) != Some(of)).chain(gone).collect();
        let rows_before: Option<u64> = removes.iter().map(|file| file.rows).sum();
        let rows_after: u64 = adds.iter().map(|current| current.file.rows).sum();
        let is_rewrite = news.is_empty() && rows_before == Some(rows_after);
        let batch = if is_rewrite { &mut plan.rewrite } else { &mut plan.change };
        batch.adds.extend(adds.iter().map(|current| Add { day, file: current.file }));
        batch.removes.extend(removes.iter().map(|file| file.name.to_owned()));
        batch.versions.extend(news);
    }

    /// Whether the rows of a slot that was registered are where they were put: in its own file,
    /// or in those of its day.
    fn holds(&self, slot: Slot) -> bool {
        self.present.iter().any(|file| file.slot.is_none_or(|its| its == slot))
    }
}

/// The slots whose rows are in these files.
fn slots_in(files: &[CurrentFile<'_>], state: &State) -> BTreeSet<Slot> {
    let mut slots = BTreeSet::new();
    for current in files {
        match current.of {
            Subject::Slot(slot) => {
                slots.insert(slot);
            }
            Subject::Day(day) => {
                let covered = state.days.get(&day).into_iter().flat_map(|manifest| &manifest.slots);
                slots.extend(covered.map(|covered| covered.slot));
            }
        }
    }
    slots
}
