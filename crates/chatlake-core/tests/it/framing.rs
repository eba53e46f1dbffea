//! Where records end, in lines, in concatenated values and in arrays.

use std::time::{Duration, Instant};

use chatlake_core::{BytesSource, Framing, Limits};
use chatlake_testing::file::{file, packing};
use chatlake_testing::record::record;
use chatlake_testing::{broken, cases, json, spelling};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::reading::{Generated, accounted, read, read_with};

proptest! {
    #![proptest_config(cases(3000))]

    #[test]
    fn every_byte_is_in_one_record(
        pieces in vec(
            prop_oneof![
                3 => select(vec!["{", "}", "[", "]", "\"", "\n", "\r", " ", ",", "\\", ":", "1",
                    "\u{feff}", "{\"a\":", "{\n", "}\n", "\n{", "[{", "}]", "\"\n", "x"])
                    .prop_map(|piece| piece.as_bytes().to_vec()),
                1 => broken::bytes(),
            ],
            0..20,
        ),
    ) {
        let source = pieces.concat();
        let report = read(&source);
        if let Some(framing) = report.framing {
            let frames: Vec<_> = report.outcomes.iter().map(super::reading::Outcome::raw).collect();
            prop_assert!(frames.iter().all(|frame| !frame.is_empty()));
            accounted(&source, &frames, framing).map_err(TestCaseError::fail)?;
        }
    }

    #[test]
    fn records_are_the_same_in_every_form(records in vec(record(), 2..6)) {
        let lines = read(records.join("\n").as_bytes());
        prop_assert_eq!(lines.framing, Some(Framing::Lines));
        prop_assert_eq!(lines.raws(), records.clone());
        let (glued, array) = (records.concat(), format!("[{}]", records.join(",")));
        for (form, framing) in [
            (glued, Framing::Concatenated),
            (records.join(" "), Framing::Concatenated),
            (records.join("\r"), Framing::Concatenated),
            (array, Framing::Array),
            (format!("\u{feff}\n[\n{}\n]\n", records.join("\n,\n")), Framing::Array),
        ] {
            let report = read(form.as_bytes());
            prop_assert_eq!(report.framing, Some(framing));
            let accepted = |report: &crate::reading::Report| {
                report.outcomes.iter().map(super::reading::Outcome::is_record).collect::<Vec<_>>()
            };
            prop_assert_eq!(accepted(&report), accepted(&lines));
            prop_assert_eq!(report.raws(), records.clone());
            prop_assert!(!report.is_irregular);
        }
    }

    #[test]
    fn files_hold_their_records_in_every_framing_and_packing(file in file(), packing in packing()) {
        let report = read(&packing.pack(&file.bytes));
        prop_assert_eq!(report.framing, Some(file.framing));
        prop_assert_eq!(report.n_records(), file.records.len());
        prop_assert_eq!(report.raws(), file.records);
    }

    #[test]
    fn pretty_printed_records_are_the_same_records(records in vec(record(), 1..5)) {
        prop_assume!(spelling::minified(&records[0]) != "{}");
        let pretty: Vec<_> = records.iter().map(|record| spelling::pretty(record)).collect();
        let array = spelling::pretty(&format!("[{}]", records.join(",")));
        for (form, framing) in [
            (pretty.join("\n"), Framing::Concatenated),
            (pretty.concat(), Framing::Concatenated),
            (pretty.join("\n").replace('\n', "\r\n"), Framing::Concatenated),
            (array, Framing::Array),
        ] {
            let report = read(form.as_bytes());
            prop_assert_eq!(report.framing, Some(framing));
            let trees = |raws: &[String]| {
                raws.iter().map(|raw| json::parse(raw.as_bytes())).collect::<Vec<_>>()
            };
            prop_assert_eq!(trees(&report.raws()), trees(&records));
        }
    }
}

#[test]
fn frames_are_told_apart_as_the_documentation_says() {
    for (source, framing, frames) in [
        // Lines: what stands on one is one record.
        ("{}\n{}", Framing::Lines, &["{}", "{}"][..]),
        ("\r\n{} \r\n\r\n \t{}\r\n", Framing::Lines, &["{}", "{}"]),
        ("{}\n{} {}\n{}", Framing::Lines, &["{}", "{} {}", "{}"]),
        ("{}\n{\n}\n{}", Framing::Lines, &["{}", "{", "}", "{}"]),
        ("{}\n{\"a\n{}", Framing::Lines, &["{}", "{\"a", "{}"]),
        ("\u{feff}{}\n\u{feff}\n\u{feff}{}\u{feff}\n", Framing::Lines, &["{}", "{}"]),
        ("x\n{}", Framing::Lines, &["x", "{}"]),
        // Values.
        ("{}{}\n{}", Framing::Concatenated, &["{}", "{}", "{}"]),
        ("{}\r{}\r", Framing::Concatenated, &["{}", "{}"]),
        (
            "{\n \"a\":1\n}{}1 x\"y z\"[2]",
            Framing::Concatenated,
            &["{\n \"a\":1\n}", "{}", "1", "x", "\"y z\"", "[2]"],
        ),
        ("{}{}}}{}", Framing::Concatenated, &["{}", "{}", "}}", "{}"]),
        ("{}{}\u{feff}{}", Framing::Concatenated, &["{}", "{}", "{}"]),
        // A torn value ends before the next record at its margin.
        (
            "{\n  \"a\": 1\n}\n{\n  \"a\": \"to\n{\n  \"a\": 3\n}\n",
            Framing::Concatenated,
            &["{\n  \"a\": 1\n}", "{\n  \"a\": \"to", "{\n  \"a\": 3\n}"],
        ),
        (
            "{\n  \"a\": 1\n}\n{\n  \"a\": {\n{\n  \"a\": 3\n}\n",
            Framing::Concatenated,
            &["{\n  \"a\": 1\n}", "{\n  \"a\": {", "{\n  \"a\": 3\n}"],
        ),
        (
            "[\n  {\n    \"a\": \"to\n  {\n    \"a\": 3\n  }\n]\n",
            Framing::Array,
            &["{\n    \"a\": \"to", "{\n    \"a\": 3\n  }"],
        ),
        // Arrays.
        ("[{},{}]", Framing::Array, &["{}", "{}"]),
        ("[]", Framing::Array, &[]),
        ("[{}]\n[{}]", Framing::Array, &["{}", "{}"]),
        ("[{}\n{}", Framing::Array, &["{}", "{}"]),
        ("[[{}],1,\"a,b\",null]", Framing::Array, &["[{}]", "1", "\"a,b\"", "null"]),
        ("[{}]]", Framing::Array, &["{}", "]"]),
        ("[{},{}", Framing::Array, &["{}", "{}"]),
    ] {
        let report = read(source.as_bytes());
        assert_eq!(report.framing, Some(framing), "{source:?}");
        assert_eq!(report.raws(), frames, "{source:?}");
    }
}

#[test]
fn arrays_that_are_no_json_are_told_and_lose_no_record() {
    for (source, n_records, is_irregular) in [
        ("[]", 0, false),
        ("[A]", 1, false),
        ("[A,B]", 2, false),
        (" [ A , B ] \n", 2, false),
        ("[A]\n[B]", 2, false),
        ("[A,[1],\"x\",2,B]", 2, false),
        // Not closed, which is told otherwise.
        ("[A,B", 2, false),
        ("[A B]", 2, true),
        ("[A\nB]", 2, true),
        ("[A,,B]", 2, true),
        ("[,A]", 1, true),
        ("[A,]", 1, true),
        ("[A] B", 2, true),
        ("[A],B", 2, true),
        ("[A],[B]", 2, true),
        ("[A,[B]]", 1, false),
        // Records one after the other are no array.
        ("A B", 2, false),
    ] {
        let records = source.replace('A', r#"{"msg_id":"a"}"#).replace('B', r#"{"msg_id":"b"}"#);
        for n_bytes in [1, 1 << 20] {
            let source = BytesSource::new("source", records.as_bytes());
            let report = read_with(&source, Limits::default(), n_bytes, None);
            assert_eq!(
                (report.n_records(), report.is_irregular),
                (n_records, is_irregular),
                "{records}"
            );
        }
    }
}

#[test]
fn hostile_sources_take_linear_time() {
    let piece = |text: &str, n: u64| (text.as_bytes().to_vec(), n);
    for pieces in [
        vec![piece("[", 10_000_000)],
        vec![piece("{", 10_000_000)],
        vec![piece("{}", 1), piece("[", 10_000_000)],
        vec![piece("{\n", 3_000_000)],
        vec![piece("{}{}", 1), piece("{\n", 3_000_000)],
        vec![piece("{\n  \"a\n", 1_000_000)],
        vec![piece("{}{\"", 1_000_000)],
        vec![piece("\"", 5_000_000)],
        vec![piece("{\"\\", 3_000_000)],
        vec![piece("{}{}", 1), piece("\u{feff}", 2_000_000)],
        vec![piece("\u{feff}", 2_000_000)],
        vec![piece("}", 10_000_000)],
        vec![piece("[", 1), piece(",", 10_000_000)],
        vec![piece("1\n", 1_000_000)],
        vec![piece("{\"a\":\"\n", 1_000_000)],
    ] {
        let shown = String::from_utf8_lossy(&pieces[pieces.len() - 1].0).into_owned();
        let start = Instant::now();
        let report = read_with(&Generated { pieces }, Limits::default(), 1 << 20, None);
        assert_eq!(report.n_records(), 0);
        // A second is a hundred times what it takes; the square of it would take days.
        assert!(start.elapsed() < Duration::from_secs(10), "{shown:?}: {:?}", start.elapsed());
    }
}
