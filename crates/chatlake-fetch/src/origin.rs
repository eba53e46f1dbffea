//! The host that the platform answers at.

use std::fmt;
use std::net::IpAddr;

use chatlake_core::Zone;
use reqwest::Url;

/// Whether the API may be asked without encryption, where anybody on the way can read the token.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PlainHttp {
    /// Only to this machine itself.
    #[default]
    Refused,
    /// Where the host is given as `http://…`: private deployments, tests.
    Allowed,
}

/// Scheme, host and port of the platform's API. The token goes there and nowhere else.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Origin {
    /// With a path of `/` and nothing behind it.
    url: Url,
}

impl Origin {
    /// Reads `a1.easemob.com`, `10.0.0.5:8443` or `https://…`, and `http://…` where allowed.
    ///
    /// # Errors
    ///
    /// A text that is no host, or more than one.
    pub fn parse(text: &str, plain_http: PlainHttp) -> Result<Self, BadOrigin> {
        let bad = || BadOrigin::NotAHost(shown(text));
        let whole = if text.contains("://") { text.to_owned() } else { format!("https://{text}") };
        let url = Url::parse(&whole).map_err(|_| bad())?;
        let has_more = url.path() != "/" || url.query().is_some() || url.fragment().is_some();
        let is_strange = text.chars().any(|c| c.is_whitespace() || c.is_control() || c == '\\');
        if has_more || is_strange || !url.has_host() {
            return Err(bad());
        }
        if !url.username().is_empty() || url.password().is_some() || text.contains('@') {
            return Err(BadOrigin::Userinfo);
        }
        match (url.scheme(), plain_http) {
            ("https", _) | ("http", PlainHttp::Allowed) => Ok(Self { url }),
            // There is nobody on the way.
            ("http", _) if is_loopback(&url) => Ok(Self { url }),
            ("http", PlainHttp::Refused) => Err(BadOrigin::PlainHttp(shown(text))),
            _ => Err(bad()),
        }
    }

    /// The zone in which the hours of a known cluster are named: Beijing on the mainland, UTC
    /// overseas. None for hosts of others, who must say.
    pub fn zone(&self) -> Option<Zone> {
        let host = self.host();
        if is_within(host, "chat.agora.io") {
            return Some(Zone::Utc);
        }
        if !["easemob.com", "easecdn.com"].iter().any(|domain| is_within(host, domain)) {
            return None;
        }
        // The overseas clusters that the vendor's documentation lists; its others are at home.
        let is_overseas = ["a1-sgp", "a41", "a51", "a61", "a71"]
            .iter()
            .any(|cluster| host.split('.').next() == Some(cluster));
        Some(if is_overseas { Zone::Utc } else { Zone::Beijing })
    }

    /// The host, in lower case, without the port; an IPv6 address is in brackets.
    pub fn host(&self) -> &str {
        self.url.host_str().unwrap_or_default()
    }

    /// The port, also where the scheme tells it.
    pub fn port(&self) -> u16 {
        self.url.port_or_known_default().unwrap_or_default()
    }

    /// Whether what is sent there is encrypted.
    pub fn is_encrypted(&self) -> bool {
        self.url.scheme() == "https"
    }

    /// Whether a url is of this scheme, host and port.
    pub(crate) fn is_of(&self, url: &Url) -> bool {
        self.url.origin() == url.origin()
    }

    /// The url of a path, which must be made of plain segments.
    pub(crate) fn join(&self, path: &str) -> Url {
        let mut url = self.url.clone();
        url.set_path(path);
        url
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.url.as_str().trim_end_matches('/'))
    }
}

/// Whether a url leads to this machine by its address. A name would have to be looked up.
fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address: Result<IpAddr, _> = host.trim_matches(['[', ']']).parse();
    address.is_ok_and(|address| address.is_loopback())
}

/// Whether a host is a domain or lies within it.
pub(crate) fn is_within(host: &str, domain: &str) -> bool {
    let is_name = host.trim_matches(['[', ']']).parse::<IpAddr>().is_err();
    host.strip_suffix(domain)
        .is_some_and(|rest| rest.is_empty() || (is_name && rest.ends_with('.')))
}

/// What may be told of a text that might hold a password: nothing before an `@`.
fn shown(text: &str) -> String {
    let text = text.rsplit('@').next().unwrap_or_default();
    let text = text.split(['?', '#']).next().unwrap_or_default();
    text.escape_debug().take(200).collect()
}

/// A text that is no host.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadOrigin {
    /// Not a host, or more than a host.
    #[error("`{0}` is no host: write HOST or HOST:PORT, such as a1.easemob.com, without a path")]
    NotAHost(String),
    /// A user's name or password in it.
    #[error("a host has no `@`: credentials come from the environment, a file or a command")]
    Userinfo,
    /// Without encryption.
    #[error(
        "`{0}` is plain http, which shows the token to anybody on the way: use https, or allow it with --allow-http where the way is yours"
    )]
    PlainHttp(String),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Origin, BadOrigin> {
        Origin::parse(text, PlainHttp::Refused)
    }

    #[test]
    fn a_host_is_https_unless_it_says_and_may_say_otherwise() {
        for (text, expected) in [
            ("a1.easemob.com", "https://a1.easemob.com"),
            ("A1.Easemob.com/", "https://a1.easemob.com"),
            ("https://a1.easemob.com:443", "https://a1.easemob.com"),
            ("10.0.0.5:8443", "https://10.0.0.5:8443"),
            ("[::1]:9", "https://[::1]:9"),
        ] {
            assert_eq!(parse(text).unwrap().to_string(), expected);
        }
        let plain = "http://10.0.0.5:8080";
        assert_eq!(parse(plain), Err(BadOrigin::PlainHttp(plain.to_owned())));
        let origin = Origin::parse(plain, PlainHttp::Allowed).unwrap();
        assert_eq!((origin.port(), origin.is_encrypted()), (8080, false));
        assert!(parse("http://127.0.0.1:9").is_ok() && parse("http://[::1]:9").is_ok());
        assert!(parse("http://localhost.example.org").is_err());
    }

    #[test]
    fn what_is_no_host_is_refused_and_its_password_not_told() {
        for text in [
            "",
            "a b",
            "a1.easemob.com/x",
            "a1.easemob.com?x=1",
            "ftp://a",
            "https://",
            "a\\b",
            "a:99999",
            "a\n",
        ] {
            assert!(matches!(parse(text), Err(BadOrigin::NotAHost(_))), "{text:?}");
        }
        for text in ["https://u:hunter2@a1.easemob.com", "u:hunter2@a/b", "u:hunter2@a:b"] {
            assert!(!parse(text).unwrap_err().to_string().contains("hunter2"), "{text}");
        }
    }

    #[test]
    fn the_zone_goes_by_the_cluster() {
        for (host, zone) in [
            ("a1.easemob.com", Some(Zone::Beijing)),
            ("a31.easecdn.com", Some(Zone::Beijing)),
            ("a1-vip9.easemob.com", Some(Zone::Beijing)),
            ("a1-sgp.easemob.com", Some(Zone::Utc)),
            ("a41.easemob.com", Some(Zone::Utc)),
            ("a51.easecdn.com", Some(Zone::Utc)),
            ("a11.chat.agora.io", Some(Zone::Utc)),
            ("a71.chat.agora.io", Some(Zone::Utc)),
            ("10.0.0.5:80", None),
            ("easemob.com.example.org", None),
            ("noteasemob.com", None),
        ] {
            assert_eq!(parse(host).unwrap().zone(), zone, "{host}");
        }
    }
}
