//! Every record is a row, a counted duplicate, a filtered one or a reject with its bytes.

use chatlake_convert::{Destination, OnReject, Options, Status};
use chatlake_sim::corpus::Rates;

use crate::harness::{
    PLAIN, Place, assert_balanced, expanded, gzipped, hour, message, options, sha256,
};

#[test]
fn what_the_generator_put_in_is_what_the_report_counts() {
    let (bytes, census) = hour(7, "2018112709", 3_000_000, Rates::DIRTY);
    let place = Place::new().with_bytes("2018112709.gz", &bytes);
    let report = place.run(&options(PLAIN));
    let input = &report.inputs[0];
    assert_eq!(input.status, Status::Warnings);
    assert_eq!(report.exit_code(), 3);
    assert_balanced(input);
    assert_eq!(input.counts.records, census.records);
    assert_eq!(input.counts.rejects, census.malformed());
    assert_eq!(input.counts.duplicates, census.duplicates);
    assert_eq!(input.counts.conflicts, census.conflicts);
    assert_eq!(input.counts.written, census.messages());
    assert_eq!(input.counts.bytes_expanded, census.bytes);
    assert_eq!(input.counts.bytes_in, bytes.len() as u64);
}

#[test]
fn verbatim_lines_and_raw_rejects_together_are_the_input() {
    let (bytes, _) = hour(8, "2018112709", 3_000_000, Rates::DIRTY);
    let place = Place::new().with_bytes("2018112709.gz", &bytes);
    let report = place.run(&options(PLAIN));
    let input = expanded(&bytes);
    let mut lines: Vec<Vec<u8>> = std::fs::read(place.path("out/2018112709.jsonl"))
        .unwrap()
        .split(|byte| *byte == b'\n')
        .map(<[u8]>::to_vec)
        .collect();
    assert_eq!(lines.pop(), Some(Vec::new()), "the last line ends");
    for line in place.read("out/_rejects/2018112709.jsonl").lines() {
        let reject: serde_json::Value = serde_json::from_str(line).unwrap();
        let raw = match reject["raw"].as_str() {
            Some(raw) => raw.as_bytes().to_vec(),
            None => {
                use base64::Engine;
                let raw = reject["raw_base64"].as_str().unwrap();
                base64::engine::general_purpose::STANDARD.decode(raw).unwrap()
            }
        };
        let at = reject["byte_offset"].as_u64().unwrap() as usize;
        assert_eq!(&input[at..at + raw.len()], raw, "the bytes stand where it says");
        lines.push(raw);
    }
    let mut expected: Vec<Vec<u8>> =
        input.split(|byte| *byte == b'\n').map(|line| line.trim_ascii().to_vec()).collect();
    expected.retain(|line| !line.is_empty());
    lines.sort();
    expected.sort();
    assert_eq!(lines.len(), expected.len());
    assert!(lines == expected, "no byte is lost or invented");
    assert_eq!(report.totals.records as usize, expected.len());
}

#[test]
fn a_reject_can_be_kept_skipped_or_fatal() {
    let good = message("1", "hi");
    let run = |on_reject| {
        let place = Place::new().with_lines("a.gz", &[&good, "{broken", &good]);
        let report = place.run(&Options { on_reject, ..options(PLAIN) });
        (place.files(), report)
    };
    let (files, report) = run(OnReject::Quarantine);
    assert_eq!(files, ["_rejects/a.jsonl", "a.jsonl"]);
    assert!(report.inputs[0].rejects_path.as_ref().unwrap().ends_with("_rejects/a.jsonl"));
    let (files, report) = run(OnReject::Skip);
    assert_eq!(files, ["a.jsonl"]);
    assert_eq!((report.exit_code(), report.totals.rejects), (3, 1));
    assert_eq!(report.inputs[0].rejects_path, None);
    let (files, report) = run(OnReject::Fail);
    assert!(files.is_empty(), "{files:?}");
    assert_eq!((report.exit_code(), report.inputs[0].status), (1, Status::Failed));
    let error = report.inputs[0].error.clone().unwrap();
    assert!(error.contains("record 1 at byte") && error.contains("--on-reject"), "{error}");
    assert_eq!(report.totals.records, 0);
}

#[test]
fn an_hour_without_messages_is_an_output_without_rows() {
    let place = Place::new().with_lines("2018112709.gz", &[]);
    let report = place.run(&options(PLAIN));
    assert_eq!(report.exit_code(), 0);
    assert_eq!(place.read("out/2018112709.jsonl"), "");
}

#[test]
fn a_report_tells_what_its_input_was_made_of() {
    let good = message("1", "hi");
    let bytes = gzipped(format!("{good}\n").as_bytes());
    let place = Place::new()
        .with_bytes("a.gz", &bytes)
        .with_bytes("damaged.gz", &bytes[..bytes.len() - 3])
        .with_lines("exists.gz", &[&good]);
    std::fs::create_dir(place.out()).unwrap();
    std::fs::write(place.path("out/exists.jsonl"), "mine").unwrap();
    let salvage = Options { salvage: true, ..options(PLAIN) };
    let report = place.run_into(Destination::Folder(place.path("saved")), &salvage);
    for (input, bytes) in report.inputs.iter().zip([&bytes[..], &bytes[..bytes.len() - 3]]) {
        let told = input.input.as_ref().unwrap();
        assert_eq!((&told.sha256, told.bytes), (&sha256(bytes), bytes.len() as u64));
        let json = serde_json::to_value(input).unwrap();
        assert_eq!(json["input_sha256"], told.sha256);
        assert_eq!(json.get("bytes"), None);
    }
    assert_eq!(report.inputs[1].status, Status::Salvaged, "of all its bytes");
    for input in &place.run(&options(PLAIN)).inputs[1..] {
        assert_eq!(input.input, None, "it was not read to its end");
        let json = serde_json::to_value(input).unwrap();
        assert_eq!(json.get("input_sha256"), None);
    }
}

#[test]
fn an_array_that_is_no_json_is_a_warning_and_loses_no_record() {
    let (first, second) = (message("1", "hi"), message("2", "x"));
    for text in [format!("[{first} {second}]"), format!("[{first}] {second}")] {
        let place = Place::new().with_bytes("a.jsonl", text.as_bytes());
        let report = place.run(&options(PLAIN));
        assert_eq!((report.exit_code(), report.totals.written), (3, 2), "{text}");
        assert!(report.inputs[0].warnings[0].contains("a comma is missing"), "{report:?}");
    }
}
