//! Files: into a `.part`, resumed after any failure, verified, and only then named.
//!
//! A file in the making lies beside its place as `NAME.part`, with what it is a part of in
//! `NAME.part.json`. Bytes are added only if the server says that it still has the same object;
//! else it begins afresh. An export is expanded to its last checksum before it gets its name.

mod check;
mod head;
mod part;

use std::path::{Path, PathBuf};

use chatlake_core::SourceFacts;
use serde::{Deserialize, Serialize};

use crate::answer::{Answer, Refusal};
use crate::error::{Error, NetworkError};
use crate::event::{Event, Watch, tell};
use crate::http::{Failed, Http, Reply, Request};
use crate::signed_url::shown;
use crate::trouble::Trouble;
use head::{Head, Step};

pub(crate) use check::{hash, verify};
pub(crate) use part::{Part, remove};

/// Which version of an object a server has, as it says itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct Version {
    /// Its `ETag`.
    pub etag: Option<String>,
    /// Its `Last-Modified`.
    pub last_modified: Option<String>,
}

impl Version {
    /// What may be compared byte by byte: a strong tag, else the date. None if there is neither.
    pub(crate) fn validator(&self) -> Option<&str> {
        let strong = self.etag.as_deref().filter(|etag| !etag.starts_with("W/"));
        strong.or(self.last_modified.as_deref())
    }

    /// Whether both may be the same version: nothing that both say differs.
    pub(crate) fn may_be(&self, other: &Version) -> bool {
        let agree = |a: &Option<String>, b: &Option<String>| a.is_none() || b.is_none() || a == b;
        agree(&self.etag, &other.etag) && agree(&self.last_modified, &other.last_modified)
    }
}

/// A file that has its name now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// Where it is.
    pub path: PathBuf,
    /// Its size.
    pub bytes: u64,
    /// The SHA-256 of its bytes, in lower-case hexadecimal.
    pub sha256: String,
    /// What expanding an export showed; all zero for an attachment.
    pub facts: SourceFacts,
    /// Which version the server said it was.
    pub version: Version,
    /// Where it came from, without the query.
    pub url: String,
}

/// What came of one attempt.
pub(crate) enum Attempt {
    /// All bytes are in the part.
    Complete,
    /// The server has no other version than the one that is known.
    Unchanged,
    /// It said something else.
    Answered(Answer),
}

/// How many redirects are followed.
const REDIRECTS: u32 = 3;
/// How much is read at once.
const PIECE: usize = 128 << 10;

/// Asks once for what is missing of a part. What came stays, however it ends, if anything came.
///
/// `farthest` is how far any attempt came. Only beyond it there is progress: a server that breaks
/// off at the same byte every time, and can only begin afresh, will not be asked for ever.
pub(crate) fn attempt(
    http: &Http,
    request: Request<'_>,
    part: &mut Part,
    wanted: Wanted<'_>,
    farthest: &mut u64,
    watch: &mut Watch<'_>,
) -> Result<Attempt, Trouble> {
    let outcome = ask(http, request, part, wanted, watch);
    let has_progress = part.len() > *farthest;
    *farthest = part.len().max(*farthest);
    part.flush()?;
    if !matches!(outcome, Ok(Attempt::Complete)) {
        part.leave()?;
    }
    outcome.map_err(|trouble| trouble.after_progress(has_progress))
}

/// What is wanted of a file.
#[derive(Clone, Copy, Default)]
pub(crate) struct Wanted<'a> {
    /// Another version than this one.
    pub(crate) known: Option<&'a Version>,
    /// No more than so many bytes.
    pub(crate) limit: Option<u64>,
}

fn ask(
    http: &Http,
    mut request: Request<'_>,
    part: &mut Part,
    Wanted { known, limit }: Wanted<'_>,
    watch: &mut Watch<'_>,
) -> Result<Attempt, Trouble> {
    let resumed_at = part.resume_at();
    if part.is_complete() {
        return Ok(Attempt::Complete);
    }
    match (resumed_at, known.and_then(Version::validator)) {
        (Some((from, validator)), _) => {
            let validator = validator.to_owned();
            request = request.header("range", &format!("bytes={from}-"));
            request = request.header("if-range", &validator);
        }
        (None, Some(validator)) => {
            let is_tag = validator.starts_with('"');
            let name = if is_tag { "if-none-match" } else { "if-modified-since" };
            request = request.header(name, validator);
        }
        (None, None) => {}
    }
    let from = resumed_at.map(|(from, _)| from);
    let reply = follow(http, &mut request)?;
    let head = Head::of(&reply);
    match head.step(from, part.mark()) {
        Step::Append => {}
        Step::Afresh => part.begin(head.mark(&request.url))?,
        Step::Complete => return Ok(Attempt::Complete),
        Step::Unchanged if known.is_some() => return Ok(Attempt::Unchanged),
        Step::Changed => {
            part.discard()?;
            let reason = "what is on the server is not what was there before".to_owned();
            return Err(Trouble::network(NetworkError::Broken(reason)));
        }
        Step::Unchanged | Step::Answer => {
            let answer = reply.answer().map_err(Trouble::network)?;
            return Ok(Attempt::Answered(answer));
        }
    }
    copy(&request, reply, part, limit, watch)
}

/// Follows redirects to where requests may go. What opens one host is not shown to the next.
fn follow(http: &Http, request: &mut Request<'_>) -> Result<Reply, Trouble> {
    let failed = |failed: Failed, request: &Request<'_>| match failed {
        Failed::Network(error) => Trouble::network(error),
        refused @ Failed::Refused(_) => Trouble::Final(refused.at(request.act, &request.url, 1)),
    };
    let mut reply = http.send(request).map_err(|error| failed(error, request))?;
    for _ in 0..REDIRECTS {
        let Some(url) = reply.redirect_to() else {
            return Ok(reply);
        };
        if url.origin() != reply.url.origin() {
            request.headers.retain(|(name, _)| matches!(*name, "range" | "if-range" | "accept"));
        }
        let was_encrypted = reply.url.scheme() == "https" && request.url.scheme() == "https";
        if was_encrypted && url.scheme() != "https" {
            let refusal = crate::allowed::UrlRefusal::Downgrade;
            return Err(Trouble::Final(Error::UrlRefused { url: shown(&url), refusal }));
        }
        request.url = url;
        reply = http.send(request).map_err(|error| failed(error, request))?;
    }
    if reply.redirect_to().is_none() {
        return Ok(reply);
    }
    let refusal = crate::allowed::UrlRefusal::Redirects;
    Err(Trouble::Final(Error::UrlRefused { url: shown(&request.url), refusal }))
}

/// Takes the body down. What came stays, however it ends.
fn copy(
    request: &Request<'_>,
    mut reply: Reply,
    part: &mut Part,
    limit: Option<u64>,
    watch: &mut Watch<'_>,
) -> Result<Attempt, Trouble> {
    let total = part.total();
    let (began_at, expected) = (part.len(), reply.length);
    let mut buffer = vec![0; PIECE];
    tell(watch, &Event::Bytes { done: part.len(), total })?;
    loop {
        let outcome = reply.read(&mut buffer);
        let n = match outcome {
            Ok(0) => break,
            Ok(n) => n,
            Err(error) => {
                part.flush()?;
                return Err(Trouble::network(error));
            }
        };
        part.append(buffer.get(..n).unwrap_or_default())?;
        if limit.is_some_and(|limit| part.len() > limit) {
            part.discard()?;
            let reason = NetworkError::TooLong(limit.unwrap_or_default());
            let (act, url) = (request.act, shown(&request.url));
            return Err(Trouble::Final(Error::Network { act, url, reason, attempts: 1 }));
        }
        if let Err(error) = tell(watch, &Event::Bytes { done: part.len(), total }) {
            part.flush()?;
            return Err(error.into());
        }
    }
    part.flush()?;
    let came = part.len() - began_at;
    let is_short = expected.is_some_and(|expected| came < expected)
        || total.is_some_and(|total| part.len() < total);
    if is_short {
        let error = NetworkError::Short { done: part.len(), total };
        return Err(Trouble::network(error));
    }
    Ok(Attempt::Complete)
}

/// What a server of files means by an answer that is no file.
pub(crate) enum FileVerdict {
    /// The url is good no more.
    Expired,
    /// The object is not there.
    Missing,
    Refused(Refusal),
}

/// Judges what an object store says. `has_expired` is whether the url says that it is too old.
pub(crate) fn verdict(answer: &Answer, has_expired: bool, now_ms: i64) -> FileVerdict {
    let body = String::from_utf8_lossy(&answer.body).to_lowercase();
    let says_expired =
        ["expired", "accessdenied", "access denied"].iter().any(|it| body.contains(it));
    let status = answer.status;
    match status {
        403 if says_expired || has_expired => FileVerdict::Expired,
        404 => FileVerdict::Missing,
        300..=399 => {
            FileVerdict::Refused(Refusal::Redirected { status, to: answer.redirect_to.clone() })
        }
        429 => {
            let retry_after = crate::retry::RetryAfter::of(answer.retry_after.as_deref(), now_ms);
            FileVerdict::Refused(Refusal::RateLimited(retry_after))
        }
        500.. | 408 | 425 => {
            let retry_after = crate::retry::RetryAfter::of(answer.retry_after.as_deref(), now_ms);
            FileVerdict::Refused(Refusal::Server { status, retry_after })
        }
        _ => FileVerdict::Refused(Refusal::Unexpected { status, code: None }),
    }
}

/// The file in the making for a place.
pub(crate) fn part_of(path: &Path) -> PathBuf {
    beside(path, ".part")
}

/// A name beside another one.
pub(crate) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}
