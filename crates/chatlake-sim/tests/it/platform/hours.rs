use std::time::Duration;

use chatlake_sim::corpus::Quantity;
use chatlake_sim::platform::HourShape;

use super::client::Request;
use super::{HOUR, Sim, expand, hour};

const DAY_S: u64 = 24 * 3600;

fn n_lines(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|byte| **byte == b'\n').count() as u64
}

#[test]
fn the_census_is_what_is_served() {
    let sim = Sim::with(|options| {
        options.rates = chatlake_sim::corpus::Rates::DIRTY;
        options.hour = HourShape::of(Quantity::Records(300));
    });
    let served = expand(&sim.file(HOUR).body).unwrap();
    let app = sim.platform.app();
    let census = sim.platform.census(&app, hour(HOUR));
    assert_eq!(served, sim.platform.records(&app, hour(HOUR)));
    assert_eq!((census.records, census.bytes), (300, served.len() as u64));
    assert_eq!(n_lines(&served), 300);
}

#[test]
fn several_files_hold_the_records_of_their_hour_in_order() {
    let sim = Sim::with(|options| options.hour = HourShape::default().in_files(3));
    let parts: Vec<Vec<u8>> =
        sim.urls(HOUR).iter().map(|url| expand(&Request::url(url).fetch().body).unwrap()).collect();
    assert!(parts.iter().all(|part| n_lines(part) > 10 && part.ends_with(b"\n")));
    assert_eq!(parts.concat(), sim.platform.records(&sim.platform.app(), hour(HOUR)));
}

#[test]
fn an_hour_without_messages_is_a_gzip_of_nothing() {
    let sim = Sim::with(|options| options.hour = HourShape::EMPTY);
    let file = sim.file(HOUR);
    assert_eq!(file.status, 200);
    assert!(file.body.starts_with(&[0x1f, 0x8b]));
    assert_eq!(expand(&file.body).unwrap(), b"");
    assert_eq!(sim.platform.census(&sim.platform.app(), hour(HOUR)).records, 0);
}

#[test]
fn a_file_appears_an_hour_after_its_end_or_later() {
    let sim = Sim::with(|options| {
        let late = HourShape::default().appearing_after(Duration::from_secs(3 * 3600));
        options.hours.insert(hour("2026112017"), late);
        options.calls_per_minute = None;
    });
    let token = sim.token();
    let status = |name| sim.ticket(&token, name).status;
    assert_eq!(status("2026112016"), 400);
    sim.advance(3599);
    assert_eq!(status("2026112016"), 400);
    sim.advance(1);
    assert_eq!(status("2026112016"), 200);
    // 17 ends at 18:00, one hour after the start of the test.
    sim.advance(3 * 3600 - 1);
    assert_eq!(status("2026112017"), 400);
    sim.advance(1);
    assert_eq!(status("2026112017"), 200);
}

#[test]
fn a_file_is_kept_for_the_retention() {
    let sim = Sim::new();
    let url = sim.urls(HOUR).remove(0);
    // The hour ended an hour ago.
    sim.advance(71 * 3600 - 1);
    let token = sim.token();
    assert_eq!(sim.ticket(&token, HOUR).status, 200);
    sim.advance(1);
    assert_eq!(sim.ticket(&token, HOUR).status, 400);
    assert_eq!(Request::url(&url).fetch().status, 403);
}

#[test]
fn a_url_outlives_its_file() {
    let sim = Sim::new();
    sim.advance(71 * 3600 - 60);
    let url = sim.urls(HOUR).remove(0);
    sim.advance(60);
    let gone = Request::url(&url).fetch();
    assert_eq!(gone.status, 404);
    assert!(gone.text().contains("<Code>NoSuchKey</Code>"));
}

#[test]
fn a_file_may_grow_after_a_day() {
    let sim = Sim::with(|options| {
        options.hour = HourShape::default().growing_after(Duration::from_secs(DAY_S));
    });
    let early = sim.file(HOUR);
    // The hour ended an hour ago.
    sim.advance(DAY_S - 3600);
    let late = sim.file(HOUR);
    let (first, whole) = (expand(&early.body).unwrap(), expand(&late.body).unwrap());
    assert!(whole.starts_with(&first) && first.ends_with(b"\n"));
    assert!(first.len() * 10 > whole.len() * 6 && first.len() * 10 < whole.len() * 8);
    assert_ne!(early.header("ETag"), late.header("ETag"));
    assert_eq!(late.header("Last-Modified"), Some("Sat, 21 Nov 2026 08:00:00 GMT"));
    assert_eq!(whole, sim.platform.records(&sim.platform.app(), hour(HOUR)));
}

#[test]
fn hours_are_named_in_the_zone_of_the_platform() {
    let sim = Sim::with(|options| options.zone = chatlake_sim::corpus::Zone::Utc);
    let token = sim.token();
    assert_eq!(sim.ticket(&token, HOUR).status, 400);
    assert_eq!(sim.ticket(&token, "2026112007").status, 200);
}
