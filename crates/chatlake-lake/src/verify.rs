//! Whether a lake is what its manifests say.
//!
//! Manifests are the truth of what is in a lake; here they are held against the files, and the
//! files against what they hold. Nothing is written, and whoever writes meanwhile is not kept from
//! it: what has changed since it was looked at is no finding.

mod again;
mod beside;
mod exports;
mod finding;
mod look;
mod manifests;
mod neighbours;
mod raw;
mod rows;
mod strays;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::path::Path;

use chatlake_convert::Options;
use chatlake_store::{Store, StoreError, StoreErrorKind};

use crate::error::LakeError;
use crate::lake::Lake;
use crate::layout::Subject;
use crate::state::State;
use again::RowSums;

pub use finding::{Fault, Finding};

/// How a lake is looked at.
#[derive(Clone, Debug)]
pub struct Verify<'a> {
    /// Where it is.
    pub store: &'a Store,
    /// A folder of this machine for what is made and copied only to be compared.
    pub scratch: &'a Path,
    /// Where the exports are that it was made of: files, folders or archives, here or in buckets.
    pub raw: &'a [Store],
    /// How it is made again from them, to be compared; none if it is not. Only what terms do not
    /// tell counts: the conditions of a selection, and the key of pseudonyms.
    pub again: Option<&'a Options>,
}

/// Told what is about to be looked at; says whether to go on.
pub type VerifyWatch<'a> = dyn FnMut(&str) -> ControlFlow<()> + 'a;

/// What was looked at, and what was found.
#[derive(Debug, Default)]
pub struct Verified {
    /// Hours and parts of hours that manifests tell of.
    pub slots: u64,
    /// Compacted days.
    pub days: u64,
    /// Files of rows.
    pub files: u64,
    /// Their rows, each of which was read.
    pub rows: u64,
    /// Bytes of all files.
    pub bytes: u64,
    /// Slots whose exports are what they were made of.
    pub raw: u64,
    /// Slots that were made again, and compared.
    pub again: u64,
    /// What is not as it should be.
    pub findings: Vec<Finding>,
    /// Whether whoever watches ended it early.
    pub is_interrupted: bool,
}

impl Verified {
    /// The exit code of the command: 4 where exports are not what they were, else 3 where anything
    /// is not as it should be. Files that are left over, which nobody reads, change nothing.
    pub fn exit_code(&self) -> u8 {
        let counts = self.findings.iter().filter(|it| !it.is_left_over());
        let code = counts.map(|it| if it.is_of_export() { 4 } else { 3 }).max();
        if self.is_interrupted { 130 } else { code.unwrap_or(0) }
    }
}

impl Verify<'_> {
    /// Looks at every manifest, every file that one names, and every file that none does; at
    /// exports, and what they come to, if it is asked for.
    ///
    /// # Errors
    ///
    /// There is no lake; the place fails; or the lake is made otherwise than it was said to be made
    /// again. What is wrong with the lake is no error.
    pub fn run(&self, watch: &mut VerifyWatch<'_>) -> Result<Verified, LakeError> {
        let lake = match Lake::open(self.store.clone()) {
            Ok(lake) => lake,
            Err(LakeError::BadTerms { path, why }) => {
                let finding = Finding { path, of: None, fault: Fault::Terms(why) };
                return Ok(Verified { findings: vec![finding], ..Verified::default() });
            }
            Err(error) => return Err(error),
        };
        let mut look = Look::new(&lake, self.scratch, watch)?;
        match look.at_everything(self) {
            Ok(()) => {}
            Err(Halt::Interrupted) => look.found.is_interrupted = true,
            Err(Halt::Failed(error)) => return Err(error),
        }
        look.without_what_changed()
    }
}

/// A look at a lake that has begun.
struct Look<'a, 'w> {
    lake: &'a Lake,
    scratch: &'a Path,
    watch: &'a mut VerifyWatch<'w>,
    /// Every file that there is, and its length.
    listed: BTreeMap<String, u64>,
    state: State,
    /// Whose manifests cannot be understood.
    unsound: BTreeSet<Subject>,
    /// What the rows of each slot come to, as far as they could be read.
    sums: RowSums,
    found: Verified,
}

impl<'a, 'w> Look<'a, 'w> {
    fn new(
        lake: &'a Lake,
        scratch: &'a Path,
        watch: &'a mut VerifyWatch<'w>,
    ) -> Result<Self, LakeError> {
        // Files come before the manifest that names them, so manifests are read first.
        let (state, unsound, findings) = manifests::read(lake)?;
        let listed = lake.store().list("")?.into_iter();
        let listed = listed.map(|object| (object.key, object.bytes)).collect();
        let found = Verified {
            slots: state.slots.len() as u64,
            days: state.days.len() as u64,
            findings,
            ..Verified::default()
        };
        let sums = RowSums::new();
        Ok(Self { lake, scratch, watch, listed, state, unsound, sums, found })
    }

    fn at_everything(&mut self, verify: &Verify<'_>) -> Result<(), Halt> {
        self.at_manifests();
        self.at_neighbours()?;
        self.at_rows()?;
        self.at_days()?;
        self.beside()?;
        self.at_strays()?;
        if !verify.raw.is_empty() {
            let exports = self.at_exports(verify.raw)?;
            if let Some(options) = verify.again {
                self.again(&exports, options)?;
            }
        }
        Ok(())
    }

    /// Notes what is wrong with a file.
    fn note(&mut self, key: &str, of: Option<Subject>, fault: Fault) {
        let path = self.lake.shown(key);
        self.found.findings.push(Finding { path, of, fault });
    }

    /// Says what is looked at.
    fn tell(&mut self, key: &str) -> Result<(), Halt> {
        match (self.watch)(key) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Halt::Interrupted),
        }
    }

    /// Leaves out what was true of a state that is gone.
    fn without_what_changed(mut self) -> Result<Verified, LakeError> {
        if self.found.findings.is_empty() {
            return Ok(self.found);
        }
        let (now, ..) = manifests::read(self.lake)?;
        let is_same = |subject: &Subject| match subject {
            Subject::Slot(slot) => {
                let check = |state: &State| state.slots.get(slot).map(|it| it.check().to_owned());
                check(&self.state) == check(&now)
            }
            Subject::Day(day) => {
                let check = |state: &State| state.days.get(day).map(|it| it.check().to_owned());
                check(&self.state) == check(&now)
            }
        };
        self.found.findings.retain(|finding| finding.of.as_ref().is_none_or(is_same));
        Ok(self.found)
    }
}

/// Why a look ends early.
#[derive(Debug)]
enum Halt {
    /// Whoever watches wants no more.
    Interrupted,
    /// The place fails.
    Failed(LakeError),
}

impl<E: Into<LakeError>> From<E> for Halt {
    fn from(error: E) -> Self {
        Halt::Failed(error.into())
    }
}

/// Whether a file is not there, or not any more.
fn is_missing(error: &StoreError) -> bool {
    error.kind() == StoreErrorKind::Missing
}
