//! Urls that open a file for whoever has them.

use std::fmt;

use reqwest::Url;

/// The url of a file: it holds a signature, so it is a secret, and lives for half an hour.
///
/// It shows itself without its query.
#[derive(Clone, PartialEq, Eq)]
pub struct SignedUrl {
    url: Url,
    expires_ms: Option<i64>,
}

impl SignedUrl {
    /// Reads a url. `skew_ms` is how far the server's clock is ahead of ours, for the query says
    /// by the server's clock when it expires.
    pub(crate) fn new(url: Url, skew_ms: i64) -> Self {
        let expires_s = url
            .query_pairs()
            .find(|(key, _)| key.eq_ignore_ascii_case("expires"))
            .and_then(|(_, value)| value.parse::<i64>().ok());
        let expires_ms = expires_s.map(|s| s.saturating_mul(1_000).saturating_sub(skew_ms));
        Self { url, expires_ms }
    }

    /// The url itself, for those who must send it.
    pub fn expose(&self) -> &str {
        self.url.as_str()
    }

    /// When it expires, milliseconds since the epoch by our clock, if it tells.
    pub fn expires_ms(&self) -> Option<i64> {
        self.expires_ms
    }

    /// Whether it has expired by now, as far as it tells.
    pub fn is_expired(&self, now_ms: i64) -> bool {
        self.expires_ms.is_some_and(|expires_ms| expires_ms <= now_ms)
    }

    pub(crate) fn url(&self) -> &Url {
        &self.url
    }
}

impl fmt::Display for SignedUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&shown(&self.url))
    }
}

impl fmt::Debug for SignedUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SignedUrl({self})")
    }
}

/// What may be told of a url: scheme, host, port and path.
pub(crate) fn shown(url: &Url) -> String {
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    let host = url.host_str().unwrap_or_default();
    let query = if url.query().is_some() { "?…" } else { "" };
    format!("{}://{host}{port}{}{query}", url.scheme(), url.path())
}

#[cfg(test)]
mod tests {
    use super::*;

    const URL: &str = "http://ebs-chatmessage-a1.easecdn.com/history/3D/o/a/2018112717.gz?Expires=1543316122&OSSAccessKeyId=LTAIid&Signature=a%2Fb%2Bc%3D";

    #[test]
    fn it_is_sent_as_it_came_and_shown_without_its_query() {
        let url = SignedUrl::new(URL.parse().unwrap(), 0);
        assert_eq!(url.expose(), URL);
        let shown = "http://ebs-chatmessage-a1.easecdn.com/history/3D/o/a/2018112717.gz?…";
        assert_eq!(url.to_string(), shown);
        assert_eq!(format!("{url:?}"), format!("SignedUrl({shown})"));
    }

    #[test]
    fn it_expires_by_the_clock_of_the_server() {
        let expires_ms = 1_543_316_122_000;
        let url = SignedUrl::new(URL.parse().unwrap(), 0);
        assert!(url.is_expired(expires_ms) && !url.is_expired(expires_ms - 1));
        let url = SignedUrl::new(URL.parse().unwrap(), 60_000);
        assert_eq!(url.expires_ms(), Some(expires_ms - 60_000));
        let url = SignedUrl::new("http://a/b?expires=x".parse().unwrap(), 0);
        assert!(!url.is_expired(i64::MAX));
    }
}
