//! `chatlake doctor`.

use chatlake_sim::platform::Endpoint;
use serde_json::Value;

use super::world::World;
use crate::run::finish;

fn status<'a>(document: &'a Value, check: &str) -> &'a str {
    let checks = document["checks"].as_array().unwrap();
    let found = checks.iter().find(|it| it["check"] == check);
    found.unwrap_or_else(|| panic!("no {check} in {document}"))["status"].as_str().unwrap()
}

#[test]
fn nothing_is_asked_unless_online_and_nothing_is_made() {
    let world = World::new();
    let document = world.run(&["doctor", "--json"]).json();
    for check in
        ["app", "host", "zone", "window", "credentials", "state", "archive", "lock", "disk"]
    {
        assert!(matches!(status(&document, check), "ok" | "warn"), "{check}: {document}");
    }
    assert_eq!(status(&document, "connection"), "ok");
    assert_eq!(status(&document, "token"), "skipped");
    assert!(world.platform.log().is_empty());
    assert!(world.folder.files().is_empty());
    let document = world.run(&["doctor", "--online", "--json"]).json();
    assert_ne!(document["verdict"], "fail");
    assert_eq!(status(&document, "token"), "ok");
    assert_eq!(status(&document, "hour"), "ok");
    assert_eq!(status(&document, "clock"), "ok");
    assert_eq!((world.asked(Endpoint::Token), world.asked(Endpoint::Ticket)), (1, 1));
    assert!(!world.folder.path("archive").exists());
}

#[test]
fn what_a_sync_would_fail_with_is_the_exit_code() {
    let world = World::new();
    let with = |variable: &str, value: &str, check: &str, exit: i32| {
        let mut command = world.command();
        match value {
            "" => command.env_remove(variable),
            value => command.env(variable, value),
        };
        let run = finish(command.args(["doctor", "--json"]));
        let document = run.exits(exit).json();
        assert_eq!(status(&document, check), "fail", "{document}");
        assert_eq!(document["verdict"], "fail");
    };
    with("CHATLAKE_APP", "", "app", 2);
    with("CHATLAKE_HOST", "", "host", 2);
    with("CHATLAKE_ZONE", "auto", "zone", 2);
    with("CHATLAKE_CLIENT_SECRET", "", "credentials", 6);
    let file = world.folder.write("file", "");
    with("CHATLAKE_ARCHIVE", &format!("{file}/archive"), "archive", 8);
    with("CHATLAKE_HOST", "http://127.0.0.1:1", "connection", 5);
    let run = finish(
        world.command().env("CHATLAKE_CLIENT_SECRET", "no").args(["doctor", "--online", "--json"]),
    );
    assert_eq!(status(&run.exits(6).json(), "token"), "fail");
}

#[test]
fn a_clock_that_is_wrong_is_told() {
    let world = World::with(|options| options.skew_s = 600);
    let document = world.run(&["doctor", "--online", "--json"]).exits(3).json();
    assert_eq!(status(&document, "clock"), "warn", "{document}");
}

#[test]
fn an_archive_in_use_is_told() {
    let world = World::new();
    world.run(&["sync"]).exits(0);
    let _lock = chatlake_sync::Archive::at(world.folder.path("archive")).lock().unwrap();
    let run = world.run(&["doctor"]).exits(9);
    assert!(run.out.contains("another process"), "{}", run.out);
}
