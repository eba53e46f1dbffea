//! How a slot comes into the lake: once, and its records once.
//!
//! Records of the end of an hour may be in the next one too. Of such a pair the later one is left
//! out, by the keys of all records of both, also of those that are left out. So what is dropped of
//! a slot follows from two inputs alone, whoever commits first: a slot that comes after a later one
//! settles what is dropped of that.

mod across;
mod compacted;
mod drop;
mod files;
mod neighbours;
mod settle;

use std::collections::BTreeSet;
use std::path::PathBuf;

use chatlake_convert::Counts;
use chatlake_parquet::ParquetOptions;

use crate::error::LakeError;
use crate::lake::Lake;
use crate::layout;
use crate::lock::LakeLock;
use crate::manifest::{Across, Format, KeysFile, Manifest, Raw};
use crate::mark::Mark;
use crate::publication::{Added, Document, Publication};
use crate::slot::Slot;
use crate::staging::Staging;
use across::Side;
pub(crate) use drop::Rows;
pub(crate) use files::sha256_of_file;

/// A slot that was converted, and waits to be committed.
#[derive(Clone, Debug)]
pub(crate) struct Staged {
    pub(crate) slot: Slot,
    pub(crate) raw: Raw,
    pub(crate) rows: Rows,
    pub(crate) rejects: Option<PathBuf>,
    pub(crate) keys: PathBuf,
    pub(crate) accounts: Counts,
    pub(crate) salvaged: bool,
    /// When it was converted: RFC 3339, in UTC.
    pub(crate) converted: String,
}

/// What came of committing a slot.
#[derive(Clone, Debug)]
pub(crate) enum Committed {
    /// It is in the lake now, in place of what was there.
    Written {
        /// What is in the lake.
        manifest: Box<Manifest>,
        /// What was.
        before: Option<Box<Manifest>>,
    },
    /// Somebody else committed the same bytes meanwhile.
    WasThere,
}

/// Commits slots, one after the other.
pub(crate) struct Committer<'a> {
    pub(crate) lake: Lake,
    pub(crate) staging: &'a Staging,
    /// How files of rows are made.
    pub(crate) parquet: ParquetOptions,
    /// Everything that decides the bytes of an output, in one line.
    pub(crate) options: String,
    /// Whether what is there is replaced by the same bytes, too.
    pub(crate) overwrites: bool,
    /// Slots that are, whatever is said of the others.
    pub(crate) again: BTreeSet<Slot>,
    /// Slots that are in the lake, or may be soon: where to look for parts of hours.
    pub(crate) known: BTreeSet<Slot>,
    /// Slots that this run has yet to commit.
    pub(crate) coming: BTreeSet<Slot>,
    /// Files of keys that no manifest names.
    pub(crate) loose_keys: BTreeSet<String>,
}

impl Committer<'_> {
    /// Commits a slot.
    ///
    /// # Errors
    ///
    /// It cannot be committed, and nothing of it was; or the place failed on the way, and the next
    /// commit of the slot brings it to its end.
    pub(crate) fn commit(&mut self, staged: &Staged) -> Result<Committed, LakeError> {
        let slot = staged.slot;
        self.coming.remove(&slot);
        let lock = self.lake.lock()?;
        let before = self.lake.manifest(slot)?;
        let is_same = before.as_ref().is_some_and(|it| it.input.sha256 == staged.raw.sha256);
        let is_forced = self.overwrites || self.again.contains(&slot);
        if let Some(before) = before.as_ref().filter(|_| is_same && !is_forced)
            && self.is_settled(slot)?
            && self.is_whole(before)?
        {
            return Ok(Committed::WasThere);
        }
        if let Some(before) = &before
            && staged.salvaged
            && !before.salvaged
            && !self.overwrites
        {
            return Err(LakeError::Less { slot, records: before.accounts.records });
        }
        let known = before.as_ref().filter(|_| is_same).map(|before| &before.across);
        let (across, settled) = self.while_others_change(|| {
            let earlier = self.earlier(slot)?;
            let earlier: Vec<Side<'_>> = earlier.iter().map(Side::of).collect();
            let across = self.across(Side::staged(staged), &earlier, known)?;
            // What must happen to later neighbours is known, and possible, before anything happens.
            Ok((across, self.later_settled(staged)?))
        })?;
        let (publication, manifest) = self.publication(staged, before.as_ref(), across)?;
        publication.publish(self.lake.acts(), &lock, self.staging)?;
        self.known.insert(slot);
        for settled in settled {
            self.publish(settled, &lock)?;
        }
        self.look_again(slot, &lock)?;
        files::clear(staged);
        let (manifest, before) = (Box::new(manifest), before.map(Box::new));
        Ok(Committed::Written { manifest, before })
    }

    /// What is to be changed in the lake for a slot, and what its manifest says then.
    fn publication(
        &self,
        staged: &Staged,
        before: Option<&Manifest>,
        across: Across,
    ) -> Result<(Publication, Manifest), LakeError> {
        let Staged { slot, raw, .. } = staged;
        let (slot, terms) = (*slot, self.lake.terms());
        let (app, day) = (&terms.app, slot.day());
        let rows = self.without(&staged.rows, &across.dropped, slot)?;
        let output = self.output(slot, raw, &across, &rows, before)?;
        let of_raw = Mark::of_input(&raw.sha256, &[]);
        let rejects = match &staged.rejects {
            Some(path) => Some(files::rejects(app, slot, &of_raw, path, before)?),
            None => None,
        };
        let keys = KeysFile {
            path: layout::keys_of_slot(slot, &of_raw),
            records: staged.accounts.written,
            sha256: sha256_of_file(&staged.keys)?,
        };
        let n_dropped = across.dropped.len() as u64;
        let accounts = Counts {
            written: staged.accounts.written - n_dropped,
            rows: rows.rows,
            duplicates: staged.accounts.duplicates + n_dropped,
            duplicates_dropped: staged.accounts.duplicates_dropped + n_dropped,
            ..staged.accounts
        };
        let manifest = Manifest {
            format: Format::default(),
            slot,
            app: app.clone(),
            zone: terms.zone,
            date: day,
            generation: before.map_or(1, |before| before.generation + 1),
            input: raw.clone(),
            output,
            rejects,
            keys: Some(keys),
            accounts,
            across,
            salvaged: staged.salvaged,
            schema: terms.schema.clone(),
            tool: crate::TOOL.to_owned(),
            options: self.options.clone(),
            converted: staged.converted.clone(),
            check: String::new(),
        };
        let manifest = files::kept_if_same(manifest, before);
        let (manifest, text) = manifest.sealed();
        let mut publication = Publication {
            folder: layout::messages(app, day),
            rows: vec![Added { key: manifest.output.path.clone(), file: rows.file }],
            documents: vec![Document { key: layout::manifest(slot), text: Some(text) }],
            ..Publication::default()
        };
        if let (Some(rejects), Some(file)) = (&manifest.rejects, &staged.rejects) {
            let added = Added { key: rejects.path.clone(), file: file.clone() };
            publication.beside.push(added);
        }
        if let Some(keys) = &manifest.keys {
            let added = Added { key: keys.path.clone(), file: staged.keys.clone() };
            publication.beside.push(added);
        }
        self.supersede(&manifest, before, &mut publication)?;
        if let Some(before) = before {
            self.take_out_of_day(before, &mut publication)?;
        }
        Ok((publication, manifest))
    }

    /// Tries something that reads files of neighbours. Where there is no lock, another process may
    /// have put others in their place since their manifests were read: those say then which.
    fn while_others_change<T>(
        &self,
        mut attempt: impl FnMut() -> Result<T, LakeError>,
    ) -> Result<T, LakeError> {
        const ATTEMPTS: usize = 8;
        let may_change = self.lake.acts().folder().is_none();
        for _ in 1..ATTEMPTS {
            match attempt() {
                Err(error) if may_change && error.is_of_missing() => {}
                outcome => return outcome,
            }
        }
        attempt()
    }

    /// Whether the files of a slot that is in the lake lie there.
    fn is_whole(&self, manifest: &Manifest) -> Result<bool, LakeError> {
        let day = self.lake.day_manifest(manifest.slot.day())?;
        let is_compacted = day.is_some_and(|day| day.covers(manifest.slot));
        for key in manifest.keys_of_files() {
            let is_elsewhere = is_compacted && key == manifest.output.path;
            if !is_elsewhere && !self.lake.store().exists(key)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Where there is no lock, neighbours may have come meanwhile that did not see this slot.
    fn look_again(&self, slot: Slot, lock: &LakeLock) -> Result<(), LakeError> {
        if self.lake.acts().folder().is_some() {
            return Ok(());
        }
        let later = self.later(slot)?;
        for other in std::iter::once(slot).chain(later.iter().map(|later| later.slot)) {
            self.while_others_change(|| self.settle(other, slot, lock))?;
        }
        Ok(())
    }
}
