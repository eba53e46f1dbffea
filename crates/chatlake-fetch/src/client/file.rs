//! Downloads of exports.

use std::path::Path;

use super::Client;
use crate::answer::begins_html;
use crate::download::{
    Attempt, FileVerdict, Part, Saved, Version, Wanted, attempt, beside, hash, remove, verdict,
    verify,
};
use crate::error::Error;
use crate::event::Watch;
use crate::http::Request;
use crate::signed_url::SignedUrl;
use crate::trouble::{Passing, Trouble};

const ACT: &str = "failed to download";

/// What came of asking for a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileAnswer {
    /// It is there, whole.
    Saved(Saved),
    /// The server has the version that is known already.
    Unchanged,
    /// Its url is good no more: another ticket is needed. What came so far is kept, to be resumed.
    NewTicketWanted(WhyNew),
}

/// Why another ticket is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WhyNew {
    /// The url has expired.
    Expired,
    /// Nothing is where it leads.
    Missing,
}

impl Client {
    /// Downloads an export to `target`, replacing what is there, and goes on where an earlier attempt at the same
    /// file ended. With `known`, the version that the caller has, it comes only if it is another one.
    ///
    /// An export that comes damaged is asked for once more. If the same bytes come again they are
    /// kept as `NAME.damaged`, for what is whole of them cannot be had elsewhere.
    ///
    /// # Errors
    ///
    /// It cannot be had whole, or not be written.
    pub fn download(
        &self,
        url: &SignedUrl,
        target: &Path,
        known: Option<&Version>,
        watch: &mut Watch<'_>,
    ) -> Result<FileAnswer, Error> {
        let (mut damaged_before, mut farthest) = (None, 0);
        self.retrying(ACT, url.url(), watch, |watch| {
            let mut part = Part::open(target, url.url())?;
            let request = Request::get(ACT, url.url().clone());
            let wanted = Wanted { known, limit: None };
            let answer =
                match attempt(&self.http, request, &mut part, wanted, &mut farthest, watch)? {
                    Attempt::Complete => {
                        let saved = self.finish(url, part, target, &mut damaged_before)?;
                        return Ok(FileAnswer::Saved(saved));
                    }
                    Attempt::Unchanged => return Ok(FileAnswer::Unchanged),
                    Attempt::Answered(answer) => answer,
                };
            let now_ms = self.clock.now_ms();
            match verdict(&answer, url.is_expired(now_ms), now_ms) {
                FileVerdict::Expired => Ok(FileAnswer::NewTicketWanted(WhyNew::Expired)),
                FileVerdict::Missing => Ok(FileAnswer::NewTicketWanted(WhyNew::Missing)),
                FileVerdict::Refused(refusal) => Err(self.refused(ACT, url.url(), refusal)),
            }
        })
    }

    /// Verifies what came, and gives it its name.
    fn finish(
        &self,
        url: &SignedUrl,
        mut part: Part,
        target: &Path,
        damaged_before: &mut Option<String>,
    ) -> Result<Saved, Trouble> {
        let kept = beside(target, ".damaged");
        part.flush()?;
        let whole = match verify(part.path())? {
            Ok(whole) => whole,
            Err(damage) => {
                let head = part.head()?;
                if damage.kind == chatlake_core::DamageKind::NotGzip {
                    part.discard()?;
                    let is_html = begins_html(&head);
                    return Err(Trouble::passing(Passing::NotAnExport { is_html }));
                }
                let (sha256, _) = hash(part.path())?;
                part.put_aside(&kept)?;
                if damaged_before.replace(sha256.clone()) == Some(sha256) {
                    let url = url.to_string();
                    return Err(Error::Damaged { url, kept, source: damage }.into());
                }
                return Err(Trouble::passing(Passing::Damaged { damage, kept }));
            }
        };
        let version = part.version();
        part.publish(target)?;
        remove(&kept)?;
        Ok(Saved {
            path: target.to_owned(),
            bytes: whole.bytes,
            sha256: whole.sha256,
            facts: whole.facts,
            version,
            url: url.to_string(),
        })
    }
}
