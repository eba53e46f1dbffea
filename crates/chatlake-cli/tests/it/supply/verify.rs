//! `chatlake verify`.

use std::fs;

use super::world::{DUE, World};
use crate::run::{Folder, chatlake, gzip, messages};

#[test]
fn an_archive_is_compared_with_its_catalogue() {
    let world = World::new();
    world.run(&["sync"]).exits(0);
    let archive = world.archive();
    let document = world.run(&["verify", &archive, "--json"]).exits(0).json();
    assert_eq!((document["ok"].as_u64(), document["bad"].as_u64()), (Some(1), Some(0)));
    world.run(&["verify", &archive, "--again"]).exits(0);
    // An output that was changed can be made again, an export that was not.
    fs::write(world.parquet(DUE[0]), "PAR1").unwrap();
    let run = world.run(&["verify", &archive]).exits(3);
    assert!(run.out.contains("holds other bytes than were written"), "{}", run.out);
    let mut bytes = fs::read(world.raw(DUE[1])).unwrap();
    let last = bytes.len() - 5;
    bytes[last] ^= 1;
    fs::write(world.raw(DUE[1]), bytes).unwrap();
    let document = world.run(&["verify", &archive, "--json"]).exits(4).json();
    assert_eq!((document["stale"].as_u64(), document["bad"].as_u64()), (Some(1), Some(1)));
}

#[test]
fn a_catalogue_is_made_again_from_the_files() {
    let world = World::new();
    world.run(&["sync"]).exits(0);
    let archive = world.archive();
    let before = world.run(&["status", "--json"]).exits(0).json();
    fs::write(world.folder.path("archive/catalogue.sqlite"), "no database").unwrap();
    world.run(&["status"]).exits(8).says("verify --repair");
    world.run(&["sync"]).exits(8).says("verify --repair");
    let run = world.run(&["verify", &archive, "--repair"]).exits(3);
    assert!(run.out.contains("made again from the files"), "{}", run.out);
    let after = world.run(&["status", "--json"]).exits(0).json();
    assert_eq!(after["apps"][0]["hours"], before["apps"][0]["hours"]);
    world.run(&["sync"]).exits(0).says("no hour was due");
}

#[test]
fn outputs_are_compared_with_the_exports_that_they_were_made_of() {
    let folder = Folder::new();
    let raw = folder.export("raw/2018112717.gz", &messages(0..30));
    folder.export("raw/2018112718.gz", &messages(30..50));
    chatlake(["convert", &folder.arg("raw"), "--out", &folder.arg("lake/")]).exits(0);
    let both = [folder.arg("raw"), folder.arg("lake")];
    let verify = |exit: i32| {
        let run = chatlake(["verify", &both[0], &both[1], "--json"]).exits(exit);
        let document = run.json();
        let checks = document["checks"].as_array().unwrap().clone();
        let of = |name: &str| {
            let found = checks.iter().find(|it| it["path"].as_str().unwrap().ends_with(name));
            let found = found.unwrap();
            (found["verdict"].as_str().unwrap().to_owned(), found["message"].to_string())
        };
        of("2018112717.parquet")
    };
    let (verdict, says) = verify(0);
    assert_eq!(verdict, "ok");
    assert!(says.contains("30 rows, all that are in them"), "{says}");
    // Other bytes under the same name.
    fs::write(&raw, gzip(messages(0..29).join("\n").as_bytes())).unwrap();
    let (verdict, says) = verify(4);
    assert_eq!(verdict, "bad");
    assert!(says.contains("made of other bytes"), "{says}");
    // No export at all.
    fs::remove_file(&raw).unwrap();
    assert_eq!(verify(3).0, "unchecked");
    // Not a file at all.
    fs::write(folder.path("lake/2018112717.parquet"), "PAR1").unwrap();
    assert_eq!(verify(4).0, "bad");
}

#[test]
fn rows_are_not_compared_where_some_were_left_out_on_purpose() {
    let folder = Folder::new();
    let raw = folder.export("raw/a.gz", &messages(0..30));
    let out = folder.arg("lake/a.parquet");
    chatlake(["convert", &raw, "--out", &out, "--select", "sender=nobody"]).exits(0);
    let run = chatlake(["verify", &raw, &out]).exits(0);
    assert!(run.out.contains("0 rows, not compared"), "{}", run.out);
}

#[test]
fn what_cannot_tell_is_said_to_be_unchecked() {
    let folder = Folder::new();
    let raw = folder.export("a.gz", &messages(0..3));
    let out = folder.arg("a.csv");
    chatlake(["convert", &raw, "--out", &out]).exits(0);
    let run = chatlake(["verify", &raw, &out]).exits(3);
    assert!(run.out.contains("CSV has no place"), "{}", run.out);
    chatlake(["verify", &folder.arg("nothing")]).exits(8).says("nothing");
    let damaged = folder.write("b.gz", &gzip(b"{}")[..15]);
    chatlake(["verify", &damaged]).exits(4);
}
