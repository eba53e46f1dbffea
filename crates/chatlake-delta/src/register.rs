//! Brings a table to what its lake has.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::ops::AddAssign;
use std::time::Duration;

use chatlake_core::clock::Clock;
use chatlake_lake::Lake;
use delta_kernel::transaction::CommittedTransaction;

use crate::commit::{self, Kind};
use crate::engine::Writers;
use crate::error::DeltaError;
use crate::plan::{self, Batch, Left};
use crate::schema;
use crate::superseded::{Keep, Superseded};
use crate::table::{Present, Table};

/// So often others may be faster.
const ATTEMPTS: u32 = 20;

/// Commits between checkpoints, where the table does not say.
const CHECKPOINT_INTERVAL: u64 = 10;

/// How to register.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RegisterOptions {
    /// Somebody says that nothing else writes to the log, so it may be written where the store
    /// cannot tell who was first.
    pub single_writer: bool,
    /// For how long files stay that the table names no more. Whoever is reading an earlier version
    /// of it needs them.
    pub keep: Duration,
}

/// What became of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Registered {
    /// The version that the table has now.
    pub version: u64,
    /// How many commits were made; 0 if the table had what the lake has.
    pub commits: u64,
    /// What came.
    pub added: Tally,
    /// What went. Rows that went and came again in other files count on both sides.
    pub removed: Tally,
    /// What is in the table now, files of others among it.
    pub now: Tally,
    /// Days that are not what they are in the lake, and why.
    pub left: Vec<Left>,
    /// What became of files that the lake had superseded.
    pub superseded: Superseded,
}

/// Files, and the rows in them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many files.
    pub files: u64,
    /// How many rows.
    pub rows: u64,
}

/// Brings the Delta table of a lake to what its manifests say; makes it if there is none.
///
/// Nothing that exists is written anew: the table names the files that the lake has, in at most
/// two commits, one for rows that come or go and one for rows that are in other files now. Then
/// files go that were superseded, which from the first time on stay until here. A process that is
/// killed leaves a table as it was or as it should be, and the next call does what is left to do.
///
/// Where the lake is a folder, nobody else writes in it meanwhile; the caller must not have it
/// [locked](Lake::lock).
///
/// # Errors
///
/// The lake or the table cannot be read or written, the table has other columns, a file is not
/// what its manifest says, or others never let this one write.
pub fn register(
    lake: &Lake,
    options: &RegisterOptions,
    clock: &dyn Clock,
) -> Result<Registered, DeltaError> {
    let lock = lake.lock()?;
    lake.begin_table(&lock)?;
    let writers = if options.single_writer { Writers::One } else { Writers::Many };
    let table = Table::of(lake, writers)?;
    let mut registered = Registered::default();
    let mut last: Option<CommittedTransaction> = None;
    for _ in 0..ATTEMPTS {
        let state = lake.manifests()?;
        let Some(present) = table.present()? else {
            let plan = plan::plan(&state, &BTreeMap::new(), &BTreeMap::new());
            last = commit::create(&table, lake.terms(), &plan.change)?;
            if last.is_some() {
                registered.note(&plan.change, Tally::default());
            }
            continue;
        };
        require_columns(&table, lake, &present)?;
        let plan = plan::plan(&state, &present.files, &present.versions);
        let (batch, kind) = match (plan.change.is_empty(), plan.rewrite.is_empty()) {
            (false, _) => (&plan.change, Kind::Change),
            (true, false) => (&plan.rewrite, Kind::Rewrite),
            (true, true) => {
                registered.version = present.snapshot.version();
                registered.now = tally(present.files.values());
                registered.left = plan.left;
                let keep = Keep { keep: options.keep, now_ms: clock.now_ms() };
                registered.superseded = keep.sweep(lake, &lock, &state, &present.files)?;
                checkpoint(&table, &present, last.as_ref())?;
                return Ok(registered);
            }
        };
        if let Some(committed) = commit::update(&table, lake.terms(), &present, batch, kind)? {
            let gone = batch.removes.iter().filter_map(|name| present.files.get(name));
            registered.note(batch, tally(gone));
            last = Some(committed);
        }
    }
    Err(DeltaError::Contended { table: table.shown().to_owned() })
}

impl Registered {
    fn note(&mut self, batch: &Batch<'_>, gone: Tally) {
        let rows = batch.adds.iter().map(|add| add.file.rows).sum();
        self.commits += 1;
        self.added += Tally { files: batch.adds.len() as u64, rows };
        self.removed += gone;
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, more: Self) {
        self.files += more.files;
        self.rows += more.rows;
    }
}

/// Files of the table, as its log has them.
fn tally<'a>(files: impl Iterator<Item = &'a Option<u64>>) -> Tally {
    let mut tally = Tally::default();
    for rows in files {
        tally += Tally { files: 1, rows: rows.unwrap_or_default() };
    }
    tally
}

fn require_columns(table: &Table, lake: &Lake, present: &Present) -> Result<(), DeltaError> {
    let expected = schema::schema(&lake.terms().columns()).map_err(table.failed("read"))?;
    match schema::difference(&present.snapshot.schema(), &expected) {
        None => Ok(()),
        Some(difference) => {
            Err(DeltaError::Columns { table: table.shown().to_owned(), difference })
        }
    }
}

/// Sums the log up when it has become long, so that readers need not read all of it.
fn checkpoint(
    table: &Table,
    present: &Present,
    last: Option<&CommittedTransaction>,
) -> Result<(), DeltaError> {
    let interval = present.snapshot.table_properties().checkpoint_interval;
    let interval = interval.map_or(CHECKPOINT_INTERVAL, NonZero::get);
    let n_commits = last.map_or(0, |last| last.post_commit_stats().commits_since_checkpoint);
    if n_commits >= interval {
        let engine = table.engine.as_ref();
        present.snapshot.checkpoint(engine, None).map_err(table.failed("sum up the log of"))?;
    }
    Ok(())
}
