//! `GET /history/3D/{org}/{app}/{hour}.gz`: a file behind a signed url, as the object store does.

use super::answer::{Answer, http_date, iso_date};
use super::fault::Fault;
use super::range::Part;
use super::request::Request;
use super::route::Owner;
use super::signature::{self, Unsigned};
use super::state::{Standing, State, lock};
use super::store::{FileKey, Object};
use crate::corpus::HourName;

/// Gives a file, or a part of it.
pub(crate) fn answer(
    state: &State,
    (org, app, name): (&str, &str, &str),
    request: &Request,
    fault: Option<&Fault>,
) -> Answer {
    let server_ms = state.told_ms(None);
    let now_s = server_ms.div_euclid(1000);
    let signed = signature::check(state.options.seed, &request.path, &request.query, now_s);
    match signed {
        Ok(()) if fault == Some(&Fault::Expired) => return expired(now_s, server_ms),
        Ok(()) => {}
        Err(Unsigned::Expired(expires_s)) => return expired(expires_s, server_ms),
        Err(Unsigned::Incomplete) => {
            return error(403, "AccessDenied", "You have no right to access this object.", "");
        }
        Err(Unsigned::Mismatch) => {
            let says =
                "The request signature we calculated does not match the signature you provided.";
            return error(403, "SignatureDoesNotMatch", says, "");
        }
    }
    let there = Owner::Key(org, app).find(state).ok().and_then(|(index, _)| {
        let (hour, part) = parse(name)?;
        let Standing::There { is_whole, since_ms } = state.standing(hour) else { return None };
        let start_s = hour.start(state.options.zone).ok()?;
        let key = FileKey { app: index, start_s, part, is_whole };
        (part < state.shape(hour).n_urls).then_some((hour, key, since_ms))
    });
    let Some((hour, key, since_ms)) = there else {
        return error(404, "NoSuchKey", "The specified key does not exist.", "");
    };
    let mut store = lock(&state.store);
    if fault == Some(&Fault::Changed) {
        store.change(key);
    }
    let object = store.get(state, hour, key);
    drop(store);
    give(&object.damaged(fault), since_ms, request, state.options.ranges, fault)
}

/// The hour and the part, from 0, that a file name tells.
fn parse(name: &str) -> Option<(HourName, u32)> {
    let stem = name.strip_suffix(".gz")?;
    let (hour, part) = match stem.split_once('-') {
        None => (stem, 0),
        Some((hour, part)) => (hour, part.parse::<u32>().ok()?.checked_sub(1)?),
    };
    Some((hour.parse().ok()?, part))
}

fn give(
    object: &Object,
    since_ms: i64,
    request: &Request,
    has_ranges: bool,
    fault: Option<&Fault>,
) -> Answer {
    let modified = http_date(since_ms);
    let is_known = match request.header("if-none-match") {
        Some(tag) => tag == object.etag,
        None => request.header("if-modified-since").is_some_and(|date| date == modified),
    };
    if is_known {
        return Answer::new(304, "application/gzip", Vec::new())
            .with("ETag", object.etag.clone())
            .with("Last-Modified", modified);
    }
    let is_same =
        request.header("if-range").is_none_or(|value| value == object.etag || value == modified);
    let length = object.bytes.len();
    let is_asked = has_ranges && is_same && fault != Some(&Fault::WholeInstead);
    let part = Part::of(request.header("range").filter(|_| is_asked), length);
    let answer = Answer::of(200, "application/gzip", object.bytes.clone())
        .with("ETag", object.etag.clone())
        .with("Last-Modified", modified)
        .with("x-oss-object-type", "Normal".to_owned());
    let answer = if has_ranges { answer.with("Accept-Ranges", "bytes".to_owned()) } else { answer };
    match part {
        Part::Whole => answer,
        Part::Some(range) if fault == Some(&Fault::OtherRange) => {
            answer.in_part(range.start + 1..range.end)
        }
        Part::Some(range) => answer.in_part(range),
        Part::None => {
            let says = "The requested range cannot be satisfied.";
            error(416, "InvalidRange", says, "").with("Content-Range", format!("bytes */{length}"))
        }
    }
}

fn expired(expires_s: i64, server_ms: i64) -> Answer {
    let more = format!(
        "  <Expires>{}</Expires>\n  <ServerTime>{}</ServerTime>\n",
        iso_date(expires_s * 1000),
        iso_date(server_ms)
    );
    error(403, "AccessDenied", "Request has expired.", &more)
}

/// An error of the object store.
fn error(status: u16, code: &str, message: &str, more: &str) -> Answer {
    let body = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error>\n  <Code>{code}</Code>\n  <Message>{message}</Message>\n  <RequestId>5C3D9175B6FC201293AD4890</RequestId>\n  <HostId>ebs-chatmessage-sim</HostId>\n{more}</Error>\n"
    );
    Answer::new(status, "application/xml", body.into_bytes())
}
