//! What is accepted, and that nothing of it vanishes: judged by serde_json and the words of the
//! schema, not by the parser.

use chatlake_core::{RecordBuf, RejectReason};
use chatlake_testing::{broken, cases, json, oracle, record, value};
use proptest::prelude::*;

use crate::reading;

/// The record is accepted if and only if the oracle accepts it, and tells the same.
fn check(bytes: &[u8]) -> Result<(), TestCaseError> {
    let expected = oracle::expected(bytes);
    let read = std::str::from_utf8(bytes).ok().map(RecordBuf::from_json);
    match (&expected, &read) {
        (Ok(expected), Some(Ok(record))) => {
            let rebuilt = oracle::rebuilt(record.as_record());
            prop_assert_eq!(rebuilt.sorted(), expected.clone().sorted());
        }
        (Err(_), None | Some(Err(_))) => {}
        _ => {
            let text = String::from_utf8_lossy(bytes);
            prop_assert!(false, "expected {expected:?}, read {read:?} of {text}");
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(cases(3000))]

    #[test]
    fn records_are_accepted_or_refused_as_the_oracle_says_and_nothing_vanishes(
        record in record::record(),
    ) {
        check(record.as_bytes())?;
    }

    #[test]
    fn broken_records_are_judged_as_the_oracle_says(bytes in broken::bytes()) {
        check(&bytes)?;
    }

    #[test]
    fn a_line_is_judged_as_its_record_is(line in broken::line()) {
        let is_accepted = oracle::expected(&line).is_ok();
        let report = reading::read(&line);
        if report.failure.is_none() && report.framing == Some(chatlake_core::Framing::Lines) {
            prop_assert_eq!(report.outcomes.len(), 1);
            prop_assert_eq!(report.outcomes[0].is_record(), is_accepted);
            prop_assert_eq!(report.outcomes[0].raw(), &line[..]);
        }
    }

    #[test]
    fn ext_and_custom_exts_are_verbatim(value in value::any_value()) {
        prop_assume!(value != "null");
        let payload = format!(
            r#"{{"ext": {value} ,"bodies":[{{"customExts":{value}}},{{"v2:customExts" :{value} }}]}}"#
        );
        let record = format!(r#"{{"msg_id":"1","payload":{payload}}}"#);
        let record = RecordBuf::from_json(&record).unwrap();
        prop_assert_eq!(record.as_record().ext(), Some(&*value));
        for body in record.as_record().bodies() {
            prop_assert_eq!(body.custom_exts(), Some(&*value));
        }
    }
}

#[test]
fn what_is_nearly_json_is_refused() {
    for text in [
        "",
        " ",
        "{",
        "}",
        "{}{}",
        "{} {}",
        "{},",
        "[{}]",
        "null",
        "\"{}\"",
        "{]",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{,}",
        "{\"a\":1 \"b\":2}",
        "{\"a\" 1}",
        "{a:1}",
        "{'a':1}",
        "{\"a\":01}",
        "{\"a\":+1}",
        "{\"a\":.5}",
        "{\"a\":1.}",
        "{\"a\":1e}",
        "{\"a\":0x1}",
        "{\"a\":NaN}",
        "{\"a\":Infinity}",
        "{\"a\":-}",
        "{\"a\":tru}",
        "{\"a\":truee}",
        "{\"a\":True}",
        "{\"a\":nul}",
        "{\"a\":1 2}",
        "{\"a\":\"b\"c}",
        "{\"a\":\"b\"\"c\"}",
        "{\"a\":[1,]}",
        "{\"a\":[,1]}",
        "{\"a\":[1 2]}",
        "{\"a\":[1}}",
        "{\"a\":{]}",
        "{\"a\":[1}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u12\"}",
        "{\"a\":\"\\u12g4\"}",
        "{\"\\x\":1}",
        "{\"a\":\"\t\"}",
        "{\"a\":\"\u{0}\"}",
        "{\"a\":1\u{0}}",
        "\u{0}{}",
        "{}\u{0}",
        "{\"a\":1}\\",
        "{\"a\":1}\"",
        "{\"a\":1}x",
        "x{\"a\":1}",
        "{\"a\":1}\u{c}",
        "\u{c}{\"a\":1}",
        "{\u{a0}\"a\":1}",
        "{\"a\":1,,\"b\":2}",
        "{\"a\"::1}",
        "{\"a\":/*x*/1}",
        "{\"a\":[[[]]}",
        "{\"a\":\"\\",
        "{\"a\":\"\\\"}",
        "{\"a\":1e5.5}",
        "{\"a\":--1}",
    ] {
        assert!(json::parse(text.as_bytes()).is_none_or(|json| json.get("msg_id").is_none()));
        // With an id, none of them would be refused for the lack of one.
        let text = text.replacen("{\"a\"", "{\"msg_id\":\"1\",\"a\"", 1);
        assert!(RecordBuf::from_json(&text).is_err(), "{text}");
    }
}

#[test]
fn what_is_unusual_json_is_accepted() {
    for value in [
        "1e999999",
        "-0",
        "0.0000",
        "123456789012345678901234567890",
        "1E-7",
        "\"\\ud800\"",
        "\"\\udc00\\ud800\"",
        "{\"a\":1,\"a\":2}",
        "\"\u{7f}\u{2028}\u{feff}\"",
        "[\n\t\r ]",
        "{\"\":0}",
        "{\"\\ud800\":{}}",
        "\"\\/\\b\\f\"",
        "[[],{},[{}]]",
    ] {
        let text = format!("{{ \"msg_id\" :\t\"1\" , \"a\":{value}\r\n}}");
        check(text.as_bytes()).unwrap();
        let record = RecordBuf::from_json(&text).unwrap();
        let extra = record.as_record().extra(chatlake_core::Secrets::Withheld).to_string();
        assert_eq!(extra, format!("{{\"message\":{{\"a\":{value}}}}}"));
    }
}

#[test]
fn every_truncation_of_a_record_is_refused() {
    let record = r#"{"msg_id":"1","payload":{"bodies":[{"type":"txt","msg":"\u4f60😀\\"}],"ext":{"a":[1,{}]}},"x":-1.5e3}"#;
    for end in 0..record.len() {
        let bytes = &record.as_bytes()[..end];
        check(bytes).unwrap();
        assert!(
            std::str::from_utf8(bytes).map_or(true, |text| RecordBuf::from_json(text).is_err())
        );
    }
    assert!(RecordBuf::from_json(record).is_ok());
}

#[test]
fn refusals_name_the_place() {
    for (record, reason) in [
        (
            r#"{"msg_id":"1","a":tru}"#,
            "invalid JSON at byte 18 of the record: expected a value, found `t`",
        ),
        (
            r#"{"msg_id":"1""#,
            "invalid JSON at byte 13 of the record: expected `,` or `}`, found the end",
        ),
        (
            r#"{"msg_id":"1"}}"#,
            "invalid JSON at byte 14 of the record: expected the end of the record, found `}`",
        ),
        (r#"{"msg_id":"1","a":"\x"}"#, "invalid escape sequence at byte 19 of the record"),
        (
            "{\"msg_id\":\"1\",\"a\":\"\t\"}",
            "control character 0x09 inside a string at byte 19 of the record",
        ),
        (
            r#"{"msg_id":"1","a":"b}"#,
            "the string that opens at byte 18 of the record has no end: cut off, or glued to the next record",
        ),
        ("[1]", "not a JSON object"),
        (r#"{"msg_id":"1","msg\u005fid":"2"}"#, "duplicate key `msg_id` at byte 14 of the record"),
        (r#"{"msg_id":7}"#, "msg_id is not a non-empty string"),
        (
            r#"{"msg_id":"1","timestamp":1.5}"#,
            "timestamp at byte 26 of the record is not a whole number of milliseconds in range",
        ),
    ] {
        let refusal = RecordBuf::from_json(record).err().map(|refusal| refusal.to_string());
        assert_eq!(refusal.as_deref(), Some(reason), "{record}");
    }
}

#[test]
fn depth_is_counted_from_the_record_itself() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        for key in ["x", "payload", "msg"] {
            for (n, is_accepted) in [(127, true), (128, false)] {
                let value = format!("{}0{}", open.repeat(n), close.repeat(n));
                let record = format!("{{\"msg_id\":\"1\",\"{key}\":{value}}}");
                let refusal = RecordBuf::from_json(&record).err();
                assert_eq!(refusal.is_none(), is_accepted, "{key} {n}");
                if let Some(refusal) = refusal {
                    assert!(matches!(refusal, RejectReason::TooDeep { limit: 128, .. }));
                }
            }
        }
    }
    // In a body, four containers are open around a value: record, payload, bodies and the body.
    for (n, is_accepted) in [(124, true), (125, false)] {
        let value = format!("{}{}", "[".repeat(n), "]".repeat(n));
        let record = format!(r#"{{"msg_id":"1","payload":{{"bodies":[{{"msg":{value}}}]}}}}"#);
        assert_eq!(RecordBuf::from_json(&record).is_ok(), is_accepted, "{n}");
    }
}
