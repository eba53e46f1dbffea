//! A platform with some hours.

use std::error::Error;
use std::ops::Range;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use chatlake_sim::corpus::{Quantity, Rates};
use chatlake_sim::platform::{Endpoint, FileHost, HourShape, Platform, PlatformOptions};

use super::paced::Paced;
use super::scenario::Scenario;

/// A platform that can be begun afresh under the same address, so that what it serves, links
/// included, is the same bytes.
pub(super) struct World {
    options: PlatformOptions,
    platform: Option<Platform>,
    clock: Arc<Paced>,
    /// When the first run begins.
    first_ms: i64,
}

/// 2026-11-20T12:02 in Beijing: hour 10 has been over for an hour, hour 11 is not due.
const BEFORE_MS: i64 = 1_795_147_320_000;
/// Half an hour.
const PAUSE_MS: i64 = 30 * 60_000;
/// The hour whose file is not whole at first.
pub(super) const GROWING: &str = "2026112010";
/// From the end of the hour.
const GROWN_AFTER: Duration = Duration::from_secs(3 * 3600);
/// When it is.
const GROWN_MS: i64 = BEFORE_MS + 5 * PAUSE_MS;
/// Hours are kept for so long: those named 2026112006 to 2026112010 can be had.
const RETENTION_H: u64 = 6;
/// Everything is in there: enough for rejects and duplicates in a few records.
const RATES: Rates =
    Rates { legacy: 300_000, duplicates: 100_000, conflicts: 50_000, malformed: 100_000 };
const RECORDS: Quantity = Quantity::Records(20);

/// Which run it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// What is there when the scenario begins.
    Before,
    First,
    /// Half an hour later, with the same hours due.
    Again,
}

impl World {
    /// One for a scenario.
    pub(super) fn new(scenario: Scenario) -> Result<Self, Box<dyn Error>> {
        let clock = Arc::new(Paced::new(BEFORE_MS));
        let first_ms = if scenario == Scenario::Refetch { GROWN_MS } else { BEFORE_MS };
        let small = HourShape::of(RECORDS);
        let hours = [
            (GROWING, small.growing_after(GROWN_AFTER)),
            ("2026112007", small.in_files(2)),
            ("2026112008", HourShape::EMPTY),
            ("2026112009", HourShape::ABSENT),
        ];
        let hours = hours.into_iter().map(|(name, shape)| Ok((name.parse()?, shape)));
        let mut options = PlatformOptions {
            clock: clock.clone(),
            rates: RATES,
            hour: small,
            hours: hours.collect::<Result<_, Box<dyn Error>>>()?,
            retention: Duration::from_secs(RETENTION_H * 3600),
            calls_per_minute: None,
            file_host: FileHost::Same,
            ..PlatformOptions::default()
        };
        let platform = start(&mut options)?;
        Ok(Self { options, platform: Some(platform), clock, first_ms })
    }

    /// Ends the platform, and begins it afresh: no tokens, no requests so far.
    pub(super) fn restart(&mut self) -> Result<(), Box<dyn Error>> {
        self.platform = None;
        // A process that another thread begins holds the socket until it runs a program.
        let mut started = Platform::start(self.options.clone());
        for _ in 0..200 {
            if started.is_ok() {
                break;
            }
            thread::sleep(Duration::from_millis(5));
            started = Platform::start(self.options.clone());
        }
        self.platform = Some(started?);
        Ok(())
    }

    /// What a client calls the folder of what it keeps about this platform.
    pub(super) fn filed(&self) -> String {
        self.options.listen.to_string().replace(':', "_")
    }

    /// The most requests for one file, or for one attachment.
    pub(super) fn most_downloads(&self) -> usize {
        let log = self.platform.as_ref().map(Platform::log).unwrap_or_default();
        let files: Vec<&str> = log
            .iter()
            .filter(|entry| matches!(entry.endpoint, Endpoint::File | Endpoint::Attachment))
            .map(|entry| &*entry.path)
            .collect();
        files.iter().map(|path| files.iter().filter(|it| it == &path).count()).max().unwrap_or(0)
    }

    /// Tells a command, by its environment, where it is and what time.
    pub(super) fn tell(&self, command: &mut Command, folder: &Path, turn: Turn) {
        self.clock.set(match turn {
            Turn::Before => BEFORE_MS,
            Turn::First => self.first_ms,
            Turn::Again => self.first_ms + PAUSE_MS,
        });
        let Some(platform) = &self.platform else { return };
        let app = platform.app();
        command
            .env("CHATLAKE_CLOCK", self.clock.text())
            .env("CHATLAKE_APP", format!("{}/{}", app.org, app.name))
            .env("CHATLAKE_HOST", platform.origin())
            .env("CHATLAKE_ALLOW_HTTP", "true")
            .env("CHATLAKE_ALLOW_PRIVATE", "true")
            .env("CHATLAKE_ZONE", "+08:00")
            .env("CHATLAKE_CLIENT_ID", app.client_id)
            .env("CHATLAKE_CLIENT_SECRET", app.client_secret)
            .env("CHATLAKE_ARCHIVE", folder.join("supply/archive"))
            .env("CHATLAKE_STATE_DIR", folder.join("state"))
            .env("CHATLAKE_RATE", "100000")
            .env("CHATLAKE_RETENTION", format!("{RETENTION_H}h"));
    }
}

/// Ports that no system gives to those who connect: one of them is still free when the platform
/// is begun afresh.
const PORTS: Range<u16> = 20_000..30_000;

/// Starts a platform on the first port that is free, beginning anywhere.
fn start(options: &mut PlatformOptions) -> Result<Platform, Box<dyn Error>> {
    let first = fastrand::u16(PORTS);
    for port in (first..PORTS.end).chain(PORTS.start..first) {
        options.listen.set_port(port);
        if let Ok(platform) = Platform::start(options.clone()) {
            return Ok(platform);
        }
    }
    Err("no port is free".into())
}
