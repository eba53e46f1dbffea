//! What lies beside rows: rejects, and keys.

use chatlake_convert::RecordKey;

use super::look::Expected;
use super::{Fault, Halt, Look};
use crate::layout::Subject;
use crate::manifest::Manifest;

impl Look<'_, '_> {
    pub(super) fn beside(&mut self) -> Result<(), Halt> {
        let manifests: Vec<Manifest> = self.state.slots.values().cloned().collect();
        for manifest in &manifests {
            self.at_rejects(manifest)?;
            self.at_keys(manifest)?;
        }
        Ok(())
    }

    fn at_rejects(&mut self, manifest: &Manifest) -> Result<(), Halt> {
        let Some(rejects) = &manifest.rejects else { return Ok(()) };
        let of = Subject::Slot(manifest.slot);
        let expected =
            Expected { key: &rejects.path, of, bytes: rejects.bytes, sha256: &rejects.sha256 };
        let mut n_lines = 0;
        let count = |bytes: &[u8]| n_lines += bytes.iter().filter(|byte| **byte == b'\n').count();
        if self.is_whole(expected, count)? && n_lines as u64 != rejects.records {
            let fault = Fault::Lines { found: n_lines as u64, expected: rejects.records };
            self.note(&rejects.path, Some(of), fault);
        }
        Ok(())
    }

    fn at_keys(&mut self, manifest: &Manifest) -> Result<(), Halt> {
        let Some(keys) = &manifest.keys else { return Ok(()) };
        let bytes = keys.records * RecordKey::SIZE as u64;
        let of = Subject::Slot(manifest.slot);
        let expected = Expected { key: &keys.path, of, bytes, sha256: &keys.sha256 };
        self.is_whole(expected, |_| {})?;
        Ok(())
    }
}
