//! Requests and answers; the only place that makes connections.

mod reply;

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use reqwest::blocking::{Client, RequestBuilder};
use reqwest::header::{AUTHORIZATION, HeaderValue};
use reqwest::{Method, Url, redirect, retry};

use crate::allowed::{Allowed, UrlRefusal};
use crate::error::{Error, NetworkError};
use crate::names::{BadName, Names};
use crate::options::{Patience, Proxy};
use crate::secret::Secret;
use crate::signed_url::shown;

pub(crate) use reply::Reply;

/// Makes requests to where they may go.
#[derive(Debug)]
pub(crate) struct Http {
    client: Client,
    names: Arc<Names>,
    allowed: Allowed,
    patience: Patience,
    /// Hosts that do not answer to https, as far as this process knows.
    plain: Mutex<HashSet<String>>,
}

/// A request.
#[derive(Clone, Debug)]
pub(crate) struct Request<'a> {
    /// What it is for, in errors.
    pub(crate) act: &'static str,
    pub(crate) url: Url,
    /// Sent to the configured origin only, whatever the url.
    pub(crate) token: Option<&'a Secret>,
    pub(crate) headers: Vec<(&'static str, Secret)>,
    /// JSON to post; a GET without.
    pub(crate) body: Option<Secret>,
}

impl<'a> Request<'a> {
    pub(crate) fn get(act: &'static str, url: Url) -> Self {
        Self { act, url, token: None, headers: Vec::new(), body: None }
    }

    pub(crate) fn token(self, token: &'a Secret) -> Self {
        Self { token: Some(token), ..self }
    }

    pub(crate) fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, Secret::new(value)));
        self
    }
}

/// How a request failed.
#[derive(Debug)]
pub(crate) enum Failed {
    /// Nobody will ever answer it.
    Refused(UrlRefusal),
    /// Another attempt may succeed.
    Network(NetworkError),
}

impl Failed {
    /// Says what was asked, and where.
    pub(crate) fn at(self, act: &'static str, url: &Url, attempts: u32) -> Error {
        let url = shown(url);
        match self {
            Failed::Refused(refusal) => Error::UrlRefused { url, refusal },
            Failed::Network(reason) => Error::Network { act, url, reason, attempts },
        }
    }
}

impl From<NetworkError> for Failed {
    fn from(error: NetworkError) -> Self {
        Failed::Network(error)
    }
}

impl Http {
    pub(crate) fn new(allowed: Allowed, patience: Patience, proxy: Proxy) -> Result<Self, Error> {
        // Fails if it has been done before, by us or by the program around us: as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let names = Arc::new(Names::new(&proxies(proxy), &allowed));
        let builder = Client::builder()
            .user_agent(concat!("chatlake/", env!("CARGO_PKG_VERSION")))
            .redirect(redirect::Policy::none())
            .retry(retry::never())
            .referer(false)
            .connect_timeout(patience.connect)
            .timeout(patience.idle)
            .dns_resolver(Arc::clone(&names));
        let builder = if proxy == Proxy::None { builder.no_proxy() } else { builder };
        let client = builder.build().map_err(|error| Error::Tls(reply::words(error)))?;
        Ok(Self { client, names, allowed, patience, plain: Mutex::default() })
    }

    pub(crate) fn allowed(&self) -> &Allowed {
        &self.allowed
    }

    /// Sends a request and waits for the head of the answer. Plain http is upgraded where the
    /// host has never refused that.
    pub(crate) fn send(&self, request: &Request<'_>) -> Result<Reply, Failed> {
        if let Some(refusal) = self.allowed.refusal(&request.url) {
            return Err(Failed::Refused(refusal));
        }
        let Some(upgraded) = self.upgraded(&request.url) else {
            return self.send_to(&request.url, request);
        };
        let outcome = self.send_to(&upgraded, request);
        let host = upgraded.host_str().unwrap_or_default();
        let must_be_encrypted = self.allowed.origin().is_of(&upgraded);
        if matches!(outcome, Err(Failed::Network(NetworkError::Connect(_)))) && !must_be_encrypted {
            self.plain().insert(host.to_owned());
            return self.send_to(&request.url, request);
        }
        outcome
    }

    /// The same url with https, if that is worth trying: not where a port is given, because one
    /// port does not speak both.
    fn upgraded(&self, url: &Url) -> Option<Url> {
        let host = url.host_str()?;
        if url.scheme() != "http" || url.port().is_some() || self.plain().contains(host) {
            return None;
        }
        let mut upgraded = url.clone();
        upgraded.set_scheme("https").ok()?;
        Some(upgraded)
    }

    fn plain(&self) -> std::sync::MutexGuard<'_, HashSet<String>> {
        self.plain.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn send_to(&self, url: &Url, request: &Request<'_>) -> Result<Reply, Failed> {
        match self.names.check(url, &self.allowed) {
            Ok(()) => {}
            Err(BadName::Refused(refusal)) => return Err(Failed::Refused(refusal)),
            Err(BadName::Unknown(error)) => {
                return Err(NetworkError::Connect(error.to_string()).into());
            }
        }
        let response = self.built(url, request).send().map_err(reply::failure)?;
        Ok(Reply::new(url.clone(), response, self.patience))
    }

    fn built(&self, url: &Url, request: &Request<'_>) -> RequestBuilder {
        let Request { act: _, url: _, token, headers, body } = request;
        let method = if body.is_some() { Method::POST } else { Method::GET };
        let mut builder = self.client.request(method, url.clone());
        for (name, value) in headers {
            builder = builder.header(*name, hidden(value.expose()));
        }
        if let Some(body) = body {
            builder = builder.header("content-type", "application/json");
            builder = builder.body(body.expose().to_owned());
        }
        // The one place where the token is put into a request.
        if let Some(token) = token.filter(|_| self.allowed.origin().is_of(url)) {
            builder = builder.header(AUTHORIZATION, hidden(&format!("Bearer {}", token.expose())));
        }
        builder
    }
}

/// A value that HTTP libraries do not show. What cannot be a header is sent as nothing, and the
/// server says that it misses it.
fn hidden(value: &str) -> HeaderValue {
    let mut value = HeaderValue::from_str(value).unwrap_or(HeaderValue::from_static(""));
    value.set_sensitive(true);
    value
}

/// The proxies that the environment names.
fn proxies(proxy: Proxy) -> Vec<String> {
    const NAMES: [&str; 6] =
        ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"];
    match proxy {
        Proxy::None => Vec::new(),
        Proxy::Environment => {
            let values = NAMES.iter().filter_map(|name| std::env::var(name).ok());
            values.filter(|value| !value.trim().is_empty()).collect()
        }
    }
}
