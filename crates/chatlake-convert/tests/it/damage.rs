//! A damaged input publishes nothing, and stops nobody.

use std::fs;

use chatlake_convert::{Dedup, Destination, Format, Options, Status};
use chatlake_parquet::ParquetOptions;
use chatlake_sim::corpus::Rates;

use crate::harness::{PLAIN, Place, expanded, gzipped, hour, message, options};

fn damaged() -> Vec<u8> {
    let (bytes, _) = hour(3, "2018112710", 6_000_000, Rates::BENCH);
    bytes[..bytes.len() - 6].to_vec()
}

#[test]
fn the_others_are_done_and_nothing_is_left_of_it() {
    let good = message("1", "hi");
    let place = Place::new()
        .with_lines("a.gz", &[&good])
        .with_bytes("b.gz", &damaged())
        .with_lines("c.gz", &[&good]);
    for format in [PLAIN, Format::Parquet(ParquetOptions::default())] {
        let report = place.run(&options(format));
        let statuses: Vec<Status> = report.inputs.iter().map(|input| input.status).collect();
        assert_eq!(statuses, [Status::Ok, Status::Damaged, Status::Ok]);
        assert_eq!(report.exit_code(), 4);
        assert_eq!(report.inputs[1].counts, Default::default());
        let error = report.inputs[1].error.clone().unwrap();
        assert!(error.contains("truncated") && error.contains("--salvage"), "{error}");
        let extension = format.extension();
        assert_eq!(place.files(), [format!("a.{extension}"), format!("c.{extension}")]);
        fs::remove_dir_all(place.out()).unwrap();
    }
}

#[test]
fn one_output_is_published_without_it() {
    let good = message("1", "hi");
    let place = Place::new()
        .with_lines("a.gz", &[&good])
        .with_bytes("b.gz", &damaged())
        .with_lines("c.gz", &[&good, "{broken"]);
    let one = place.path("one.jsonl");
    let report = place.run_into(Destination::File(one.clone()), &options(PLAIN));
    assert_eq!(report.exit_code(), 4);
    assert_eq!(fs::read_to_string(one).unwrap(), format!("{good}\n{good}\n"));
    assert_eq!(place.read("one.jsonl.rejects.jsonl").lines().count(), 1);
    assert_eq!(report.totals.written, 2);
}

#[test]
fn one_output_of_damaged_inputs_alone_is_none() {
    let place = Place::new().with_bytes("b.gz", &damaged());
    let one = place.path("one.parquet");
    let options = options(Format::Parquet(ParquetOptions::default()));
    let report = place.run_into(Destination::File(one.clone()), &options);
    assert_eq!(report.exit_code(), 4);
    assert!(!one.exists());
    assert_eq!(fs::read_dir(one.parent().unwrap()).unwrap().count(), 1, "the input alone");
}

#[test]
fn what_a_damaged_input_held_is_no_duplicate_elsewhere() {
    let good = message("1", "hi");
    let mut torn = gzipped(format!("{good}\n").as_bytes());
    torn.truncate(torn.len() - 3);
    let place = Place::new().with_bytes("a.gz", &torn).with_lines("b.gz", &[&good]);
    let report = place.run(&Options { dedup: Dedup::Drop, ..options(PLAIN) });
    assert_eq!(report.totals.duplicates, 0);
    assert_eq!(place.read("out/b.jsonl"), format!("{good}\n"));
}

#[test]
fn salvage_publishes_the_whole_records_of_a_truncated_input() {
    let (bytes, _) = hour(3, "2018112710", 500_000, Rates::BENCH);
    let place = Place::new().with_bytes("2018112710.gz", &bytes[..bytes.len() / 2]);
    let options = Options { salvage: true, ..options(PLAIN) };
    let report = place.run(&options);
    assert_eq!(report.inputs[0].status, Status::Salvaged);
    assert_eq!(report.exit_code(), 3);
    assert_eq!(report.totals.rejects, 0, "the torn record is none");
    let saved = place.read("out/2018112710.salvaged.jsonl");
    let whole = expanded(&bytes);
    assert!(saved.len() > whole.len() / 3 && whole.starts_with(saved.as_bytes()));
    assert!(saved.ends_with('\n'));
}

#[test]
fn salvage_trusts_only_verified_members_where_a_checksum_is_wrong() {
    let mut bytes = gzipped(format!("{}\n", message("1", "good")).as_bytes());
    let mut second = gzipped(format!("{}\n", message("2", "bad")).as_bytes());
    let at = second.len() - 6;
    second[at] ^= 1;
    bytes.extend(second);
    let place = Place::new().with_bytes("a.gz", &bytes);
    let report = place.run(&Options { salvage: true, ..options(PLAIN) });
    assert_eq!(report.inputs[0].status, Status::Salvaged);
    assert_eq!(place.read("out/a.salvaged.jsonl"), format!("{}\n", message("1", "good")));
}

#[test]
fn a_missing_input_fails_alone() {
    let place = Place::new().with_lines("a.gz", &[&message("1", "hi")]).with_bytes("b.gz", b"");
    fs::remove_file(place.path("b.gz")).unwrap();
    let report = place.run(&options(PLAIN));
    assert_eq!(report.exit_code(), 8);
    assert_eq!(place.files(), ["a.jsonl"]);
}
