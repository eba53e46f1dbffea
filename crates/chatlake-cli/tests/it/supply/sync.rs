//! `chatlake sync`.

use chatlake_sim::corpus::Quantity;
use chatlake_sim::platform::{Endpoint, HourShape};

use super::world::{APP, DUE, World};
use crate::run::finish;

#[test]
fn what_is_due_is_fetched_and_converted_and_then_there_is_nothing_to_do() {
    let world = World::new();
    let run = world.run(&["sync", "--json"]).exits(0);
    let report = run.json();
    let hours = report["hours"].as_array().unwrap();
    let names: Vec<&str> = hours.iter().map(|hour| hour["hour"].as_str().unwrap()).collect();
    assert_eq!(names, DUE, "the one that is deleted next comes first");
    assert_eq!(report["counts"]["fetched"], 5);
    assert_eq!(report["converted"].as_array().unwrap().len(), 5);
    for hour in DUE {
        assert!(world.raw(hour).exists() && world.parquet(hour).exists(), "{hour}");
    }
    let files = world.folder.files();
    let n_asked = world.asked(Endpoint::Ticket);
    let report = world.run(&["sync", "--json"]).exits(0).says("no hour was due").json();
    assert_eq!(report["hours"].as_array().unwrap().len(), 0);
    assert_eq!(report["bytes"], 0);
    assert_eq!(world.folder.files(), files);
    assert_eq!(world.asked(Endpoint::Ticket), n_asked);
    assert_eq!(world.asked(Endpoint::Token), 1);
}

#[test]
fn hours_that_fall_due_are_fetched_by_the_next_run() {
    let world = World::new();
    world.run(&["sync", "-q"]).exits(0);
    world.pass(2);
    let report = world.run(&["sync", "--json"]).exits(0).json();
    assert_eq!(report["counts"]["fetched"], 2);
    assert_eq!(report["hours"][0]["hour"], "2026112011");
}

#[test]
fn exports_may_be_left_as_they_are_and_converted_later_to_what_one_likes() {
    let world = World::new();
    world.run(&["sync", "--no-convert"]).exits(0);
    assert!(world.raw(DUE[0]).exists() && !world.parquet(DUE[0]).exists());
    let tables = world.folder.arg("tables");
    let convert = ["sync", "--to", "csv", "--out", &tables, "--columns", "msg_id,text", "--json"];
    let report = world.run(&convert).exits(0).json();
    assert_eq!(report["converted"].as_array().unwrap().len(), 5);
    assert_eq!(report["out"], tables);
    let csv = world.folder.path(&format!("tables/{APP}/2026-11-20/{}.csv", DUE[0]));
    assert!(std::fs::read_to_string(csv).unwrap().starts_with("msg_id,text\r\n"));
}

#[test]
fn the_wait_for_the_rate_limit_is_foretold() {
    let world = World::with(|options| {
        options.hour = HourShape::of(Quantity::Records(1));
        options.calls_per_minute = Some(2);
    });
    let mut command = world.paced("2000");
    // The platform's clock stands still, and would count all calls to one minute.
    let run = finish(command.env("CHATLAKE_RATE", "2").args(["sync", "--max-time", "1min"]));
    run.says("5 hours need 5 calls, 2 a minute: at least 2.5 minutes");
}

#[test]
fn quiet_runs_say_nothing_and_lines_of_json_are_json() {
    let world = World::new();
    let run = world.run(&["sync", "-q"]).exits(0);
    assert_eq!((run.out.as_str(), run.err.as_str()), ("", ""));
    world.pass(1);
    let run = world.run(&["sync", "--log-format", "json"]).exits(0);
    assert!(run.err.lines().count() > 1);
    for line in run.err.lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(line["message"].is_string());
    }
}
