//! Lakes that are not what their manifests say.

use std::fs;
use std::path::Path;

use chatlake_core::{Column, Projection};

use super::town::{DAY, HOURS, Town, day};
use crate::compact::{Days, Outcome};
use crate::manifest::{DataFile, Manifest};
use crate::slot::Slot;

/// What is said of a lake that something was done to, which stays as it is.
fn refused(spoil: impl Fn(&Town, &Path)) -> String {
    let town = Town::of(&HOURS);
    let first = town.state().files()[0].file.path.clone();
    spoil(&town, &town.path().join(&first));
    let files = town.files();
    let mut ended = town.compact(Days::One(day(DAY)));
    assert_eq!(town.files(), files);
    match ended.remove(0).outcome {
        Outcome::Failed(error) => {
            assert_eq!(error.exit_code(), 1, "{error}");
            error.to_string().replace(&town.path().display().to_string(), "")
        }
        outcome => panic!("{outcome:?}"),
    }
}

#[test]
fn files_that_are_not_what_manifests_say_are_named_and_nothing_changes() {
    let told = refused(|_, file| {
        let bytes = fs::read(file).expect("a file");
        fs::write(file, &bytes[..bytes.len() / 2]).expect("a file");
    });
    assert!(
        told.ends_with("is not the file that its manifest names: its SHA-256 differs"),
        "{told}"
    );
    let told = refused(|_, file| {
        fs::copy(file, file.with_file_name("mine.parquet")).expect("a copy");
    });
    assert!(told.contains("/mine.parquet` is no file of the lake: move it elsewhere"), "{told}");
    let told = refused(|town, _| {
        let projection = Projection::default().without_columns(&[Column::Title]);
        town.commit("2018112705", &projection);
    });
    assert!(told.ends_with("has not the columns of the lake"), "{told}");
    let told = refused(|town, _| {
        let slot: Slot = HOURS[1].parse().expect("a slot");
        let manifest = town.state().slots.remove(&slot).expect("a slot of the lake");
        let output = DataFile { rows: 7, ..manifest.output.clone() };
        town.put(&Manifest { output, ..manifest });
    });
    assert!(told.ends_with("has not as many rows as its manifest says"), "{told}");
}

#[test]
fn a_slot_that_was_replaced_without_its_day_is_named() {
    let town = Town::of(&HOURS);
    town.compact(Days::One(day(DAY)));
    let slot: Slot = HOURS[0].parse().expect("a slot");
    let manifest = town.state().slots.remove(&slot).expect("a slot of the lake");
    town.put(&Manifest { generation: 2, ..manifest });
    let ended = town.compact(Days::One(day(DAY)));
    let Outcome::Failed(error) = &ended[0].outcome else { panic!("{ended:?}") };
    let told = error.to_string();
    assert!(
        told.ends_with(
            "names 2018112700 as it was before it was replaced: convert 2018112700 again"
        ),
        "{told}"
    );
}
