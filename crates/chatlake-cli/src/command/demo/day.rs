//! A made-up day, and the platform that serves it.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use chatlake_core::clock::{Clock, ScaledClock, SystemClock};
use chatlake_core::{Hour, Zone};
use chatlake_fetch::allowed::PrivateHosts;
use chatlake_fetch::{
    App, Client, Credentials, Options, Origin, PlainHttp, Proxy, Rate, Secret, SecretSource,
};
use chatlake_sim::corpus::{HourName, Quantity};
use chatlake_sim::platform::{HourShape, Platform, PlatformOptions};
use chatlake_sync::{Archive, Window};

use crate::command::supply::Job;
use crate::failure::Failure;
use crate::screen::iso;

/// How much faster its clock runs.
pub(super) const SPEED: u32 = 60;
/// As the platform has it.
pub(super) const CALLS_A_MINUTE: u32 = 10;
/// Records of a usual hour.
const RECORDS: u64 = 1000;

/// A platform with 24 hours that are there.
pub(super) struct Day {
    platform: Platform,
    clock: Arc<dyn Clock>,
    window: Window,
}

impl Day {
    /// Starts the platform on this machine, for as long as the value lives.
    pub(super) fn start() -> Result<Self, Failure> {
        let now_ms = SystemClock.now_ms();
        let now = iso(now_ms);
        let clock: ScaledClock = format!("{now}@{now}*{SPEED}").parse().map_err(
            |error: chatlake_core::clock::UnknownClock| Failure::usage(error.to_string()),
        )?;
        let clock: Arc<dyn Clock> = Arc::new(clock);
        // One hour more than a day has, because the newest is not there yet.
        let retention = Duration::from_secs(25 * 3600);
        let window = Window { retention, ..Window::new(Zone::Beijing) };
        let mut options = PlatformOptions {
            clock: Arc::clone(&clock),
            hour: HourShape::of(Quantity::Records(RECORDS)),
            calls_per_minute: Some(CALLS_A_MINUTE),
            ..PlatformOptions::default()
        };
        // One in which nobody said anything, and one that comes in two files.
        if let Some(hours) = window.hours(now_ms) {
            let (quiet, busy) = (named(hours.start().plus(3)), named(hours.start().plus(12)));
            options.hours.extend(quiet.map(|hour| (hour, HourShape::EMPTY)));
            options.hours.extend(busy.map(|hour| (hour, options.hour.in_files(2))));
        }
        let platform = Platform::start(options)
            .map_err(|error| Failure::io("start the simulated platform", &error))?;
        Ok(Self { platform, clock, window })
    }

    /// Where it answers.
    pub(super) fn origin(&self) -> String {
        self.platform.origin()
    }

    /// How many records it made up for an hour.
    pub(super) fn records_of(&self, hour: Hour) -> u64 {
        named(hour).map_or(0, |hour| self.platform.census(&self.platform.app(), hour).records)
    }

    /// What a sync into this folder works with.
    pub(super) fn job(&self, folder: &Path) -> Result<Job, Failure> {
        let invented = |what: String| Failure::usage(format!("the simulated platform: {what}"));
        let app = self.platform.app();
        let key = format!("{}/{}", app.org, app.name);
        let key: App = key
            .parse()
            .map_err(|error: chatlake_fetch::app::BadApp| invented(error.to_string()))?;
        let origin = Origin::parse(&self.origin(), PlainHttp::Allowed)
            .map_err(|error| invented(error.to_string()))?;
        let credentials = Credentials::Client {
            id: app.client_id.clone(),
            secret: SecretSource::Given(Secret::new(app.client_secret.clone())),
        };
        let options = Options {
            private_hosts: PrivateHosts::Allowed,
            hour_rate: Rate::per_minute(CALLS_A_MINUTE),
            proxy: Proxy::None,
            ..Options::new(key, origin, credentials, folder.join("state"))
        };
        let clock = Arc::clone(&self.clock);
        let client = Client::new(options, Arc::clone(&clock))?;
        let archive = Archive::at(folder.join("archive"));
        Ok(Job { archive, client, clock, window: self.window })
    }
}

fn named(hour: Hour) -> Option<HourName> {
    hour.to_string().parse().ok()
}
