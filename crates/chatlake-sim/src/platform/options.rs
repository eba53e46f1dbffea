//! How a platform behaves.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use chatlake_core::clock::{Clock, SystemClock};

use super::app::App;
use super::fault::FaultRule;
use super::shape::HourShape;
use crate::corpus::{HourName, Rates, Zone};

/// Everything that can be chosen. What is not said is as the vendor documents it.
#[derive(Clone, Debug)]
pub struct PlatformOptions {
    /// Where the API listens; the loopback and any port by default.
    pub listen: SocketAddr,
    /// What the platform takes for the time.
    pub clock: Arc<dyn Clock>,
    /// How far its own clock is off, in seconds: in dates, timestamps and the expiry of urls.
    pub skew_s: i64,
    /// What records, tokens and chances follow from.
    pub seed: u64,
    /// In which hours are named.
    pub zone: Zone,
    /// The apps; hours of each hold other records.
    pub apps: Vec<App>,
    /// How many records are out of the ordinary.
    pub rates: Rates,
    /// The hours that are not in `hours`.
    pub hour: HourShape,
    /// Hours that differ.
    pub hours: BTreeMap<HourName, HourShape>,
    /// The first and the last hour that anybody said anything; those beyond have no file.
    pub span: (Option<HourName>, Option<HourName>),
    /// How long a file is kept, from the end of its hour.
    pub retention: Duration,
    /// What is said of an hour whose file has not appeared.
    pub not_yet: NotYet,
    /// How tokens are given.
    pub tokens: TokenRules,
    /// Ticket requests per minute and app; no limit if none.
    pub calls_per_minute: Option<u32>,
    /// Attachment requests per second and app; no limit if none.
    pub attachments_per_second: Option<u32>,
    /// What answers with status 429 say of when to come back; nothing if none.
    pub retry_after: Option<RetryAfter>,
    /// Whether errors describe themselves.
    pub descriptions: Descriptions,
    /// Where files are.
    pub file_host: FileHost,
    /// How long a signed url is good.
    pub url_life: Duration,
    /// Whether files are given in ranges.
    pub ranges: bool,
    /// Where links in records lead: this, a slash and a UUID. To this platform's own attachments if
    /// none, and then the bytes of an hour follow from the port too.
    pub links: Option<String>,
    /// What goes wrong.
    pub faults: Vec<FaultRule>,
    /// A file that gets the log, a line of JSON per request.
    pub log: Option<PathBuf>,
}

impl PlatformOptions {
    /// So many of so many requests fail, each in a way that is drawn.
    #[must_use]
    pub fn failing(mut self, n: u32, of: u32) -> Self {
        self.faults.push(FaultRule::failing(n, of));
        self
    }
}

impl Default for PlatformOptions {
    fn default() -> Self {
        Self {
            listen: (Ipv4Addr::LOCALHOST, 0).into(),
            clock: Arc::new(SystemClock),
            skew_s: 0,
            seed: 1,
            zone: Zone::Beijing,
            apps: vec![App::default()],
            rates: Rates::BENCH,
            hour: HourShape::default(),
            hours: BTreeMap::new(),
            span: (None, None),
            retention: Duration::from_secs(72 * 3600),
            not_yet: NotYet::Unstored,
            tokens: TokenRules::default(),
            calls_per_minute: Some(10),
            attachments_per_second: Some(100),
            retry_after: None,
            descriptions: Descriptions::Always,
            file_host: FileHost::Second,
            url_life: Duration::from_secs(1800),
            ranges: true,
            links: None,
            faults: Vec::new(),
            log: None,
        }
    }
}

/// What is said of a file that has not appeared yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotYet {
    /// 400, `illegal_argument`, "maybe … expired or unstored".
    Unstored,
    /// 404, `storage_object_not_found`.
    NotFound,
}

/// How tokens are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenRules {
    /// How long one is good, unless its `ttl` asks for less.
    pub life: Duration,
    /// What `expires_in` counts.
    pub unit: ExpiryUnit,
    /// When an account is blocked; never if none.
    pub limit: Option<TokenLimit>,
}

impl Default for TokenRules {
    /// Sixty days, in seconds, and as many as one likes.
    fn default() -> Self {
        let life = Duration::from_secs(60 * 24 * 3600);
        Self { life, unit: ExpiryUnit::Seconds, limit: None }
    }
}

/// What `expires_in` counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExpiryUnit {
    /// As documented.
    Seconds,
    /// As one cluster does.
    Milliseconds,
}

/// Who asks for more tokens than this within a time gets none for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenLimit {
    /// So many are fine.
    pub n_requests: u32,
    /// Within so long.
    pub within: Duration,
    /// Nothing is given for so long; the status is 429, `resource_limited`.
    pub blocked_for: Duration,
}

/// The form of a `Retry-After`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetryAfter {
    /// In seconds.
    Seconds(u32),
    /// As a date, so many seconds from now.
    Date(u32),
}

/// Whether `exception` and `error_description` are in the body of an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Descriptions {
    /// Both, but for `unauthorized`, which never has a description.
    Always,
    /// Each in about three of four, drawn.
    Sometimes,
    /// Neither.
    Never,
}

/// Where signed urls point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileHost {
    /// To the API's own address.
    Same,
    /// To a second port, which is another origin.
    Second,
}
