//! Answers, before they are put on the wire.

use std::ops::Range;
use std::sync::Arc;

use jiff::Timestamp;

/// An answer.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    body: Arc<Vec<u8>>,
    /// The part of the body that is sent.
    range: Range<usize>,
}

impl Answer {
    pub(crate) fn new(status: u16, content_type: &str, body: Vec<u8>) -> Self {
        Self::of(status, content_type, Arc::new(body))
    }

    /// With a body that others have too.
    pub(crate) fn of(status: u16, content_type: &str, body: Arc<Vec<u8>>) -> Self {
        let headers = vec![("Content-Type", content_type.to_owned())];
        let range = 0..body.len();
        Self { status, headers, body, range }
    }

    pub(crate) fn json(status: u16, value: &serde_json::Value) -> Self {
        Self::new(status, "application/json;charset=UTF-8", value.to_string().into_bytes())
    }

    #[must_use]
    pub(crate) fn with(mut self, name: &'static str, value: String) -> Self {
        self.headers.push((name, value));
        self
    }

    /// Status 206 and a part of the body.
    #[must_use]
    pub(crate) fn in_part(mut self, range: Range<usize>) -> Self {
        let (start, end, length) = (range.start, range.end, self.body.len());
        self.status = 206;
        self.range = start.min(length)..end.min(length);
        self.with("Content-Range", format!("bytes {start}-{}/{length}", end.saturating_sub(1)))
    }

    /// What is sent behind the head.
    pub(crate) fn body(&self) -> &[u8] {
        self.body.get(self.range.clone()).unwrap_or_default()
    }

    /// Replaces what is sent.
    pub(crate) fn set_body(&mut self, body: Vec<u8>) {
        self.range = 0..body.len();
        self.body = Arc::new(body);
    }
}

/// An instant as HTTP has it; milliseconds since the epoch.
pub(crate) fn http_date(at_ms: i64) -> String {
    let at = Timestamp::from_millisecond(at_ms).unwrap_or(Timestamp::UNIX_EPOCH);
    at.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

/// An instant as object stores have it in XML.
pub(crate) fn iso_date(at_ms: i64) -> String {
    let at = Timestamp::from_millisecond(at_ms).unwrap_or(Timestamp::UNIX_EPOCH);
    at.strftime("%Y-%m-%dT%H:%M:%S.000Z").to_string()
}

/// The words that go with a status.
pub(crate) fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        206 => "Partial Content",
        302 => "Found",
        304 => "Not Modified",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        416 => "Requested Range Not Satisfiable",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => "Unspoken",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_those_of_http() {
        assert_eq!(http_date(1_543_309_200_999), "Tue, 27 Nov 2018 09:00:00 GMT");
        assert_eq!(iso_date(1_543_309_200_999), "2018-11-27T09:00:00.000Z");
    }
}
