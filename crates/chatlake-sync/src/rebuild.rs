//! The catalogue, made again from the files of the archive.
//!
//! Files say what is in hand, what was there before, and which hours have none; their times say
//! when they came. Outputs are trusted only if converting once more gives the same bytes; then
//! they are on record again, with their accounts. What was known of attachments is taken over from
//! the old catalogue as far as it can be read.

use std::fs;
use std::io;
use std::path::Path;

use chatlake_convert::{Cause, Progress};
use chatlake_core::{AppKey, Zone};
use chatlake_store::durable;

use crate::archive::{Archive, RawKind, RawName, Terms, scan};
use crate::catalogue::{
    Catalogue, FileRecord, MediaState, Opening, OutputRecord, put_aside, with_suffix,
};
use crate::check::{digest, fits_other_zone};
use crate::conversion::{Conversion, InHand, Outputs};
use crate::error::SyncError;
use crate::run::reconcile;
use crate::state::State;
use crate::window::Window;

/// How a catalogue is made again.
#[derive(Clone, Copy, Debug)]
pub struct Rebuild<'a> {
    /// Whose.
    pub archive: &'a Archive,
    /// When files are there. Its zone is that of apps that say nothing themselves, if
    /// `is_zone_given`.
    pub window: Window,
    /// Whether the zone of the window was said by somebody who knows.
    pub is_zone_given: bool,
    /// What hours were converted to; none if that is not to be looked at.
    pub conversion: Option<&'a Conversion>,
    /// Now, milliseconds since the epoch.
    pub now_ms: i64,
}

/// What a new catalogue holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rebuilt {
    /// Apps.
    pub apps: usize,
    /// Hours, whatever their state.
    pub hours: usize,
    /// Hours whose outputs were found to be what they should be.
    pub converted: usize,
    /// Hours whose outputs will be made again, or for the first time.
    pub to_convert: usize,
    /// Hours whose files are damaged; they were put aside, and will be fetched again if they can
    /// be.
    pub damaged: usize,
    /// Attachments that are on record again.
    pub attachments: usize,
}

impl Rebuild<'_> {
    /// Makes the catalogue again, and puts it in place in one step. The old one stays beside it,
    /// with `.damaged` behind its name.
    ///
    /// # Errors
    ///
    /// The archive is taken; a file cannot be read; it is not known in which zone hours are
    /// named.
    pub fn run(&self) -> Result<Rebuilt, SyncError> {
        let _lock = self.archive.lock()?;
        let path = self.archive.catalogue();
        let fresh = with_suffix(&path, ".new");
        for suffix in ["", "-wal", "-shm"] {
            let left = with_suffix(&fresh, suffix);
            durable::remove(&left).map_err(SyncError::io("remove", &left))?;
        }
        let mut catalogue = Catalogue::open(&fresh, Opening::Create)?;
        let mut rebuilt = Rebuilt::default();
        for app in self.archive.apps()? {
            self.app(&mut catalogue, &app, &mut rebuilt)?;
        }
        rebuilt.attachments = self.take_over(&mut catalogue);
        catalogue.close()?;
        put_aside(&path).map_err(SyncError::io("put aside", &path))?;
        durable::rename(&fresh, &path).map_err(SyncError::io("name", &path))?;
        Ok(rebuilt)
    }

    fn app(
        &self,
        catalogue: &mut Catalogue,
        app: &AppKey,
        rebuilt: &mut Rebuilt,
    ) -> Result<(), SyncError> {
        let terms = self.terms(app)?;
        let window = Window { zone: terms.zone, ..self.window };
        catalogue.add_app(app, terms)?;
        let path = self.archive.terms_file(app);
        terms.write(self.archive, app).map_err(SyncError::io("write", &path))?;
        reconcile(self.archive, catalogue, app, &window, None, self.now_ms)?;
        rebuilt.apps += 1;
        for known in catalogue.hours(app)? {
            rebuilt.hours += 1;
            rebuilt.damaged += usize::from(known.state == State::Corrupt);
            if let (State::Verified, Some(conversion)) = (known.state, self.conversion) {
                let hour = known.hour;
                let files = catalogue.files(app, hour)?;
                let current: Vec<FileRecord> =
                    files.into_iter().filter(|file| file.replaced_by.is_none()).collect();
                let in_hand =
                    InHand { archive: self.archive, app, hour, files: &current, zone: terms.zone };
                match found(in_hand, conversion, self.now_ms)? {
                    Some(outputs) => {
                        catalogue.converted(app, hour, &outputs, self.now_ms)?;
                        if conversion.lake().is_some() {
                            catalogue.committed(app, hour, &outputs, self.now_ms)?;
                        }
                        rebuilt.converted += 1;
                    }
                    None => rebuilt.to_convert += 1,
                }
            }
        }
        Ok(())
    }

    /// What the archive says of an app; else what was given; else what its messages say.
    fn terms(&self, app: &AppKey) -> Result<Terms, SyncError> {
        let path = self.archive.terms_file(app);
        let written = Terms::read(self.archive, app).map_err(SyncError::io("read", &path))?;
        if let Some(terms) = written {
            return Ok(terms);
        }
        let since = None;
        if self.is_zone_given {
            return Ok(Terms { zone: self.window.zone, since });
        }
        for (hour, files) in scan(self.archive, app)? {
            let first = files.iter().find(|file| file.name == RawName::current(hour, 1));
            let Some(file) = first else { continue };
            for (asked, other) in [(Zone::Utc, Zone::Beijing), (Zone::Beijing, Zone::Utc)] {
                if fits_other_zone(&file.path, hour, asked) == Some(other) {
                    return Ok(Terms { zone: other, since });
                }
            }
        }
        Err(SyncError::UnknownZone { app: app.to_string() })
    }

    /// Attachments of the old catalogue whose files are there. If it cannot be read they are
    /// found, and fetched, again.
    fn take_over(&self, catalogue: &mut Catalogue) -> usize {
        let Ok(old) = Catalogue::open(&self.archive.catalogue(), Opening::Existing) else {
            return 0;
        };
        let mut n_taken = 0;
        for app in catalogue.apps().unwrap_or_default() {
            for state in MediaState::ALL {
                for media in old.media(&app, state).unwrap_or_default() {
                    let path = media.path.as_ref().map(|path| self.archive.lengthen(path));
                    let is_there = path.is_none_or(|path| path.exists());
                    if is_there && catalogue.add_media(&app, &media).is_ok() {
                        n_taken += 1;
                    }
                }
            }
        }
        n_taken
    }
}

/// The outputs of an hour, if they are what they should be.
fn found(
    in_hand: InHand<'_>,
    conversion: &Conversion,
    now_ms: i64,
) -> Result<Option<Vec<OutputRecord>>, SyncError> {
    let Outputs::Folder(root) = &conversion.outputs else {
        return Ok(conversion.in_lake(in_hand, now_ms)?);
    };
    let made = again(in_hand, conversion, root, now_ms)?;
    let made = made.filter(|outputs| outputs.iter().all(|it| it.is_same));
    Ok(made.map(|outputs| outputs.into_iter().map(|it| it.record).collect()))
}

/// An output that was made once more.
pub(crate) struct Again {
    pub(crate) record: OutputRecord,
    /// Whether what lies in its place has the same bytes.
    pub(crate) is_same: bool,
}

/// Converts the files of an hour once more, elsewhere, and compares with what lies below `root`.
/// None if it cannot be converted, or has no output.
pub(crate) fn again(
    in_hand: InHand<'_>,
    conversion: &Conversion,
    root: &Path,
    now_ms: i64,
) -> Result<Option<Vec<Again>>, SyncError> {
    let InHand { archive, app, hour, .. } = in_hand;
    let place = archive.scratch();
    clear_scratch(archive)?;
    let elsewhere = Conversion { outputs: Outputs::Folder(place), ..conversion.clone() };
    let made = elsewhere.run(in_hand, &Progress::new(), now_ms);
    let made = match made {
        Ok(made) => made,
        Err(error) if error.exit_code() == Cause::Io.exit_code() => return Err(error.into()),
        Err(_) => {
            clear_scratch(archive)?;
            return Ok(None);
        }
    };
    let folder = Archive::output_day(root, app, hour);
    let mut compared = Vec::new();
    for mut record in made.outputs {
        let made_at = archive.lengthen(&record.path);
        let path = folder.join(made_at.file_name().unwrap_or_default());
        let is_same = match digest(&path) {
            Ok(found) => found.sha256 == record.sha256,
            Err(error) if error.kind() == io::ErrorKind::NotFound => false,
            Err(error) => return Err(SyncError::io("read", &path)(error)),
        };
        record.path = archive.shorten(&path);
        compared.push(Again { record, is_same });
    }
    clear_scratch(archive)?;
    Ok(Some(compared))
}

/// Removes what was made only to be compared.
pub(crate) fn clear_scratch(archive: &Archive) -> Result<(), SyncError> {
    let place = archive.scratch();
    match fs::remove_dir_all(&place) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(SyncError::io("remove", &place)(error))
        }
        _ => Ok(()),
    }
}

/// Whether a file of the archive is one that should be on record.
pub(crate) fn is_recorded(kind: RawKind) -> bool {
    matches!(kind, RawKind::Current | RawKind::Version(_))
}
