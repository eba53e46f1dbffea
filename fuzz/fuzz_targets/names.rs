//! Law: what is read from a setting, an argument or a file's name and written again reads as the
//! same; names that become folders or parts of urls lead nowhere else; and no refusal of a host
//! shows a password.
//!
//! The input is the text.

#![no_main]

use chatlake_core::clock::{Clock, ScaledClock};
use chatlake_core::{Column, Hour, Zone};
use chatlake_fetch::{App, Origin, PlainHttp};
use chatlake_sync::{AppKey, RawName, State};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    host(text);
    app(text);
    if let Some(name) = RawName::parse(text) {
        assert_eq!(name.to_string(), text, "one name, one spelling");
    }
    if let Some(hour) = Hour::of_name(text) {
        assert_eq!(hour.to_string(), text);
        assert_eq!(Hour::of_stem(text), Some(hour));
    }
    if let Some(hour) = Hour::of_stem(text) {
        assert!(text.contains(&hour.to_string()), "an hour that the name does not hold");
    }
    if let Ok(zone) = text.parse::<Zone>() {
        assert!(zone.name().eq_ignore_ascii_case(text));
    }
    if let Ok(column) = text.parse::<Column>() {
        assert_eq!(column.name(), text);
    }
    if let Ok(state) = text.parse::<State>() {
        assert_eq!(state.name(), text);
    }
    if let Ok(clock) = text.parse::<ScaledClock>() {
        clock.now_ms();
    }
});

fn host(text: &str) {
    for plain_http in [PlainHttp::Refused, PlainHttp::Allowed] {
        let Ok(origin) = Origin::parse(text, plain_http) else { continue };
        let shown = origin.to_string();
        assert_eq!(Origin::parse(&shown, plain_http).as_ref(), Ok(&origin), "{shown}");
        assert!(!origin.host().is_empty() && !shown.contains(['@', '?', '#', '\\']), "{shown}");
        assert!(shown.matches('/').count() == 2, "{shown} is more than a host");
        assert!(plain_http == PlainHttp::Allowed || origin.is_encrypted() || is_here(&origin));
    }
    let with_password = format!("user:hunter2@{text}");
    let error = Origin::parse(&with_password, PlainHttp::Allowed).expect_err("no user may pass");
    assert!(text.contains("hunter2") || !error.to_string().contains("hunter2"), "{error}");
}

fn is_here(origin: &Origin) -> bool {
    let address = origin.host().trim_matches(['[', ']']).parse::<std::net::IpAddr>();
    address.is_ok_and(|address| address.is_loopback())
}

fn app(text: &str) {
    let parts = |path: &str| path.split('/').map(str::to_owned).collect::<Vec<_>>();
    if let Ok(app) = text.parse::<App>() {
        assert_eq!(app.to_string().parse(), Ok(app.clone()));
        assert!(parts(&app.path()).iter().all(|part| is_plain(part)), "{app}");
    }
    if let Ok(app) = App::of_id(text) {
        assert!(parts(&app.path()).iter().all(|part| is_plain(part)), "{app}");
    }
    if let Ok(app) = text.parse::<AppKey>() {
        assert_eq!(app.as_str(), text);
        let parts = parts(app.as_str());
        assert!(parts.len() == 2 && parts.iter().all(|part| is_plain(part)), "{app}");
    }
}

/// Whether a name is a folder's or a segment's own, and no way out of it.
fn is_plain(name: &str) -> bool {
    !matches!(name, "" | "." | "..") && !name.contains(['/', '\\', '%', '?', '#', '\0'])
}
