//! The command line. Doc comments are the manual.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use chatlake_core::clock::{ScaledClock, UnknownClock};
use chatlake_sim::corpus::{HourName, Zone};
use chatlake_sim::platform::{App, HourShape};
use clap::{Parser, Subcommand};

use super::shape;

/// A simulated chat platform
#[derive(Debug, Parser)]
#[command(name = "chatlake-sim", version, max_term_width = 100)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What is to be done.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Serve(Box<ServeArgs>),
}

/// Serve made-up hours on the loopback, until killed
///
/// The first line on standard output is a JSON object: where it listens, the app and its made-up
/// credentials, and `env`, the variables that `chatlake` needs to talk to it.
#[derive(Debug, Parser)]
pub(crate) struct ServeArgs {
    /// Where the API listens; port 0 is any that is free
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:0")]
    pub(crate) listen: SocketAddr,
    /// What time it is: VIRTUAL@REAL*SPEED, as in 2026-11-20T09:00:00Z@2026-11-23T02:00:00Z*600
    #[arg(long, value_name = "CLOCK", env = "CHATLAKE_CLOCK", value_parser = clock)]
    pub(crate) clock: Option<ClockText>,
    /// An app that there is; may be given several times
    #[arg(long = "org-app", value_name = "ORG/APP", value_parser = app)]
    pub(crate) apps: Vec<App>,
    /// The id under which the first app is there too, with the token `007sim-ID`
    #[arg(long, value_name = "ID")]
    pub(crate) app_id: Option<String>,
    /// The zone of hours
    #[arg(long, value_name = "ZONE", default_value = "+08:00", value_parser = zone)]
    pub(crate) zone: Zone,
    /// The first hour that has messages
    #[arg(long, value_name = "HOUR")]
    pub(crate) hours_from: Option<HourName>,
    /// The last hour that has messages
    #[arg(long, value_name = "HOUR")]
    pub(crate) hours_until: Option<HourName>,
    /// How long files are kept
    #[arg(long, value_name = "TIME", default_value = "72h", value_parser = shape::duration)]
    pub(crate) retention: Duration,
    /// How large an hour is before compression
    #[arg(long, value_name = "SIZE", default_value = "2MB", value_parser = shape::size)]
    pub(crate) hour_bytes: u64,
    /// An hour that differs: empty, absent, or, joined by +, late:2h (after its end), grows:24h
    /// (is whole then) and urls:3
    #[arg(long = "hour", value_name = "HOUR=SHAPE", value_parser = hour)]
    pub(crate) hours: Vec<(HourName, Vec<shape::Change>)>,
    /// Let so many of so many requests fail, as in 1/5
    #[arg(long, value_name = "N/OF", value_parser = fraction)]
    pub(crate) fail: Option<(u32, u32)>,
    /// What records, tokens and faults follow from
    #[arg(long, value_name = "N", default_value = "1")]
    pub(crate) seed: u64,
    /// Ticket requests per minute and app; 0 is no limit
    #[arg(long, value_name = "N", default_value = "10")]
    pub(crate) calls_per_minute: u32,
    /// A file that gets a line of JSON per request
    #[arg(long, value_name = "FILE")]
    pub(crate) log: Option<PathBuf>,
}

impl ServeArgs {
    /// The hour that does not differ.
    pub(crate) fn usual_hour(&self) -> HourShape {
        HourShape::of(chatlake_sim::corpus::Quantity::Bytes(self.hour_bytes))
    }
}

/// A clock, and how it was written.
#[derive(Clone, Debug)]
pub(crate) struct ClockText {
    pub(crate) clock: ScaledClock,
    pub(crate) text: String,
}

fn clock(text: &str) -> Result<ClockText, UnknownClock> {
    Ok(ClockText { clock: text.parse()?, text: text.to_owned() })
}

fn app(text: &str) -> Result<App, String> {
    let (org, name) = text.split_once('/').ok_or("write ORG/APP")?;
    Ok(App::new(org, name))
}

fn zone(text: &str) -> Result<Zone, String> {
    match text {
        "+08:00" => Ok(Zone::Beijing),
        "utc" => Ok(Zone::Utc),
        _ => Err("there are `+08:00` and `utc`".to_owned()),
    }
}

fn hour(text: &str) -> Result<(HourName, Vec<shape::Change>), String> {
    let (hour, changes) = text.split_once('=').ok_or("write HOUR=SHAPE")?;
    let hour = hour.parse::<HourName>().map_err(|error| error.to_string())?;
    Ok((hour, changes.split('+').map(str::parse).collect::<Result<_, _>>()?))
}

fn fraction(text: &str) -> Result<(u32, u32), String> {
    let parse = || {
        let (n, of) = text.split_once('/')?;
        let (n, of) = (n.parse::<u32>().ok()?, of.parse::<u32>().ok()?);
        (n <= of && of > 0).then_some((n, of))
    };
    parse().ok_or_else(|| "write N/OF, as in 1/5".to_owned())
}
