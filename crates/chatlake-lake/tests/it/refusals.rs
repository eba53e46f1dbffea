//! What cannot come into a lake, and lakes that nobody should write.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use chatlake_convert::{Input, Progress, Status, StdinSource, ZoneChoice};
use chatlake_core::{Column, Layout, Projection, Zone};
use chatlake_lake::{Asked, LakePlan, layout};

use crate::harness::{World, messages};

/// Everything below a folder, hidden or not.
fn tree(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(tree(&path));
            found.insert(path, Vec::new());
        } else {
            found.insert(path.clone(), fs::read(&path).expect("a file"));
        }
    }
    found
}

/// A lake with two hours, and the exports that it was made of.
fn town() -> (World, Vec<PathBuf>) {
    let world = World::new();
    let paths = vec![
        world.export("2018112717.gz", &messages("2018112717", 0..5)),
        world.export("2018112718.gz", &messages("2018112718", 10..15)),
    ];
    world.run(&paths);
    (world, paths)
}

/// What a run of these inputs, changed in some way, is refused with; nothing changes.
fn refused(world: &World, paths: &[PathBuf], change: impl FnOnce(&mut Asked)) -> (String, u8) {
    let before = tree(&world.root());
    let mut asked = world.asked(paths);
    change(&mut asked);
    let outcome = LakePlan::new(asked, |_| true).and_then(|plan| plan.run(&Progress::new()));
    let error = outcome.expect_err("it is refused");
    assert!(tree(&world.root()) == before, "nothing has changed: {error}");
    (error.to_string(), error.exit_code())
}

#[test]
fn a_lake_on_other_terms_is_another_lake() {
    type Change = fn(&mut Asked);
    let (world, paths) = town();
    let changes: [(Change, &str); 5] = [
        (
            |asked| asked.app = Some("org/other".parse().expect("an app")),
            "its app is org/app, and org/other",
        ),
        (|asked| asked.options.zone = ZoneChoice::Fixed(Zone::Utc), "its zone is +08:00, and utc"),
        (
            |asked| {
                asked.options.projection = Projection::default().without_columns(&[Column::Ext]);
            },
            "it has ext, which was left out; leave --columns and --drop-columns out, or name another",
        ),
        (
            |asked| asked.options.limits.max_record = 1000,
            "its --max-record is 16777216, and 1000 was asked for; leave --max-record out",
        ),
        (
            |asked| {
                asked.options.select = chatlake_convert::Select::default()
                    .with("sender", vec!["li".to_owned()])
                    .expect("a column");
            },
            "its selection is everything, and sender=li was asked for; leave --select out",
        ),
    ];
    for (change, says) in changes {
        let (error, exit_code) = refused(&world, &paths, change);
        assert!(error.contains("is another lake: ") && error.contains(says), "{error}");
        assert_eq!(exit_code, 2);
    }
}

#[test]
fn what_a_lake_cannot_do_without_is_asked_for() {
    let world = World::new();
    let paths = [world.export("2018112717.gz", &messages("2018112717", 0..5))];
    let (error, _) = refused(&world, &paths, |asked| {
        asked.options.projection = Projection::default().without_columns(&[Column::SourceRecord]);
    });
    assert!(error.contains("a lake needs column source_record"), "{error}");
    let (error, _) = refused(&world, &paths, |asked| {
        asked.options.projection = Projection::new(Layout::Nested);
    });
    assert!(error.contains("leave --layout flat"), "{error}");
    assert!(!world.root().exists(), "not even a folder was made");
}

#[test]
fn a_folder_that_is_no_lake_is_left_alone() {
    let world = World::new();
    let paths = [world.export("2018112717.gz", &messages("2018112717", 0..5))];
    fs::create_dir_all(world.root()).expect("a folder");
    fs::write(world.root().join("notes.txt"), "mine").expect("a file");
    let (error, exit_code) = refused(&world, &paths, |_| {});
    assert!(
        error.ends_with("is no lake, and not empty: name an empty or new folder, or a lake"),
        "{error}"
    );
    assert_eq!(exit_code, 2);
}

#[test]
fn hours_of_another_app_by_their_folders_are_refused() {
    let world = World::new();
    let name = "raw/org/other/2018-11-27/2018112717.gz";
    let paths = [world.export(name, &messages("2018112717", 0..5))];
    let (error, exit_code) = refused(&world, &paths, |_| {});
    assert!(error.contains("is of org/other by its folders, and --app says org/app"), "{error}");
    assert_eq!(exit_code, 2);
    let mut asked = world.asked(&paths);
    asked.app = None;
    let plan = LakePlan::new(asked, |_| true).expect("the folders tell");
    assert_eq!(plan.terms().app.to_string(), "org/other");
}

#[test]
fn two_inputs_of_one_slot_are_refused_before_any_work() {
    let world = World::new();
    let paths = [
        world.export("a/2018112717.gz", &messages("2018112717", 0..5)),
        world.export("b-2018112717.jsonl", &messages("2018112717", 0..5)),
    ];
    let (error, exit_code) = refused(&world, &paths, |_| {});
    assert!(error.ends_with("are both 2018112717: name one of them"), "{error}");
    assert_eq!(exit_code, 2);
}

#[test]
fn nothing_that_tells_the_zone_is_an_error_until_it_is_said() {
    let world = World::new();
    let paths = [world.export("2018112717.gz", &[])];
    let (error, exit_code) = refused(&world, &paths, |asked| asked.options.zone = ZoneChoice::Auto);
    assert!(error.contains("give --zone +08:00 or --zone utc"), "{error}");
    assert_eq!(exit_code, 2);
    let nosuch = [PathBuf::from("nosuch/2018112717.gz")];
    let (error, exit_code) =
        refused(&world, &nosuch, |asked| asked.options.zone = ZoneChoice::Auto);
    assert!(error.starts_with("failed to read `nosuch/2018112717.gz`: No such"), "{error}");
    assert_eq!(exit_code, 8);
    let told = world.export("2018112718.gz", &messages("2018112718", 0..5));
    let mut asked = world.asked(&[paths[0].clone(), told]);
    asked.options.zone = ZoneChoice::Auto;
    let plan = LakePlan::new(asked, |_| true).expect("the second one tells");
    assert_eq!(plan.terms().zone, Zone::Beijing);
}

#[test]
fn documents_that_were_edited_are_named_and_nothing_changes() {
    type Spoil = fn(&str) -> String;
    let (world, paths) = town();
    let grown = world.export("grown/2018112717.gz", &messages("2018112717", 0..9));
    let spoils: [(&str, Spoil); 7] = [
        ("2018112717", |text| text.replace("\"rows\": 5", "\"rows\": 6")),
        ("2018112717", |text| text.replace("messages/org=org", "../messages/org=org")),
        ("2018112717", |text| text.replace("\"format\": 1", "\"format\": 2")),
        ("2018112717", |text| text[..text.len() / 2].to_owned()),
        ("2018112717", |_| String::new()),
        ("2018112718", |_| "{}".to_owned()),
        ("2018-11-27", |_| "{\"format\": 1}".to_owned()),
    ];
    for (name, spoil) in spoils {
        let path = world.root().join(layout::MANIFESTS).join(format!("{name}.json"));
        let sound = fs::read_to_string(&path).ok();
        fs::write(&path, spoil(sound.as_deref().unwrap_or_default())).expect("a file");
        for paths in [&paths[..1], std::slice::from_ref(&grown)] {
            let (error, exit_code) = refused(&world, paths, |_| {});
            assert!(error.contains(&format!("_manifest/{name}.json`: ")), "{error}");
            assert_eq!(exit_code, 1, "{error}");
        }
        match sound {
            Some(sound) => fs::write(&path, sound).expect("a file"),
            None => fs::remove_file(&path).expect("a file"),
        }
    }
    let path = world.root().join(layout::TERMS);
    let sound = fs::read_to_string(&path).expect("terms");
    fs::write(&path, sound.replace("org/app", "org/other")).expect("a file");
    let (error, exit_code) = refused(&world, &paths, |_| {});
    assert!(error.contains("_lake.json`: ") && exit_code == 1, "{error}");
}

/// The message for an input that is refused, while the other one is converted.
fn refused_alone(world: &World, wrong: Input, right: PathBuf) -> (Status, String, u8) {
    let mut asked = world.asked(&[right]);
    asked.inputs.insert(0, wrong);
    let outcome = LakePlan::new(asked, |_| true).expect("a plan").run(&Progress::new());
    let outcome = outcome.expect("a run");
    let (right, wrong): (Vec<_>, Vec<_>) =
        outcome.report.inputs.into_iter().partition(|input| input.status == Status::Ok);
    assert_eq!(right.len(), 1);
    assert!(wrong[0].outputs.is_empty() && wrong[0].counts.records == 0);
    let error = wrong[0].error.clone().unwrap_or_default();
    (wrong[0].status, error, outcome.exit_code)
}

#[test]
fn an_input_that_does_not_fit_is_refused_and_the_others_go_on() {
    type Made = fn(&World) -> Input;
    let cases: [(Made, Status, &str, u8); 6] = [
        (
            |world| Input::file(&world.export("chat.gz", &messages("2018112717", 0..5))),
            Status::Failed,
            "its name tells no hour",
            2,
        ),
        (
            |_| Input::unnamed(std::sync::Arc::new(StdinSource::default())),
            Status::Failed,
            "its name tells no hour",
            2,
        ),
        (
            |world| Input::file(&world.export("2018112709.gz", &messages("2018112717", 0..5))),
            Status::Failed,
            "the hour that its name means in utc, and the hours of the lake are named in +08:00: leave --zone out",
            2,
        ),
        (
            |_| Input::file(Path::new("nosuch/2018112719.gz")),
            Status::Failed,
            "failed to read: No such file",
            8,
        ),
        (
            |_| Input::file(Path::new("nosuch")),
            Status::Failed,
            "failed to read `nosuch`: No such file",
            8,
        ),
        (
            |world| {
                let path = world.export("2018112716.gz", &messages("2018112716", 0..500));
                let bytes = fs::read(&path).expect("a file");
                fs::write(&path, &bytes[..bytes.len() - 9]).expect("a file");
                Input::file(&path)
            },
            Status::Damaged,
            "",
            4,
        ),
    ];
    for (wrong, status, says, exit_code) in cases {
        let world = World::new();
        let right = world.export("2018112718.gz", &messages("2018112718", 0..5));
        let (found, error, code) = refused_alone(&world, wrong(&world), right);
        assert_eq!((found, code), (status, exit_code), "{error}");
        assert!(error.contains(says), "{error}");
        world.assert_sound();
        assert_eq!(world.state().slots.len(), 1);
    }
}

#[test]
fn keys_that_are_not_what_they_were_stop_those_who_need_them() {
    let (world, _) = town();
    let keys = world.manifest("2018112718").keys.expect("they are kept");
    let path = world.root().join(&keys.path);
    let sound = fs::read(&path).expect("a file");
    fs::write(&path, &sound[..sound.len() - 16]).expect("a file");
    let before = world.files();
    let next = world.export("2018112719.gz", &messages("2018112719", 0..5));
    let outcome = world.try_run(&[next]).expect("a run");
    let error = outcome.report.inputs[0].error.clone().expect("it says why");
    assert!(error.contains(".keys` is not as long as its manifest says"), "{error}");
    assert_eq!(outcome.exit_code, 1);
    assert!(world.files() == before);
}

#[test]
fn when_nothing_can_be_converted_no_lake_is_made() {
    let world = World::new();
    let path = world.export("2018112717.gz", &messages("2018112717", 0..500));
    let bytes = fs::read(&path).expect("a file");
    fs::write(&path, &bytes[..bytes.len() - 9]).expect("a file");
    assert_eq!(world.try_run(&[path]).expect("a run").exit_code, 4);
    assert!(world.files().is_empty());
}
