//! One hour: what the server has of it, and what that means.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use chatlake_core::Hour;
use chatlake_fetch::{Class, Error, FileFetched, HourFetched, NotThere, Place, Version};
use chatlake_store::durable;

use super::{Session, stepped};
use crate::archive::{RawKind, RawName};
use crate::catalogue::{CatalogueError, FileRecord};
use crate::error::{Halt, SyncError};
use crate::outcome::What;
use crate::seen::{Seen, Step, Watch};
use crate::state::{Event, State};

/// A damaged file on the server is looked at again after this long.
const REPAIR_PAUSE_MS: i64 = 3 * 3_600_000;

impl Session<'_> {
    /// Asks for an hour and brings what comes of it on record.
    pub(super) fn fetch(&mut self, hour: Hour, watch: &mut Watch<'_>) -> Result<What, Halt> {
        let known = self.catalogue.files(&self.app, hour)?;
        let current: Vec<FileRecord> =
            known.iter().filter(|file| file.replaced_by.is_none()).cloned().collect();
        let folder = self.run.archive.raw_day(&self.app, hour);
        durable::create_folder(&folder).map_err(SyncError::io("make the folder", &folder))?;
        let mut last_part = 1;
        let fetched = self.ask(hour, &current, &mut last_part, watch)?;
        match fetched {
            Ok(HourFetched::Files { files, .. }) if files.is_empty() => {
                self.absent(hour, NotThere::NoFile, watch)
            }
            Ok(HourFetched::Files { files, .. }) => self.arrived(hour, &known, files, watch),
            Ok(HourFetched::NotThere(why)) => self.absent(hour, why, watch),
            Err(Error::Damaged { kept, source, .. }) => {
                self.damaged(hour, last_part, &kept, source.to_string(), watch)
            }
            Err(error) => match error.class() {
                Class::Interrupted => Err(Halt::Interrupted),
                Class::Temporary if !is_for_all(&error) => {
                    let reason = error.to_string();
                    self.outcome.temporary.push((hour, error));
                    Ok(What::Failed { reason })
                }
                _ => Err(error.into()),
            },
        }
    }

    /// Fetches, and brings on record that the server has the hour as soon as it says so.
    fn ask(
        &mut self,
        hour: Hour,
        current: &[FileRecord],
        last_part: &mut u32,
        watch: &mut Watch<'_>,
    ) -> Result<Result<HourFetched, Error>, Halt> {
        let Self { run, app, catalogue, .. } = self;
        let now_ms = run.clock.now_ms();
        let mut announced: Result<(), CatalogueError> = Ok(());
        let mut place = |number: usize| {
            let part = u32::try_from(number + 1).unwrap_or(u32::MAX);
            *last_part = part;
            if number == 0 && current.is_empty() && announced.is_ok() {
                announced = catalogue.happened(app, hour, Event::Announced, now_ms).map(drop);
            }
            let known = current.iter().find(|file| file.part == part).map(|file| Version {
                etag: file.etag.clone(),
                last_modified: file.last_modified.clone(),
            });
            let name = RawName::current(hour, part);
            Place { target: staging(&run.archive.raw(app, name)), known }
        };
        let mut tell = |event: &chatlake_fetch::Event| -> ControlFlow<()> {
            watch(&Seen::Fetching { hour, event })
        };
        let fetched = run.client.fetch_hour(hour, &mut place, &mut tell);
        announced?;
        if current.is_empty() && matches!(fetched, Ok(HourFetched::Files { .. })) {
            stepped(watch, hour, Step::Announced)?;
        }
        Ok(fetched)
    }

    /// The server's file is damaged: twice downloaded, twice the same.
    fn damaged(
        &mut self,
        hour: Hour,
        part: u32,
        kept: &Path,
        reason: String,
        watch: &mut Watch<'_>,
    ) -> Result<What, Halt> {
        let now_ms = self.now_ms();
        let again = now_ms.saturating_add(REPAIR_PAUSE_MS);
        let ask_ms = (again < self.run.window.gone_ms(hour)).then_some(again);
        let state = self.catalogue.hour(&self.app, hour)?.map(|known| known.state);
        if state.is_some_and(|state| state.is_in_hand() && state != State::Empty) {
            // What is in hand is whole, and better.
            durable::remove(kept).map_err(SyncError::io("remove", kept))?;
            let says = "is damaged on the server now; what was fetched before stays";
            self.outcome.warnings.push(format!("hour {hour} {says}"));
        } else {
            let name = RawName { hour, part, kind: RawKind::Damaged };
            let path = self.run.archive.raw(&self.app, name);
            durable::rename(kept, &path).map_err(SyncError::io("name", &path))?;
            stepped(watch, hour, Step::Placed)?;
            self.catalogue.happened(&self.app, hour, Event::Damaged, now_ms)?;
        }
        self.catalogue.ask_at(&self.app, hour, ask_ms)?;
        stepped(watch, hour, Step::Recorded)?;
        Ok(What::Corrupt { reason })
    }

    /// What came of each part: the file that has come, or nothing where it is the one in hand.
    pub(super) fn parts(files: Vec<FileFetched>) -> Vec<(u32, Option<chatlake_fetch::Saved>)> {
        let saved = |file| match file {
            FileFetched::Saved(saved) => Some(saved),
            FileFetched::Unchanged => None,
        };
        (1..).zip(files.into_iter().map(saved)).collect()
    }
}

/// Whether it would be the same for every hour, so that there is no use in asking for the next.
fn is_for_all(error: &Error) -> bool {
    use chatlake_fetch::Refusal;
    matches!(error, Error::Refused { refusal: Refusal::Quota, .. })
}

/// Where a file is before it has its name: hidden, in the same folder.
pub(super) fn staging(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    path.with_file_name(format!(".{name}.new"))
}
