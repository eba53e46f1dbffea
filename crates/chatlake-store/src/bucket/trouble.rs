//! What object stores say when something goes wrong, in our words.

use std::error::Error;
use std::fmt::Display;
use std::io;

use object_store::client::HttpError;

use super::requests::Failed;
use crate::connect::remedy;
use crate::error::{StoreError, StoreErrorKind};
use crate::place::Place;

/// Names the act and the place of a failed request.
pub(super) fn failed(act: &'static str, place: &str) -> impl FnOnce(Failed) -> StoreError {
    let place = place.to_owned();
    move |failed| match failed {
        Failed::Store(error) => {
            let Verdict { kind, why } = judge(&error, &place);
            StoreError::new(kind, act, &place, why)
        }
        Failed::Over => {
            StoreError::new(StoreErrorKind::Interrupted, act, &place, "it was interrupted")
        }
        Failed::Unmade(why) => StoreError::new(StoreErrorKind::Io, act, &place, why),
    }
}

impl StoreError {
    /// What somebody failed with who spoke with the objects of a place themselves, as
    /// [`Store::objects`](crate::Store::objects) gives them, or with a folder in the same way.
    pub fn of_objects(
        act: &'static str,
        place: &impl Display,
        error: &object_store::Error,
    ) -> StoreError {
        let of_system = chain(error).find_map(|cause| cause.downcast_ref::<io::Error>());
        match of_system.filter(|_| !is_about_network(error)) {
            Some(cause) => {
                StoreError::io(act, place, io::Error::new(cause.kind(), cause.to_string()))
            }
            None => {
                let Verdict { kind, why } = judge(error, &place.to_string());
                StoreError::new(kind, act, place, why)
            }
        }
    }
}

/// What a file that changed while it was read is told as.
pub(super) const CHANGED: &str = "it changed while it was read: run it again";

struct Verdict {
    kind: StoreErrorKind,
    why: String,
}

/// Codes of stores that mean something else than their status does.
const CODES: &[(&str, StoreErrorKind)] = &[
    ("NoSuchBucket", StoreErrorKind::NoBucket),
    ("InvalidBucketName", StoreErrorKind::NoBucket),
    ("ContainerNotFound", StoreErrorKind::NoBucket),
    ("NoSuchUpload", StoreErrorKind::Temporary),
    ("InvalidAccessKeyId", StoreErrorKind::Credentials),
    ("SignatureDoesNotMatch", StoreErrorKind::Credentials),
    ("InvalidToken", StoreErrorKind::Credentials),
    ("ExpiredToken", StoreErrorKind::Credentials),
    ("TokenRefreshRequired", StoreErrorKind::Credentials),
    ("InvalidSecurityToken", StoreErrorKind::Credentials),
    ("SecurityTokenExpired", StoreErrorKind::Credentials),
    ("InvalidIdentityToken", StoreErrorKind::Credentials),
    ("ExpiredTokenException", StoreErrorKind::Credentials),
    ("AuthenticationFailed", StoreErrorKind::Credentials),
    ("InvalidAuthenticationInfo", StoreErrorKind::Credentials),
    ("AuthenticationRequired", StoreErrorKind::Credentials),
    ("RequestTimeTooSkewed", StoreErrorKind::Credentials),
    ("AuthorizationHeaderMalformed", StoreErrorKind::Settings),
    ("PermanentRedirect", StoreErrorKind::Settings),
    ("SecondLevelDomainForbidden", StoreErrorKind::Settings),
    ("RequestTimeout", StoreErrorKind::Temporary),
];

/// Whether it may be what is said when a part is asked for of an object without bytes: it is
/// refused, or the whole of it comes, or what comes is too short.
pub(super) fn may_be_empty(error: &object_store::Error) -> bool {
    let text = error.to_string();
    status(&text) == Some(416)
        || text.contains("non-partial response")
        || text.contains("only 0 bytes long")
}

/// Errors of requests are private to the library and told as text; their parts are found in it.
/// Its whole is never repeated: it holds urls, and they may be signed.
fn judge(error: &object_store::Error, place: &str) -> Verdict {
    let text = error.to_string();
    let status = status(&text);
    let code = element(&text, "Code");
    let by_code = code.and_then(|code| CODES.iter().find(|(known, _)| *known == code));
    let is_elsewhere = text.contains("redirect without LOCATION");
    let is_busy = matches!(status, Some(408 | 429 | 500..=599));
    let is_of_source = is_of_source(&text) && !is_busy;
    let kind = match (by_code, error, status) {
        _ if is_of_source => StoreErrorKind::Credentials,
        (Some((_, kind)), ..) => *kind,
        (_, object_store::Error::NotFound { .. }, _) => StoreErrorKind::Missing,
        (_, object_store::Error::PermissionDenied { .. }, _) | (_, _, Some(403)) => {
            StoreErrorKind::Denied
        }
        (_, object_store::Error::Unauthenticated { .. }, _) | (_, _, Some(401)) => {
            StoreErrorKind::Credentials
        }
        (_, object_store::Error::Precondition { .. }, _) | (_, _, Some(412)) => {
            return Verdict { kind: StoreErrorKind::Temporary, why: CHANGED.to_owned() };
        }
        (_, object_store::Error::AlreadyExists { .. }, _)
        | (_, _, Some(408 | 409 | 429 | 500..=599)) => StoreErrorKind::Temporary,
        _ if is_elsewhere => StoreErrorKind::Settings,
        (_, _, None) if is_about_network(error) => StoreErrorKind::Temporary,
        _ => StoreErrorKind::Other,
    };
    let said = element(&text, "Message").map(first_line).filter(|line| !line.is_empty());
    let why = match (said, code, status) {
        _ if is_of_source => {
            let answer = status.map_or(innermost(error), |status| format!("it answered {status}"));
            format!("what should say who is asking does not ({answer}): {}", remedy_of(place))
        }
        _ if is_elsewhere => "it is in another region: set AWS_REGION to that".to_owned(),
        (Some(said), Some(code), Some(status)) => format!("{said} ({status} {code})"),
        (_, Some(code), Some(status)) => format!("the server answered {status} {code}"),
        (_, _, Some(status @ (401 | 403))) => {
            format!("the server answered {status}: to ask as somebody else, {}", remedy_of(place))
        }
        (_, _, Some(404)) => "there is no such object".to_owned(),
        (_, _, Some(status)) => format!("the server answered {status}"),
        _ => innermost(error),
    };
    Verdict { kind, why }
}

/// Whether it was not the store that was asked, but what says who is asking: the machine, a
/// container, or a service that gives out tokens.
fn is_of_source(text: &str) -> bool {
    const HOSTS: &[&str] = &["169.254.", "sts.", "metadata.", "login.microsoftonline."];
    const PATHS: &[&str] = &[
        "/latest/api/token",
        "/latest/meta-data/iam/",
        "/computeMetadata/",
        "/metadata/identity/",
    ];
    let Some((before, rest)) = text.split_once("Error performing ") else { return false };
    let url = rest.split(' ').nth(1).unwrap_or_default();
    let (_, rest) = url.split_once("://").unwrap_or_default();
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    before.contains("token request")
        || HOSTS.iter().any(|known| host.starts_with(known))
        || PATHS.iter().any(|known| path.starts_with(known))
}

/// What to set, by the store that a place is in.
fn remedy_of(place: &str) -> &'static str {
    match Place::of_pattern(place) {
        Ok(Place::Bucket(bucket)) => remedy(bucket.service()),
        _ => "see the variables of the store",
    }
}

/// The status of an answer that was refused.
fn status(text: &str) -> Option<u16> {
    const BEFORE: &str = "status code: ";
    let (_, rest) = text.split_once(BEFORE)?;
    rest.get(..3)?.parse().ok()
}

/// What stands in an element of XML, of which there is one.
fn element<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(&format!("<{name}>"))?;
    let (inside, _) = rest.split_once(&format!("</{name}>"))?;
    Some(inside.trim())
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default().trim_end_matches('.')
}

/// The cause of all, which knows of no url.
fn innermost(error: &object_store::Error) -> String {
    chain(error).last().map(ToString::to_string).unwrap_or_default()
}

fn is_about_network(error: &object_store::Error) -> bool {
    chain(error).any(<dyn Error>::is::<HttpError>)
}

fn chain(error: &object_store::Error) -> impl Iterator<Item = &(dyn Error + 'static)> {
    let mut next: Option<&(dyn Error + 'static)> = Some(error);
    std::iter::from_fn(move || {
        let error = next?;
        next = error.source();
        Some(error)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(error: object_store::Error) -> (StoreErrorKind, String) {
        let error = failed("read", "s3://b/x")(Failed::Store(error));
        (error.kind(), error.to_string())
    }

    fn answer(status: &str, code: &str, message: &str) -> String {
        format!(
            "Error performing GET https://b.example/x?X-Amz-Signature=hunter2 in 3ms - Server \
             returned non-2xx status code: {status}: <?xml version=\"1.0\"?><Error><Code>{code}\
             </Code><Message>{message}</Message><StringToSign>hunter2</StringToSign></Error>"
        )
    }

    fn generic(text: String) -> object_store::Error {
        object_store::Error::Generic { store: "S3", source: text.into() }
    }

    #[test]
    fn what_a_folder_fails_with_is_of_this_machine() {
        let cause = io::Error::new(io::ErrorKind::StorageFull, "no space");
        let error = object_store::Error::Generic { store: "LocalFileSystem", source: cause.into() };
        let error = StoreError::of_objects("write", &"lake/x", &error);
        assert_eq!(error.kind(), StoreErrorKind::Full);
        assert_eq!(error.to_string(), "failed to write `lake/x`: no space");
        let refused = generic(answer("403 Forbidden", "AccessDenied", "Access denied"));
        let error = StoreError::of_objects("read", &"s3://b/x", &refused);
        assert_eq!(error.kind(), StoreErrorKind::Denied);
        assert!(!error.to_string().contains("hunter2"), "{error}");
    }

    #[test]
    fn what_a_store_answers_is_told_by_its_code_and_never_whole() {
        use StoreErrorKind::*;
        let cases = [
            ("403 Forbidden", "InvalidAccessKeyId", Credentials),
            ("403 Forbidden", "SignatureDoesNotMatch", Credentials),
            ("400 Bad Request", "ExpiredToken", Credentials),
            ("403 Forbidden", "AccessDenied", Denied),
            ("404 Not Found", "NoSuchBucket", NoBucket),
            ("404 Not Found", "NoSuchUpload", Temporary),
            ("400 Bad Request", "AuthorizationHeaderMalformed", Settings),
            ("503 Service Unavailable", "SlowDown", Temporary),
            ("500 Internal Server Error", "InternalError", Temporary),
            ("400 Bad Request", "EntityTooSmall", Other),
        ];
        for (status, code, kind) in cases {
            let (found, text) = told(generic(answer(status, code, "Words.\nMore")));
            assert_eq!(found, kind, "{code}");
            let number = status.split(' ').next().expect("a number");
            assert_eq!(text, format!("failed to read `s3://b/x`: Words ({number} {code})"));
        }
    }

    #[test]
    fn a_url_is_not_repeated_even_where_nothing_is_understood() {
        let error = object_store::Error::NotFound {
            path: "x".to_owned(),
            source: "Error performing HEAD https://b/x?sig=hunter2 - status code: 404".into(),
        };
        let (kind, text) = told(error);
        assert_eq!(kind, StoreErrorKind::Missing);
        assert_eq!(text, "failed to read `s3://b/x`: there is no such object");
    }

    #[test]
    fn who_is_not_known_is_told_what_to_set() {
        let refused = |place: &str, url: &str, status: &str| {
            let text = format!(
                "Error performing GET {url} in 3ms - Server returned non-2xx status code: {status}: "
            );
            let error = failed("read", place)(Failed::Store(generic(text)));
            (error.kind(), error.to_string())
        };
        for (place, url, variable) in [
            ("s3://b/x", "http://169.254.169.254/latest/api/token", "AWS_ACCESS_KEY_ID"),
            ("s3://b/x", "http://127.0.0.1:1/latest/meta-data/iam/x", "AWS_PROFILE"),
            ("s3://b/x", "https://sts.eu-west-1.amazonaws.com/", "AWS_ACCESS_KEY_ID"),
            (
                "gs://b/x",
                "http://metadata.google.internal/computeMetadata/v1/x",
                "GOOGLE_APPLICATION_CREDENTIALS",
            ),
            ("az://c/x", "http://169.254.169.254/metadata/identity/x", "AZURE_STORAGE_ACCOUNT_KEY"),
        ] {
            for status in ["401 Unauthorized", "403 Forbidden", "404 Not Found"] {
                let (kind, text) = refused(place, url, status);
                assert_eq!(kind, StoreErrorKind::Credentials, "{text}");
                assert!(text.contains("what should say who is asking does not"), "{text}");
                assert!(text.contains(variable), "{text}");
            }
            let (kind, _) = refused(place, url, "503 Service Unavailable");
            assert_eq!(kind, StoreErrorKind::Temporary);
        }
        for (place, variable) in [
            ("s3://b/x", "AWS_ACCESS_KEY_ID"),
            ("gs://b/x", "GOOGLE_APPLICATION_CREDENTIALS"),
            ("az://c/x", "AZURE_STORAGE_ACCOUNT_KEY"),
            ("oss://b/x", "OSS_ACCESS_KEY_ID"),
        ] {
            let (kind, text) = refused(place, "https://b.example/x", "403 Forbidden");
            assert_eq!(kind, StoreErrorKind::Denied);
            assert!(text.contains("the server answered 403: to ask as somebody else"), "{text}");
            assert!(text.contains(variable), "{text}");
        }
    }

    #[test]
    fn a_bucket_elsewhere_is_a_setting() {
        let text = "Received redirect without LOCATION, this normally indicates";
        let (kind, text) = told(generic(text.to_owned()));
        assert_eq!(kind, StoreErrorKind::Settings);
        assert!(text.contains("AWS_REGION"), "{text}");
    }
}
