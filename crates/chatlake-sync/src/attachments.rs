//! The media of archived messages, by the hash of their bytes, before the server deletes them.
//!
//! Which message has which attachment is in the catalogue; what opens it, the secret, is not: it
//! is read from the archive again when it is needed.

mod body;
mod messages;
mod outcome;

use std::collections::BTreeMap;
use std::time::Duration;

use chatlake_core::Hour;
use chatlake_fetch::{
    AttachmentAnswer, AttachmentRequest, Class, Error, Refusal, Rendition, Secret,
};
use chatlake_store::durable;
use sha2::{Digest, Sha256};

use crate::catalogue::{FileRecord, MediaRecord, MediaState};
use crate::check::hex;
use crate::error::{Halt, SyncError};
use crate::run::{Run, Session, stepped, tell};
use crate::seen::{Seen, Step, Watch};
use crate::window::ms;
use body::Media;
use messages::Messages;

pub use outcome::AttachmentsOutcome;

/// How attachments are fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attachments {
    /// How long the server keeps them, from when the message was sent.
    pub kept: Duration,
    /// Larger ones are not fetched; none for no limit.
    pub max_bytes: Option<u64>,
    /// Whether those are tried again that could not be fetched.
    pub retry_failed: bool,
}

impl Default for Attachments {
    /// Kept for seven days, of any size.
    fn default() -> Self {
        Self { kept: Duration::from_secs(7 * 24 * 3600), max_bytes: None, retry_failed: false }
    }
}

/// Failures of one attachment after another mean that it is not the attachments.
const FAILURES_IN_A_ROW: u64 = 10;
/// What should be gone for so long is not asked for.
const GRACE: Duration = Duration::from_secs(24 * 3600);

impl Run<'_> {
    /// Fetches the attachments of all messages in the archive that are not there yet, those of
    /// the oldest hour first.
    ///
    /// # Errors
    ///
    /// The run did not begin. What happens later is in the outcome.
    pub fn attachments(
        &self,
        attachments: &Attachments,
        watch: &mut Watch<'_>,
    ) -> Result<AttachmentsOutcome, SyncError> {
        let mut session = self.begin(false)?;
        let mut outcome = AttachmentsOutcome::default();
        match session.attach_all(attachments, &mut outcome, watch) {
            Ok(()) => {}
            Err(Halt::Interrupted) => outcome.is_interrupted = true,
            Err(Halt::Failed(error)) => outcome.failure = Some(*error),
        }
        let counts = session.catalogue.media_counts(&session.app)?;
        let pending = counts.iter().find(|(state, _)| *state == MediaState::Pending);
        outcome.n_left = pending.map_or(0, |(_, n)| *n);
        Ok(outcome)
    }
}

/// Attachments that are to be fetched, by hour and then by message, body and kind.
type Wanted = BTreeMap<Hour, BTreeMap<(String, u32, String), MediaRecord>>;

impl Session<'_> {
    fn attach_all(
        &mut self,
        attachments: &Attachments,
        outcome: &mut AttachmentsOutcome,
        watch: &mut Watch<'_>,
    ) -> Result<(), Halt> {
        self.find_all(attachments)?;
        let mut wanted = Wanted::new();
        let mut states = vec![MediaState::Pending];
        if attachments.retry_failed {
            states.push(MediaState::Failed);
        }
        let mut total = 0;
        for state in states {
            for media in self.catalogue.media(&self.app, state)? {
                let key = (media.msg_id.clone(), media.body, media.kind.clone());
                wanted.entry(media.hour).or_default().insert(key, media);
                total += 1;
            }
        }
        let (mut done, mut n_failures) = (0, 0);
        for (hour, mut wanted) in wanted {
            for file in self.current(hour)? {
                let mut reader = Messages::open(self, hour, &file)?;
                while let Some(found) = reader.next()? {
                    for media in found {
                        let key = (media.msg_id.clone(), media.body, media.kind.to_owned());
                        let Some(record) = wanted.remove(&key) else { continue };
                        if !self.has_time() {
                            return Ok(());
                        }
                        let before = outcome.temporary;
                        self.attach(attachments, &media, record, outcome, watch)?;
                        done += 1;
                        tell(watch, &Seen::Attachment { done, total })?;
                        n_failures = if outcome.temporary > before { n_failures + 1 } else { 0 };
                        if n_failures == FAILURES_IN_A_ROW {
                            return Ok(());
                        }
                    }
                }
            }
        }
        Ok(())
    }

    /// Puts the attachments of every hour on record that was not read for them, as it is now.
    fn find_all(&mut self, attachments: &Attachments) -> Result<(), Halt> {
        for known in self.catalogue.hours(&self.app)? {
            let hour = known.hour;
            let files = self.current(hour)?;
            if !known.state.is_in_hand() || files.is_empty() {
                continue;
            }
            let hashes: Vec<&str> = files.iter().map(|file| file.sha256.as_str()).collect();
            let hashes = hashes.join(" ");
            if self.catalogue.media_hour(&self.app, hour)?.as_deref() == Some(&*hashes) {
                continue;
            }
            let mut records = Vec::new();
            for file in &files {
                let mut reader = Messages::open(self, hour, file)?;
                while let Some(found) = reader.next()? {
                    records.extend(found.iter().map(|media| {
                        MediaRecord {
                            hour,
                            msg_id: media.msg_id.clone(),
                            body: media.body,
                            kind: media.kind.to_owned(),
                            url: without_query(&media.url).to_owned(),
                            state: MediaState::Pending,
                            expires_ms: media
                                .sent_ms
                                .unwrap_or_else(|| self.run.window.end_ms(hour))
                                .saturating_add(ms(attachments.kept)),
                            path: None,
                            sha256: None,
                            bytes: None,
                            n_failed: 0,
                        }
                    }));
                }
            }
            self.catalogue.found_media(&self.app, hour, &hashes, &records)?;
        }
        Ok(())
    }

    pub(crate) fn current(&self, hour: Hour) -> Result<Vec<FileRecord>, SyncError> {
        let files = self.catalogue.files(&self.app, hour)?;
        Ok(files.into_iter().filter(|file| file.replaced_by.is_none()).collect())
    }

    /// One attachment.
    fn attach(
        &mut self,
        attachments: &Attachments,
        media: &Media,
        record: MediaRecord,
        outcome: &mut AttachmentsOutcome,
        watch: &mut Watch<'_>,
    ) -> Result<(), Halt> {
        let hour = record.hour;
        let mut record = MediaRecord { n_failed: record.n_failed, ..record };
        if let Some(same) = self.catalogue.media_at(&self.app, &record.url)?
            && same.path.as_ref().is_some_and(|path| self.run.archive.lengthen(path).exists())
        {
            outcome.shared += 1;
            let MediaRecord { path, sha256, bytes, .. } = same;
            record = MediaRecord { state: MediaState::Done, path, sha256, bytes, ..record };
            return self.record_media(hour, &record, watch);
        }
        if record.expires_ms.saturating_add(ms(GRACE)) < self.now_ms() {
            outcome.expired += 1;
            record.state = MediaState::Expired;
            return self.record_media(hour, &record, watch);
        }
        match self.download(attachments, media, watch)? {
            Ok(AttachmentAnswer::Saved(saved)) => {
                stepped(watch, hour, Step::Attached)?;
                outcome.fetched += 1;
                outcome.bytes += saved.bytes;
                record.state = MediaState::Done;
                record.path = Some(self.run.archive.shorten(&saved.path));
                record.sha256 = Some(saved.sha256);
                record.bytes = Some(saved.bytes);
            }
            Ok(AttachmentAnswer::Expired) => {
                outcome.expired += 1;
                record.state = MediaState::Expired;
            }
            Ok(AttachmentAnswer::Refused(refusal)) => {
                outcome.failed += 1;
                outcome.first_failure.get_or_insert_with(|| refusal.to_string());
                record.state = MediaState::Failed;
            }
            Err(error) if is_of_this_one(&error) => {
                outcome.failed += 1;
                outcome.first_failure.get_or_insert_with(|| error.to_string());
                record.state = MediaState::Failed;
            }
            Err(error) if error.class() == Class::Temporary => {
                outcome.temporary += 1;
                record.n_failed += 1;
            }
            Err(error) if error.class() == Class::Interrupted => return Err(Halt::Interrupted),
            Err(error) => return Err(error.into()),
        }
        self.record_media(hour, &record, watch)
    }

    fn download(
        &self,
        attachments: &Attachments,
        media: &Media,
        watch: &mut Watch<'_>,
    ) -> Result<Result<AttachmentAnswer, Error>, Halt> {
        let archive = self.run.archive;
        let folder = archive.media_root().join(".new");
        durable::create_folder(&folder).map_err(SyncError::io("make the folder", &folder))?;
        // The same url is the same attachment, and its download is taken up where it was.
        let staging = folder.join(hex(&Sha256::digest(media.url.as_bytes())));
        let wanted = AttachmentRequest {
            url: media.url.clone(),
            secret: media.secret.clone().map(Secret::new),
            rendition: Rendition::Whole,
            max_bytes: attachments.max_bytes,
        };
        let mut place = |sha256: &str| archive.media(sha256, &media.extension);
        let hour = media.hour;
        let mut pass_on = |event: &chatlake_fetch::Event| watch(&Seen::Fetching { hour, event });
        Ok(self.run.client.attachment(&wanted, &staging, &mut place, &mut pass_on))
    }

    fn record_media(
        &mut self,
        hour: Hour,
        record: &MediaRecord,
        watch: &mut Watch<'_>,
    ) -> Result<(), Halt> {
        self.catalogue.update_media(&self.app, record)?;
        stepped(watch, hour, Step::AttachmentRecorded)
    }
}

/// Whether another attachment may fare better.
fn is_of_this_one(error: &Error) -> bool {
    matches!(error, Error::Refused { refusal: Refusal::Forbidden | Refusal::Unexpected { .. }, .. })
}

fn without_query(url: &str) -> &str {
    url.split(['?', '#']).next().unwrap_or_default()
}
