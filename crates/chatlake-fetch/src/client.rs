//! All calls to the platform.

mod ask;
mod attachment;
mod file;
mod hour;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chatlake_core::Hour;
use chatlake_core::clock::Clock;

use crate::allowed::Allowed;
use crate::answer::{Call, NotThere, Refusal, Verdict};
use crate::app::App;
use crate::credentials::Credentials;
use crate::error::Error;
use crate::event::Watch;
use crate::http::{Http, Request};
use crate::limiter::Limiter;
use crate::options::Options;
use crate::origin::Origin;
use crate::secret::Secret;
use crate::signed_url::shown;
use crate::ticket::{ProblemOfTicket, Ticket};
use crate::token::{Grants, Tokens};
use crate::trouble::Trouble;

pub use attachment::{AttachmentAnswer, AttachmentRequest, Rendition};
pub use file::{FileAnswer, WhyNew};
pub use hour::{FileFetched, HourFetched, Place};

/// Asks the platform on behalf of one app. Can be used by many threads at once.
#[derive(Debug)]
pub struct Client {
    app: App,
    http: Http,
    tokens: Tokens,
    hours: Limiter,
    attachments: Limiter,
    retry: crate::retry::Policy,
    tickets_per_file: u32,
    clock: Arc<dyn Clock>,
    jitter: Mutex<fastrand::Rng>,
    /// Set when a new token was refused like the old one: more of them would be, too.
    is_locked_out: AtomicBool,
    /// The token that took the place of a refused one, until it has been taken once.
    unproven: Mutex<Option<Secret>>,
}

/// What came of asking for an hour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HourAnswer {
    /// It is there, and this is where.
    Urls(Ticket),
    /// It is not there: its age tells what that means.
    NotThere(NotThere),
}

impl Client {
    /// Makes ready to ask. Nothing is sent yet.
    ///
    /// # Errors
    ///
    /// The folder of the state cannot be made, or the system has no CA certificates.
    pub fn new(options: Options, clock: Arc<dyn Clock>) -> Result<Self, Error> {
        let Options {
            app,
            origin,
            credentials,
            state_dir,
            allowed_domains,
            private_hosts,
            hour_rate,
            attachment_rate,
            token_interval,
            retry,
            tickets_per_file,
            patience,
            proxy,
            seed,
        } = options;
        let folder = state_folder(&state_dir, &origin, &app);
        let limiter = |name: &str, rate| Limiter::new(&folder.join(name), rate, Arc::clone(&clock));
        let tokens = match credentials {
            Credentials::Token(source) => Tokens::Ready { source, held: Mutex::default() },
            Credentials::Client { id, secret } => {
                let path = folder.join("token.json");
                let clock = Arc::clone(&clock);
                Tokens::Granted(Box::new(Grants::new(id, secret, &path, token_interval, clock)?))
            }
        };
        Ok(Self {
            app,
            hours: limiter("hours.json", hour_rate)?,
            attachments: limiter("attachments.json", attachment_rate)?,
            http: Http::new(
                Allowed::new(origin, &allowed_domains, private_hosts),
                patience,
                proxy,
            )?,
            tokens,
            retry,
            tickets_per_file: tickets_per_file.max(1),
            clock,
            jitter: Mutex::new(seed.map_or_else(fastrand::Rng::new, fastrand::Rng::with_seed)),
            is_locked_out: AtomicBool::new(false),
            unproven: Mutex::default(),
        })
    }

    /// Whose messages it asks for.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// Where it asks.
    pub fn origin(&self) -> &Origin {
        self.http.allowed().origin()
    }

    /// How long it takes to ask for so many hours, one after the other, at the rate allowed.
    pub fn time_for(&self, hours: u64) -> Duration {
        self.hours.rate().time_for(hours)
    }

    /// Gets a token, or finds that there is a good one: whether credentials work, for instance.
    ///
    /// # Errors
    ///
    /// There are no credentials, or they are not taken, or the platform cannot be reached.
    pub fn check_credentials(&self, watch: &mut Watch<'_>) -> Result<(), Error> {
        self.token(None, watch).map(drop)
    }

    /// Asks where an hour's files are: one call of those that are counted, or more if it fails.
    ///
    /// # Errors
    ///
    /// Anything but an answer about the hour.
    pub fn ticket(&self, hour: Hour, watch: &mut Watch<'_>) -> Result<HourAnswer, Error> {
        const ACT: &str = "failed to ask for the hour";
        let url = self.origin().join(&format!("/{}/chatmessages/{hour}", self.app.path()));
        self.with_token(ACT, &url, watch, |token, watch| {
            let slot = self.hours.acquire(watch)?;
            let request = Request::get(ACT, url.clone()).token(token);
            let answer = self.answer(&request);
            let now_ms = self.clock.now_ms();
            drop(slot);
            let answer = answer?;
            match answer.verdict(Call::Hour, now_ms) {
                Verdict::NotThere(why) => return Ok(HourAnswer::NotThere(why)),
                Verdict::Refused(refusal) => return Err(self.refused(ACT, &url, refusal)),
                Verdict::Fine | Verdict::AttachmentExpired => {}
            }
            match Ticket::parse(&answer.body, now_ms, self.http.allowed()) {
                Ok(ticket) => Ok(HourAnswer::Urls(ticket)),
                Err(ProblemOfTicket::Url(url, refusal)) => {
                    Err(Error::UrlRefused { url, refusal }.into())
                }
                Err(ProblemOfTicket::Bad(reason)) => {
                    Err(Error::BadTicket { hour: hour.to_string(), reason }.into())
                }
            }
        })
    }

    /// Does something that needs a token; if the token is refused, once more with another one.
    fn with_token<T>(
        &self,
        act: &'static str,
        url: &reqwest::Url,
        watch: &mut Watch<'_>,
        mut call: impl FnMut(&Secret, &mut Watch<'_>) -> Result<T, Trouble>,
    ) -> Result<T, Error> {
        let locked_out =
            || Error::Refused { act, url: shown(url), refusal: Refusal::TokenRefused, attempts: 1 };
        if self.is_locked_out.load(Ordering::SeqCst) {
            return Err(locked_out());
        }
        let token = self.token(None, watch)?;
        let Some(token) = token else {
            return Err(locked_out());
        };
        let outcome = self.retrying(act, url, watch, |watch| call(&token, watch));
        if !is_token_refused(&outcome) {
            self.prove(&token, outcome.is_ok());
            return outcome;
        }
        // The first token of a call that began late may be the new one of others.
        let outcome = if self.is_unproven(&token) {
            outcome
        } else {
            match self.token(Some(&token), watch)? {
                Some(other) => {
                    let outcome = self.retrying(act, url, watch, |watch| call(&other, watch));
                    self.prove(&other, outcome.is_ok());
                    outcome
                }
                None => Err(locked_out()),
            }
        };
        if is_token_refused(&outcome) {
            self.is_locked_out.store(true, Ordering::SeqCst);
        }
        outcome
    }

    /// Whether a token took the place of a refused one, and has not been taken yet.
    fn is_unproven(&self, token: &Secret) -> bool {
        self.unproven().as_ref() == Some(token)
    }

    /// Notes that a token was taken, if it was.
    fn prove(&self, token: &Secret, was_taken: bool) {
        if was_taken && self.is_unproven(token) {
            *self.unproven() = None;
        }
    }

    fn unproven(&self) -> MutexGuard<'_, Option<Secret>> {
        self.unproven.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_token_refused<T>(outcome: &Result<T, Error>) -> bool {
    matches!(outcome, Err(Error::Refused { refusal: Refusal::TokenRefused, .. }))
}

/// What is shared by those who ask the same host for the same app.
fn state_folder(state_dir: &Path, origin: &Origin, app: &App) -> PathBuf {
    let host = format!("{}_{}", origin.host(), origin.port());
    let folder = state_dir.join(host);
    match app {
        App::Org { org, app } => folder.join(org.as_str()).join(app.as_str()),
        App::AppId(id) => folder.join(format!("app-id={id}")),
    }
}
