//! Hours that are whole in the archive become outputs.

use std::sync::Arc;

use chatlake_convert::{Cause, Progress};
use chatlake_core::Hour;
use chatlake_store::durable;

use super::{Session, stepped, tell};
use crate::catalogue::{FileRecord, HourRecord, OutputRecord};
use crate::conversion::InHand;
use crate::error::{Halt, SyncError};
use crate::seen::{Seen, Step, Watch};
use crate::state::State;

impl Session<'_> {
    /// Converts every hour that is whole and not converted, oldest first.
    pub(super) fn convert_waiting(&mut self, watch: &mut Watch<'_>) -> Result<(), Halt> {
        if self.run.conversion.is_none() {
            return Ok(());
        }
        let tried: Vec<Hour> = self.outcome.not_converted.iter().map(|(hour, _)| *hour).collect();
        let hours = self.catalogue.hours(&self.app)?;
        let is_waiting =
            |it: &&HourRecord| it.state == State::Verified && !tried.contains(&it.hour);
        let waiting: Vec<&HourRecord> = hours.iter().filter(is_waiting).collect();
        for (n_done, known) in waiting.iter().enumerate() {
            if !self.has_time() {
                self.outcome.n_left += waiting.len() - n_done;
                return Ok(());
            }
            tell(watch, &Seen::Begins { hour: known.hour })?;
            self.convert_if_verified(known.hour, watch)?;
        }
        Ok(())
    }

    /// Converts an hour, if it is whole and not converted.
    pub(super) fn convert_if_verified(
        &mut self,
        hour: Hour,
        watch: &mut Watch<'_>,
    ) -> Result<(), Halt> {
        let known = self.catalogue.hour(&self.app, hour)?;
        let Some(conversion) =
            self.run.conversion.filter(|_| known.is_some_and(|it| it.state == State::Verified))
        else {
            return Ok(());
        };
        let files = self.catalogue.files(&self.app, hour)?;
        let current: Vec<FileRecord> =
            files.into_iter().filter(|file| file.replaced_by.is_none()).collect();
        let progress = Arc::new(Progress::new());
        tell(watch, &Seen::Converting { hour, progress: &progress })?;
        let now_ms = self.now_ms();
        let in_hand = InHand {
            archive: self.run.archive,
            app: &self.app,
            hour,
            files: &current,
            zone: self.run.window.zone,
        };
        let converted = conversion.run(in_hand, &progress, now_ms);
        let converted = match converted {
            Ok(converted) => converted,
            Err(error) => {
                return match error.cause() {
                    Cause::Interrupted => Err(Halt::Interrupted),
                    Cause::Io | Cause::Usage => Err(error.into()),
                    _ => {
                        self.outcome.not_converted.push((hour, error.into()));
                        Ok(())
                    }
                };
            }
        };
        stepped(watch, hour, Step::Published)?;
        self.remove_others(hour, &converted.outputs)?;
        self.catalogue.converted(&self.app, hour, &converted.outputs, now_ms)?;
        stepped(watch, hour, Step::Converted)?;
        self.outcome.warnings.extend(converted.warnings);
        self.outcome.converted.push(hour);
        Ok(())
    }

    /// Removes what an hour was converted to before and is not any more.
    fn remove_others(&self, hour: Hour, outputs: &[OutputRecord]) -> Result<(), SyncError> {
        for before in self.catalogue.outputs(&self.app, hour)? {
            if outputs.iter().all(|output| output.path != before.path) {
                let path = self.run.archive.lengthen(&before.path);
                durable::remove(&path).map_err(SyncError::io("remove", &path))?;
            }
        }
        Ok(())
    }
}
