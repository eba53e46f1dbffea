//! Tokens: one at a time, for everybody, and seldom.
//!
//! Whoever asks for tokens often gets the account blocked. So a token is kept on disk and shared
//! by all processes; of those who need a new one, one asks, and the others wait for what it gets;
//! and the time of the last request is on disk before the request is sent, so that a process which
//! dies and is started again, over and over, does not ask faster than one that lives.

mod granted;

use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chatlake_core::clock::Clock;
use serde::{Deserialize, Serialize};

use crate::credentials::{CredentialsError, SecretSource};
use crate::error::Error;
use crate::event::{Wait, Watch, wait};
use crate::secret::Secret;
use crate::state::{Durability, StateFile, Stored};
use crate::trouble::Trouble;

pub(crate) use granted::Granted;

/// Tokens are renewed this long before they expire, or a tenth of their life if that is shorter.
const MARGIN_MS: i64 = 10 * 60 * 1_000;

/// Where tokens come from.
pub(crate) enum Tokens {
    /// Made elsewhere; read anew when it is refused.
    Ready { source: SecretSource, held: Mutex<Option<Secret>> },
    /// Granted for a client id and its secret.
    Granted(Box<Grants>),
}

impl Tokens {
    /// The token to send. `refused` is one that the platform did not take: the answer is another
    /// one, or none if there is no other.
    pub(crate) fn get(
        &self,
        refused: Option<&Secret>,
        ask: &mut dyn FnMut(&str, &Secret) -> Result<Granted, Trouble>,
        watch: &mut Watch<'_>,
    ) -> Result<Option<Secret>, Trouble> {
        match self {
            Tokens::Ready { source, held } => {
                Ok(ready(source, held, refused).map_err(Error::from)?)
            }
            Tokens::Granted(grants) => grants.get(refused, ask, watch),
        }
    }
}

fn ready(
    source: &SecretSource,
    held: &Mutex<Option<Secret>>,
    refused: Option<&Secret>,
) -> Result<Option<Secret>, CredentialsError> {
    let mut held = hold(held);
    if held.is_none() || held.as_ref() == refused {
        *held = Some(source.read()?);
    }
    Ok(held.clone().filter(|token| Some(token) != refused))
}

/// Tokens that are granted for a client id and its secret.
pub(crate) struct Grants {
    client_id: String,
    secret: SecretSource,
    file: StateFile,
    interval: Duration,
    clock: Arc<dyn Clock>,
    held: Mutex<Held>,
}

/// What this process knows without looking at the disk.
#[derive(Default)]
struct Held {
    token: Option<Kept>,
}

/// What is on disk.
#[derive(Clone, Default, Deserialize, Serialize)]
struct Kept {
    /// Whose tokens these are: another client id means other tokens.
    client_id: String,
    /// When a token was last asked for, granted or not; milliseconds since the epoch.
    asked_ms: i64,
    token: Option<String>,
    /// When the token is to be renewed; milliseconds since the epoch.
    renew_ms: i64,
}

impl Kept {
    /// The token, if it is good and not the one that was refused.
    fn good(&self, client_id: &str, now_ms: i64, refused: Option<&Secret>) -> Option<Secret> {
        let token = self.token.as_deref().filter(|_| self.client_id == client_id)?;
        let is_refused = refused.is_some_and(|refused| refused.expose() == token);
        (now_ms < self.renew_ms && !is_refused).then(|| Secret::new(token))
    }
}

impl Grants {
    pub(crate) fn new(
        client_id: String,
        secret: SecretSource,
        path: &Path,
        interval: Duration,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, Error> {
        let (file, held) = (StateFile::new(path)?, Mutex::default());
        Ok(Self { client_id, secret, file, interval, clock, held })
    }

    fn get(
        &self,
        refused: Option<&Secret>,
        ask: &mut dyn FnMut(&str, &Secret) -> Result<Granted, Trouble>,
        watch: &mut Watch<'_>,
    ) -> Result<Option<Secret>, Trouble> {
        let mut held = hold(&self.held);
        let good = |kept: &Kept| kept.good(&self.client_id, self.clock.now_ms(), refused);
        if let Some(token) = held.token.as_ref().and_then(good) {
            return Ok(Some(token));
        }
        let locked = self.file.lock()?;
        let mut kept: Kept = match locked.read()? {
            Stored::There(kept) => kept,
            Stored::Absent => Kept { asked_ms: i64::MIN, ..Kept::default() },
            // Nobody knows when a token was asked for, so it may have been just now.
            Stored::Unreadable => Kept { asked_ms: self.clock.now_ms(), ..Kept::default() },
        };
        if let Some(token) = good(&kept) {
            held.token = Some(kept);
            return Ok(Some(token));
        }
        // Read before the wait: what is wrong with it need not wait.
        let secret = self.secret.read().map_err(Error::from)?;
        self.pause(kept.asked_ms, watch)?;
        kept.asked_ms = self.clock.now_ms();
        kept.client_id.clone_from(&self.client_id);
        // Nobody else needs to find out that it is refused.
        kept.token = kept.token.filter(|token| refused.is_none_or(|it| it.expose() != token));
        locked.write(&kept, Durability::Power)?;
        let granted = ask(&self.client_id, &secret)?;
        let life_ms = granted.life_ms;
        kept.renew_ms = self.clock.now_ms().saturating_add(life_ms - MARGIN_MS.min(life_ms / 10));
        kept.token = Some(granted.token.expose().to_owned());
        locked.write(&kept, Durability::Power)?;
        held.token = Some(kept);
        Ok(Some(granted.token).filter(|token| Some(token) != refused))
    }

    /// Waits until the last request is long enough ago.
    fn pause(&self, asked_ms: i64, watch: &mut Watch<'_>) -> Result<(), Error> {
        let now_ms = self.clock.now_ms();
        // From the future, if the clock was set back.
        let next_ms = asked_ms.min(now_ms).saturating_add(ms(self.interval));
        let left_ms = next_ms.saturating_sub(now_ms).max(0).unsigned_abs();
        wait(&*self.clock, Duration::from_millis(left_ms), Wait::TokenInterval, watch)
    }
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tokens(…)")
    }
}

fn ms(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

/// A thread that panicked leaves what it held as good as it was.
fn hold<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
