//! Lakes that are what they say, and lakes that are not.

use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::Duration;

use chatlake_convert::{Existing, Format, Options, Select};
use chatlake_lake::{
    CompactOptions, CompactWatch, Days, Fault, Finding, LakeError, Verified, Verify, compact,
    layout,
};
use chatlake_parquet::{ParquetOptions, SortOptions};
use chatlake_store::{Place, Store};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::harness::{World, messages, said};

/// Two days, of which the first is compacted: hours that share messages, one with a record that is
/// none, and one in two parts.
fn world() -> (World, Vec<PathBuf>) {
    let world = World::new();
    let day = |hour: &str, ids: std::ops::Range<u64>| messages(hour, ids);
    let torn = vec!["{\"msg_id\":\"torn".to_owned()];
    let exports = vec![
        world.export("2018112722.gz", &day("2018112722", 0..9)),
        world
            .export("2018112723.gz", &[day("2018112722", 7..9), day("2018112723", 9..20)].concat()),
        world.export(
            "2018112800.gz",
            &[day("2018112723", 18..20), torn, day("2018112800", 20..30)].concat(),
        ),
        world.export(
            "2018112800.2.gz",
            &[day("2018112800", 28..35), vec![said("2018112800", 21, "otherwise")]].concat(),
        ),
        world.export("2018112801.gz", &[]),
    ];
    let report = world.try_run(&exports).expect("a run");
    assert_eq!(report.exit_code, 3, "{:#?}", report.report.inputs);
    compacted(&world);
    (world, exports)
}

fn compacted(world: &World) {
    let options = CompactOptions {
        sort: SortOptions::default(),
        settled: Duration::ZERO,
        now_ms: 1_543_349_000_000,
        stamp_ms: 1_543_349_000_000,
        scratch: None,
        is_dry: false,
    };
    let go_on = || ControlFlow::Continue(());
    let watch = CompactWatch { tell: &|_| (), between: &go_on, amid: &go_on };
    let day = "2018-11-27".parse().expect("a day");
    compact(&world.lake(), Days::One(day), &options, watch).expect("a compacted day");
}

fn look(world: &World, raw: &[PathBuf], again: Option<&Options>) -> Result<Verified, LakeError> {
    let scratch = tempfile::tempdir().expect("a folder");
    let store = world.store();
    let open = |path: &PathBuf| Store::open(&Place::Folder(path.clone())).expect("a place");
    let raw: Vec<Store> = raw.iter().map(open).collect();
    let verify = Verify { store: &store, scratch: scratch.path(), raw: &raw, again };
    verify.run(&mut |_| ControlFlow::Continue(()))
}

fn findings(world: &World) -> Vec<Finding> {
    look(world, &[], None).expect("a look").findings
}

/// The one thing that is wrong: where, and what.
fn finding(world: &World) -> (String, Fault) {
    let mut findings = findings(world);
    assert_eq!(findings.len(), 1, "{findings:#?}");
    let Finding { path, fault, .. } = findings.remove(0);
    let root = world.root().display().to_string();
    (path.trim_start_matches(&root).trim_start_matches('/').to_owned(), fault)
}

fn options() -> Options {
    Options::new(Format::Parquet(ParquetOptions::default()))
}

/// Every file that belongs to the lake.
fn keys(world: &World) -> Vec<String> {
    let listed = world.store().list("").expect("a list").into_iter().map(|object| object.key);
    let is_of_writers = |key: &str| key == layout::LOCK || key.starts_with(layout::STAGING);
    listed.filter(|key| !is_of_writers(key)).collect()
}

fn key_of(world: &World, part: &str) -> String {
    let found = keys(world).into_iter().find(|key| key.contains(part));
    found.unwrap_or_else(|| panic!("no {part} in {:?}", keys(world)))
}

#[test]
fn a_lake_that_nobody_touched_is_what_it_says() {
    let (world, exports) = world();
    let raw = exports[0].parent().expect("a folder").to_owned();
    let found = look(&world, &[raw], Some(&options())).expect("a look");
    assert!(found.findings.is_empty(), "{:#?}", found.findings);
    assert_eq!((found.slots, found.days, found.exit_code()), (5, 1, 0));
    assert_eq!((found.raw, found.again), (5, 5));
    let rows: u64 = world.state().files().iter().map(|file| file.file.rows).sum();
    assert_eq!((found.rows, rows), (36, 36));
}

#[test]
fn a_flipped_bit_anywhere_is_found() {
    let (world, _) = world();
    let mut n_flips = 0;
    for key in keys(&world) {
        let path = world.root().join(&key);
        let bytes = fs::read(&path).expect("a file");
        let step = (bytes.len() / 24).max(1);
        for place in (0..bytes.len()).step_by(step).chain(bytes.len().checked_sub(1)) {
            let mut flipped = bytes.clone();
            flipped[place] ^= 1 << (place % 8);
            fs::write(&path, flipped).expect("a disk");
            let found = look(&world, &[], None).expect("a look");
            assert!(!found.findings.is_empty(), "byte {place} of {key}");
            assert_eq!(found.exit_code(), 3, "byte {place} of {key}");
            n_flips += 1;
        }
        fs::write(&path, bytes).expect("a disk");
    }
    assert!(n_flips > 300, "{n_flips}");
    assert!(findings(&world).is_empty());
}

#[test]
fn files_that_are_gone_or_cut_off_are_found() {
    let (world, _) = world();
    let all = keys(&world);
    let is_named = |key: &&String| !key.starts_with(layout::MANIFESTS) && *key != layout::TERMS;
    for key in all.iter().filter(is_named) {
        let path = world.root().join(key);
        let bytes = fs::read(&path).expect("a file");
        fs::remove_file(&path).expect("a file");
        let (found, fault) = finding(&world);
        assert!(found == *key && matches!(fault, Fault::Missing), "{found}: {fault}");
        if let Some(cut) = bytes.len().checked_sub(1) {
            fs::write(&path, &bytes[..cut]).expect("a disk");
            let (found, fault) = finding(&world);
            assert!(found == *key && matches!(fault, Fault::Length { .. }), "{found}: {fault}");
        }
        fs::write(&path, bytes).expect("a disk");
    }
    for key in all.iter().filter(|key| !is_named(key) && key.contains("/20181128")) {
        let path = world.root().join(key);
        let bytes = fs::read(&path).expect("a file");
        fs::remove_file(&path).expect("a file");
        let found = findings(&world);
        let is_orphan = |it: &Finding| matches!(it.fault, Fault::Orphan) && !it.is_harmless();
        assert!(found.iter().any(is_orphan), "{key}: {found:#?}");
        fs::write(&path, bytes).expect("a disk");
    }
    fs::remove_file(world.root().join(layout::TERMS)).expect("a file");
    let refused = look(&world, &[], None).expect_err("there is no lake");
    assert!(matches!(refused, LakeError::NoLake { .. }) && refused.exit_code() == 2, "{refused}");
}

#[test]
fn what_nobody_named_is_told_by_what_it_does_to_readers() {
    let (world, _) = world();
    let own = key_of(&world, "date=2018-11-28/2018112801-");
    let of_day = key_of(&world, "date=2018-11-27/");
    let covered = world.manifest("2018112723").output.path;
    let other_mark = |key: &str| {
        let (stem, extension) = key.rsplit_once('.').expect("an extension");
        format!("{}0123456789abcdef.{extension}", &stem[..stem.len() - 16])
    };
    let keys = key_of(&world, "_keys/2018112801");
    for (name, of, expected) in [
        (other_mark(&own), &own, "is in the way of readers, and no manifest names it"),
        (covered, &of_day, "holds rows that are in the files of 2018-11-27, too"),
        (other_mark(&keys), &keys, "is left over: no manifest names it"),
        (
            "messages/x.parquet".to_owned(),
            &own,
            "is in the way of readers, and no manifest names it; move it elsewhere",
        ),
        ("messages/notes.txt".to_owned(), &own, "is no file of a lake"),
        ("notes.txt".to_owned(), &own, "is no file of a lake"),
    ] {
        let path = world.root().join(&name);
        fs::copy(world.root().join(of), &path).expect("a copy");
        let found = look(&world, &[], None).expect("a look");
        let [finding] = found.findings.as_slice() else { panic!("{found:#?}") };
        let exit = if matches!(finding.fault, Fault::LeftOver) { 0 } else { 3 };
        assert_eq!(found.exit_code(), exit, "{name}");
        let told = format!("{}; {}", finding.fault, finding.next());
        assert!(finding.path == path.display().to_string(), "{}", finding.path);
        assert!(told.starts_with(expected), "{name}: {told}");
        fs::remove_file(path).expect("a file");
    }
    assert!(findings(&world).is_empty());
}

/// Changes what a manifest says, and seals it again.
fn forge(path: &Path, change: impl FnOnce(&mut Value)) {
    let text = fs::read_to_string(path).expect("a manifest");
    let value: Value = serde_json::from_str(&text).expect("a document");
    let old = value["check"].as_str().expect("a check").to_owned();
    // The order of members is that of the text, so what is changed is changed there.
    let mut after = value.clone();
    change(&mut after);
    let mut text = text.replace(&format!("\"check\": \"{old}\""), "\"check\": \"\"");
    for (member, before) in value.as_object().expect("an object") {
        let now = &after[member];
        if now != before {
            let indented = |value: &Value| {
                serde_json::to_string_pretty(value).expect("a value").replace('\n', "\n  ")
            };
            let (before, now) = (reordered(&text, member), indented(now));
            text = text.replace(&before, &format!("\"{member}\": {now}"));
        }
    }
    let check: String = Sha256::digest(&text).iter().map(|byte| format!("{byte:02x}")).collect();
    let text = text.replace("\"check\": \"\"", &format!("\"check\": \"{check}\""));
    fs::write(path, text).expect("a disk");
}

/// A member as it stands in a text, with its value.
fn reordered(text: &str, member: &str) -> String {
    let start = text.find(&format!("\n  \"{member}\": ")).expect("it stands there") + 3;
    let rest = &text[start..];
    let end = rest.find("\n  \"").expect("another one follows");
    rest[..end].trim_end_matches(',').to_owned()
}

#[test]
fn manifests_that_contradict_their_files_are_found_though_they_are_sealed() {
    let (world, _) = world();
    let path = |name: &str| world.root().join(format!("_manifest/{name}.json"));
    let sound = fs::read(path("2018112800.2")).expect("a manifest");
    let check = |change: &dyn Fn(&mut Value), expected: &str| {
        forge(&path("2018112800.2"), change);
        let found = findings(&world);
        let says: Vec<String> = found.iter().map(|it| it.fault.to_string()).collect();
        assert!(says.iter().any(|says| says.contains(expected)), "{expected}: {says:#?}");
        fs::write(path("2018112800.2"), &sound).expect("a disk");
    };
    check(&|it| it["output"]["rows"] = json!(7), "its accounts and its file have other rows");
    check(&|it| it["output"]["bytes"] = json!(7), "bytes, and its manifest says 7");
    check(
        &|it| it["schema"] = json!("2"),
        "its schema is 2, and this chatlake knows schema 1: use a newer",
    );
    check(&|it| it["zone"] = json!("utc"), "its zone is not that of the lake");
    check(&|it| it["across"]["dropped"] = json!([]), "not called what it was made of");
    check(&|it| it["across"]["conflicts"] = json!(5), "as those of earlier hours");
    check(
        &|it| it["across"]["compared"] = json!([]),
        "was compared with other bytes of 2018112723",
    );
    check(&|it| it["keys"]["records"] = json!(3), "its keys are of other records");
    check(&|it| it["input"]["file"] = json!("2018112805.gz"), "holds rows of `2018112800.2.gz`");
    let day = fs::read(path("2018-11-27")).expect("a manifest");
    forge(&path("2018-11-27"), |it| it["slots"][0]["rows"] = json!(8));
    let says: Vec<String> = findings(&world).iter().map(|it| it.fault.to_string()).collect();
    assert!(says.iter().any(|it| it.contains("it has 8 rows of 2018112722")), "{says:#?}");
    fs::write(path("2018-11-27"), day).expect("a disk");
    assert!(findings(&world).is_empty());
}

#[test]
fn a_compacted_file_that_is_not_sorted_is_found() {
    let (world, _) = world();
    let key = key_of(&world, "date=2018-11-27/");
    // The rows of an hour are in the order in which they came; these two are not sorted.
    let other = World::new();
    let said = [said("2018112722", 5, "late"), said("2018112722", 1, "early")];
    other.run(&[other.export("2018112722.gz", &said)]);
    let rows = other.root().join(other.manifest("2018112722").output.path);
    let bytes = fs::read(&rows).expect("a file");
    fs::write(world.root().join(&key), &bytes).expect("a disk");
    let sha256: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    forge(&world.root().join("_manifest/2018-11-27.json"), |it| {
        it["files"][0]["rows"] = json!(2);
        it["files"][0]["bytes"] = json!(bytes.len());
        it["files"][0]["sha256"] = json!(sha256);
    });
    let found = findings(&world);
    assert!(found.iter().any(|it| matches!(it.fault, Fault::Unsorted)), "{found:#?}");
}

#[test]
fn exports_that_are_not_what_they_were_are_found() {
    let (world, exports) = world();
    let folder = exports[0].parent().expect("a folder").to_owned();
    let look = |world: &World| look(world, std::slice::from_ref(&folder), None).expect("a look");
    // The older version of an export is one of its files, whatever it is called.
    fs::rename(&exports[0], folder.join("2018112722.v1.gz")).expect("a file");
    let grown = world.export("2018112722.gz", &messages("2018112722", 0..20));
    assert!(look(&world).findings.is_empty());
    fs::remove_file(folder.join("2018112722.v1.gz")).expect("a file");
    let found = look(&world);
    assert_eq!((found.exit_code(), found.raw), (4, 4), "{:#?}", found.findings);
    assert!(matches!(found.findings[0].fault, Fault::OtherExport(_)));
    assert_eq!(found.findings[0].path, grown.display().to_string());
    fs::remove_file(&grown).expect("a file");
    world.export("2018112802.gz", &messages("2018112802", 40..41));
    let found = look(&world);
    let says: Vec<String> = found.findings.iter().map(|it| it.fault.to_string()).collect();
    let expected =
        ["was made of `2018112722.gz`, which is not among the exports", "is not in the lake"];
    assert_eq!((says, found.exit_code()), (expected.map(str::to_owned).to_vec(), 3));
}

#[test]
fn rows_that_are_not_what_their_export_comes_to_are_found_by_making_them_again() {
    let (mut world, exports) = world();
    // A lake of the same hours in which somebody says something else.
    let other = World::new();
    let mut forged = messages("2018112800", 20..30);
    forged[3] = said("2018112800", 23, "never said");
    let torn = vec!["{\"msg_id\":\"torn".to_owned()];
    let exported: Vec<String> = [messages("2018112723", 18..20), torn, forged].concat();
    let before = other.export(
        "2018112723.gz",
        &[messages("2018112722", 7..9), messages("2018112723", 9..20)].concat(),
    );
    let export = other.export("2018112800.gz", &exported);
    other.try_run(&[before, export]).expect("a run");
    let theirs = other.manifest("2018112800").output;
    let ours = world.manifest("2018112800").output;
    let bytes = fs::read(other.root().join(&theirs.path)).expect("a file");
    fs::write(world.root().join(&ours.path), &bytes).expect("a disk");
    forge(&world.root().join("_manifest/2018112800.json"), |it| {
        it["output"]["bytes"] = json!(bytes.len());
        it["output"]["sha256"] = json!(theirs.sha256);
    });
    assert!(findings(&world).is_empty(), "the lake is of one piece");
    let raw = [exports[0].parent().expect("a folder").to_owned()];
    let found = look(&world, &raw, Some(&options())).expect("a look");
    let says: Vec<String> = found.findings.iter().map(|it| it.fault.to_string()).collect();
    let expected =
        "is not what converting once more gives: its rows are others than its export comes to";
    assert_eq!(says, [expected]);
    assert_eq!((found.again, found.exit_code()), (5, 3));
    // Converted once more, it is what it should be.
    world.existing = Existing::Overwrite;
    world.try_run(&exports).expect("a run");
    let found = look(&world, &raw, Some(&options())).expect("a look");
    assert!(found.findings.is_empty(), "{:#?}", found.findings);
}

#[test]
fn a_lake_that_was_made_otherwise_is_not_made_again() {
    let (world, exports) = world();
    let raw = [exports[0].parent().expect("a folder").to_owned()];
    let select = Select::default().with("sender", vec!["li".to_owned()]).expect("a condition");
    let options = Options { select, ..options() };
    let refused = look(&world, &raw, Some(&options)).expect_err("another selection");
    assert!(matches!(refused, LakeError::Another { what: "selection", .. }), "{refused}");
}

#[test]
fn what_changes_while_it_is_looked_at_is_no_finding() {
    let (world, exports) = world();
    let scratch = tempfile::tempdir().expect("a folder");
    let store = world.store();
    let verify = Verify { store: &store, scratch: scratch.path(), raw: &[], again: None };
    let mut has_grown = false;
    let found = verify.run(&mut |_| {
        if !has_grown {
            has_grown = true;
            let grown = world.export("2018112801.gz", &messages("2018112801", 60..70));
            world.run(&[exports[3].clone(), grown]);
        }
        ControlFlow::Continue(())
    });
    let found = found.expect("a look");
    assert!(found.findings.is_empty(), "{:#?}", found.findings);
    let mut n_told = 0;
    let found = verify.run(&mut |_| {
        n_told += 1;
        if n_told > 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert_eq!(found.expect("a look").exit_code(), 130);
}
