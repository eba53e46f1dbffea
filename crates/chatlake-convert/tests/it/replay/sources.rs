//! Files of rejects that name several sources.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;

use chatlake_convert::{Destination, Existing, Options, Status, ZoneChoice};
use chatlake_core::{Limits, Zone};
use chatlake_parquet::ParquetOptions;
use serde_json::Value;

use super::{FLAT, Format, lines, replay, sorted};
use crate::harness::{PLAIN, Place, message, options};

const NARROW: usize = 20;

/// A line of a file of rejects.
fn reject(source: &str, record: u64, raw: &str) -> String {
    let raw = Value::from(raw);
    format!(
        r#"{{"source":"{source}","record":{record},"byte_offset":{record},"reason":"x","raw":{raw}}}"#
    )
}

fn at(hour_ms: i64) -> String {
    message("1", "hi").replace("1543309200000", &hour_ms.to_string())
}

fn rows(path: &std::path::Path) -> Vec<Value> {
    lines(path).iter().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn every_row_tells_of_its_own_source() {
    const HOUR: i64 = 3_600_000;
    let beijing_17 = 1_543_309_200_000;
    let text = [
        reject("raw/2018112717.gz", 70, &at(beijing_17)),
        reject("raw/2018112718.gz", 5, &at(beijing_17 + 9 * HOUR)),
        reject("-", 0, &at(beijing_17)),
        reject("raw/2018112717.gz", 3, "{"),
        reject("other/name.json", u64::MAX, &at(beijing_17)),
        reject("raw/2018112717.gz", 9, &at(beijing_17 + 1)),
        reject("raw/2018112719.gz", 9, &at(7)),
    ]
    .join("\n");
    let place = Place::new().with_bytes("mixed.jsonl", text.as_bytes());
    let report = replay(&[place.path("mixed.jsonl")], &place.out(), &options(FLAT));
    assert_eq!((report.exit_code(), report.totals.written, report.totals.rejects), (3, 6, 1));
    let told: Vec<_> = rows(&place.path("out/mixed.replay.jsonl"))
        .iter()
        .map(|row| {
            ["source_file", "source_hour", "source_record"].map(|column| row[column].clone())
        })
        .collect();
    let expected = [
        ["2018112717.gz".into(), "2018-11-27T09:00:00.000000Z".into(), 70.into()],
        ["2018112718.gz".into(), "2018-11-27T18:00:00.000000Z".into(), 5.into()],
        [Value::Null, Value::Null, 0.into()],
        ["name.json".into(), Value::Null, i64::MAX.into()],
        ["2018112717.gz".into(), "2018-11-27T09:00:00.000000Z".into(), 9.into()],
        ["2018112719.gz".into(), Value::Null, 9.into()],
    ];
    assert_eq!(told, expected);
    let left = lines(&place.path("out/_rejects/mixed.replay.jsonl"));
    let left: Value = serde_json::from_str(&left[0]).unwrap();
    assert_eq!((&left["source"], &left["record"]), (&"raw/2018112717.gz".into(), &3.into()));
    assert_eq!(left["byte_offset"], 3);
}

#[test]
fn a_zone_that_was_asked_for_is_taken_and_held_against_the_records() {
    let lines =
        [reject("raw/2018112717.gz", 0, &at(1_543_309_200_000)), reject("2018112709.gz", 1, "{}")];
    let place = Place::new().with_bytes("mixed.jsonl", lines.join("\n").as_bytes());
    let zone = ZoneChoice::Fixed(Zone::Utc);
    let report =
        replay(&[place.path("mixed.jsonl")], &place.out(), &Options { zone, ..options(FLAT) });
    let row = &rows(&place.path("out/mixed.replay.jsonl"))[0];
    assert_eq!(row["source_hour"], "2018-11-27T17:00:00.000000Z");
    let warning = &report.inputs[0].warnings[0];
    assert!(warning.contains("raw/2018112717.gz") && warning.contains("--zone"), "{warning}");
}

#[test]
fn rejects_of_many_inputs_in_one_file_come_back_to_their_inputs() {
    let mut place = Place::new();
    for hour in 0..5 {
        let messages = (0..40).map(|id| message(&format!("{hour}-{id}"), "hi"));
        let lines: Vec<String> = messages.chain(["{broken".to_owned()]).collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        place = place.with_lines(&format!("201811270{hour}.gz"), &lines);
    }
    let one = Destination::File(place.path("day.jsonl"));
    let limits = Limits { max_record: NARROW, ..Limits::default() };
    place.run_into(one, &Options { limits, ..options(FLAT) });
    assert_eq!(place.read("day.jsonl"), "");
    place.run_into(Destination::File(place.path("wide.jsonl")), &options(FLAT));
    let rejects = [place.path("day.jsonl.rejects.jsonl")];
    let report = replay(&rejects, &place.out(), &options(FLAT));
    assert_eq!((report.totals.written, report.totals.rejects), (200, 5));
    assert_eq!(place.files(), ["_rejects/day.replay.jsonl", "day.replay.jsonl"]);
    assert_eq!(place.read("out/day.replay.jsonl"), place.read("wide.jsonl"));
    assert_eq!(place.read("out/_rejects/day.replay.jsonl"), place.read("wide.jsonl.rejects.jsonl"));
}

#[test]
fn sources_without_number_and_workers_without_number_change_nothing() {
    let text = "x".repeat(300);
    let line = |number: u64| {
        let raw = if number.is_multiple_of(7) { "{".to_owned() } else { message("1", &text) };
        reject(&format!("{:010}.gz", 2_018_112_700 + number % 9999), number, &raw)
    };
    let all: Vec<String> = (0..30_000).map(line).collect();
    let place = Place::new().with_bytes("many.jsonl", all.join("\n").as_bytes());
    let rejects = [place.path("many.jsonl")];
    let formats = [FLAT, Format::Parquet(ParquetOptions::default())];
    for format in formats {
        let mut seen = BTreeMap::new();
        for jobs in [1, 2, 5] {
            let folder = place.path(&format!("{jobs}"));
            let jobs = NonZeroUsize::new(jobs).unwrap();
            let existing = Existing::Overwrite;
            let report = replay(&rejects, &folder, &Options { jobs, existing, ..options(format) });
            assert_eq!((report.totals.records, report.totals.rejects), (30_000, 4286));
            let output = report.inputs[0].outputs[0].sha256.clone();
            let left = lines(&folder.join("_rejects/many.replay.jsonl"));
            assert_eq!(left.len(), 4286);
            seen.insert((output, left), jobs);
        }
        assert_eq!(seen.len(), 1, "{format:?}");
    }
    let rows = rows(&place.path("1/many.replay.jsonl"));
    assert_eq!(rows.len(), 30_000 - 4286);
    for row in rows {
        let number = row["source_record"].as_u64().unwrap();
        assert_eq!(row["source_file"], format!("{}.gz", 2_018_112_700 + number % 9999));
    }
}

#[test]
fn what_was_replayed_is_up_to_date_and_a_conversion_of_the_same_file_is_another_thing() {
    let text = format!("{}\n", reject("a.gz", 1, &message("1", "hi")));
    let place = Place::new().with_bytes("a.jsonl", text.as_bytes());
    let format = Format::Parquet(ParquetOptions::default());
    let skip = Options { existing: Existing::Skip, ..options(format) };
    let rejects = [place.path("a.jsonl")];
    let status = |report: chatlake_convert::Report| report.inputs[0].status;
    assert_eq!(status(replay(&rejects, &place.out(), &skip)), Status::Ok);
    assert_eq!(status(replay(&rejects, &place.out(), &skip)), Status::Skipped);
    std::fs::copy(place.path("out/a.replay.parquet"), place.path("out/a.parquet")).unwrap();
    let report = place.run(&skip);
    assert_eq!((status(report.clone()), report.exit_code()), (Status::Failed, 2));
    std::fs::remove_file(place.path("out/a.parquet")).unwrap();
    place.run(&skip);
    std::fs::rename(place.path("out/a.parquet"), place.path("out/a.replay.parquet")).unwrap();
    assert_eq!(status(replay(&rejects, &place.out(), &skip)), Status::Failed);
}

#[test]
fn rejects_go_to_one_output_as_inputs_do() {
    let place = Place::new()
        .with_bytes("a.jsonl", reject("a.gz", 1, &message("1", "hi")).as_bytes())
        .with_bytes("b.jsonl", reject("b.gz", 2, &message("2", "hi")).as_bytes());
    let inputs = ["a.jsonl", "b.jsonl"]
        .map(|name| chatlake_convert::Input::file(&place.path(name)).of_rejects());
    let one = Destination::File(place.path("one.jsonl"));
    let plan = chatlake_convert::Plan::new(inputs.to_vec(), one).unwrap();
    let report =
        chatlake_convert::convert(&plan, &options(PLAIN), &chatlake_convert::Progress::new());
    assert_eq!(report.unwrap().totals.written, 2);
    let expected = vec![message("1", "hi"), message("2", "hi")];
    assert_eq!(sorted(lines(&place.path("one.jsonl"))), expected);
}
