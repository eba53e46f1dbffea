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

use crate::allowed::{Allowed, UrlRefusal, is_private};

/// The names that were looked up, each with what was found, for connections to come.
#[derive(Debug)]
pub(crate) struct Names {
    found: Mutex<HashMap<String, Vec<SocketAddr>>>,
    /// Hosts of proxies, which are the user's own and may be anywhere.
    proxies: Vec<String>,
}

/// A name that leads nowhere, or where nobody should go.
#[derive(Debug)]
pub(crate) enum BadName {
    Refused(UrlRefusal),
    Unknown(io::Error),
}

impl Names {
    /// `proxies` are urls of proxies, or hosts with ports; none if they are not used.
    pub(crate) fn new(proxies: &[String]) -> Self {
        let host = |text: &String| {
            let text = if text.contains("://") { text.clone() } else { format!("http://{text}") };
            Url::parse(&text).ok()?.host_str().map(str::to_owned)
        };
        Self { found: Mutex::default(), proxies: proxies.iter().filter_map(host).collect() }
    }

    /// Looks the name of a url up, in the thread of whoever asks, and judges where it leads.
    /// With proxies there is nothing to look up: they do that.
    pub(crate) fn check(&self, url: &Url, allowed: &Allowed) -> Result<(), BadName> {
        let Some(host) = url.domain().filter(|_| self.proxies.is_empty()) else {
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
        let is_proxy = self.proxies.iter().any(|proxy| proxy == host);
        if !is_proxy && addresses.iter().any(|it| is_private(it.ip())) {
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
    use crate::allowed::PrivateHosts;
    use crate::origin::{Origin, PlainHttp};

    #[test]
    fn a_name_that_leads_home_is_refused_unless_it_is_the_configured_one() {
        let names = Names::new(&[]);
        let url: Url = "http://localhost:9/x".parse().unwrap();
        let allowed = |host, private| {
            let origin = Origin::parse(host, PlainHttp::Allowed).unwrap();
            Allowed::new(origin, &["localhost".to_owned()], private)
        };
        let refused = names.check(&url, &allowed("a1.easemob.com", PrivateHosts::Refused));
        assert!(matches!(refused, Err(BadName::Refused(UrlRefusal::Private))));
        assert!(names.check(&url, &allowed("a1.easemob.com", PrivateHosts::Allowed)).is_ok());
        assert!(names.check(&url, &allowed("http://localhost:9", PrivateHosts::Refused)).is_ok());
    }

    #[test]
    fn names_past_proxies_are_judged_when_they_are_connected_to() {
        let names = Names::new(&["http://user@localhost:3128".to_owned()]);
        assert!(names.addresses("localhost").is_ok());
        let names = Names::new(&["proxy.example".to_owned()]);
        assert!(names.addresses("localhost").is_err());
    }
}
