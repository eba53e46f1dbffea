//! What connections share.

use std::collections::HashMap;
use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::app::App;
use super::fault::{Fault, Schedule};
use super::log::Log;
use super::options::{Descriptions, FileHost, PlatformOptions};
use super::refusal::Refusal;
use super::request::Request;
use super::shape::{Content, HourShape};
use super::signature;
use super::store::Store;
use super::tokens::Tokens;
use super::window::Window;
use crate::corpus::rng::Rng;
use crate::corpus::{Census, Corpus, HourName};

/// A platform at work.
pub(crate) struct State {
    pub(crate) options: PlatformOptions,
    pub(crate) api: SocketAddr,
    pub(crate) files: SocketAddr,
    /// One per app, in their order.
    pub(crate) corpora: Vec<Corpus>,
    pub(crate) tokens: Mutex<Tokens>,
    pub(crate) schedule: Mutex<Schedule>,
    pub(crate) store: Mutex<Store>,
    pub(crate) log: Log,
    pub(crate) is_over: AtomicBool,
    calls: Mutex<HashMap<(usize, &'static str), Window>>,
    signatures: Mutex<Vec<String>>,
    n_refusals: AtomicU64,
}

/// What is known of an hour now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// It is not over, or its file has not appeared.
    NotYet,
    /// There is a file; whether it is whole, and since when, milliseconds since the epoch.
    There { is_whole: bool, since_ms: i64 },
    /// There was a file, or there would have been.
    Gone,
    /// There was never a file.
    Absent,
}

impl State {
    pub(crate) fn new(
        options: PlatformOptions,
        api: SocketAddr,
        files: SocketAddr,
    ) -> io::Result<Self> {
        let corpus = |app: &App| {
            let base = options.links.clone();
            let base =
                base.unwrap_or_else(|| format!("http://{api}/{}/{}/chatfiles", app.org, app.name));
            Corpus::new(app_seed(options.seed, app))
                .with_zone(options.zone)
                .with_rates(options.rates)
                .with_links(base)
        };
        Ok(Self {
            api,
            files,
            corpora: options.apps.iter().map(corpus).collect(),
            tokens: Mutex::new(Tokens::new(options.seed, options.tokens)),
            schedule: Mutex::new(Schedule::new(options.seed, options.faults.clone())),
            store: Mutex::new(Store::default()),
            log: Log::new(options.log.as_deref())?,
            is_over: AtomicBool::new(false),
            calls: Mutex::default(),
            signatures: Mutex::default(),
            n_refusals: AtomicU64::new(0),
            options,
        })
    }

    /// What time it really is, milliseconds since the epoch.
    pub(crate) fn now_ms(&self) -> i64 {
        self.options.clock.now_ms()
    }

    /// What time the platform says it is.
    pub(crate) fn told_ms(&self, fault: Option<&Fault>) -> i64 {
        let fault_s = if let Some(Fault::Skew(seconds)) = fault { *seconds } else { 0 };
        self.now_ms() + (self.options.skew_s + fault_s) * 1000
    }

    pub(crate) fn is_over(&self) -> bool {
        self.is_over.load(Ordering::SeqCst)
    }

    /// Whether files are on an address of their own.
    pub(crate) fn has_file_host(&self) -> bool {
        self.options.file_host == FileHost::Second
    }

    pub(crate) fn shape(&self, hour: HourName) -> HourShape {
        let (first, last) = self.options.span;
        if first.is_some_and(|first| hour < first) || last.is_some_and(|last| hour > last) {
            return HourShape::ABSENT;
        }
        self.options.hours.get(&hour).copied().unwrap_or(self.options.hour)
    }

    pub(crate) fn standing(&self, hour: HourName) -> Standing {
        let shape = self.shape(hour);
        let Ok(start_s) = hour.start(self.options.zone) else { return Standing::Absent };
        let end_ms = (start_s + 3600) * 1000;
        let after = |duration| end_ms.saturating_add(ms(duration));
        let now_ms = self.now_ms();
        let appears_ms = after(shape.appears_after);
        if now_ms >= after(self.options.retention) {
            return Standing::Gone;
        }
        if now_ms < appears_ms {
            return Standing::NotYet;
        }
        if shape.content == Content::Absent {
            return Standing::Absent;
        }
        match shape.grows_after.map(after) {
            None => Standing::There { is_whole: true, since_ms: appears_ms },
            Some(whole_ms) if now_ms >= whole_ms => {
                Standing::There { is_whole: true, since_ms: whole_ms.max(appears_ms) }
            }
            Some(_) => Standing::There { is_whole: false, since_ms: appears_ms },
        }
    }

    /// Writes the records of an hour, if it has any.
    pub(crate) fn write_hour(
        &self,
        app: usize,
        hour: HourName,
        out: impl io::Write,
    ) -> Option<Census> {
        let Content::Records(quantity) = self.shape(hour).content else { return None };
        self.corpora.get(app)?.write_hour(out, hour, quantity).ok()
    }

    pub(crate) fn census(&self, app: &App, hour: HourName) -> Option<Census> {
        self.write_hour(self.index(app)?, hour, io::sink())
    }

    pub(crate) fn records(&self, app: &App, hour: HourName) -> Option<Vec<u8>> {
        let mut records = Vec::new();
        self.write_hour(self.index(app)?, hour, &mut records)?;
        Some(records)
    }

    fn index(&self, app: &App) -> Option<usize> {
        self.options.apps.iter().position(|other| other.key() == app.key())
    }

    /// What the uuids of an app's attachments are checked with.
    pub(crate) fn attachment_seed(&self, app: &App) -> u64 {
        app_seed(self.options.seed, app)
    }

    /// Whether the token of a request opens the app.
    pub(crate) fn authorize(
        &self,
        index: usize,
        app: &App,
        request: &Request,
        fault: Option<&Fault>,
    ) -> Result<(), Refusal> {
        let token = request.token().filter(|_| fault != Some(&Fault::Unauthorized));
        let token = token.ok_or_else(Refusal::unauthorized)?;
        let is_good = lock(&self.tokens).is_good(token, index, app, self.now_ms());
        is_good.then_some(()).ok_or_else(Refusal::bad_token)
    }

    /// Counts a call of an app against a limit.
    pub(crate) fn limit(
        &self,
        app: usize,
        what: &'static str,
        limit: Option<u32>,
        span: Duration,
    ) -> Result<(), Refusal> {
        let now_ms = self.now_ms();
        let n_calls = lock(&self.calls).entry((app, what)).or_default().count(now_ms, span);
        let is_fine = limit.is_none_or(|limit| n_calls <= limit);
        is_fine.then_some(()).ok_or_else(Refusal::too_many)
    }

    /// The signed url of a path on the host of files.
    pub(crate) fn sign(&self, path: &str, expires_s: i64) -> String {
        let signature = signature::sign(self.options.seed, path, expires_s);
        lock(&self.signatures).push(signature);
        let query = signature::query(self.options.seed, path, expires_s);
        format!("http://{}{path}?{query}", self.files)
    }

    pub(crate) fn secrets(&self) -> Vec<String> {
        let mut secrets = lock(&self.tokens).all();
        for app in &self.options.apps {
            secrets.push(app.client_secret.clone());
            secrets.extend(app.ready_tokens.iter().cloned());
        }
        for signature in lock(&self.signatures).iter() {
            secrets.push(signature.clone());
            secrets.push(signature::encoded(signature));
        }
        secrets.sort_unstable();
        secrets.dedup();
        secrets
    }

    /// Whether the next error has `exception` and `error_description`.
    pub(crate) fn describes(&self) -> (bool, bool) {
        match self.options.descriptions {
            Descriptions::Always => (true, true),
            Descriptions::Never => (false, false),
            Descriptions::Sometimes => {
                let n_before = self.n_refusals.fetch_add(1, Ordering::SeqCst);
                let mut rng = Rng::keyed(self.options.seed, n_before);
                (rng.percent(75), rng.percent(75))
            }
        }
    }
}

/// Apps speak of different things.
fn app_seed(seed: u64, app: &App) -> u64 {
    let key = app
        .key()
        .bytes()
        .fold(0, |key: u64, byte| key.wrapping_mul(0x0100_0000_01b3).wrapping_add(u64::from(byte)));
    Rng::keyed(seed, key).next_u64()
}

/// Milliseconds of a duration.
pub(crate) fn ms(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

/// Locks. What a thread that panicked left behind is good enough here.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
