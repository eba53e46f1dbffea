use std::time::Duration;

use chatlake_sim::platform::{HourShape, RetryAfter};

use super::client::Request;
use super::{HOUR, NOW_MS, Sim, hour};

#[test]
fn a_ticket_is_that_of_the_documentation() {
    let sim = Sim::new();
    let app = sim.platform.app();
    let ticket = sim.ticket(&sim.token(), HOUR);
    assert_eq!(ticket.header("Content-Type"), Some("application/json;charset=UTF-8"));
    assert_eq!(ticket.header("Date"), Some("Fri, 20 Nov 2026 09:00:00 GMT"));
    let ticket = ticket.json();
    assert_eq!(ticket["action"], "get");
    assert_eq!(ticket["timestamp"], NOW_MS);
    assert_eq!(ticket["organization"], *app.org);
    assert_eq!(ticket["applicationName"], *app.name);
    let url = ticket["data"][0]["url"].as_str().unwrap();
    let start = format!(
        "{}/history/3D/{}/{}/{HOUR}.gz?Expires={}&OSSAccessKeyId=",
        sim.platform.file_origin(),
        app.org,
        app.name,
        NOW_MS / 1000 + 1800
    );
    assert!(url.starts_with(&start), "{url}");
    assert_ne!(sim.platform.origin(), sim.platform.file_origin());
}

#[test]
fn an_hour_may_have_several_urls_or_none() {
    let sim = Sim::with(|options| {
        options.hours.insert(hour(HOUR), HourShape::default().in_files(3));
        options.hours.insert(hour("2026112014"), HourShape::default().in_files(0));
    });
    assert_eq!(sim.urls(HOUR).len(), 3);
    assert_eq!(sim.urls("2026112014").len(), 0);
}

#[test]
fn eleven_calls_a_minute_are_one_too_many() {
    let sim = Sim::new();
    let token = sim.token();
    let statuses: Vec<u16> = (0..11).map(|_| sim.ticket(&token, HOUR).status).collect();
    assert_eq!(statuses[..10], [200; 10]);
    assert_eq!(statuses[10], 429);
    sim.advance(59);
    assert_eq!(sim.ticket(&token, HOUR).status, 429);
    sim.advance(60);
    let fine = sim.ticket(&token, HOUR);
    assert_eq!((fine.status, fine.header("Retry-After")), (200, None));
}

#[test]
fn an_app_may_have_bought_more_calls() {
    let sim = Sim::with(|options| options.calls_per_minute = Some(30));
    let token = sim.token();
    assert!((0..30).all(|_| sim.ticket(&token, HOUR).status == 200));
    assert_eq!(sim.ticket(&token, HOUR).status, 429);
}

#[test]
fn a_429_may_say_when_to_come_back() {
    for (form, expected) in [
        (None, None),
        (Some(RetryAfter::Seconds(7)), Some("7")),
        (Some(RetryAfter::Date(60)), Some("Fri, 20 Nov 2026 09:01:00 GMT")),
    ] {
        let sim = Sim::with(|options| {
            options.calls_per_minute = Some(0);
            options.retry_after = form;
        });
        let refused = sim.ticket(&sim.token(), HOUR);
        assert_eq!((refused.status, refused.header("Retry-After")), (429, expected));
    }
}

#[test]
fn urls_live_for_half_an_hour() {
    let sim = Sim::new();
    let url = sim.urls(HOUR).remove(0);
    sim.advance(1799);
    assert_eq!(Request::url(&url).fetch().status, 200);
    sim.advance(1);
    let late = Request::url(&url).fetch();
    assert_eq!(late.status, 403);
    assert!(late.text().contains("<Code>AccessDenied</Code>"), "{}", late.text());
    assert!(late.text().contains("<Message>Request has expired.</Message>"));
    assert!(late.text().contains("<Expires>2026-11-20T09:30:00.000Z</Expires>"));
}

#[test]
fn a_clock_that_is_off_is_off_everywhere() {
    let sim = Sim::with(|options| {
        options.skew_s = -3600;
        options.url_life = Duration::from_secs(60);
    });
    let ticket = sim.ticket(&sim.token(), HOUR);
    assert_eq!(ticket.header("Date"), Some("Fri, 20 Nov 2026 08:00:00 GMT"));
    assert_eq!(ticket.json()["timestamp"], NOW_MS - 3_600_000);
    let url = ticket.json()["data"][0]["url"].as_str().unwrap().to_owned();
    assert!(url.contains(&format!("Expires={}&", NOW_MS / 1000 - 3540)), "{url}");
    assert_eq!(Request::url(&url).fetch().status, 200);
}
