//! The files of a slot, as its manifest has them, and those that are nobody's any more.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use chatlake_core::AppKey;
use sha2::{Digest, Sha256};

use super::drop::Rows;
use super::{Committer, Staged};
use crate::error::LakeError;
use crate::layout;
use crate::manifest::{Across, DataFile, Manifest, Raw, RejectsFile};
use crate::mark::{Mark, hex};
use crate::publication::Publication;
use crate::slot::Slot;

impl Committer<'_> {
    /// The file of rows of a slot, under its name in the lake.
    ///
    /// Input and what was dropped decide the name. Other bytes of the same name, which another
    /// version makes, say, get a name that is their own: whoever reads the old file is not
    /// disturbed.
    pub(super) fn output(
        &self,
        slot: Slot,
        raw: &Raw,
        across: &Across,
        rows: &Rows,
        before: Option<&Manifest>,
    ) -> Result<DataFile, LakeError> {
        let app = &self.lake.terms().app;
        let mark = Mark::of_input(&raw.sha256, &across.dropped);
        let path = layout::rows_of_slot(app, slot, &mark);
        let Some(before) = before else { return Ok(rows.stored_at(path)) };
        if before.output.sha256 == rows.sha256 {
            return Ok(rows.stored_at(before.output.path.clone()));
        }
        let is_taken =
            before.output.path == path || self.lake.store().exists(&layout::retired(&path))?;
        if is_taken {
            let mark = Mark::of_text(&format!("{mark}\n{}", rows.sha256));
            return Ok(rows.stored_at(layout::rows_of_slot(app, slot, &mark)));
        }
        Ok(rows.stored_at(path))
    }

    /// Lets the files go that a slot had before, and what a killed process left of it.
    pub(super) fn supersede(
        &self,
        manifest: &Manifest,
        before: Option<&Manifest>,
        publication: &mut Publication,
    ) -> Result<(), LakeError> {
        let (slot, store) = (manifest.slot, self.lake.store());
        let named: BTreeSet<&str> = manifest.keys_of_files().collect();
        let is_old = |key: &String| layout::slot_of(key) == Some(slot) && !named.contains(&**key);
        let rows = store.list_level(&publication.folder)?.into_iter().map(|object| object.key);
        publication.superseded.extend(rows.filter(is_old));
        let rejects = store.list_level(&layout::rejects(&manifest.app, slot.day()))?;
        let rejects = rejects.into_iter().map(|object| object.key);
        let keys = before.and_then(|before| before.keys.as_ref()).map(|keys| keys.path.clone());
        let loose = self.loose_keys.iter().cloned();
        let beside = rejects.chain(keys).chain(loose).filter(is_old);
        publication.superseded_beside.extend(beside);
        Ok(())
    }
}

/// The file of rejects of a slot, under its name in the lake.
pub(super) fn rejects(
    app: &AppKey,
    slot: Slot,
    mark: &Mark,
    staged: &Path,
    before: Option<&Manifest>,
) -> Result<RejectsFile, LakeError> {
    let (mut bytes, mut records) = (0, 0);
    let sha256 = read_through(staged, |part| {
        bytes += part.len() as u64;
        records += part.iter().filter(|byte| **byte == b'\n').count() as u64;
    })?;
    let mut path = layout::rejects_of_slot(app, slot, mark);
    let is_other = |before: &RejectsFile| before.path == path && before.sha256 != sha256;
    if before.and_then(|before| before.rejects.as_ref()).is_some_and(is_other) {
        path = layout::rejects_of_slot(app, slot, &Mark::of_text(&format!("{mark}\n{sha256}")));
    }
    Ok(RejectsFile { path, records, bytes, sha256 })
}

/// The manifest as it was before, if it would say nothing else: of how often and when it was made,
/// and by whom.
pub(super) fn kept_if_same(manifest: Manifest, before: Option<&Manifest>) -> Manifest {
    let Some(before) = before else { return manifest };
    let same = Manifest {
        generation: before.generation,
        tool: before.tool.clone(),
        converted: before.converted.clone(),
        check: before.check.clone(),
        ..manifest.clone()
    };
    if same == *before { same } else { manifest }
}

/// SHA-256 of a file's bytes, in hexadecimal.
pub(crate) fn sha256_of_file(path: &Path) -> Result<String, LakeError> {
    read_through(path, |_| {})
}

/// Reads a file to its end, part by part; yields the SHA-256 of its bytes, in hexadecimal.
fn read_through(path: &Path, mut look: impl FnMut(&[u8])) -> Result<String, LakeError> {
    let mut hashed = || -> io::Result<String> {
        let (mut file, mut hash) = (File::open(path)?, Sha256::new());
        let mut buffer = vec![0; 1 << 16];
        loop {
            let part = match file.read(&mut buffer) {
                Ok(0) => return Ok(hex(&hash.finalize())),
                Ok(n) => buffer.get(..n).unwrap_or_default(),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            hash.update(part);
            look(part);
        }
    };
    hashed().map_err(LakeError::io("read", path))
}

/// Removes what was staged of a slot and is not needed any more; what stays goes with the folder.
pub(super) fn clear(staged: &Staged) {
    for path in [Some(&staged.rows.file), staged.rejects.as_ref(), Some(&staged.keys)] {
        let _ = path.map(fs::remove_file);
    }
}
