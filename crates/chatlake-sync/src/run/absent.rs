//! An hour of which the server says that there is no file.

use chatlake_core::{AppKey, Hour};
use chatlake_fetch::NotThere;
use chatlake_store::durable;

use super::{Session, stepped};
use crate::archive::{Archive, MARKED, RawName};
use crate::due::judge;
use crate::error::{Halt, SyncError};
use crate::outcome::What;
use crate::seen::{Step, Watch};
use crate::state::{Event, State};

impl Session<'_> {
    pub(super) fn absent(
        &mut self,
        hour: Hour,
        why: NotThere,
        watch: &mut Watch<'_>,
    ) -> Result<What, Halt> {
        let now_ms = self.now_ms();
        let Some(known) = self.catalogue.hour(&self.app, hour)? else {
            return Ok(What::NotYet { ask_ms: None });
        };
        let judgement = judge(&self.run.window, hour, why, known.asked, now_ms);
        match (known.state, judgement.event) {
            (State::NotDue | State::Pending | State::Ready, _)
            | (State::Empty, Event::WasEmpty) => {
                if let Some(state) = marked(judgement.event) {
                    mark(self.run.archive, &self.app, hour, Some(state))?;
                    stepped(watch, hour, Step::Marked)?;
                }
                let state = self.catalogue.absent(&self.app, hour, judgement, now_ms)?;
                stepped(watch, hour, Step::Judged)?;
                Ok(match state {
                    State::Empty => What::Empty,
                    State::Unstored => What::Unstored,
                    State::Expired => What::Expired,
                    _ => What::NotYet { ask_ms: judgement.ask_ms },
                })
            }
            (State::Corrupt, Event::Withdrawn) => {
                self.catalogue.ask_at(&self.app, hour, judgement.ask_ms)?;
                Ok(What::NotYet { ask_ms: judgement.ask_ms })
            }
            // What is known of the hour is as good as it will get.
            (state, _) => {
                self.catalogue.ask_at(&self.app, hour, None)?;
                Ok(match state {
                    State::Empty => What::Empty,
                    State::Unstored => What::Unstored,
                    State::Expired => What::Expired,
                    State::Corrupt => {
                        What::Corrupt { reason: "damaged on the server, and deleted".to_owned() }
                    }
                    _ => What::Unchanged,
                })
            }
        }
    }
}

/// The state of an hour that an event leaves without a file.
fn marked(event: Event) -> Option<State> {
    match event {
        Event::WasEmpty => Some(State::Empty),
        Event::WasNotStored => Some(State::Unstored),
        Event::WasDeleted => Some(State::Expired),
        _ => None,
    }
}

/// Lets the archive say of an hour without a file what became of it, or nothing any more.
pub(super) fn mark(
    archive: &Archive,
    app: &AppKey,
    hour: Hour,
    state: Option<State>,
) -> Result<(), SyncError> {
    for other in MARKED {
        let path = archive.raw(app, RawName::marker(hour, other));
        if state == Some(other) {
            if !path.exists() {
                durable::write(&path, b"").map_err(SyncError::io("write", &path))?;
            }
        } else {
            durable::remove(&path).map_err(SyncError::io("remove", &path))?;
        }
    }
    Ok(())
}
