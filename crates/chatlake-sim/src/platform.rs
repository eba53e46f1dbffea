//! A platform on the loopback: tokens, tickets, signed urls, files and attachments, over HTTP/1.1.
//!
//! It is an honest stand-in, made after the vendor's documentation: it limits calls, lets urls and
//! files expire, and answers in the vendor's error bodies. Its time comes from a
//! [`Clock`](chatlake_core::clock::Clock), so days can pass in a test. [`FaultRule`]s make answers
//! go wrong, and the [log](Platform::log) says what was asked for.
//!
//! What the vendor does not say is invented: status 403 for a wrong `share-secret`, 429 with
//! `resource_limited` for an account that asked for too many tokens, the names of the files when
//! an hour has several urls. A signature counts only exactly as it was given.
//!
//! `GET /_sim/log` on the API's address is the log as lines of JSON, for those in other processes.
//!
//! ```
//! use std::sync::Arc;
//! use chatlake_core::clock::ManualClock;
//! use chatlake_sim::platform::{Platform, PlatformOptions};
//!
//! let clock = Arc::new(ManualClock::new(1_763_629_200_000));
//! let platform =
//!     Platform::start(PlatformOptions { clock, ..PlatformOptions::default() }.failing(1, 5))?;
//! assert!(platform.log().is_empty());
//! # Ok::<(), std::io::Error>(())
//! ```

mod answer;
mod app;
mod attachment;
mod connection;
mod endpoint;
mod fault;
mod file;
mod listening;
mod log;
mod options;
mod range;
mod refusal;
mod request;
mod route;
mod shape;
mod signature;
mod state;
mod store;
mod ticket;
mod token;
mod tokens;
mod window;
mod wire;

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

pub use app::App;
pub use endpoint::Endpoint;
pub use fault::{Fault, FaultRule};
pub use log::{LogEntry, most_within};
pub use options::{
    Descriptions, ExpiryUnit, FileHost, NotYet, PlatformOptions, RetryAfter, TokenLimit, TokenRules,
};
pub use shape::{Content, HourShape};

use crate::corpus::{Census, HourName};
use listening::Listening;
use state::State;

/// A platform that runs until it is dropped.
pub struct Platform {
    state: Arc<State>,
    /// Stops, when dropped.
    _listening: Listening,
}

impl Platform {
    /// Listens, and serves from then on. Fails if the address is taken, or the log cannot be
    /// created.
    pub fn start(options: PlatformOptions) -> io::Result<Self> {
        let (listening, sockets) = Listening::bind(&options)?;
        let state = Arc::new(State::new(options, listening.api(), listening.files())?);
        let listening = listening.serve(sockets, &state);
        Ok(Self { state, _listening: listening })
    }

    /// Where the API listens.
    pub fn addr(&self) -> SocketAddr {
        self.state.api
    }

    /// The origin of the API, without a slash at the end.
    pub fn origin(&self) -> String {
        format!("http://{}", self.state.api)
    }

    /// The origin of signed urls.
    pub fn file_origin(&self) -> String {
        format!("http://{}", self.state.files)
    }

    /// The first app.
    pub fn app(&self) -> App {
        self.state.options.apps.first().cloned().unwrap_or_default()
    }

    /// Every request so far, in the order in which they came.
    pub fn log(&self) -> Vec<LogEntry> {
        self.state.log.entries()
    }

    /// Adds a rule behind those there are.
    pub fn add_fault(&self, rule: FaultRule) {
        state::lock(&self.state.schedule).push(rule);
    }

    /// Lets nothing go wrong from now on.
    pub fn clear_faults(&self) {
        state::lock(&self.state.schedule).clear();
    }

    /// Ends all tokens that were given, without a word to those who have them.
    pub fn revoke_tokens(&self) {
        let mut tokens = state::lock(&self.state.tokens);
        for token in tokens.all() {
            tokens.revoke(&token);
        }
    }

    /// What an hour of an app holds when it is whole; nothing for an hour without records, an app
    /// that there is not, and an hour beyond the calendar.
    pub fn census(&self, app: &App, hour: HourName) -> Census {
        self.state.census(app, hour).unwrap_or_default()
    }

    /// The records of an hour of an app when it is whole, as they are before compression.
    pub fn records(&self, app: &App, hour: HourName) -> Vec<u8> {
        self.state.records(app, hour).unwrap_or_default()
    }

    /// Everything that must not be found in any output of a client: credentials, tokens,
    /// and signatures, these also as they stand in urls.
    pub fn secrets(&self) -> Vec<String> {
        self.state.secrets()
    }
}
