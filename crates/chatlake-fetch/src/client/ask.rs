//! Asking once, and asking again.

use std::sync::PoisonError;
use std::time::Duration;

use reqwest::Url;
use serde_json::json;

use super::Client;
use crate::answer::{Answer, Call, Refusal, Verdict};
use crate::error::Error;
use crate::event::{Event, Wait, Watch, tell, wait};
use crate::http::{Failed, Request};
use crate::retry::Decision;
use crate::secret::Secret;
use crate::signed_url::shown;
use crate::token::Granted;
use crate::trouble::{Passing, Trouble};

impl Client {
    /// Attempts something until it succeeds, or fails for good, or the budget is spent.
    pub(super) fn retrying<T>(
        &self,
        act: &'static str,
        url: &Url,
        watch: &mut Watch<'_>,
        mut attempt: impl FnMut(&mut Watch<'_>) -> Result<T, Trouble>,
    ) -> Result<T, Error> {
        let (mut attempts, mut failures, mut waited) = (0, 0, Duration::ZERO);
        loop {
            attempts += 1;
            let (reason, has_progress) = match attempt(watch) {
                Ok(value) => return Ok(value),
                Err(Trouble::Final(error)) => return Err(error),
                Err(Trouble::Passing { reason, has_progress }) => (reason, has_progress),
            };
            if has_progress {
                (failures, waited) = (0, Duration::ZERO);
            }
            failures += 1;
            let pause = match self.decide(failures, waited, &reason) {
                Decision::Wait(pause) => pause,
                Decision::GiveUp => return Err(given_up(act, url, reason, attempts)),
            };
            tell(watch, &Event::Retrying { failures, reason: reason.words() })?;
            wait(&*self.clock, pause, Wait::Backoff, watch)?;
            waited += pause;
        }
    }

    fn decide(&self, failures: u32, waited: Duration, reason: &Passing) -> Decision {
        let jitter = self.jitter.lock().unwrap_or_else(PoisonError::into_inner).f64();
        self.retry.decide(failures, waited, reason.retry_after(), jitter)
    }

    /// Asks the API once. A refusal of where to go is final.
    pub(super) fn answer(&self, request: &Request<'_>) -> Result<Answer, Trouble> {
        let reply = self.http.send(request).map_err(|failed| match failed {
            Failed::Network(error) => Trouble::network(error),
            Failed::Refused(_) => Trouble::Final(failed.at(request.act, &request.url, 1)),
        })?;
        reply.answer().map_err(Trouble::network)
    }

    /// A refusal, which may pass or not.
    pub(super) fn refused(&self, act: &'static str, url: &Url, refusal: Refusal) -> Trouble {
        if refusal.is_transient() {
            return Trouble::passing(Passing::Refused(refusal));
        }
        Trouble::Final(Error::Refused { act, url: shown(url), refusal, attempts: 1 })
    }

    /// The token to send; another one than one that was refused, or none if there is no other.
    pub(super) fn token(
        &self,
        refused: Option<&Secret>,
        watch: &mut Watch<'_>,
    ) -> Result<Option<Secret>, Error> {
        const ACT: &str = "failed to get a token";
        let url = self.origin().join(&format!("/{}/token", self.app.path()));
        self.retrying(ACT, &url, watch, |watch| {
            let mut ask = |id: &str, secret: &Secret| {
                let granted = self.grant(ACT, &url, id, secret)?;
                // Before anybody else can have it.
                if refused.is_some() {
                    *self.unproven() = Some(granted.token.clone());
                }
                Ok(granted)
            };
            self.tokens.get(refused, &mut ask, watch)
        })
    }

    /// Asks for a token, once.
    fn grant(
        &self,
        act: &'static str,
        url: &Url,
        client_id: &str,
        secret: &Secret,
    ) -> Result<Granted, Trouble> {
        let body = json!({
            "grant_type": "client_credentials",
            "client_id": client_id,
            "client_secret": secret.expose(),
        });
        let body = Some(Secret::new(body.to_string()));
        let request = Request { body, ..Request::get(act, url.clone()) };
        let answer = self.answer(&request)?;
        if let Verdict::Refused(refusal) = answer.verdict(Call::Token, self.clock.now_ms()) {
            return Err(self.refused(act, url, refusal));
        }
        Granted::parse(&answer.body).ok_or_else(|| {
            let refusal = Refusal::NotTheApi { status: answer.status, is_html: false };
            self.refused(act, url, refusal)
        })
    }
}

/// What is left of a failure when there are no attempts left.
fn given_up(act: &'static str, url: &Url, reason: Passing, attempts: u32) -> Error {
    let url = shown(url);
    match reason {
        Passing::Network(reason) => Error::Network { act, url, reason, attempts },
        Passing::Refused(refusal) => Error::Refused { act, url, refusal, attempts },
        Passing::NotAnExport { is_html } => Error::NotAnExport { url, is_html, attempts },
        Passing::Damaged { damage, kept } => Error::Damaged { url, kept, source: damage },
    }
}
