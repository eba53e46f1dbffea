//! A platform, a folder, and the time by which both live.

use std::ffi::OsStr;
use std::process::Command;
use std::sync::Arc;

use chatlake_core::clock::{Clock, ManualClock, SystemClock};
use chatlake_core::timestamp::write_iso;
use chatlake_sim::corpus::Quantity;
use chatlake_sim::platform::{Endpoint, HourShape, Platform, PlatformOptions};

use crate::run::{Folder, Run, command, finish};

/// 2026-11-20T12:30 in Beijing: hour 10 has been over for an hour and a half, hour 11 is not due.
pub(super) const NOW_MS: i64 = 1_795_149_000_000;
pub(super) const HOUR_MS: i64 = 3_600_000;
/// Hours are kept for so long: those named 2026112006 to 2026112010 can be had.
pub(super) const RETENTION: &str = "6h";
pub(super) const DUE: [&str; 5] =
    ["2026112006", "2026112007", "2026112008", "2026112009", "2026112010"];
pub(super) const APP: &str = "1163201125000042/plaza";

pub(super) struct World {
    pub(super) folder: Folder,
    pub(super) platform: Platform,
    clock: Arc<ManualClock>,
}

impl World {
    pub(super) fn new() -> Self {
        Self::with(|_| {})
    }

    /// A platform that differs from the usual one.
    pub(super) fn with(change: impl FnOnce(&mut PlatformOptions)) -> Self {
        let clock = Arc::new(ManualClock::new(NOW_MS));
        let mut options = PlatformOptions {
            clock: clock.clone(),
            hour: HourShape::of(Quantity::Records(20)),
            calls_per_minute: None,
            ..PlatformOptions::default()
        };
        change(&mut options);
        Self { folder: Folder::new(), platform: Platform::start(options).unwrap(), clock }
    }

    pub(super) fn archive(&self) -> String {
        self.folder.arg("archive")
    }

    /// Lets so many hours pass for all.
    pub(super) fn pass(&self, hours: i64) {
        self.clock.set(self.clock.now_ms() + hours * HOUR_MS);
    }

    /// The command with all settings by environment, in a time that stands nearly still.
    pub(super) fn command(&self) -> Command {
        self.paced("0.001")
    }

    /// The same where time runs, for what waits.
    pub(super) fn paced(&self, speed: &str) -> Command {
        let app = self.platform.app();
        let mut command = command();
        command
            .env("CHATLAKE_APP", APP)
            .env("CHATLAKE_HOST", self.platform.origin())
            .env("CHATLAKE_ALLOW_HTTP", "true")
            .env("CHATLAKE_ALLOW_PRIVATE", "true")
            .env("CHATLAKE_ZONE", "+08:00")
            .env("CHATLAKE_CLIENT_ID", app.client_id)
            .env("CHATLAKE_CLIENT_SECRET", app.client_secret)
            .env("CHATLAKE_ARCHIVE", self.archive())
            .env("CHATLAKE_STATE_DIR", self.folder.arg("state"))
            .env("CHATLAKE_RATE", "100000")
            .env("CHATLAKE_RETENTION", RETENTION)
            .env("CHATLAKE_JOBS", "1")
            .env("CHATLAKE_CLOCK", self.clock_text(speed));
        command
    }

    fn clock_text(&self, speed: &str) -> String {
        format!("{}@{}*{speed}", iso(self.clock.now_ms()), iso(SystemClock.now_ms()))
    }

    /// Runs the command with these arguments.
    pub(super) fn run(&self, arguments: &[impl AsRef<OsStr>]) -> Run {
        finish(self.command().args(arguments))
    }

    /// How many requests of a kind there were.
    pub(super) fn asked(&self, endpoint: Endpoint) -> usize {
        self.platform.log().iter().filter(|entry| entry.endpoint == endpoint).count()
    }

    /// Where the export of an hour of this day lies.
    pub(super) fn raw(&self, hour: &str) -> std::path::PathBuf {
        self.folder.path(&format!("archive/raw/{APP}/2026-11-20/{hour}.gz"))
    }

    pub(super) fn parquet(&self, hour: &str) -> std::path::PathBuf {
        self.folder.path(&format!("archive/parquet/{APP}/2026-11-20/{hour}.parquet"))
    }
}

fn iso(ms: i64) -> String {
    let mut out = Vec::new();
    write_iso(ms * 1000, &mut out);
    String::from_utf8(out).unwrap()
}
