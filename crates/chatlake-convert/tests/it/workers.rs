//! The number of workers changes nothing but the time it takes.

use std::collections::BTreeMap;
use std::fs;
use std::num::NonZeroUsize;

use chatlake_arrow::ipc;
use chatlake_convert::{Dedup, Destination, Format, Options};
use chatlake_core::Compression;
use chatlake_csv::Guard;
use chatlake_parquet::ParquetOptions;
use chatlake_sim::corpus::Rates;

use crate::harness::{PLAIN, Place, hour, options};

fn place() -> Place {
    let sizes = [("2018112709", 9_000_000), ("2018112710", 10_000), ("2018112711", 5_000_000)];
    let mut place = Place::new();
    for (seed, (name, n_bytes)) in sizes.into_iter().enumerate() {
        let (bytes, _) = hour(seed as u64 % 2, name, n_bytes, Rates::DIRTY);
        place = place.with_bytes(&format!("{name}.gz"), &bytes);
    }
    place
}

fn formats() -> [Format; 4] {
    [
        Format::Parquet(ParquetOptions { row_group_rows: 5000, ..ParquetOptions::default() }),
        Format::Arrow(ipc::Compression::default()),
        Format::Csv(Compression::Zstd(1), Guard::On),
        PLAIN,
    ]
}

#[test]
fn outputs_are_the_same_bytes_whatever_the_number_of_workers() {
    let place = place();
    for format in formats() {
        let mut seen: Option<(BTreeMap<String, Vec<u8>>, _)> = None;
        for jobs in [1, 2, 5] {
            let _ = fs::remove_dir_all(place.out());
            let jobs = NonZeroUsize::new(jobs).unwrap();
            let report = place.run(&Options { jobs, dedup: Dedup::Drop, ..options(format) });
            let files = place.files().into_iter();
            let files: BTreeMap<_, _> = files
                .map(|name| (name.clone(), fs::read(place.out().join(name)).unwrap()))
                .collect();
            let counts: Vec<_> = report.inputs.iter().map(|input| input.counts).collect();
            match &seen {
                None => seen = Some((files, counts)),
                Some((expected, expected_counts)) => {
                    assert!(files == *expected, "{} with {jobs} workers", format.name());
                    assert_eq!(counts, *expected_counts);
                }
            }
        }
    }
}

#[test]
fn one_output_holds_the_inputs_in_their_order() {
    let place = place();
    place.run(&options(PLAIN));
    let one = place.path("one.jsonl");
    let report = place.run_into(Destination::File(one.clone()), &options(PLAIN));
    let parts = ["2018112709", "2018112710", "2018112711"];
    let parts: String = parts.iter().map(|stem| place.read(&format!("out/{stem}.jsonl"))).collect();
    assert!(fs::read_to_string(one).unwrap() == parts);
    assert_eq!(report.inputs.len(), 3);
    assert!(place.path("one.jsonl.rejects.jsonl").exists());
}
