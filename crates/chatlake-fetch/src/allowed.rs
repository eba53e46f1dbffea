//! Where requests may go.
//!
//! Urls come from the platform, and those of attachments from whoever wrote the message. So they
//! lead only to the configured host, to hosts of the vendor's, and to those that the user named;
//! and never into a private network, by address or by name, unless the user said so.

mod address;

use std::net::IpAddr;

use reqwest::Url;

use crate::origin::{Origin, is_within};
use crate::signed_url::shown;

pub(crate) use address::is_private;

/// Domains of the vendor's, under all the names that the platform is sold by, and of the object
/// store that it keeps files in.
const VENDOR: [&str; 4] = ["easemob.com", "easecdn.com", "chat.agora.io", "aliyuncs.com"];

/// Whether requests may go into private networks: for deployments that live there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PrivateHosts {
    /// Only to the configured host itself; what a message links to, only to its configured port.
    #[default]
    Refused,
    /// To addresses in private networks, and to names that lead there.
    Allowed,
}

/// Where requests may go.
#[derive(Clone, Debug)]
pub struct Allowed {
    origin: Origin,
    domains: Vec<String>,
    private: PrivateHosts,
}

impl Allowed {
    /// The configured origin, the vendor's domains, and `domains`, each with all that lies within.
    pub fn new(origin: Origin, domains: &[String], private: PrivateHosts) -> Self {
        let given = domains.iter().map(|domain| {
            domain.trim().trim_start_matches("*.").trim_matches('.').to_ascii_lowercase()
        });
        let domains = given.filter(|domain| !domain.is_empty());
        let domains = VENDOR.iter().map(|domain| (*domain).to_owned()).chain(domains).collect();
        Self { origin, domains, private }
    }

    /// The configured origin.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// Whether requests may go into private networks.
    pub(crate) fn private(&self) -> PrivateHosts {
        self.private
    }

    /// Reads a url and says whether requests may go there, its name aside. The error holds what may be
    /// told of the url.
    pub(crate) fn check(&self, text: &str) -> Result<Url, (String, UrlRefusal)> {
        let url = Url::parse(text).map_err(|_| ("a url".to_owned(), UrlRefusal::NotAUrl))?;
        match self.refusal(&url) {
            Some(refusal) => Err((shown(&url), refusal)),
            None => Ok(url),
        }
    }

    /// The same for a url that stands in a message, and that anybody may have written there: not
    /// to other ports of a configured host in a private network.
    pub(crate) fn check_of_message(&self, text: &str) -> Result<Url, (String, UrlRefusal)> {
        let url = self.check(text)?;
        let is_private = url.host_str().and_then(literal).is_some_and(is_private);
        if is_private && !self.origin.is_of(&url) && self.private == PrivateHosts::Refused {
            return Err((shown(&url), UrlRefusal::Private));
        }
        Ok(url)
    }

    /// Why requests must not go to a url, if they must not.
    pub(crate) fn refusal(&self, url: &Url) -> Option<UrlRefusal> {
        if !matches!(url.scheme(), "http" | "https") {
            return Some(UrlRefusal::Scheme);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Some(UrlRefusal::Userinfo);
        }
        let Some(host) = url.host_str().filter(|host| !host.is_empty()) else {
            return Some(UrlRefusal::NotAUrl);
        };
        if host == self.origin.host() {
            return None;
        }
        let is_listed = self.domains.iter().any(|domain| is_within(host, domain));
        match literal(host) {
            Some(address) if is_private(address) => match self.private {
                PrivateHosts::Allowed => None,
                PrivateHosts::Refused => Some(UrlRefusal::Private),
            },
            _ if is_listed => None,
            _ => Some(UrlRefusal::Host),
        }
    }

    /// Whether a url's name may lead into a private network.
    pub(crate) fn may_be_private(&self, url: &Url) -> bool {
        self.private == PrivateHosts::Allowed || url.host_str() == Some(self.origin.host())
    }
}

/// The address that a host is, if it is one.
fn literal(host: &str) -> Option<IpAddr> {
    host.trim_start_matches('[').trim_end_matches(']').parse().ok()
}

/// Why requests must not go to a url.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum UrlRefusal {
    /// It is no url.
    #[error("it is no url")]
    NotAUrl,
    /// Neither http nor https.
    #[error("it is neither http nor https")]
    Scheme,
    /// A user's name or password in it.
    #[error("it has a user's name or password in it")]
    Userinfo,
    /// A host that nobody named.
    #[error("its host is neither the platform's nor named with --allow-host")]
    Host,
    /// In a private network.
    #[error(
        "it leads into a private network; --allow-private allows that, for private deployments"
    )]
    Private,
    /// It would go on without encryption.
    #[error("it would send without encryption what must be encrypted")]
    Downgrade,
    /// One redirect after the other.
    #[error("it redirects again and again")]
    Redirects,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::origin::PlainHttp;

    fn allowed(private: PrivateHosts) -> Allowed {
        let origin = Origin::parse("http://10.0.0.5:8080", PlainHttp::Allowed).unwrap();
        Allowed::new(origin, &["*.files.example.org".to_owned(), " ".to_owned()], private)
    }

    #[test]
    fn requests_go_to_the_platform_and_to_named_hosts_only() {
        let allowed = allowed(PrivateHosts::Refused);
        for (url, expected) in [
            ("https://a1.easemob.com/x", None),
            ("http://ebs-chatmessage-a1.easecdn.com/x.gz?Expires=1&Signature=a%2Fb", None),
            ("https://a11.chat.agora.io/", None),
            ("https://bucket.oss-cn-beijing.aliyuncs.com/", None),
            ("https://files.example.org/", None),
            ("https://EU.Files.example.org/", None),
            ("http://10.0.0.5:8080/x", None),
            ("https://example.org/", Some(UrlRefusal::Host)),
            ("https://easemob.com.example.org/", Some(UrlRefusal::Host)),
            ("https://noteasemob.com/", Some(UrlRefusal::Host)),
            ("https://8.8.8.8/", Some(UrlRefusal::Host)),
            ("http://10.0.0.5:9000/x", None),
            ("http://10.0.0.6:8080/x", Some(UrlRefusal::Private)),
            ("http://127.0.0.1/", Some(UrlRefusal::Private)),
            ("http://2130706433/", Some(UrlRefusal::Private)),
            ("http://0x7f.1/", Some(UrlRefusal::Private)),
            ("http://[::1]/", Some(UrlRefusal::Private)),
            ("http://[::ffff:127.0.0.1]/", Some(UrlRefusal::Private)),
            ("http://169.254.169.254/latest", Some(UrlRefusal::Private)),
            ("http://100.100.100.200/latest", Some(UrlRefusal::Private)),
            ("https://a1.easemob.com@evil.example/", Some(UrlRefusal::Userinfo)),
            ("https://u:p@a1.easemob.com/", Some(UrlRefusal::Userinfo)),
            ("ftp://a1.easemob.com/", Some(UrlRefusal::Scheme)),
            ("file:///etc/passwd", Some(UrlRefusal::Scheme)),
            ("//a1.easemob.com/", Some(UrlRefusal::NotAUrl)),
            ("", Some(UrlRefusal::NotAUrl)),
        ] {
            assert_eq!(allowed.check(url).err().map(|(_, why)| why), expected, "{url}");
        }
    }

    #[test]
    fn what_a_message_links_to_is_not_another_port_of_a_private_host() {
        for (private, refusal) in
            [(PrivateHosts::Refused, Some(UrlRefusal::Private)), (PrivateHosts::Allowed, None)]
        {
            let allowed = allowed(private);
            let check = |url| allowed.check_of_message(url).err().map(|(_, why)| why);
            assert_eq!(check("http://10.0.0.5:6379/x"), refusal);
            assert_eq!(check("http://10.0.0.5:8080/x"), None);
            assert_eq!(check("https://a1.easemob.com/x"), None);
        }
    }

    #[test]
    fn private_addresses_are_allowed_where_the_user_says_so() {
        let allowed = allowed(PrivateHosts::Allowed);
        assert!(allowed.check("http://10.0.0.9:9000/x").is_ok());
        assert!(allowed.check("https://8.8.8.8/").is_err());
    }
}
