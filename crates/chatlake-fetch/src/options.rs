//! All that a client must know.

use std::path::PathBuf;
use std::time::Duration;

use crate::allowed::PrivateHosts;
use crate::app::App;
use crate::credentials::Credentials;
use crate::limiter::Rate;
use crate::origin::Origin;
use crate::retry::Policy;

/// All that a client must know. [`Options::new`] has the usual values for what need not be said.
#[derive(Clone, Debug)]
pub struct Options {
    /// Whose messages.
    pub app: App,
    /// Where the API is.
    pub origin: Origin,
    /// Who asks.
    pub credentials: Credentials,
    /// The folder for the token and for what counts calls, shared by all processes of a user. It
    /// is made where it is missing, for its owner alone.
    pub state_dir: PathBuf,
    /// Domains that urls may lead to besides the vendor's.
    pub allowed_domains: Vec<String>,
    /// Whether urls may lead into private networks.
    pub private_hosts: PrivateHosts,
    /// How many hours may be asked for in how long: a matter of the plan.
    pub hour_rate: Rate,
    /// How many attachments.
    pub attachment_rate: Rate,
    /// The least time between two requests for a token.
    pub token_interval: Duration,
    /// When to ask again for what failed in passing.
    pub retry: Policy,
    /// How many tickets may be asked for one file whose urls expire.
    pub tickets_per_file: u32,
    /// How long a connection may be silent.
    pub patience: Patience,
    /// Whether to go through proxies.
    pub proxy: Proxy,
    /// What the spread of pauses is drawn from; none for one that differs each time.
    pub seed: Option<u64>,
}

impl Options {
    /// The usual values: 10 hours a minute, 100 attachments a second, a minute between requests
    /// for tokens, no private hosts, the proxies of the environment.
    pub fn new(app: App, origin: Origin, credentials: Credentials, state_dir: PathBuf) -> Self {
        Self {
            app,
            origin,
            credentials,
            state_dir,
            allowed_domains: Vec::new(),
            private_hosts: PrivateHosts::Refused,
            hour_rate: Rate::HOURS,
            attachment_rate: Rate::ATTACHMENTS,
            token_interval: Duration::from_secs(60),
            retry: Policy::default(),
            tickets_per_file: 4,
            patience: Patience::default(),
            proxy: Proxy::Environment,
            seed: None,
        }
    }
}

/// How long a connection may be silent, in real time, whatever the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// For a connection to be made.
    pub connect: Duration,
    /// For the next byte.
    pub idle: Duration,
    /// Files must bring `least` bytes in every `window`; a connection that does not is given up.
    pub window: Duration,
    /// The least bytes in every window.
    pub least: u64,
    /// For the whole of an answer that is no file.
    pub answer: Duration,
}

impl Default for Patience {
    /// Ten seconds to connect, thirty for a byte, 16 KiB in a minute, a minute for an answer.
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            idle: Duration::from_secs(30),
            window: Duration::from_secs(60),
            least: 16 << 10,
            answer: Duration::from_secs(60),
        }
    }
}

/// Whether to go through proxies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Proxy {
    /// Those of `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`, except for hosts of `NO_PROXY`. A proxy
    /// looks names up itself, so that where they lead is for it to watch.
    #[default]
    Environment,
    /// None.
    None,
}
