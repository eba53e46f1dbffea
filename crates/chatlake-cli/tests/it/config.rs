//! Settings and where they come from.

use crate::run::{Folder, chatlake, command, finish, messages, testdata};

const FILE: &str =
    "zone = 'utc'\njobs = 2\ncolumns = ['msg_id', 'text']\n[profile.shop]\nzone = '+08:00'\n";

fn zone(folder: &Folder, environment: &[(&str, &str)], arguments: &[&str]) -> (String, String) {
    let file = folder.write("chatlake.toml", FILE);
    let shown = finish(
        command()
            .args(["config", "show", "--json"])
            .args(arguments)
            .env("CHATLAKE_CONFIG", file)
            .envs(environment.iter().copied()),
    );
    let shown = shown.exits(0).json();
    let all = shown.as_array().unwrap();
    let zone = all.iter().find(|it| it["name"] == "zone").unwrap();
    (zone["value"].as_str().unwrap().to_owned(), zone["origin"].as_str().unwrap().to_owned())
}

#[test]
fn a_variable_goes_before_a_profile_and_that_before_the_file() {
    let folder = Folder::new();
    let file = folder.arg("chatlake.toml");
    assert_eq!(zone(&folder, &[], &[]), ("utc".into(), format!("file {file}")));
    let of_profile = ("+08:00".to_owned(), format!("file {file} [profile.shop]"));
    assert_eq!(zone(&folder, &[], &["--profile", "shop"]), of_profile);
    assert_eq!(zone(&folder, &[("CHATLAKE_PROFILE", "shop")], &[]), of_profile);
    let of_variable = ("auto".to_owned(), "environment CHATLAKE_ZONE".to_owned());
    assert_eq!(zone(&folder, &[("CHATLAKE_ZONE", "auto")], &["--profile", "shop"]), of_variable);
}

#[test]
fn settings_take_effect_and_an_option_goes_before_them() {
    let folder = Folder::new();
    let export = folder.export("2018112717.gz", &messages(0..1));
    let file =
        folder.write("s.toml", "zone = 'utc'\ncolumns = ['msg_id', 'source_hour']\nto = 'csv'");
    let convert = ["convert", &export, "--out", "-", "--on-reject", "skip", "--config", &file];
    let run = finish(command().args(convert)).exits(3);
    assert_eq!(run.out, "msg_id,source_hour\r\n0,2018-11-27T17:00:00.000000Z\r\n");
    let run = finish(command().args(convert).env("CHATLAKE_ZONE", "+08:00")).exits(0);
    assert_eq!(run.out, "msg_id,source_hour\r\n0,2018-11-27T09:00:00.000000Z\r\n");
    let run =
        command().args(convert).args(["--columns", "msg_id"]).env("CHATLAKE_ZONE", "utc").output();
    assert_eq!(String::from_utf8_lossy(&run.unwrap().stdout), "msg_id\r\n0\r\n");
    // A name on the command line goes before a format that was set.
    let out = folder.arg("a.arrow");
    chatlake(["convert", &export, "--out", &out, "--config", &file]).exits(3);
    let out = folder.arg("b.arrow");
    let run = finish(command().args(["convert", &export, "--out", &out]).env("CHATLAKE_TO", "csv"));
    run.exits(0);
}

#[test]
fn switches_can_be_set_and_turned_off() {
    let file = testdata("malformed/truncated.gz");
    let folder = Folder::new();
    let settings = folder.write("s.toml", "salvage = true\nno-progress = true");
    let exit = |options: &[&str], variable: Option<&str>| {
        let out = Folder::new();
        let lake = out.arg("lake");
        let mut command = command();
        command.args(["convert", &file, "--out", &lake, "--config", &settings]).args(options);
        command.envs(variable.map(|value| ("CHATLAKE_SALVAGE", value)));
        finish(&mut command).exit
    };
    assert_eq!(exit(&[], None), 3);
    assert_eq!(exit(&["--salvage=false"], None), 4);
    assert_eq!(exit(&[], Some("0")), 4);
    assert_eq!(exit(&["--salvage"], Some("0")), 3);
}

#[test]
fn settings_that_make_no_sense_are_refused_by_name() {
    let folder = Folder::new();
    for (text, words) in [
        ("zone = ", "line 1"),
        ("colour = 'red'", "no setting is called `colour`"),
        ("jobs = 0", "--jobs"),
        ("to = 'avro'", "avro"),
        ("columns = ['colour']", "colour"),
        ("config = 'x'", "no setting is called `config`"),
        ("[convert]\nto = 'csv'", "`convert`"),
        ("overwrite = true", "no setting is called `overwrite`"),
    ] {
        let file = folder.write("s.toml", text);
        let run = chatlake(["schema", "--config", &file]).exits(2).says(words).says("s.toml");
        assert_eq!(run.out, "");
        // Neither help nor what uses no settings minds.
        chatlake(["schema", "--help", "--config", &file]).exits(0);
        chatlake(["completions", "bash", "--config", &file]).exits(0);
        chatlake(["config", "path", "--config", &file]).exits(0);
    }
    chatlake(["schema", "--config", &folder.arg("none.toml")]).exits(2).says("none.toml");
    let file = folder.write("s.toml", FILE);
    chatlake(["schema", "--config", &file, "--profile", "shoe"]).exits(2).says("`shop`");
    chatlake(["schema", "--profile", "shop"]).exits(2).says("chatlake config path");
}

#[test]
fn the_standard_place_is_told_and_read() {
    let folder = Folder::new();
    let base = folder.arg("");
    let run = finish(command().args(["config", "path"]).env("XDG_CONFIG_HOME", &base)).exits(0);
    assert_eq!(run.out.trim(), folder.arg("chatlake/config.toml"));
    folder.write("chatlake/config.toml", "zone = 'utc'");
    let show = ["config", "show", "--origin"];
    let run = finish(command().args(show).env("XDG_CONFIG_HOME", &base)).exits(0);
    let line = run.out.lines().find(|line| line.starts_with("zone")).unwrap().to_owned();
    assert!(line.contains("utc") && line.contains("chatlake/config.toml"), "{line}");
    assert!(run.out.lines().any(|line| line.starts_with("dedup") && line.ends_with("default")));
}
