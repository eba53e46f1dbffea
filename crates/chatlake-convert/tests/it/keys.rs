//! Keys beside outputs say which records are in them.

use std::fs;
use std::num::NonZeroUsize;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use chatlake_convert::{
    Dedup, Destination, Existing, Format, Input, InputReport, KeyFile, Keys, OnReject, Options,
    Plan, PlanError, Progress, Reach, RecordKey, Select, Status, convert,
};
use chatlake_parquet::ParquetOptions;
use chatlake_sim::corpus::Rates;
use proptest::prelude::*;
use xxhash_rust::xxh3::{xxh3_64_with_secret, xxh3_64_with_seed};

use crate::harness::{PLAIN, Place, gzipped, hour, message, options};

const SEED: u64 = 7;

fn kept(options: Options) -> Options {
    Options { keys: Keys::Kept { seed: SEED }, ..options }
}

/// The keys in a file.
fn keys_in(path: &Path) -> Vec<RecordKey> {
    KeyFile::open(path).unwrap().map(Result::unwrap).collect()
}

/// The keys of records as they stand in a file of JSONL, made without the engine.
fn keys_of(path: &Path) -> Vec<RecordKey> {
    let secret: Vec<u8> = (0u64..24)
        .flat_map(|place| xxh3_64_with_seed(&place.to_le_bytes(), SEED).to_le_bytes())
        .collect();
    let hash = |bytes: &[u8]| xxh3_64_with_secret(bytes, &secret);
    let key = |line: &str| {
        let record: serde_json::Value = serde_json::from_str(line).unwrap();
        RecordKey {
            id: hash(record["msg_id"].as_str().unwrap().as_bytes()),
            content: hash(line.as_bytes()),
        }
    };
    fs::read_to_string(path).unwrap().lines().map(key).collect()
}

/// Holds the keys of every output of JSONL against its records.
fn assert_true(place: &Place, inputs: &[InputReport]) {
    for input in inputs {
        let keys_path = input.keys_path.as_ref().unwrap();
        let keys = keys_in(keys_path.as_ref());
        assert_eq!(keys.len() as u64, input.counts.written, "{}", input.source);
        assert!(keys == keys_of(input.outputs[0].path.as_ref()), "{}", input.source);
        assert!(Path::new(keys_path).starts_with(place.out()));
    }
}

#[test]
fn the_keys_are_those_of_the_records_that_were_written_whatever_the_number_of_workers() {
    let sizes = [("2018112709", 7_000_000), ("2018112710", 10_000), ("2018112711", 3_000_000)];
    let mut place = Place::new();
    for (name, n_bytes) in sizes {
        // The same seed: the hours have records in common.
        let (bytes, _) = hour(1, name, n_bytes, Rates::DIRTY);
        place = place.with_bytes(&format!("{name}.gz"), &bytes);
    }
    let chats = Select::default().with("chat_type", vec!["chat".to_owned()]).unwrap();
    for (dedup, reach, select) in [
        (Dedup::Keep, Reach::Run, Select::default()),
        (Dedup::Drop, Reach::Run, chats),
        (Dedup::Drop, Reach::Input, Select::default()),
    ] {
        let mut seen = None;
        for jobs in [1, 2, 5] {
            let _ = fs::remove_dir_all(place.out());
            let jobs = NonZeroUsize::new(jobs).unwrap();
            let select = select.clone();
            let options = Options { jobs, dedup, reach, select, ..options(PLAIN) };
            let report = place.run(&kept(options));
            assert_true(&place, &report.inputs);
            assert!(report.totals.rejects > 0 && report.totals.written > 5000);
            let keys =
                sizes.map(|(name, _)| fs::read(place.out().join(format!("{name}.keys"))).unwrap());
            assert!(seen.get_or_insert_with(|| keys.clone()) == &keys, "{jobs} workers");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_keys_are_those_of_the_records_whatever_becomes_of_their_neighbours(
        inputs in prop::collection::vec(prop::collection::vec((0u8..6, 0u8..3, 0u8..8), 0..30), 1..4),
        drops in any::<bool>(),
        by_input in any::<bool>(),
        jobs in 1usize..4,
    ) {
        let mut place = Place::new();
        for (number, records) in inputs.iter().enumerate() {
            let line = |(id, text, kind): &(u8, u8, u8)| match kind {
                0 => "{broken".to_owned(),
                1 => message(&format!("{id}"), &format!("{text}")).replace("chat\"", "room\""),
                _ => message(&format!("\\u003{id}"), &format!("{text}")),
            };
            let lines: Vec<String> = records.iter().map(line).collect();
            let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
            place = place.with_lines(&format!("{number}.gz"), &lines);
        }
        let report = place.run(&kept(Options {
            dedup: if drops { Dedup::Drop } else { Dedup::Keep },
            reach: if by_input { Reach::Input } else { Reach::Run },
            select: Select::default().with("chat_type", vec!["chat".to_owned()]).unwrap(),
            jobs: NonZeroUsize::new(jobs).unwrap(),
            ..options(PLAIN)
        }));
        assert_true(&place, &report.inputs);
    }
}

#[test]
fn the_keys_of_a_seed_stay_what_they_are() {
    let place = Place::new().with_lines("a.gz", &[&message("1", "hi"), &message("2", "hi")]);
    place.run(&kept(options(PLAIN)));
    let first = keys_in(&place.path("out/a.keys"));
    // Lakes are full of them.
    let expected =
        RecordKey { id: 10_117_917_086_159_660_432, content: 14_019_109_391_719_072_056 };
    assert_eq!(first[0], expected);
    let keys = Keys::Kept { seed: SEED + 1 };
    let existing = Existing::Overwrite;
    place.run(&Options { keys, existing, ..options(PLAIN) });
    let other = keys_in(&place.path("out/a.keys"));
    assert!(first.iter().all(|key| other.iter().all(|other| other.id != key.id)));
}

#[test]
fn keys_do_not_depend_on_the_format() {
    let place = Place::new().with_lines("a.gz", &[&message("1", "hi"), "{}", &message("2", "")]);
    place.run(&kept(options(PLAIN)));
    let expected = keys_in(&place.path("out/a.keys"));
    fs::remove_dir_all(place.out()).unwrap();
    place.run(&kept(options(Format::Parquet(ParquetOptions::default()))));
    assert_eq!(place.files(), ["_rejects/a.jsonl", "a.keys", "a.parquet"]);
    assert_eq!(keys_in(&place.path("out/a.keys")), expected);
    assert_eq!(expected.len(), 2);
}

#[test]
fn only_the_owner_can_read_keys_and_an_hour_without_messages_has_a_file_of_none() {
    let place = Place::new().with_lines("a.gz", &[]);
    place.run(&kept(options(PLAIN)));
    let metadata = fs::metadata(place.path("out/a.keys")).unwrap();
    assert_eq!((metadata.permissions().mode() & 0o777, metadata.len()), (0o600, 0));
}

#[test]
fn an_input_of_which_nothing_is_published_has_no_keys() {
    let good = message("1", "hi");
    let mut torn = gzipped(format!("{good}\n").as_bytes());
    torn.truncate(torn.len() - 3);
    let place = Place::new()
        .with_bytes("damaged.gz", &torn)
        .with_lines("exists.gz", &[&good])
        .with_lines("refused.gz", &[&good, "{broken"]);
    fs::create_dir(place.out()).unwrap();
    fs::write(place.path("out/exists.jsonl"), "mine").unwrap();
    for dedup in [Dedup::Keep, Dedup::Drop] {
        let on_reject = OnReject::Fail;
        let report = place.run(&kept(Options { dedup, on_reject, ..options(PLAIN) }));
        let statuses: Vec<Status> = report.inputs.iter().map(|input| input.status).collect();
        assert_eq!(statuses, [Status::Damaged, Status::Failed, Status::Failed]);
        assert!(report.inputs.iter().all(|input| input.keys_path.is_none()));
        assert_eq!(place.files(), ["exists.jsonl"]);
    }
}

#[test]
fn what_was_salvaged_has_its_keys_under_its_own_name() {
    let mut bytes = gzipped(format!("{}\n", message("1", "good")).as_bytes());
    let second = gzipped(format!("{}\n", message("2", "bad")).as_bytes());
    bytes.extend(&second[..second.len() - 6]);
    let place = Place::new().with_bytes("a.gz", &bytes);
    let report = place.run(&kept(Options { salvage: true, ..options(PLAIN) }));
    assert_eq!(report.inputs[0].status, Status::Salvaged);
    assert_eq!(place.files(), ["a.salvaged.jsonl", "a.salvaged.keys"]);
    assert_true(&place, &report.inputs);
}

#[test]
fn keys_without_their_output_are_in_nobodys_way() {
    let place = Place::new().with_lines("a.gz", &[&message("1", "hi")]);
    fs::create_dir(place.out()).unwrap();
    fs::write(place.path("out/a.keys"), "what a killed run left").unwrap();
    let report = place.run(&kept(options(PLAIN)));
    assert_eq!(report.exit_code(), 0);
    assert_true(&place, &report.inputs);
}

#[test]
fn keys_are_kept_in_folders_and_of_what_is_made_now() {
    let place = Place::new().with_lines("a.gz", &[&message("1", "hi")]);
    let skip = Options { existing: Existing::Skip, ..options(PLAIN) };
    for (destination, options) in [
        (Destination::File(place.path("one.jsonl")), options(PLAIN)),
        (Destination::Stdout { rejects: None }, options(PLAIN)),
        (Destination::Folder(place.out()), skip),
    ] {
        let plan = Plan::new(vec![Input::file(&place.path("a.gz"))], destination).unwrap();
        let refused = convert(&plan, &kept(options), &Progress::new());
        assert!(matches!(refused, Err(PlanError::Options(_))), "{:?}", plan.destination);
    }
    assert!(!place.out().exists() && !place.path("one.jsonl").exists());
}

#[test]
fn keys_that_are_not_kept_are_nowhere() {
    let place = Place::new().with_lines("a.gz", &[&message("1", "hi")]);
    let report = place.run(&options(PLAIN));
    assert_eq!(place.files(), ["a.jsonl"]);
    let json = serde_json::to_value(&report.inputs[0]).unwrap();
    assert_eq!(json.get("keys_path"), None);
}
