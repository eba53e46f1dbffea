//! What the platform's answers mean: its table of errors, row by row.
//!
//! Bodies of errors are `{"error","exception","error_description",…}`. Members may be missing and
//! wording differs by cluster and era, so descriptions are searched, without regard to case, and
//! the status decides what is left. Nothing of a description is ever shown: it may hold anything.

use serde::Deserialize;

use crate::retry::RetryAfter;

/// What was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call {
    /// For a token.
    Token,
    /// For the urls of an hour.
    Hour,
    /// For an attachment.
    Attachment,
}

/// An answer, as far as its meaning depends on it.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The header `Retry-After`, as it came.
    pub retry_after: Option<String>,
    /// The host that a redirect leads to.
    pub redirect_to: Option<String>,
    /// The body, or its beginning.
    pub body: Vec<u8>,
}

/// What an answer means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// What was asked for is there.
    Fine,
    /// The hour cannot be had: which it is, its age tells.
    NotThere(NotThere),
    /// The attachment is older than the platform keeps them.
    AttachmentExpired,
    /// Anything else.
    Refused(Refusal),
}

/// Why an hour has no file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NotThere {
    /// Status 400: too old, or not generated yet.
    ExpiredOrUnstored,
    /// Status 404: there is no file; an hour without messages, or not generated yet.
    NoFile,
}

/// Why the platform gives nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// It does not take the hour's name: a bug of ours.
    #[error("it does not know the format of the hour; please report this as a bug")]
    BadTime,
    /// It knows no such client id, or another secret.
    #[error("it does not take the client id and secret: compare them with those in the console")]
    BadCredentials,
    /// It does not take the token, nor the one that was asked for instead.
    #[error("it does not take the token: it has expired, or belongs to another app or host")]
    TokenRefused,
    /// The app may not do this.
    #[error(
        "it forbids this to the app (403): the export of chat history may have to be enabled in the console"
    )]
    Forbidden,
    /// No such organisation or app on this cluster.
    #[error(
        "it knows no such organisation or app: compare ORG/APP, and whether the app lives on this host's cluster"
    )]
    UnknownApp,
    /// Too many calls.
    #[error("too many calls: it asks for a pause{}", .0.shown())]
    RateLimited(RetryAfter),
    /// The plan allows no more; asking again makes it worse.
    #[error("the quota of the plan is used up: raise it in the console, or try again much later")]
    Quota,
    /// It failed, or hides behind a failure that there are too many calls.
    #[error("it failed with status {status}")]
    Server {
        /// The HTTP status.
        status: u16,
        /// When to ask again.
        retry_after: RetryAfter,
    },
    /// A page, or something else that is not what the API says.
    #[error("what answers with status {status} is not the API ({}): wrong host, or a proxy in between", if *.is_html { "a web page" } else { "no JSON" })]
    NotTheApi {
        /// The HTTP status.
        status: u16,
        /// Whether it looks like a web page.
        is_html: bool,
    },
    /// It leads elsewhere, where the token must not go.
    #[error("it redirects (status {status}) to {}, and the token goes to the configured host only: check the host", .to.as_deref().unwrap_or("nowhere"))]
    Redirected {
        /// The HTTP status.
        status: u16,
        /// The host.
        to: Option<String>,
    },
    /// The url of a file leads to nothing.
    #[error("there is no file where its url leads")]
    FileMissing,
    /// No row of the table.
    #[error("an answer that is in no documentation: status {status}, error `{}`", .code.as_deref().unwrap_or("-"))]
    Unexpected {
        /// The HTTP status.
        status: u16,
        /// Its `error`, if that is a plain word.
        code: Option<String>,
    },
}

impl Refusal {
    /// Whether the same question may be answered if it is asked again after a pause.
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::RateLimited(_) | Self::Server { .. } | Self::NotTheApi { .. })
    }

    /// The pause that the platform asks for.
    pub fn retry_after(&self) -> RetryAfter {
        match self {
            Self::RateLimited(retry_after) | Self::Server { retry_after, .. } => *retry_after,
            _ => RetryAfter::NotSaid,
        }
    }
}

/// The members of an error's body that count; whatever else is there.
#[derive(Debug, Default, Deserialize)]
struct ErrorBody {
    #[serde(default)]
    error: serde_json::Value,
    #[serde(default)]
    error_description: serde_json::Value,
}

impl Answer {
    /// What it means, `now_ms` being when it came, milliseconds since the epoch.
    pub fn verdict(&self, call: Call, now_ms: i64) -> Verdict {
        let parsed = serde_json::from_slice::<ErrorBody>(&self.body).ok();
        let is_json = parsed.is_some();
        let body = parsed.unwrap_or_default();
        let lower = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_lowercase();
        let (code, said) = (lower(&body.error), lower(&body.error_description));
        let status = self.status;
        let retry_after = RetryAfter::of(self.retry_after.as_deref(), now_ms);
        let not_the_api = Refusal::NotTheApi { status, is_html: begins_html(&self.body) };
        let refusal = match status {
            200..=299 if call == Call::Attachment || is_json => return Verdict::Fine,
            200..=299 => not_the_api,
            300..=399 => Refusal::Redirected { status, to: self.redirect_to.clone() },
            _ if code == "resource_limited" => Refusal::Quota,
            429 => Refusal::RateLimited(retry_after),
            _ if code == "reach_limit" => Refusal::RateLimited(retry_after),
            500.. | 408 | 425 => Refusal::Server { status, retry_after },
            _ if code == "organization_application_not_found" => Refusal::UnknownApp,
            400 | 401 | 403 if call == Call::Token && is_json => Refusal::BadCredentials,
            401 => Refusal::TokenRefused,
            _ if code == "auth_bad_access_token" => Refusal::TokenRefused,
            403 if is_json => Refusal::Forbidden,
            400 if call == Call::Hour && means_gone(&said) => {
                return Verdict::NotThere(NotThere::ExpiredOrUnstored);
            }
            400 if call == Call::Hour && means_bad_time(&said) => Refusal::BadTime,
            404 if call == Call::Hour && means_no_file(&code, &said) => {
                return Verdict::NotThere(NotThere::NoFile);
            }
            404 if call == Call::Attachment && is_attachment_gone(&code, &said) => {
                return Verdict::AttachmentExpired;
            }
            _ if is_json => Refusal::Unexpected { status, code: plain_word(&code) },
            _ => not_the_api,
        };
        Verdict::Refused(refusal)
    }
}

/// `… maybe the message history of this time has expired or unstored`.
fn means_gone(said: &str) -> bool {
    said.contains("expired or unstored")
        || (said.contains("maybe") && (said.contains("expired") || said.contains("unstored")))
}

/// `time: 20181127 is not supported`.
fn means_bad_time(said: &str) -> bool {
    said.contains("is not supported") || (said.contains("time") && !said.contains("maybe"))
}

fn means_no_file(code: &str, said: &str) -> bool {
    code == "storage_object_not_found"
        || said.contains("failed to find chat message history download url")
}

fn is_attachment_gone(code: &str, said: &str) -> bool {
    code == "file_expired" || said.contains("file_expired") || said.contains("file expired")
}

/// Whether a body is a page for people.
pub(crate) fn begins_html(body: &[u8]) -> bool {
    let head = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body).trim_ascii_start();
    let head: Vec<u8> = head.iter().take(14).map(u8::to_ascii_lowercase).collect();
    [&b"<!doctype html"[..], b"<html", b"<head", b"<body", b"<?xml", b"<!--"]
        .iter()
        .any(|tag| head.starts_with(tag))
}

/// A code that can be shown: what the vendor writes, and no more.
fn plain_word(code: &str) -> Option<String> {
    let is_plain = (1..=64).contains(&code.len())
        && code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    is_plain.then(|| code.to_owned())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn check(call: Call, status: u16, body: &str, expected: &Verdict) {
        let answer = Answer { status, body: body.as_bytes().to_vec(), ..Answer::default() };
        assert_eq!(&answer.verdict(call, 0), expected, "{call:?} {status} {body}");
    }

    #[test]
    fn every_row_of_the_table_is_told_from_the_others() {
        use Refusal as R;
        let refused = Verdict::Refused;
        let limited = || refused(R::RateLimited(RetryAfter::NotSaid));
        let server = |status| refused(R::Server { status, retry_after: RetryAfter::NotSaid });
        let page = |status, is_html| refused(R::NotTheApi { status, is_html });
        let odd = |status, code: Option<&str>| {
            refused(R::Unexpected { status, code: code.map(str::to_owned) })
        };
        let gone = Verdict::NotThere(NotThere::ExpiredOrUnstored);
        let no_file = Verdict::NotThere(NotThere::NoFile);
        for (call, status, body, expected) in [
            (Call::Hour, 200, r#"{"data":[]}"#, Verdict::Fine),
            (Call::Hour, 200, "<html>", page(200, true)),
            (Call::Hour, 200, "", page(200, false)),
            (Call::Hour, 200, "[]x", page(200, false)),
            (
                Call::Hour,
                400,
                r#"{"error":"illegal_argument","error_description":"illegal arguments: appkey: a#b, time: 2018112717, maybe chat message history is expired or unstored"}"#,
                gone.clone(),
            ),
            (Call::Hour, 400, r#"{"error_description":"MAYBE it was UNSTORED, time: 1"}"#, gone),
            (
                Call::Hour,
                400,
                r#"{"error":"illegal_argument","error_description":"time: 1 Is Not Supported"}"#,
                refused(R::BadTime),
            ),
            (
                Call::Hour,
                400,
                r#"{"error":"illegal_argument","error_description":"illegal arguments: time: 25"}"#,
                refused(R::BadTime),
            ),
            (
                Call::Hour,
                400,
                r#"{"error":"illegal_argument"}"#,
                odd(400, Some("illegal_argument")),
            ),
            (Call::Token, 400, r#"{"error":"illegal_argument"}"#, refused(R::BadCredentials)),
            (Call::Token, 400, r#"{"error":"invalid_grant"}"#, refused(R::BadCredentials)),
            (Call::Token, 401, r#"{"error":"unauthorized"}"#, refused(R::BadCredentials)),
            (Call::Hour, 401, r#"{"error":"unauthorized"}"#, refused(R::TokenRefused)),
            (Call::Hour, 401, "", refused(R::TokenRefused)),
            (Call::Hour, 400, r#"{"error":"auth_bad_access_token"}"#, refused(R::TokenRefused)),
            (Call::Hour, 403, r#"{"error":"forbidden_op"}"#, refused(R::Forbidden)),
            (Call::Hour, 404, r#"{"error":"storage_object_not_found"}"#, no_file.clone()),
            (
                Call::Hour,
                404,
                r#"{"error_description":"failed to find Chat message history download URL"}"#,
                no_file,
            ),
            (
                Call::Hour,
                404,
                r#"{"error":"organization_application_not_found"}"#,
                refused(R::UnknownApp),
            ),
            (
                Call::Token,
                404,
                r#"{"error":"organization_application_not_found"}"#,
                refused(R::UnknownApp),
            ),
            (Call::Hour, 404, "<!DOCTYPE html><p>nginx", page(404, true)),
            (Call::Hour, 404, r#"{"error":"file_expired"}"#, odd(404, Some("file_expired"))),
            (Call::Attachment, 404, r#"{"error":"file_expired"}"#, Verdict::AttachmentExpired),
            (Call::Attachment, 200, "anything", Verdict::Fine),
            (Call::Hour, 429, r#"{"error":"reach_limit"}"#, limited()),
            (Call::Hour, 429, "", limited()),
            (Call::Hour, 503, r#"{"error":"reach_limit"}"#, limited()),
            (Call::Hour, 429, r#"{"error":"resource_limited"}"#, refused(R::Quota)),
            (Call::Hour, 500, "<html>", server(500)),
            (Call::Token, 503, "", server(503)),
            (Call::Hour, 302, "", refused(R::Redirected { status: 302, to: None })),
            (Call::Hour, 418, r#"{"error":"Bearer abc"}"#, odd(418, None)),
            (Call::Hour, 400, r#"{"error":7,"error_description":[]}"#, odd(400, None)),
        ] {
            check(call, status, body, &expected);
        }
    }

    #[test]
    fn the_pause_that_is_asked_for_is_kept() {
        let retry_after = Some("7".to_owned());
        let answer = Answer { status: 429, retry_after, ..Answer::default() };
        let pause = RetryAfter::In(Duration::from_secs(7));
        assert_eq!(answer.verdict(Call::Hour, 0), Verdict::Refused(Refusal::RateLimited(pause)));
    }
}
