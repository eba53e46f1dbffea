//! Hours that are whole in the archive become outputs.

use std::sync::Arc;

use chatlake_convert::Progress;
use chatlake_core::Hour;
use chatlake_store::durable;

use super::{Session, stepped, tell};
use crate::catalogue::{HourRecord, OutputRecord};
use crate::conversion::{Conversion, ConversionError, InHand, LakeOutputs, Reach};
use crate::error::{Halt, SyncError};
use crate::seen::{Seen, Step, Watch};
use crate::state::State;

impl<'r> Session<'r> {
    /// Converts every hour that is whole and not converted, oldest first.
    pub(super) fn convert_waiting(&mut self, watch: &mut Watch<'_>) -> Result<(), Halt> {
        let tried: Vec<Hour> = self.outcome.not_converted.iter().map(|(hour, _)| *hour).collect();
        let hours = self.catalogue.hours(&self.app)?;
        let is_waiting =
            |it: &&HourRecord| it.state == State::Verified && !tried.contains(&it.hour);
        let waiting: Vec<&HourRecord> = hours.iter().filter(is_waiting).collect();
        for (n_done, known) in waiting.iter().enumerate() {
            if self.conversion().is_none() {
                return Ok(());
            }
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
            self.conversion().filter(|_| known.is_some_and(|it| it.state == State::Verified))
        else {
            return Ok(());
        };
        let current = self.current(hour)?;
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
            Err(error) => return self.not_converted(hour, error),
        };
        stepped(watch, hour, Step::Published)?;
        self.remove_others(hour, &converted.outputs)?;
        self.look_at_next(hour, now_ms)?;
        self.catalogue.converted(&self.app, hour, &converted.outputs, now_ms)?;
        stepped(watch, hour, Step::Converted)?;
        if conversion.lake().is_some() {
            self.catalogue.committed(&self.app, hour, &converted.outputs, now_ms)?;
            stepped(watch, hour, Step::Committed)?;
        }
        self.outcome.warnings.extend(converted.warnings);
        self.outcome.converted.push(hour);
        Ok(())
    }

    /// How hours are converted; none if they are not, or cannot be in this run.
    fn conversion(&self) -> Option<&'r Conversion> {
        self.run.conversion.filter(|_| self.converts)
    }

    /// An hour could not be converted; says whether the run goes on.
    fn not_converted(&mut self, hour: Hour, error: ConversionError) -> Result<(), Halt> {
        match error.reach() {
            Reach::Interrupted => return Err(Halt::Interrupted),
            Reach::Run => return Err(error.into()),
            Reach::Conversions => self.converts = false,
            Reach::Hour => {}
        }
        self.outcome.not_converted.push((hour, error.into()));
        Ok(())
    }

    /// What is in a lake of the next hour depends on this one: what both have is in one of them.
    fn look_at_next(&mut self, hour: Hour, now_ms: i64) -> Result<(), Halt> {
        let next = hour.plus(1);
        let Some(conversion) = self.run.conversion.filter(|it| it.lake().is_some()) else {
            return Ok(());
        };
        let known = self.catalogue.hour(&self.app, next)?;
        if known.is_none_or(|known| known.state != State::Committed) {
            return Ok(());
        }
        let files = self.current(next)?;
        let in_hand = InHand {
            archive: self.run.archive,
            app: &self.app,
            hour: next,
            files: &files,
            zone: self.run.window.zone,
        };
        let found = conversion.in_lake(in_hand, now_ms).map_err(SyncError::from)?;
        if let Some(outputs) = found {
            self.catalogue.committed(&self.app, next, &outputs, now_ms)?;
        }
        Ok(())
    }

    /// Removes what an hour was converted to before and is not any more; what is in a lake is the
    /// lake's.
    fn remove_others(&self, hour: Hour, outputs: &[OutputRecord]) -> Result<(), SyncError> {
        for before in self.catalogue.outputs(&self.app, hour)? {
            let is_in_lake = LakeOutputs::of_output(self.run.archive, &before).is_some();
            if !is_in_lake && outputs.iter().all(|output| output.path != before.path) {
                let path = self.run.archive.lengthen(&before.path);
                durable::remove(&path).map_err(SyncError::io("remove", &path))?;
            }
        }
        Ok(())
    }
}
