//! Whether the platform can be reached, and answers.

use std::net::{TcpStream, ToSocketAddrs};
use std::time::Duration;

use chatlake_fetch::{Client, HourAnswer, Origin, unwatched};
use chatlake_sync::Archive;

use super::{ANY_ZONE, Finding, settings};
use crate::args::SupplyArgs;
use crate::clock::clock;
use crate::command::supply;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::screen::span;

/// How long a host may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// A clock that is off by more than this is told of: urls live for half an hour.
const SKEW_MS: u64 = 60_000;

/// Looks the host up and connects to it. Behind a proxy, that is the proxy's to do.
pub(super) fn reach(args: &SupplyArgs) -> Vec<Finding> {
    const CHECK: &str = "connection";
    let Ok(origin) = supply::origin(&args.server) else {
        return vec![Finding::skipped(CHECK, "depends on the host")];
    };
    match settings::proxy() {
        Some(finding) => vec![finding],
        None => vec![connect(CHECK, &origin)],
    }
}

fn connect(check: &'static str, origin: &Origin) -> Finding {
    let (host, port) = (origin.host().trim_matches(['[', ']']), origin.port());
    let addresses: Vec<_> = match (host, port).to_socket_addrs() {
        Ok(addresses) => addresses.collect(),
        Err(error) => {
            let message = format!("failed to look up `{host}`: {error}; is it spelled right?");
            return Finding::fail(check, Exit::TEMPORARY, message);
        }
    };
    let mut last = None;
    for address in &addresses {
        match TcpStream::connect_timeout(address, PATIENCE) {
            Ok(_) => return Finding::ok(check, format!("{host} port {port} answers")),
            Err(error) => last = Some(error),
        }
    }
    let why = last.map_or("it has no address".to_owned(), |error| error.to_string());
    let message =
        format!("failed to connect to {host} port {port}: {why}; a firewall, or the wrong port?");
    Finding::fail(check, Exit::TEMPORARY, message)
}

/// Asks for a token and for an hour, and compares clocks.
pub(super) fn ask(args: &SupplyArgs, is_asked: bool) -> Vec<Finding> {
    if !is_asked {
        return vec![Finding::skipped("token", "not asked for: --online does, once")];
    }
    match asked(args) {
        Ok(findings) => findings,
        Err((check, failure)) => vec![Finding::of(check, failure)],
    }
}

fn asked(args: &SupplyArgs) -> Result<Vec<Finding>, (&'static str, Failure)> {
    let token = |failure: Failure| ("token", failure);
    let hour = |failure: Failure| ("hour", failure);
    let clock = clock().map_err(token)?;
    let options = supply::options(args).map_err(token)?;
    let client = Client::new(options, clock.clone()).map_err(|error| token(error.into()))?;
    client.check_credentials(&mut unwatched).map_err(|error| token(error.into()))?;
    let mut findings = vec![Finding::ok("token", "there is a good one")];
    let archive = Archive::at(args.archive.archive.clone().unwrap_or_default());
    let key = supply::key(client.app()).map_err(hour)?;
    let zone = supply::zone(args.zone, &archive, &key, client.origin()).unwrap_or(ANY_ZONE);
    let window = args.window.window(zone).map_err(hour)?;
    let Some(hours) = window.hours(clock.now_ms()) else {
        return Ok(findings);
    };
    let name = *hours.end();
    let answer = client.ticket(name, &mut unwatched).map_err(|error| hour(error.into()))?;
    match answer {
        HourAnswer::Urls(ticket) => {
            findings.push(Finding::ok("hour", format!("{name} is there")));
            findings.extend(ticket.skew_ms.map(skew));
        }
        HourAnswer::NotThere(_) => {
            findings
                .push(Finding::ok("hour", format!("{name} is not there (yet), says the server")));
        }
    }
    Ok(findings)
}

fn skew(skew_ms: i64) -> Finding {
    const CHECK: &str = "clock";
    if skew_ms.unsigned_abs() < SKEW_MS {
        return Finding::ok(CHECK, "agrees with that of the server");
    }
    let side = if skew_ms > 0 { "behind" } else { "ahead of" };
    let message = format!(
        "{} {side} that of the server: hours fall due and expire at the wrong time; set it (NTP)",
        span(skew_ms)
    );
    Finding::warn(CHECK, message)
}
