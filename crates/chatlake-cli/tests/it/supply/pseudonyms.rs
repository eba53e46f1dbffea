//! Pseudonyms in an archive.

use std::fs;

use super::world::{DUE, World};
use crate::run::finish;

const KEY: &str = "correct horse battery staple";

#[test]
fn an_archive_has_pseudonyms_and_is_verified_with_their_key() {
    let world = World::new();
    let run = |arguments: &[&str], key: Option<&str>| {
        let mut command = world.command();
        command.args(arguments).env("CHATLAKE_PSEUDONYMISE", "sender");
        command.envs(key.map(|key| ("CHATLAKE_PSEUDONYM_KEY", key)));
        finish(&mut command)
    };
    run(&["sync"], None).exits(2).says("there is no key for pseudonyms");
    run(&["sync"], Some(KEY)).exits(0).says("--drop-columns");
    let app = world.platform.app();
    let records = world.platform.records(&app, DUE[0].parse().unwrap());
    let first: serde_json::Value =
        serde_json::Deserializer::from_slice(&records).into_iter().next().unwrap().unwrap();
    let sender = first["payload"]["from"].as_str().or(first["from"].as_str()).unwrap();
    let output = fs::read(world.parquet(DUE[0])).unwrap();
    assert_eq!(memchr::memmem::find(&output, sender.as_bytes()), None, "{sender}");
    let archive = world.archive();
    run(&["verify", &archive, "--again"], Some(KEY)).exits(0);
    let other = Some("another horse battery staple");
    run(&["verify", &archive, "--again"], other).exits(3);
    // Hashes are compared without one.
    run(&["verify", &archive], None).exits(0);
}
