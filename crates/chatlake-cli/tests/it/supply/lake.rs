//! `chatlake sync --lake`.

use std::fs;

use chatlake_sim::platform::Endpoint;

use super::world::{APP, DUE, World};
use crate::run::finish;

#[test]
fn hours_become_part_of_a_lake_and_then_there_is_nothing_to_do() {
    let world = World::new();
    let lake = world.folder.arg("lake");
    let run = world.run(&["sync", "--lake", &lake, "--json"]).exits(0);
    let run = run.says(&format!("5 hours committed -> {lake}"));
    let report = run.json();
    assert_eq!((&report["lake"], &report["out"]), (&lake.clone().into(), &().into()));
    assert_eq!(report["converted"].as_array().unwrap().len(), 5);
    for hour in DUE {
        assert!(world.raw(hour).exists() && !world.parquet(hour).exists(), "{hour}");
        assert!(world.folder.path(&format!("lake/_manifest/{hour}.json")).exists(), "{hour}");
    }
    let files = world.folder.files();
    world.run(&["sync", "--lake", &lake]).exits(0).says("no hour was due");
    assert_eq!(world.folder.files(), files);
    let status = world.run(&["status"]).exits(0).out;
    assert!(status.contains("@     5  committed"), "{status}");
    let archive = world.archive();
    let looked = world.run(&["lake", "verify", &lake, "--raw", &archive, "--again"]).exits(0).out;
    assert!(looked.contains("5 exports as they were; 5 hours made once more"), "{looked}");
    world.run(&["verify", &archive, "--lake", &lake, "--again"]).exits(0);
    fs::remove_file(world.folder.path(&format!("lake/_manifest/{}.json", DUE[1]))).unwrap();
    let looked = world.run(&["verify", &archive, "--lake", &lake]).exits(3).out;
    assert!(looked.contains("is on record, and the lake does not have it"), "{looked}");
    world.run(&["sync", "--lake", &lake]).exits(0).says("1 hour committed");
    world.run(&["lake", "verify", &lake]).exits(0);
}

#[test]
fn settings_name_a_lake_and_the_command_line_goes_before_them() {
    let world = World::new();
    let (lake, out) = (world.folder.arg("lake"), world.folder.arg("out"));
    let settings = world.folder.write("chatlake.toml", format!("lake = \"{lake}\"\n"));
    let run = world.run(&["sync", "--config", &settings, "--out", &out, "--json"]).exits(0);
    assert_eq!((&run.json()["out"], &run.json()["lake"]), (&out.clone().into(), &().into()));
    let run = world.run(&["sync", "--config", &settings, "--json"]).exits(0);
    assert_eq!(run.json()["lake"], lake);
    let both = ["sync", "--lake", &lake, "--out", &out];
    world.run(&both).exits(2).says("--lake and --out are two places for the same hours");
    world.run(&["sync", "--lake", &lake, "--to", "csv"]).exits(2).says("Parquet");
}

#[test]
fn nothing_is_asked_for_where_the_lake_is_another() {
    let world = World::new();
    let (lake, raw) = (world.folder.arg("lake"), world.folder.arg("raw/2018112717.gz"));
    world.folder.export("raw/2018112717.gz", &crate::run::messages(0..3));
    let mut made = crate::run::command();
    made.args(["convert", &raw, "--lake", &lake, "--app", "some/body", "--zone", "+08:00"]);
    finish(&mut made).exits(0);
    let refused = world.run(&["sync", "--lake", &lake]).exits(2);
    refused.says(&format!("its app is some/body, and {APP} was asked for"));
    assert_eq!(world.asked(Endpoint::Token) + world.asked(Endpoint::Ticket), 0);
}
