//! Downloads of attachments.

use std::path::{Path, PathBuf};

use chatlake_core::SourceFacts;
use reqwest::Url;

use super::Client;
use crate::allowed::UrlRefusal;
use crate::answer::{Answer, Call, Refusal, Verdict};
use crate::download::{Attempt, Part, Saved, Wanted, attempt, hash};
use crate::error::Error;
use crate::event::Watch;
use crate::http::Request;
use crate::secret::Secret;
use crate::signed_url::shown;
use crate::trouble::Trouble;

const ACT: &str = "failed to download the attachment";

/// An attachment, as a message names it.
#[derive(Clone, Debug)]
pub struct AttachmentRequest {
    /// The `url` of the body. Whoever wrote the message wrote it.
    pub url: String,
    /// The `secret` of the body.
    pub secret: Option<Secret>,
    /// What of it.
    pub rendition: Rendition,
    /// More bytes than this are an error; none for no limit.
    pub max_bytes: Option<u64>,
}

/// What of an attachment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Rendition {
    /// All of it.
    #[default]
    Whole,
    /// The small picture that the platform makes of it.
    Thumbnail,
}

/// What came of asking for an attachment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AttachmentAnswer {
    /// It is there.
    Saved(Saved),
    /// It was older than the platform keeps them, and is lost.
    Expired,
    /// Its url leads where requests must not go.
    Refused(UrlRefusal),
}

impl Client {
    /// Downloads an attachment. What came so far lies at `staging` with `.part` behind it; when all is
    /// there, `place` says where it goes by its SHA-256, in lower-case hexadecimal, on the same file system.
    ///
    /// The token goes with it to the configured host only, the secret to where the url leads and no further.
    ///
    /// # Errors
    ///
    /// It cannot be had, or not be written.
    pub fn attachment(
        &self,
        wanted: &AttachmentRequest,
        staging: &Path,
        place: &mut dyn FnMut(&str) -> PathBuf,
        watch: &mut Watch<'_>,
    ) -> Result<AttachmentAnswer, Error> {
        let url = match self.http.allowed().check_of_message(&wanted.url) {
            Ok(url) => self.encrypted(url),
            Err((_, refusal)) => return Ok(AttachmentAnswer::Refused(refusal)),
        };
        let mut farthest = 0;
        let outcome = if self.origin().is_of(&url) {
            self.with_token(ACT, &url, watch, |token, watch| {
                self.attach(wanted, &url, Some(token), &mut farthest, staging, watch)
            })
        } else {
            self.retrying(ACT, &url, watch, |watch| {
                self.attach(wanted, &url, None, &mut farthest, staging, watch)
            })
        };
        match outcome {
            // Where its name leads is known only now.
            Err(Error::UrlRefused { refusal, .. }) => Ok(AttachmentAnswer::Refused(refusal)),
            Err(error) => Err(error),
            Ok(None) => Ok(AttachmentAnswer::Expired),
            Ok(Some(part)) => {
                let version = part.version();
                let (sha256, bytes) = hash(part.path())?;
                let path = place(&sha256);
                part.publish(&path)?;
                let (facts, url) = (SourceFacts::default(), shown(&url));
                Ok(AttachmentAnswer::Saved(Saved { path, bytes, sha256, facts, version, url }))
            }
        }
    }

    /// The configured host gets the token, so it is asked as it is configured: with encryption.
    fn encrypted(&self, url: Url) -> Url {
        let mut encrypted = url.clone();
        let is_changed = url.scheme() == "http" && encrypted.set_scheme("https").is_ok();
        if is_changed && self.origin().is_of(&encrypted) { encrypted } else { url }
    }

    /// All of it, not named yet; none if it has expired.
    fn attach(
        &self,
        wanted: &AttachmentRequest,
        url: &Url,
        token: Option<&Secret>,
        farthest: &mut u64,
        staging: &Path,
        watch: &mut Watch<'_>,
    ) -> Result<Option<Part>, Trouble> {
        let AttachmentRequest { url: _, secret, rendition, max_bytes } = wanted;
        let slot = self.attachments.acquire(watch)?;
        let mut request =
            Request::get(ACT, url.clone()).header("accept", "application/octet-stream");
        if let Some(secret) = secret {
            request = request.header("share-secret", secret.expose());
        }
        if *rendition == Rendition::Thumbnail {
            request = request.header("thumbnail", "true");
        }
        let request = Request { token, ..request };
        let mut part = Part::open(staging, url)?;
        let wanted = Wanted { known: None, limit: *max_bytes };
        let outcome = attempt(&self.http, request, &mut part, wanted, farthest, watch);
        drop(slot);
        let answer = match outcome? {
            Attempt::Complete => return Ok(Some(part)),
            Attempt::Answered(answer) => answer,
            Attempt::Unchanged => Answer::default(),
        };
        match answer.verdict(Call::Attachment, self.clock.now_ms()) {
            Verdict::AttachmentExpired => Ok(None),
            Verdict::Refused(refusal) => Err(self.refused(ACT, url, refusal)),
            Verdict::Fine | Verdict::NotThere(_) => {
                let refusal = Refusal::Unexpected { status: answer.status, code: None };
                Err(self.refused(ACT, url, refusal))
            }
        }
    }
}
