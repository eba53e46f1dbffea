//! The same seed, the same platform.

use chatlake_sim::platform::App;

use super::client::Request;
use super::{HOUR, Sim, hour};

fn sim(seed: u64) -> Sim {
    Sim::with(|options| {
        options.seed = seed;
        options.calls_per_minute = None;
        options.links = Some("https://files.example.com".to_owned());
    })
}

#[test]
fn the_same_seed_serves_the_same_bytes() {
    let file = |seed| sim(seed).file(HOUR);
    let (one, again, other) = (file(1), file(1), file(2));
    assert_eq!(one.body, again.body);
    assert_eq!(one.header("ETag"), again.header("ETag"));
    assert_ne!(one.body, other.body);
}

#[test]
fn apps_and_hours_hold_different_records() {
    let sim = Sim::with(|options| options.apps.push(App::new("other", "app")));
    let platform = &sim.platform;
    let records = |app: &App, name| platform.records(app, hour(name));
    let app = platform.app();
    assert_ne!(records(&app, HOUR), records(&App::new("other", "app"), HOUR));
    assert_ne!(records(&app, HOUR), records(&app, "2026112014"));
    assert!(records(&App::new("no", "app"), HOUR).is_empty());
}

#[test]
fn the_same_seed_goes_wrong_in_the_same_way() {
    let faults = |seed| {
        let sim = sim(seed);
        let token = sim.token();
        let url = sim.urls(HOUR).remove(0);
        sim.platform.add_fault(chatlake_sim::platform::FaultRule::failing(1, 3));
        for _ in 0..30 {
            sim.ticket(&token, HOUR);
            Request::url(&url).fetch();
        }
        sim.platform.log().into_iter().map(|entry| entry.fault).collect::<Vec<_>>()
    };
    let (one, again, other) = (faults(1), faults(1), faults(2));
    assert_eq!(one, again);
    assert_ne!(one, other);
    assert!(one.iter().flatten().count() > 5);
}
