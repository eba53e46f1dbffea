//! Nothing that must stay secret comes out.

use std::fs;

use super::world::{DUE, World};
use crate::run::{chatlake, command, finish};

/// The texts of messages of an hour, long enough to be nobody else's.
fn texts(world: &World, hour: &str) -> Vec<String> {
    let records = world.platform.records(&world.platform.app(), hour.parse().unwrap());
    let records = String::from_utf8_lossy(&records).into_owned();
    let of_line = |line: &str| {
        let record: serde_json::Value = serde_json::from_str(line).ok()?;
        Some(record["payload"]["bodies"][0]["msg"].as_str()?.to_owned())
    };
    let texts: Vec<String> =
        records.lines().filter_map(of_line).filter(|text| text.chars().count() > 8).collect();
    assert!(!texts.is_empty());
    texts
}

#[test]
fn neither_secrets_nor_signatures_nor_messages_are_in_any_output_or_catalogue() {
    let world = World::with(|options| {
        // So that there is something to tell of at every level.
        options.faults.push(chatlake_sim::platform::FaultRule::failing(1, 4));
    });
    let mut told = Vec::new();
    for arguments in [
        &["fetch", "--hour", DUE[0], "-vv"][..],
        &["sync", "-vv", "--json"],
        &["sync", "-vv", "--log-format", "json"],
        &["attachments", "-vv", "--json"],
        &["status", "--json", "-vv"],
        &["gaps", "-vv"],
        &["doctor", "--online", "-vv"],
        &["verify", &world.archive(), "-vv"],
        &["config", "show", "--origin"],
        &["config", "show", "--json"],
    ] {
        let run = finish(world.paced("5000").args(arguments));
        assert!(run.exit != 1 && run.exit != 101, "{arguments:?}: {}", run.err);
        told.push((format!("{arguments:?}"), run.out + &run.err));
    }
    for name in ["archive/catalogue.sqlite", "archive/catalogue.sqlite-wal"] {
        let bytes = fs::read(world.folder.path(name)).unwrap_or_default();
        told.push((name.to_owned(), String::from_utf8_lossy(&bytes).into_owned()));
    }
    let mut hidden = world.platform.secrets();
    assert!(hidden.len() > 2, "there are tokens and signatures");
    hidden.extend(texts(&world, DUE[1]));
    for (place, text) in told {
        for secret in &hidden {
            assert!(!text.contains(secret.as_str()), "{place} tells `{secret}`: {text}");
        }
        assert!(!text.contains("Signature="), "{place}: {text}");
    }
}

#[test]
fn a_secret_on_the_command_line_is_refused_and_not_repeated() {
    for option in ["--client-secret=hunter2hunter2", "--token=hunter2hunter2"] {
        let run = chatlake(["sync", option]).exits(2);
        assert!(!run.err.contains("hunter2hunter2"), "{}", run.err);
    }
    let folder = crate::run::Folder::new();
    for line in [
        "client-secret = 'hunter2hunter2'",
        "token = 'hunter2hunter2'",
        "\ntoken = 'hunter2hunter2",
        "token = hunter2hunter2",
        "token : 'hunter2hunter2'",
    ] {
        let file = folder.write("s.toml", line);
        let run = chatlake(["config", "show", "--config", &file]).exits(2);
        assert!(!run.err.contains("hunter2hunter2"), "{}", run.err);
    }
}

#[test]
fn settings_show_no_secret_nor_the_arguments_of_a_command_that_prints_one() {
    let run = finish(
        command()
            .args(["config", "show", "--origin"])
            .env("CHATLAKE_CLIENT_SECRET", "hunter2hunter2")
            .env("CHATLAKE_TOKEN", "hunter2hunter2")
            .env("CHATLAKE_TOKEN_COMMAND", "vault read hunter2hunter2"),
    );
    let run = run.exits(0);
    assert!(run.out.contains("vault …") && !run.out.contains("hunter2hunter2"), "{}", run.out);
}

#[test]
fn what_is_kept_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let world = World::new();
    world.run(&["sync"]).exits(0);
    for name in world.folder.files() {
        let mode = fs::metadata(world.folder.path(&name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{name}: {mode:o}");
    }
}
