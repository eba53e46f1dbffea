//! `serve`: from arguments to a platform.

use std::collections::BTreeMap;
use std::error::Error;
use std::io::{self, Write};
use std::sync::Arc;
use std::thread;

use chatlake_core::clock::{Clock, SystemClock};
use chatlake_sim::corpus::Zone;
use chatlake_sim::platform::{App, Platform, PlatformOptions};
use serde_json::{Value, json};

use super::args::ServeArgs;

pub(crate) fn run(args: &ServeArgs) -> Result<(), Box<dyn Error>> {
    let platform = Platform::start(options(args))
        .map_err(|error| format!("failed to listen on {}: {error}", args.listen))?;
    let mut out = io::stdout().lock();
    writeln!(out, "{}", invitation(args, &platform))?;
    out.flush()?;
    drop(out);
    loop {
        thread::park();
    }
}

fn options(args: &ServeArgs) -> PlatformOptions {
    let clock: Arc<dyn Clock> = match &args.clock {
        Some(given) => Arc::new(given.clock),
        None => Arc::new(SystemClock),
    };
    let usual = args.usual_hour();
    let hours: BTreeMap<_, _> = args
        .hours
        .iter()
        .map(|(hour, changes)| (*hour, changes.iter().fold(usual, |hour, is| is.apply(hour))))
        .collect();
    let mut apps = args.apps.clone();
    if apps.is_empty() {
        apps.push(App::default());
    }
    if let (Some(id), Some(first)) = (&args.app_id, apps.first_mut()) {
        *first = first.clone().with_app_id(id, &format!("007sim-{id}"));
    }
    let options = PlatformOptions {
        listen: args.listen,
        clock,
        seed: args.seed,
        zone: args.zone,
        apps,
        hour: usual,
        hours,
        span: (args.hours_from, args.hours_until),
        retention: args.retention,
        calls_per_minute: Some(args.calls_per_minute).filter(|calls| *calls > 0),
        log: args.log.clone(),
        ..PlatformOptions::default()
    };
    match args.fail {
        Some((n, of)) => options.failing(n, of),
        None => options,
    }
}

/// What a client must know.
fn invitation(args: &ServeArgs, platform: &Platform) -> Value {
    let app = platform.app();
    let zone = if args.zone == Zone::Utc { "utc" } else { "+08:00" };
    let mut env = json!({
        "CHATLAKE_APP": format!("{}/{}", app.org, app.name),
        "CHATLAKE_HOST": platform.origin(),
        "CHATLAKE_ZONE": zone,
        "CHATLAKE_CLIENT_ID": app.client_id,
        "CHATLAKE_CLIENT_SECRET": app.client_secret,
        "CHATLAKE_ALLOW_HTTP": "true",
        "CHATLAKE_ALLOW_PRIVATE": "true",
    });
    if let (1.., Some(env)) = (args.calls_per_minute, env.as_object_mut()) {
        env.insert("CHATLAKE_RATE".into(), args.calls_per_minute.to_string().into());
    }
    if let (Some(clock), Some(env)) = (&args.clock, env.as_object_mut()) {
        env.insert("CHATLAKE_CLOCK".into(), clock.text.as_str().into());
    }
    json!({
        "origin": platform.origin(),
        "file_origin": platform.file_origin(),
        "app": format!("{}/{}", app.org, app.name),
        "client_id": app.client_id,
        "client_secret": app.client_secret,
        "env": env,
    })
}
