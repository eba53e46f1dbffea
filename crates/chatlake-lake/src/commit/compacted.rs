//! A slot that is replaced after its day was compacted.

use chatlake_parquet::LeaveOut;

use super::Committer;
use crate::day_manifest::DayManifest;
use crate::error::LakeError;
use crate::layout;
use crate::manifest::{DataFile, Manifest};
use crate::mark::Mark;
use crate::publication::{Added, Document, Publication};

impl Committer<'_> {
    /// Takes the rows that a slot had out of the files of its day, if they are there: it gets a
    /// file of its own again.
    pub(super) fn take_out_of_day(
        &self,
        before: &Manifest,
        publication: &mut Publication,
    ) -> Result<(), LakeError> {
        let slot = before.slot;
        let Some(day) = self.lake.day_manifest(slot.day())?.filter(|day| day.covers(slot)) else {
            return Ok(());
        };
        let scratch = self.staging.room("copies")?;
        let mut rows = Vec::new();
        for file in &day.files {
            publication.superseded.insert(file.path.clone());
            let copy = self.lake.store().local_copy(&file.path, &scratch)?;
            let leave_out = LeaveOut::Source(&before.input.file);
            let rewritten = self.rewritten(copy.path(), &file.path, leave_out)?;
            if rewritten.rows > 0 {
                rows.push(rewritten);
            }
        }
        let n_left: u64 = rows.iter().map(|rows| rows.rows).sum();
        let n_covered: u64 = day.slots.iter().filter(|it| it.slot != slot).map(|it| it.rows).sum();
        if n_left != n_covered {
            let key = layout::day_manifest(day.date);
            let why =
                format!("promises {n_covered} rows without {slot}, and its files have {n_left}");
            return Err(LakeError::Unlike { path: self.lake.shown(&key), why });
        }
        let hashes: Vec<&str> = rows.iter().map(|rows| rows.sha256.as_str()).collect();
        let mark = Mark::of_text(&hashes.join("\n"));
        let mut files: Vec<DataFile> = Vec::new();
        for (rows, number) in rows.into_iter().zip(1..) {
            let key = layout::rows_of_day(&before.app, day.date, &mark, number);
            files.push(rows.stored_at(key.clone()));
            publication.superseded.remove(&key);
            publication.rows.push(Added { key, file: rows.file });
        }
        publication.documents.push(day.without(slot, files).into());
        Ok(())
    }
}

impl From<DayManifest> for Document {
    /// A day without slots has no manifest.
    fn from(day: DayManifest) -> Self {
        let key = layout::day_manifest(day.date);
        let text = (!day.slots.is_empty()).then(|| day.sealed().1);
        Document { key, text }
    }
}
