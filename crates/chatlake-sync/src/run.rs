//! The scheduled job: everything that is due and missing is fetched, put on record and converted.
//!
//! A run may be killed anywhere. What it has said to be there is there; what it had begun, the
//! next run finds: half a download is resumed, a file that is in the archive and not on record is
//! looked at and put on record, outputs that are not on record are made again, the same bytes.

mod absent;
mod arrived;
mod convert;
mod fetch;
mod plan;
mod reconcile;

use std::ops::ControlFlow;
use std::time::Duration;

use chatlake_core::clock::Clock;
use chatlake_core::{AppKey, Hour};
use chatlake_fetch::Client;
use chatlake_lake::LakeError;
use chatlake_store::StoreErrorKind;

use crate::archive::{Archive, Lock};
use crate::catalogue::{Catalogue, Opening};
use crate::conversion::Conversion;
use crate::error::{Halt, SyncError};
use crate::outcome::Outcome;
use crate::rebuild::clear_scratch;
use crate::seen::{Seen, Step, Watch};
use crate::window::{Window, ms};

pub(crate) use reconcile::reconcile;

/// What a run works with.
#[derive(Clone, Copy, Debug)]
pub struct Run<'a> {
    /// Where files go.
    pub archive: &'a Archive,
    /// Who is asked.
    pub client: &'a Client,
    /// What time it is.
    pub clock: &'a dyn Clock,
    /// When files are there, and the zone of their names.
    pub window: Window,
    /// What hours are converted to; none to leave them as they came.
    pub conversion: Option<&'a Conversion>,
    /// No hour is begun after this much time; none for no limit.
    pub max_time: Option<Duration>,
}

/// Which hours of those that were named are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refetch {
    /// Those that are not in hand.
    Missing,
    /// All of them; files that are the same are left as they are.
    All,
}

impl Run<'_> {
    /// Fetches what is due and missing, the hour that is deleted next first, looks once more at
    /// what may have grown, and converts what is new.
    ///
    /// # Errors
    ///
    /// The run did not begin: the archive is taken or cannot be used. What happens later is in
    /// the outcome.
    pub fn sync(&self, watch: &mut Watch<'_>) -> Result<Outcome, SyncError> {
        let mut session = self.begin(true)?;
        let worked = session.sync(watch);
        Ok(session.end(worked))
    }

    /// Fetches hours that are named. Converts none, unless there is a conversion.
    ///
    /// # Errors
    ///
    /// As [`Run::sync`]; an hour is not over.
    pub fn fetch(
        &self,
        hours: &[Hour],
        refetch: Refetch,
        watch: &mut Watch<'_>,
    ) -> Result<Outcome, SyncError> {
        let now_ms = self.clock.now_ms();
        if let Some(hour) = hours.iter().find(|hour| self.window.end_ms(**hour) > now_ms) {
            return Err(SyncError::NotOver { hour: *hour });
        }
        let mut session = self.begin(false)?;
        let worked = session.fetch_named(hours, refetch, watch);
        Ok(session.end(worked))
    }

    /// Takes the archive, opens its catalogue and lets it know what lies there.
    pub(crate) fn begin(&self, keeps: bool) -> Result<Session<'_>, SyncError> {
        let app: AppKey = self.client.app().path().parse()?;
        let warning = self.look_at_lake(&app)?;
        let root = self.archive.root();
        self.archive.create().map_err(SyncError::io("make the folder", root))?;
        let lock = self.archive.lock()?;
        clear_scratch(self.archive)?;
        let mut catalogue = Catalogue::open(&self.archive.catalogue(), Opening::Create)?;
        let now_ms = self.clock.now_ms();
        plan::agree(self.archive, &mut catalogue, &app, &self.window, keeps, now_ms)?;
        let adopted =
            reconcile(self.archive, &mut catalogue, &app, &self.window, self.conversion, now_ms)?;
        let warnings = warning.into_iter().collect();
        let outcome = Outcome { adopted, warnings, ..Outcome::default() };
        Ok(Session {
            run: *self,
            app,
            catalogue,
            outcome,
            began_ms: now_ms,
            converts: true,
            _lock: lock,
        })
    }
}

impl Run<'_> {
    /// Nothing is fetched for a lake that is another one, or that nobody will ever reach like this.
    /// One that cannot be reached now is no reason not to fetch, and is warned of.
    fn look_at_lake(&self, app: &AppKey) -> Result<Option<String>, SyncError> {
        let Some(conversion) = self.conversion else { return Ok(None) };
        match conversion.check(self.archive, app, self.window.zone) {
            Ok(()) => Ok(None),
            Err(error) if may_pass(&error) => {
                Ok(Some(format!("{error}: hours are fetched, and wait for the lake")))
            }
            Err(error) => Err(error.into()),
        }
    }
}

/// Whether a lake may be reached another time.
fn may_pass(error: &LakeError) -> bool {
    use StoreErrorKind::{Full, Io, Missing, Temporary};
    match error {
        LakeError::Store(error) => matches!(error.kind(), Temporary | Io | Full | Missing),
        LakeError::Io { .. } => true,
        _ => false,
    }
}

/// A run that has begun.
pub(crate) struct Session<'r> {
    pub(crate) run: Run<'r>,
    pub(crate) app: AppKey,
    pub(crate) catalogue: Catalogue,
    outcome: Outcome,
    began_ms: i64,
    /// Whether hours can be converted, as far as is known.
    converts: bool,
    _lock: Lock,
}

impl Session<'_> {
    pub(crate) fn now_ms(&self) -> i64 {
        self.run.clock.now_ms()
    }

    /// Whether another hour may be begun.
    pub(crate) fn has_time(&self) -> bool {
        let spent = self.now_ms().saturating_sub(self.began_ms);
        self.run.max_time.is_none_or(|max| spent < ms(max))
    }

    fn end(mut self, worked: Result<(), Halt>) -> Outcome {
        match worked {
            Ok(()) => {}
            Err(Halt::Interrupted) => self.outcome.is_interrupted = true,
            Err(Halt::Failed(error)) => self.outcome.failure = Some(*error),
        }
        self.outcome
    }
}

/// Tells, and ends if that is what the caller wants.
pub(crate) fn tell(watch: &mut Watch<'_>, seen: &Seen<'_>) -> Result<(), Halt> {
    match watch(seen) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(Halt::Interrupted),
    }
}

pub(crate) fn stepped(watch: &mut Watch<'_>, hour: Hour, step: Step) -> Result<(), Halt> {
    tell(watch, &Seen::Stepped { hour, step })
}
