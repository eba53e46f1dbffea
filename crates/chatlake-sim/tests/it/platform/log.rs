use std::time::Duration;

use chatlake_sim::platform::{Endpoint, Fault, FaultRule, most_within};
use serde_json::Value;

use super::client::Request;
use super::{HOUR, Sim};

#[test]
fn the_log_says_who_asked_for_what_and_no_secret() {
    let sim = Sim::new();
    let url = sim.urls(HOUR).remove(0);
    let file = Request::url(&url).with("Range", "bytes=0-9").fetch();
    assert_eq!(file.status, 206);
    let log = sim.platform.log();
    let told: Vec<_> = log
        .iter()
        .map(|entry| (entry.endpoint, entry.is_file_host, entry.is_authorized, entry.status))
        .collect();
    assert_eq!(
        told,
        [
            (Endpoint::Token, false, false, Some(200)),
            (Endpoint::Ticket, false, true, Some(200)),
            (Endpoint::File, true, false, Some(206)),
        ]
    );
    assert_eq!((log[2].bytes, log[2].range.as_deref()), (10, Some("bytes=0-9")));
    assert_eq!(log[1].path, sim.path(&format!("chatmessages/{HOUR}")));
    let text = format!("{log:?}");
    let secrets = sim.platform.secrets();
    assert_eq!(secrets.len(), 4, "a client secret, a token, a signature in two forms");
    assert!(secrets.iter().all(|secret| !text.contains(&**secret)));
}

#[test]
fn a_token_sent_to_files_is_found_out() {
    let sim = Sim::new();
    let url = sim.urls(HOUR).remove(0);
    Request::url(&url).bearer("x").fetch();
    assert!(sim.platform.log().iter().any(|entry| entry.is_file_host && entry.is_authorized));
}

#[test]
fn calls_are_counted_in_any_minute() {
    let sim = Sim::with(|options| options.calls_per_minute = None);
    let token = sim.token();
    for pause in [0, 30, 20, 20, 30] {
        sim.advance(pause);
        sim.ticket(&token, HOUR);
    }
    let log = sim.platform.log();
    let within = |seconds| most_within(&log, Endpoint::Ticket, Duration::from_secs(seconds));
    assert_eq!([within(20), within(21), within(60), within(61), within(1000)], [1, 2, 3, 3, 5]);
}

#[test]
fn a_request_that_got_nothing_is_in_the_log() {
    let sim = Sim::new();
    sim.platform.add_fault(FaultRule::of(Fault::Reset));
    sim.ask_token();
    let log = sim.platform.log();
    assert_eq!(log.len(), 1);
    assert_eq!((log[0].status, log[0].fault.as_deref()), (None, Some("reset")));
}

#[test]
fn the_log_can_be_had_from_outside_and_in_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log.jsonl");
    let sim = Sim::with(|options| options.log = Some(path.clone()));
    sim.urls(HOUR);
    let served = Request::get("/_sim/log").send(sim.platform.addr()).text();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), served);
    let lines: Vec<Value> =
        served.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[1]["endpoint"], "ticket");
    assert_eq!(lines[1]["authorization"], true);
    assert_eq!(lines[1]["at_ms"], super::NOW_MS);
}
