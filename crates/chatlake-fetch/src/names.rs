//! Where names lead: looked up once, watched, and then used as found.
//!
//! The addresses that were judged are the ones that are connected to; a name that leads elsewhere
//! the next time it is looked up gains nothing.

use std::collections::HashMap;
use std::io;
use std::net::{SocketAddr, ToSocketAddrs};
use std::sync::{Mutex, PoisonError};

use reqwest::Url;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use crate::allowed::{Allowed, PrivateHosts, UrlRefusal, is_private};

/// The names that were looked up, each with what was found, for connections to come.
#[derive(Debug)]
pub(crate) struct Names {
    found: Mutex<HashMap<String, Vec<SocketAddr>>>,
    /// Whether proxies are used.
    has_proxies: bool,
    /// Hosts that the user named, proxies and the platform: they may be anywhere.
    trusted: Vec<String>,
    /// Whether all may be.
    trusts_all: bool,
}

/// A name that leads nowhere, or where nobody should go.
#[derive(Debug)]
pub(crate) enum BadName {
    Refused(UrlRefusal),
    Unknown(io::Error),
}

impl Names {
    /// `proxies` are urls of proxies, or hosts with ports; none if they are not used.
    pub(crate) fn new(proxies: &[String], allowed: &Allowed) -> Self {
        let host = |text: &String| {
            let text = if text.contains("://") { text.clone() } else { format!("http://{text}") };
            Url::parse(&text).ok()?.host_str().map(str::to_owned)
        };
        let mut trusted: Vec<String> = proxies.iter().filter_map(host).collect();
        trusted.push(allowed.origin().host().to_owned());
        let trusts_all = allowed.private() == PrivateHosts::Allowed;
        Self { found: Mutex::default(), has_proxies: !proxies.is_empty(), trusted, trusts_all }
    }

    /// Looks the name of a url up, in the thread of whoever asks, and judges where it leads.
    /// With proxies there is nothing to look up: they do that.
    pub(crate) fn check(&self, url: &Url, allowed: &Allowed) -> Result<(), BadName> {
        let Some(host) = url.domain().filter(|_| !self.has_proxies) else {
            return Ok(());
        };
        let port = url.port_or_known_default().unwrap_or_default();
        let addresses = look_up(host, port).map_err(BadName::Unknown)?;
        if !allowed.may_be_private(url) && addresses.iter().any(|it| is_private(it.ip())) {
            return Err(BadName::Refused(UrlRefusal::Private));
        }
        let mut found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        found.insert(host.to_owned(), addresses);
        Ok(())
    }

    /// What was found for a name that is to be connected to. A name that nobody has looked up is
    /// a proxy's, or, with proxies in use, one that goes past them: then it is judged here.
    fn addresses(&self, host: &str) -> io::Result<Vec<SocketAddr>> {
        let found = self.found.lock().unwrap_or_else(PoisonError::into_inner).get(host).cloned();
        if let Some(found) = found {
            return Ok(found);
        }
        let addresses = look_up(host, 0)?;
        let is_trusted = self.trusts_all || self.trusted.iter().any(|trusted| trusted == host);
        if !is_trusted && addresses.iter().any(|it| is_private(it.ip())) {
            let says = "the name leads into a private network";
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, says));
        }
        Ok(addresses)
    }
}

impl Resolve for Names {
    fn resolve(&self, name: Name) -> Resolving {
        let found = self.addresses(name.as_str());
        let found = found.map(|addresses| Box::new(addresses.into_iter()) as Addrs);
        Box::pin(std::future::ready(found.map_err(Into::into)))
    }
}

fn look_up(host: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
    let addresses: Vec<SocketAddr> = (host, port).to_socket_addrs()?.collect();
    if addresses.is_empty() {
        return Err(io::Error::new(io::ErrorKind::NotFound, "the name has no address"));
    }
    Ok(addresses)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::origin::{Origin, PlainHttp};

    fn allowed(host: &str, private: PrivateHosts) -> Allowed {
        let origin = Origin::parse(host, PlainHttp::Allowed).unwrap();
        Allowed::new(origin, &["localhost".to_owned()], private)
    }

    #[test]
    fn a_name_that_leads_home_is_refused_unless_it_is_the_configured_one() {
        let names = Names::new(&[], &allowed("a1.easemob.com", PrivateHosts::Refused));
        let url: Url = "http://localhost:9/x".parse().unwrap();
        let refused = names.check(&url, &allowed("a1.easemob.com", PrivateHosts::Refused));
        assert!(matches!(refused, Err(BadName::Refused(UrlRefusal::Private))));
        assert!(names.check(&url, &allowed("a1.easemob.com", PrivateHosts::Allowed)).is_ok());
        assert!(names.check(&url, &allowed("http://localhost:9", PrivateHosts::Refused)).is_ok());
    }

    #[test]
    fn names_past_proxies_are_judged_when_they_are_connected_to() {
        for (proxy, host, private, is_fine) in [
            ("http://user@localhost:3128", "a1.easemob.com", PrivateHosts::Refused, true),
            ("proxy.example", "a1.easemob.com", PrivateHosts::Refused, false),
            ("proxy.example", "a1.easemob.com", PrivateHosts::Allowed, true),
            ("proxy.example", "localhost:8443", PrivateHosts::Refused, true),
        ] {
            let names = Names::new(&[proxy.to_owned()], &allowed(host, private));
            assert_eq!(names.addresses("localhost").is_ok(), is_fine, "{proxy} {host}");
        }
    }
}
