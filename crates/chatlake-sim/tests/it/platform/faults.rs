//! Each fault, as it looks from a socket.

use std::time::{Duration, Instant};

use chatlake_sim::platform::{Endpoint, Fault, FaultRule, RetryAfter};

use super::client::{End, Reply, Request};
use super::{HOUR, Sim, expand};

/// A file with the fault, and without.
fn files(fault: Fault) -> (Reply, Reply) {
    let sim = Sim::new();
    let url = sim.urls(HOUR).remove(0);
    sim.platform.add_fault(FaultRule::of(fault).on(Endpoint::File).first(1));
    (Request::url(&url).fetch(), Request::url(&url).fetch())
}

/// A ticket with the fault.
fn ticket(fault: Fault) -> Reply {
    let sim = Sim::new();
    let token = sim.token();
    sim.platform.add_fault(FaultRule::of(fault));
    sim.ticket(&token, HOUR)
}

#[test]
fn a_status_comes_with_when_to_come_back() {
    for (retry_after, expected) in [
        (None, None),
        (Some(RetryAfter::Seconds(3)), Some("3")),
        (Some(RetryAfter::Date(3)), Some("Fri, 20 Nov 2026 09:00:03 GMT")),
    ] {
        let reply = ticket(Fault::Status(503, retry_after));
        assert_eq!((reply.status, reply.header("Retry-After")), (503, expected));
    }
}

#[test]
fn a_storm_of_401_is_one_for_every_token() {
    let sim = Sim::new();
    sim.platform.add_fault(FaultRule::of(Fault::Unauthorized).first(2));
    let statuses = [(); 3].map(|()| sim.ticket(&sim.token(), HOUR).status);
    assert_eq!(statuses, [401, 401, 200]);
}

#[test]
fn a_page_of_html_has_status_200() {
    let reply = ticket(Fault::Html);
    assert_eq!(
        (reply.status, reply.header("Content-Type")),
        (200, Some("text/html; charset=utf-8"))
    );
    assert!(reply.text().starts_with("<!DOCTYPE html>"));
}

#[test]
fn a_redirect_goes_where_it_was_told() {
    let (reply, _) = files(Fault::Redirect("http://localhost:1/x".to_owned()));
    assert_eq!((reply.status, reply.header("Location")), (302, Some("http://localhost:1/x")));
}

#[test]
fn a_reset_leaves_nothing() {
    let (reply, next) = files(Fault::Reset);
    assert_eq!((reply.status, reply.end, next.status), (0, End::Reset, 200));
}

#[test]
fn a_reset_may_come_in_the_middle() {
    let (reply, whole) = files(Fault::ResetAfter(1000));
    assert_eq!((reply.status, reply.end, reply.body.len()), (200, End::Reset, 1000));
    assert_eq!(reply.body, whole.body[..1000]);
}

#[test]
fn more_may_be_announced_than_comes() {
    let (reply, whole) = files(Fault::LengthOff(10));
    assert_eq!((reply.end, reply.body.len()), (End::Closed, whole.body.len()));
    let announced = (whole.body.len() + 10).to_string();
    assert_eq!(reply.header("Content-Length"), Some(&*announced));
}

#[test]
fn more_may_come_than_was_announced() {
    let (reply, whole) = files(Fault::LengthOff(-10));
    assert_eq!((reply.end, reply.n_more), (End::Whole, 10));
    assert_eq!(reply.body.len() + 10, whole.body.len());
}

#[test]
fn a_short_body_looks_whole() {
    let (reply, whole) = files(Fault::Short(1000));
    assert_eq!((reply.status, reply.end, reply.n_more), (200, End::Whole, 0));
    assert_eq!(reply.body, whole.body[..1000]);
    assert_eq!(reply.header("ETag"), whole.header("ETag"));
}

#[test]
fn silence_lasts_as_long_as_it_is_told_to() {
    let (reply, _) = files(Fault::Hang(None));
    assert_eq!((reply.status, reply.end), (0, End::Silent));
    let start = Instant::now();
    let (reply, whole) = files(Fault::Hang(Some(100)));
    assert!(start.elapsed() >= Duration::from_millis(100));
    assert_eq!(reply.body, whole.body);
}

#[test]
fn silence_may_fall_in_the_middle() {
    let (reply, _) = files(Fault::HangAfter(1000));
    assert_eq!((reply.status, reply.end, reply.body.len()), (200, End::Silent, 1000));
}

#[test]
fn a_platform_stops_though_it_hangs() {
    let start = Instant::now();
    files(Fault::HangAfter(0));
    assert!(start.elapsed() < Duration::from_secs(5));
}

#[test]
fn a_slow_answer_is_complete_in_the_end() {
    let start = Instant::now();
    let reply = ticket(Fault::Slow(2000));
    let bytes = u32::try_from(reply.body.len()).unwrap();
    assert!(start.elapsed() >= Duration::from_secs(1) * (bytes - 200) / 2000, "{bytes}");
    assert_eq!(reply.json()["action"], "get");
}

#[test]
fn json_may_be_cut_or_stand_there_twice() {
    let whole = ticket(Fault::Skew(0)).text();
    let garbled = ticket(Fault::Garbled);
    assert_eq!((garbled.status, garbled.end), (200, End::Whole));
    assert!(serde_json::from_slice::<serde_json::Value>(&garbled.body).is_err());
    let doubled = ticket(Fault::Doubled).text();
    assert_eq!(doubled.matches("\"action\":\"get\"").count(), 2);
    assert_eq!(doubled.len(), 2 * whole.len());
}

#[test]
fn a_clock_may_be_off_for_once() {
    let reply = ticket(Fault::Skew(86_400));
    assert_eq!(reply.header("Date"), Some("Sat, 21 Nov 2026 09:00:00 GMT"));
    assert_eq!(reply.json()["timestamp"], super::NOW_MS + 86_400_000);
}

#[test]
fn a_token_may_die_early() {
    let sim = Sim::new();
    sim.platform.add_fault(FaultRule::of(Fault::EarlyDeath(60)).first(1));
    let given = sim.ask_token().json();
    assert_eq!(given["expires_in"], 60 * 24 * 3600);
    let token = given["access_token"].as_str().unwrap();
    assert_eq!(sim.ticket(token, HOUR).status, 200);
    sim.advance(60);
    assert_eq!(sim.ticket(token, HOUR).status, 401);
    assert_eq!(sim.ticket(&sim.token(), HOUR).status, 200);
}

#[test]
fn a_url_may_have_expired_when_it_comes_or_when_it_is_used() {
    let sim = Sim::new();
    sim.platform.add_fault(FaultRule::of(Fault::Expired).on(Endpoint::Ticket).first(1));
    assert_eq!(sim.file(HOUR).status, 403);
    assert_eq!(sim.file(HOUR).status, 200);
    let (refused, fine) = files(Fault::Expired);
    assert_eq!((refused.status, fine.status), (403, 200));
    assert!(refused.text().contains("Request has expired."));
}

#[test]
fn an_object_may_change_between_ranges() {
    let sim = Sim::new();
    let url = sim.urls(HOUR).remove(0);
    let before = Request::url(&url).fetch();
    sim.platform.add_fault(FaultRule::of(Fault::Changed).on(Endpoint::File).first(1));
    let rest = Request::url(&url).with("Range", "bytes=1000-").fetch();
    let after = Request::url(&url).fetch();
    assert_eq!(rest.status, 206);
    assert_eq!(rest.header("ETag"), after.header("ETag"));
    assert_ne!(before.header("ETag"), after.header("ETag"));
    assert_eq!(expand(&before.body).unwrap(), expand(&after.body).unwrap());
    // Whoever glues them together has no file.
    let glued = [&before.body[..1000], &rest.body].concat();
    assert!(expand(&glued).is_err());
    let asked = Request::url(&url)
        .with("Range", "bytes=1000-")
        .with("If-Range", before.header("ETag").unwrap())
        .fetch();
    assert_eq!((asked.status, &asked.body), (200, &after.body));
}

#[test]
fn a_range_may_be_ignored_or_another() {
    let sim = Sim::new();
    let url = sim.urls(HOUR).remove(0);
    let whole = Request::url(&url).fetch().body;
    for (fault, status, expected) in
        [(Fault::WholeInstead, 200, &whole[..]), (Fault::OtherRange, 206, &whole[11..])]
    {
        sim.platform.add_fault(FaultRule::of(fault).first(1));
        let got = Request::url(&url).with("Range", "bytes=10-").fetch();
        assert_eq!((got.status, &*got.body), (status, expected));
        sim.platform.clear_faults();
    }
}

#[test]
fn a_gzip_may_be_cut_off_or_have_another_checksum() {
    let (cut, whole) = files(Fault::GzipCut);
    assert_eq!((cut.status, cut.end), (200, End::Whole));
    assert!(expand(&cut.body).is_err() && whole.body.starts_with(&cut.body));
    let (wrong, whole) = files(Fault::GzipBadCrc);
    assert_eq!(wrong.body.len(), whole.body.len());
    assert!(expand(&wrong.body).is_err());
    assert_ne!(wrong.header("ETag"), whole.header("ETag"));
}

#[test]
fn one_in_five_is_about_one_in_five() {
    let sim = Sim::with(|options| options.faults.push(FaultRule::failing(1, 5)));
    for _ in 0..200 {
        sim.ask_token();
    }
    let n_struck = sim.platform.log().iter().filter(|entry| entry.fault.is_some()).count();
    assert!((25..55).contains(&n_struck), "{n_struck}");
}
