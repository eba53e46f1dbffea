//! Which hours there are to do, and doing them one after the other.

use chatlake_core::{AppKey, Hour};

use super::{Refetch, Session, tell};
use crate::archive::{Archive, Terms};
use crate::catalogue::{Catalogue, HourRecord};
use crate::due::{Candidate, due};
use crate::error::{Halt, SyncError};
use crate::outcome::What;
use crate::seen::{Seen, Watch};
use crate::state::State;
use crate::window::Window;

/// Failures of one hour after another mean that it is not the hours.
const FAILURES_IN_A_ROW: usize = 5;

/// Brings the terms of an app on record, in the catalogue and beside its files. With `keeps`, all
/// hours are to be kept from the oldest that is there now, if they are not already.
pub(super) fn agree(
    archive: &Archive,
    catalogue: &mut Catalogue,
    app: &AppKey,
    window: &Window,
    keeps: bool,
    now_ms: i64,
) -> Result<(), SyncError> {
    let path = archive.terms_file(app);
    let written = Terms::read(archive, app).map_err(SyncError::io("read", &path))?;
    if let Some(written) = written {
        catalogue.add_app(app, written)?;
    }
    // The oldest hour is about to be deleted whenever it is; it is part of what was there.
    let oldest = window.hours(now_ms).map(|hours| *hours.start()).filter(|_| keeps);
    let known = catalogue.terms(app)?.and_then(|terms| terms.since);
    let since = match (known, oldest) {
        // The window moves on; only a longer retention reaches further back.
        (Some(known), Some(oldest)) => Some(known.min(oldest)),
        (known, oldest) => known.or(oldest),
    };
    let terms = catalogue.add_app(app, Terms { zone: window.zone, since })?;
    terms.write(archive, app).map_err(SyncError::io("write", &path))
}

impl Session<'_> {
    /// All that is due, then all that waits for its conversion.
    pub(super) fn sync(&mut self, watch: &mut Watch<'_>) -> Result<(), Halt> {
        self.add_hours()?;
        let window = self.run.window;
        let hours = self.catalogue.hours(&self.app)?;
        let candidates: Vec<Candidate> = hours.iter().map(HourRecord::candidate).collect();
        let due = due(&window, &candidates, self.now_ms());
        let is_waiting = |state| self.run.conversion.is_some() && state == State::Verified;
        let n_conversions = hours.iter().filter(|hour| is_waiting(hour.state)).count();
        self.planned(due.len(), n_conversions, watch)?;
        self.each(&due, watch)?;
        self.convert_waiting(watch)
    }

    /// The hours that were named.
    pub(super) fn fetch_named(
        &mut self,
        hours: &[Hour],
        refetch: Refetch,
        watch: &mut Watch<'_>,
    ) -> Result<(), Halt> {
        let now_ms = self.now_ms();
        let pending = hours.iter().map(|hour| (*hour, State::Pending, Some(now_ms)));
        self.catalogue.add_hours(&self.app, pending, now_ms)?;
        let mut wanted = Vec::new();
        for hour in hours {
            let known = self.catalogue.hour(&self.app, *hour)?;
            let has_files =
                known.is_some_and(|known| known.state.is_in_hand() && known.state != State::Empty);
            if has_files && refetch == Refetch::Missing {
                self.ended(*hour, What::InHand, watch)?;
            } else {
                wanted.push(*hour);
            }
        }
        self.planned(wanted.len(), 0, watch)?;
        self.each(&wanted, watch)
    }

    fn planned(
        &mut self,
        n_hours: usize,
        n_conversions: usize,
        watch: &mut Watch<'_>,
    ) -> Result<(), Halt> {
        self.outcome.n_left = n_hours;
        let at_least = self.run.client.time_for(n_hours as u64);
        tell(watch, &Seen::Planned { n_hours, at_least, n_conversions })
    }

    /// Every hour since the first that is to be kept has a row, once it is due.
    fn add_hours(&mut self) -> Result<(), Halt> {
        let now_ms = self.now_ms();
        let since = self.catalogue.terms(&self.app)?.and_then(|terms| terms.since);
        let (Some(since), Some(hours)) = (since, self.run.window.hours(now_ms)) else {
            return Ok(());
        };
        let n_hours = hours.end().since(since) + 1;
        let due = (0..n_hours).map(|n| (since.plus(n), State::Pending, Some(now_ms)));
        self.catalogue.add_hours(&self.app, due, now_ms)?;
        Ok(())
    }

    fn each(&mut self, hours: &[Hour], watch: &mut Watch<'_>) -> Result<(), Halt> {
        let mut n_failures = 0;
        for hour in hours {
            if !self.has_time() {
                return Ok(());
            }
            tell(watch, &Seen::Begins { hour: *hour })?;
            let what = self.fetch(*hour, watch)?;
            n_failures = if matches!(what, What::Failed { .. }) { n_failures + 1 } else { 0 };
            self.outcome.n_left -= 1;
            self.ended(*hour, what, watch)?;
            if self.run.conversion.is_some() {
                self.convert_if_verified(*hour, watch)?;
            }
            if n_failures == FAILURES_IN_A_ROW {
                return Err(SyncError::GivenUp { n_failures }.into());
            }
        }
        Ok(())
    }

    fn ended(&mut self, hour: Hour, what: What, watch: &mut Watch<'_>) -> Result<(), Halt> {
        let told = tell(watch, &Seen::Ended { hour, what: &what });
        self.outcome.hours.push((hour, what));
        told
    }
}
