//! Servers that are named by a url.

use std::net::{IpAddr, SocketAddr, ToSocketAddrs};

use super::Obstacle;

/// Where requests go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Endpoint<'a> {
    /// Without a slash at its end.
    pub(super) url: &'a str,
    pub(super) host: &'a str,
    port: u16,
    is_plain: bool,
}

impl<'a> Endpoint<'a> {
    /// Reads what a variable says.
    ///
    /// # Errors
    ///
    /// It is no url, or holds credentials; the variable is named, and nothing is repeated.
    pub(super) fn parse(variable: &str, url: &'a str) -> Result<Self, Obstacle> {
        let wrong = |why: &str| Obstacle::settings(format!("{variable} {why}"));
        let url = url.trim_end_matches('/');
        let (is_plain, rest) = match url.split_once("://") {
            Some(("https", rest)) => (false, rest),
            Some(("http", rest)) => (true, rest),
            _ => return Err(wrong("is no url: expected https://HOST")),
        };
        let authority = rest.split('/').next().unwrap_or_default();
        if authority.contains('@') || url.contains('?') {
            return Err(wrong("holds credentials, and is no place for them"));
        }
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => {
                (host, port.parse().map_err(|_| wrong("has a port that is none"))?)
            }
            _ => (authority, if is_plain { 80 } else { 443 }),
        };
        if host.is_empty() {
            return Err(wrong("names no host"));
        }
        Ok(Self { url, host, port, is_plain })
    }

    /// Whether http without TLS is to be spoken. What is said to this machine stays on it;
    /// elsewhere it must be allowed.
    ///
    /// # Errors
    ///
    /// It is not allowed.
    pub(super) fn speaks_plainly(
        &self,
        variable: &str,
        is_allowed: bool,
        allow: &str,
    ) -> Result<bool, Obstacle> {
        if self.is_plain && !is_allowed && !self.is_loopback() {
            let why = "everybody on the way could read what is sent";
            return Err(Obstacle::settings(format!(
                "{variable} is plain http, and {why}: use https, or set {allow}=true"
            )));
        }
        Ok(self.is_plain)
    }

    /// The addresses of the host.
    pub(super) fn addresses(&self) -> Vec<SocketAddr> {
        let host = self.host.trim_start_matches('[').trim_end_matches(']');
        (host, self.port).to_socket_addrs().map(Iterator::collect).unwrap_or_default()
    }

    /// Whether the host is a number, below which there are no names.
    pub(super) fn is_number(&self) -> bool {
        self.address().is_some()
    }

    fn is_loopback(&self) -> bool {
        let is_name = self.host == "localhost" || self.host.ends_with(".localhost");
        is_name || self.address().is_some_and(|address| address.is_loopback())
    }

    fn address(&self) -> Option<IpAddr> {
        self.host.trim_start_matches('[').trim_end_matches(']').parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn http_is_spoken_on_this_machine_only_unless_allowed() {
        let plain = |url, is_allowed| {
            let endpoint = Endpoint::parse("E", url).expect("a url");
            endpoint.speaks_plainly("E", is_allowed, "A").map_err(|obstacle| obstacle.why)
        };
        for url in
            ["http://127.0.0.1:9000", "http://localhost", "http://b.localhost:1", "http://[::1]:1"]
        {
            assert_eq!(plain(url, false), Ok(true), "{url}");
        }
        assert_eq!(plain("https://s3.example", false), Ok(false));
        assert_eq!(plain("http://s3.example", true), Ok(true));
        for url in ["http://s3.example", "http://10.0.0.1:9000", "http://127.0.0.1.example"] {
            let told = plain(url, false).expect_err(url);
            assert!(told.contains("set A=true"), "{told}");
        }
    }

    #[test]
    fn what_is_no_url_is_told_without_repeating_it() {
        for url in [
            "s3.example",
            "ftp://x",
            "https://",
            "https://k:hunter2@x",
            "https://x:y",
            "https://x/?sig=hunter2",
        ] {
            let told = Endpoint::parse("E", url).expect_err(url).why;
            assert!(told.starts_with("E ") && !told.contains("hunter2"), "{told}");
        }
    }
}
