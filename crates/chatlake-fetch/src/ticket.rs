//! Tickets: the urls of an hour's files.

use std::fmt;

use serde::Deserialize;

use crate::allowed::{Allowed, UrlRefusal};
use crate::signed_url::SignedUrl;

/// The platform's answer for an hour that it has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticket {
    /// Where the hour's files are: normally one, and none where the platform lists none.
    pub urls: Vec<SignedUrl>,
    /// How far the server's clock is ahead of ours, in milliseconds, if the answer tells.
    pub skew_ms: Option<i64>,
}

impl Ticket {
    /// Reads an answer that came at `now_ms` by our clock, milliseconds since the epoch.
    ///
    /// # Errors
    ///
    /// It is no ticket, or one of its urls leads where requests must not go.
    pub fn parse(body: &[u8], now_ms: i64, allowed: &Allowed) -> Result<Self, ProblemOfTicket> {
        let answer: TicketBody = serde_json::from_slice(body).map_err(|_| BadTicket::Shape)?;
        let server_ms =
            answer.timestamp.as_i64().or_else(|| answer.timestamp.as_str()?.parse().ok());
        let skew_ms = server_ms.filter(|ms| *ms > 0).map(|ms| ms.saturating_sub(now_ms));
        let mut urls = Vec::new();
        for entry in answer.data.ok_or(BadTicket::NoData)? {
            let text = entry.url.as_deref().ok_or(BadTicket::NoUrl)?;
            let url =
                allowed.check(text).map_err(|(shown, why)| ProblemOfTicket::Url(shown, why))?;
            urls.push(SignedUrl::new(url, skew_ms.unwrap_or_default()));
        }
        Ok(Self { urls, skew_ms })
    }
}

/// The members that count; whatever else is there.
#[derive(Deserialize)]
struct TicketBody {
    data: Option<Vec<TicketEntry>>,
    #[serde(default)]
    timestamp: serde_json::Value,
}

#[derive(Deserialize)]
struct TicketEntry {
    url: Option<String>,
}

/// What is wrong with a ticket: itself, or where it leads.
#[derive(Debug, PartialEq, Eq)]
pub enum ProblemOfTicket {
    /// It is no ticket.
    Bad(BadTicket),
    /// A url, as far as it may be told, and why requests must not go there.
    Url(String, UrlRefusal),
}

impl From<BadTicket> for ProblemOfTicket {
    fn from(bad: BadTicket) -> Self {
        ProblemOfTicket::Bad(bad)
    }
}

/// What is wrong with a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BadTicket {
    /// Not an object whose `data` is a list of objects.
    Shape,
    /// No `data`.
    NoData,
    /// An entry of `data` without `url`.
    NoUrl,
}

impl fmt::Display for BadTicket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            BadTicket::Shape => "it has another shape",
            BadTicket::NoData => "it has no `data`",
            BadTicket::NoUrl => "an entry of `data` has no `url`",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::allowed::PrivateHosts;
    use crate::origin::{Origin, PlainHttp};

    fn parse(body: &str) -> Result<Ticket, ProblemOfTicket> {
        let origin = Origin::parse("a1.easemob.com", PlainHttp::Refused).unwrap();
        Ticket::parse(body.as_bytes(), 1_000, &Allowed::new(origin, &[], PrivateHosts::Refused))
    }

    #[test]
    fn every_url_is_read_and_none_is_fine() {
        let body = r#"{"action":"get","uri":"x","data":[{"url":"http://b.easecdn.com/1.gz?Expires=9"},{"url":"https://c.aliyuncs.com/2.gz","x":1}],"timestamp":3000,"duration":0}"#;
        let ticket = parse(body).unwrap();
        let urls: Vec<&str> = ticket.urls.iter().map(SignedUrl::expose).collect();
        assert_eq!(urls, ["http://b.easecdn.com/1.gz?Expires=9", "https://c.aliyuncs.com/2.gz"]);
        assert_eq!(ticket.skew_ms, Some(2_000));
        assert_eq!(ticket.urls[0].expires_ms(), Some(7_000));
        assert_eq!(parse(r#"{"data":[]}"#).unwrap(), Ticket { urls: Vec::new(), skew_ms: None });
    }

    #[test]
    fn what_holds_no_urls_is_no_ticket() {
        for (body, problem) in [
            ("[]", BadTicket::Shape),
            ("7", BadTicket::Shape),
            ("{}", BadTicket::NoData),
            (r#"{"data":null}"#, BadTicket::NoData),
            (r#"{"data":{"url":"x"}}"#, BadTicket::Shape),
            (r#"{"data":["http://b.easecdn.com/1.gz"]}"#, BadTicket::Shape),
            (r#"{"data":[{}]}"#, BadTicket::NoUrl),
        ] {
            assert_eq!(parse(body), Err(ProblemOfTicket::Bad(problem)), "{body}");
        }
    }

    #[test]
    fn urls_that_lead_elsewhere_are_refused_without_telling_their_signature() {
        let body = r#"{"data":[{"url":"https://evil.example/1.gz?Signature=hunter2"}]}"#;
        let Err(ProblemOfTicket::Url(shown, UrlRefusal::Host)) = parse(body) else {
            panic!("it must be refused");
        };
        assert_eq!(shown, "https://evil.example/1.gz?…");
    }
}
