//! `chatlake fetch`.

use chatlake_sim::platform::Endpoint;

use super::world::{DUE, World};
use crate::run::{expanded, finish};

#[test]
fn an_hour_is_fetched_as_it_is_and_not_asked_for_again() {
    let world = World::new();
    let run = world.run(&["fetch", "--hour", DUE[2], "--json"]).exits(0);
    let report = run.json();
    assert_eq!(report["hours"].as_array().unwrap().len(), 1);
    assert_eq!(report["hours"][0]["hour"], DUE[2]);
    assert_eq!(report["hours"][0]["result"], "fetched");
    assert_eq!(report["zone"], "+08:00");
    assert_eq!(report["exit"], 0);
    let expected = world.platform.records(&world.platform.app(), DUE[2].parse().unwrap());
    assert_eq!(expanded(world.raw(DUE[2]).to_str().unwrap()), expected);
    assert!(!world.parquet(DUE[2]).exists(), "fetch converts nothing");
    let run = world.run(&["fetch", "--hour", "2026-11-20T08:00:00+08:00", "--json"]).exits(0);
    assert_eq!(run.json()["hours"][0]["result"], "in_hand");
    assert_eq!(world.asked(Endpoint::Ticket), 1);
    let run = world.run(&["fetch", "--hour", DUE[2], "--refetch", "--json"]).exits(0);
    assert_eq!(run.json()["hours"][0]["result"], "unchanged");
    assert_eq!(world.asked(Endpoint::Token), 1);
}

#[test]
fn ranges_and_the_last_hours_are_fetched() {
    let world = World::new();
    let range = ["fetch", "--from", DUE[0], "--until", DUE[2], "--json"];
    let fetched = |report: serde_json::Value| -> Vec<String> {
        let hours = report["hours"].as_array().unwrap().iter();
        hours.map(|hour| hour["hour"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(fetched(world.run(&range).exits(0).json()), DUE[..2]);
    assert_eq!(fetched(world.run(&["fetch", "--last", "4h", "--json"]).exits(0).json()), DUE[2..]);
}

#[test]
fn an_app_that_has_an_id_is_asked_for_by_it() {
    let world = World::with(|options| {
        let app = options.apps[0].clone().with_app_id("0a1b2c", "007-ready-token");
        options.apps = vec![app];
    });
    let run = finish(
        world
            .command()
            .env_remove("CHATLAKE_CLIENT_SECRET")
            .env("CHATLAKE_TOKEN", "007-ready-token")
            // What is said goes before what is set.
            .args(["fetch", "--app-id", "0a1b2c", "--hour", DUE[0]]),
    );
    run.exits(0).says("1 hour fetched");
    let path = format!("archive/raw/app-id/0a1b2c/2026-11-20/{}.gz", DUE[0]);
    assert!(world.folder.path(&path).exists());
    assert_eq!(world.asked(Endpoint::Token), 0, "the token was there");
}
