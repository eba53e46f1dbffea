//! Whether what was set makes sense.

use std::env;

use chatlake_convert::ZoneChoice;
use chatlake_fetch::{Credentials, SecretSource};
use chatlake_sync::Archive;

use super::{ANY_ZONE, Finding};
use crate::args::SupplyArgs;
use crate::command::supply;
use crate::exit::Exit;
use crate::failure::{Failure, chain};
use crate::screen::span;

pub(super) fn app(args: &SupplyArgs) -> Finding {
    match supply::app(args) {
        Ok(app) => Finding::ok("app", app.to_string()),
        Err(failure) => Finding::of("app", failure),
    }
}

pub(super) fn host(args: &SupplyArgs) -> Finding {
    match supply::origin(&args.server) {
        Ok(origin) if !supply::is_in_the_open(&origin) => Finding::ok("host", origin.to_string()),
        Ok(origin) => Finding::warn(
            "host",
            format!("{origin} is plain http: anybody on the way can read the token"),
        ),
        Err(failure) => Finding::of("host", failure),
    }
}

pub(super) fn zone(args: &SupplyArgs) -> Finding {
    const CHECK: &str = "zone";
    let found = || -> Result<_, Failure> {
        let (app, origin) = (supply::app(args)?, supply::origin(&args.server)?);
        // Where there is no archive, nothing is remembered.
        let archive = Archive::at(args.archive.archive.clone().unwrap_or_default());
        let key = supply::key(app)?;
        let zone = supply::zone(args.zone, &archive, &key, &origin)?;
        Ok((zone, supply::remembered(&archive, &key), origin.zone()))
    };
    let (zone, of_archive, of_host) = match (args.zone, found()) {
        (_, Ok(found)) => found,
        // The app or the host are missing, which is told already.
        (ZoneChoice::Fixed(zone), Err(_)) => (zone, None, None),
        (ZoneChoice::Auto, Err(failure)) => {
            let is_known = supply::app(args).is_ok() && supply::origin(&args.server).is_ok();
            return if is_known {
                Finding::of(CHECK, failure)
            } else {
                Finding::skipped(CHECK, "depends on the app and the host")
            };
        }
    };
    match (of_archive, of_host) {
        (Some(known), _) if known != zone => Finding::fail(
            CHECK,
            Exit::USAGE,
            format!(
                "hours are named in {}, and in the archive they are named in {}: use --zone {}, or another archive",
                zone.name(),
                known.name(),
                known.name()
            ),
        ),
        (_, Some(usual)) if usual != zone => Finding::warn(
            CHECK,
            format!(
                "hours are named in {}, and on this host usually in {}",
                zone.name(),
                usual.name()
            ),
        ),
        _ => Finding::ok(CHECK, format!("hours are named in {}", zone.name())),
    }
}

pub(super) fn window(args: &SupplyArgs) -> Finding {
    const CHECK: &str = "window";
    let window = match args.window.window(ANY_ZONE) {
        Ok(window) => window,
        Err(failure) => return Finding::of(CHECK, failure),
    };
    let ms = |duration: std::time::Duration| i64::try_from(duration.as_millis()).unwrap_or(0);
    let open_ms = ms(window.retention) - ms(window.delay);
    let message = format!(
        "an hour can be had from {} to {} after its end",
        span(ms(window.delay)),
        span(ms(window.retention))
    );
    if open_ms < 6 * 3_600_000 {
        return Finding::warn(CHECK, message + ": an outage that is longer loses hours");
    }
    Finding::ok(CHECK, message)
}

pub(super) fn credentials(args: &SupplyArgs) -> Finding {
    const CHECK: &str = "credentials";
    let credentials = match supply::credentials(&args.credentials, &args.given) {
        Ok(Some(credentials)) => credentials,
        Ok(None) => {
            return Finding::fail(
                CHECK,
                Exit::AUTH,
                "there are none: set --client-id and CHATLAKE_CLIENT_SECRET, or CHATLAKE_TOKEN",
            );
        }
        Err(failure) => return Finding::of(CHECK, failure),
    };
    let (what, source) = match &credentials {
        Credentials::Client { id, secret } => (format!("client id {id}, its secret"), secret),
        Credentials::Token(source) => ("a ready token".to_owned(), source),
    };
    match source.read() {
        Ok(_) => Finding::ok(CHECK, format!("{what} from {}", place(source))),
        Err(error) => Finding::fail(CHECK, Exit::AUTH, chain(&error)),
    }
}

/// Where a secret comes from, in words.
fn place(source: &SecretSource) -> String {
    match source {
        SecretSource::Given(_) => "the program".to_owned(),
        SecretSource::Env(name) => format!("the variable {name}"),
        SecretSource::File(path) => format!("the file {}", path.display()),
        SecretSource::Command(command) => format!("the command {}", command.program()),
    }
}

/// The proxies that requests go through.
pub(super) fn proxy() -> Option<Finding> {
    const NAMES: [&str; 6] =
        ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"];
    let is_set = |name: &&&str| env::var_os(name).is_some_and(|value| !value.is_empty());
    let set: Vec<&str> = NAMES.iter().filter(is_set).copied().collect();
    // The value may hold a password.
    (!set.is_empty()).then(|| {
        let message = format!("requests go through what {} says", set.join(" and "));
        Finding::ok("proxy", message)
    })
}
