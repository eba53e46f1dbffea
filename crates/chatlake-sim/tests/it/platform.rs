//! A platform, seen from a socket.

mod attachments;
mod client;
mod command;
mod errors;
mod faults;
mod files;
mod hours;
mod log;
mod repeatable;
mod tickets;
mod tokens;

use std::sync::Arc;
use std::time::Duration;

use chatlake_core::clock::ManualClock;
use chatlake_sim::corpus::HourName;
use chatlake_sim::platform::{Platform, PlatformOptions};
use serde_json::{Value, json};

use client::{Reply, Request};

/// 2026-11-20T09:00:00Z, which is 17:00 in Beijing.
const NOW_MS: i64 = 1_795_165_200_000;
/// The hour before last then, whose file has just appeared.
const HOUR: &str = "2026112015";

/// A platform and the clock by which it lives.
struct Sim {
    platform: Platform,
    clock: Arc<ManualClock>,
}

impl Sim {
    fn new() -> Self {
        Self::with(|_| {})
    }

    fn with(change: impl FnOnce(&mut PlatformOptions)) -> Self {
        let clock = Arc::new(ManualClock::new(NOW_MS));
        let mut options = PlatformOptions { clock: clock.clone(), ..PlatformOptions::default() };
        change(&mut options);
        Self { platform: Platform::start(options).unwrap(), clock }
    }

    fn advance(&self, seconds: u64) {
        self.clock.advance(Duration::from_secs(seconds));
    }

    /// The path of something of the first app.
    fn path(&self, rest: &str) -> String {
        let app = self.platform.app();
        format!("/{}/{}/{rest}", app.org, app.name)
    }

    fn ask_token(&self) -> Reply {
        let app = self.platform.app();
        let body = json!({
            "grant_type": "client_credentials",
            "client_id": app.client_id,
            "client_secret": app.client_secret,
        });
        Request::post(&self.path("token"), body.to_string()).send(self.platform.addr())
    }

    fn token(&self) -> String {
        self.ask_token().json()["access_token"].as_str().unwrap().to_owned()
    }

    fn get(&self, token: &str, rest: &str) -> Reply {
        Request::get(&self.path(rest)).bearer(token).send(self.platform.addr())
    }

    fn ticket(&self, token: &str, hour: &str) -> Reply {
        self.get(token, &format!("chatmessages/{hour}"))
    }

    /// The urls of an hour, with a token of its own.
    fn urls(&self, hour: &str) -> Vec<String> {
        let ticket = self.ticket(&self.token(), hour);
        assert_eq!(ticket.status, 200, "{}", ticket.text());
        let ticket = ticket.json();
        let urls = ticket["data"].as_array().unwrap().iter();
        urls.map(|entry| entry["url"].as_str().unwrap().to_owned()).collect()
    }

    /// The file of an hour, asked for without more ado.
    fn file(&self, hour: &str) -> Reply {
        Request::url(&self.urls(hour)[0]).fetch()
    }
}

fn hour(name: &str) -> HourName {
    name.parse().unwrap()
}

/// What is in a file.
fn expand(gzip: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut expanded = Vec::new();
    std::io::Read::read_to_end(&mut flate2::read::MultiGzDecoder::new(gzip), &mut expanded)?;
    Ok(expanded)
}

/// The `error` and the description of an error.
fn error_of(reply: &Reply) -> (String, String) {
    let body: Value = reply.json();
    let text = |key: &str| body[key].as_str().unwrap_or_default().to_owned();
    assert!(body["timestamp"].is_i64(), "{body}");
    (text("error"), text("error_description"))
}
