//! Each exit code, and what to do next.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use chatlake_sim::platform::{Endpoint, Fault, FaultRule};
use chatlake_sync::Archive;

use super::world::{DUE, World};
use crate::run::{Run, finish};

/// Runs a sync with one variable changed.
fn with(world: &World, variable: &str, value: &str) -> Run {
    let mut command = world.command();
    match value {
        "" => command.env_remove(variable),
        value => command.env(variable, value),
    };
    finish(command.arg("sync"))
}

#[test]
fn wrong_or_missing_credentials_are_6() {
    let world = World::new();
    with(&world, "CHATLAKE_CLIENT_SECRET", "wrong").exits(6).says("client id and secret");
    with(&world, "CHATLAKE_CLIENT_SECRET", "").exits(6).says("CHATLAKE_CLIENT_SECRET");
    let run = finish(world.command().env_remove("CHATLAKE_CLIENT_ID").arg("sync"));
    run.exits(6).says("--client-id");
    let run = finish(
        world
            .command()
            .env_remove("CHATLAKE_CLIENT_ID")
            .env_remove("CHATLAKE_CLIENT_SECRET")
            .arg("sync"),
    );
    run.exits(6).says("CHATLAKE_TOKEN");
    let run = finish(
        world
            .command()
            .env_remove("CHATLAKE_CLIENT_SECRET")
            .env("CHATLAKE_TOKEN", "007-nobody-knows-it")
            .arg("sync"),
    );
    run.exits(6).says("does not take the token");
}

#[test]
fn a_secret_that_others_may_read_is_6() {
    let world = World::new();
    let file = world.folder.write("secret", "s3cr3t");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    let run = finish(world.command().env_remove("CHATLAKE_CLIENT_SECRET").args([
        "sync",
        "--client-secret-file",
        &file,
    ]));
    run.exits(6).says("chmod 600");
}

#[test]
fn hours_that_were_deleted_unseen_are_7() {
    let world = World::with(|options| {
        options.retention = std::time::Duration::from_secs(6 * 3600);
    });
    world.run(&["sync"]).exits(0);
    world.pass(9);
    let run = world.run(&["sync", "--json"]).exits(7).says("LOST");
    assert_eq!(run.json()["counts"]["expired"], 4);
    assert_eq!(run.json()["counts"]["fetched"], 5, "what is there is fetched all the same");
    let run = world.run(&["sync"]).exits(0);
    assert!(!run.err.contains("LOST"), "what cannot be helped is told once: {}", run.err);
    world.run(&["status"]).exits(7);
}

#[test]
fn an_archive_in_use_is_9() {
    let world = World::new();
    world.run(&["fetch", "--hour", DUE[0]]).exits(0);
    let lock = Archive::at(world.folder.path("archive")).lock().unwrap();
    world.run(&["sync"]).exits(9).says("another process").says("let it finish");
    world.run(&["fetch", "--hour", DUE[1]]).exits(9);
    world.run(&["status"]).exits(3);
    drop(lock);
    world.run(&["sync"]).exits(0);
}

#[test]
fn a_folder_that_cannot_be_is_8() {
    let world = World::new();
    let file = world.folder.write("file", "");
    with(&world, "CHATLAKE_ARCHIVE", &format!("{file}/archive")).exits(8).says("file/archive");
    with(&world, "CHATLAKE_STATE_DIR", &format!("{file}/state")).exits(8).says("file/state");
}

#[test]
fn a_server_that_fails_for_ever_is_5_and_what_is_there_stays() {
    let world = World::new();
    world.run(&["fetch", "--hour", DUE[0]]).exits(0);
    let rule = FaultRule::of(Fault::Status(503, None)).on(Endpoint::Ticket);
    world.platform.add_fault(rule);
    let run = finish(world.paced("10000").args(["sync", "--json"])).exits(5);
    assert_eq!(run.json()["counts"]["failed"], 4);
    run.says("the next run tries again");
    assert!(world.raw(DUE[0]).exists());
    world.platform.clear_faults();
    world.run(&["sync"]).exits(0);
}

#[test]
fn a_host_that_nobody_answers_at_is_5() {
    let world = World::new();
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let run = finish(
        world
            .paced("100000")
            .env("CHATLAKE_HOST", format!("http://127.0.0.1:{port}"))
            .args(["fetch", "--hour", DUE[4]]),
    );
    run.exits(5).says("failed to connect").says("the next run tries again");
}

#[test]
fn a_file_that_is_damaged_on_the_server_is_4_and_the_others_are_done() {
    let world = World::with(|options| {
        let rule = FaultRule::of(Fault::GzipBadCrc).on(Endpoint::File).at(DUE[1]);
        options.faults.push(rule);
    });
    let run = finish(world.paced("5000").args(["sync", "--json"])).exits(4);
    let run = run.says("damaged on the server");
    let report = run.json();
    assert_eq!(report["counts"]["corrupt"], 1);
    assert_eq!(report["counts"]["fetched"], 4);
    let run = world.run(&["status"]).exits(3);
    assert!(run.out.contains('!'), "{}", run.out);
}

#[test]
fn an_app_or_host_that_is_wrong_is_2() {
    let world = World::new();
    with(&world, "CHATLAKE_APP", "some/other").exits(2).says("no such organisation or app");
    let run = finish(world.command().args(["fetch", "--hour", "2026112012"]));
    run.exits(2).says("not over");
}

#[test]
fn a_zone_that_the_messages_contradict_is_told_loudly_and_cannot_be_changed_in_an_archive() {
    let world = World::new();
    let run = with(&world, "CHATLAKE_ZONE", "utc").exits(3);
    run.says("THE ZONE IS PROBABLY WRONG").says("+08:00");
    world.run(&["sync"]).exits(2).says("named in utc").says("another archive");
}
