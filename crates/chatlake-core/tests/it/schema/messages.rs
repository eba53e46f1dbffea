//! Ids, timestamps, people and duplicates.

use std::time::{Duration, Instant};

use chatlake_core::{Column, RecordBuf, RejectReason, Secrets, Text};

use super::{column, message};

const SENDERS: [Column; 5] =
    [Column::Sender, Column::Recipient, Column::FromRaw, Column::ToRaw, Column::ConversationId];

#[test]
fn ids_are_text_and_not_empty() {
    for (id, is_accepted) in [
        ("\"5I02W-16-8278a\"", true),
        ("\"1156789012345678901\"", true),
        ("\" \"", true),
        ("\"\\u0000\"", true),
        ("\"\"", false),
        ("7", false),
        ("null", false),
        ("[\"1\"]", false),
        ("\"\\ud800\"", false),
    ] {
        let outcome = RecordBuf::from_json(&format!("{{\"msg_id\":{id}}}"));
        assert_eq!(outcome.is_ok(), is_accepted, "{id}");
    }
    assert_eq!(RecordBuf::from_json("{}").err(), Some(RejectReason::MsgId));
}

#[test]
fn answers_of_the_api_are_told_from_messages() {
    for envelope in [
        r#"{"action":"get","data":[{"url":"http://x"}],"timestamp":1}"#,
        r#"{"entities":[{"msg_id":"1"}],"count":1}"#,
    ] {
        assert_eq!(RecordBuf::from_json(envelope).err(), Some(RejectReason::Envelope));
    }
    assert_eq!(RecordBuf::from_json(r#"{"data":1}"#).err(), Some(RejectReason::MsgId));
}

#[test]
fn timestamps_are_whole_milliseconds_or_nothing_at_all() {
    for (timestamp, micros) in [
        ("1403099033211", Some("1403099033211000 us")),
        ("1403099033211.0", Some("1403099033211000 us")),
        ("1.4e12", Some("1400000000000000 us")),
        ("14030990332110e-1", Some("1403099033211000 us")),
        ("\"1403099033211\"", Some("1403099033211000 us")),
        ("\"-1\"", Some("-1000 us")),
        ("\"0017\"", Some("17000 us")),
        ("\"\\u0031\"", Some("1000 us")),
        ("0", Some("0 us")),
        ("-0", Some("0 us")),
        ("null", Some("null")),
        ("9223372036854775", Some("9223372036854775000 us")),
        ("-9223372036854775", Some("-9223372036854775000 us")),
        ("9223372036854776", None),
        ("-9223372036854776", None),
        ("9223372036854775808", None),
        ("1e30", None),
        ("1403099033211.5", None),
        ("15e-1", None),
        ("\"\"", None),
        ("\"1.0\"", None),
        ("\"1e3\"", None),
        ("\"+1\"", None),
        ("\" 1\"", None),
        ("\"2018-11-27T09:00:00Z\"", None),
        ("\"\\ud800\"", None),
        ("true", None),
        ("{}", None),
        ("[1]", None),
    ] {
        let record = message(&format!("\"timestamp\":{timestamp}")).ok();
        let told = record.map(|record| column(&record, Column::Timestamp, Secrets::Withheld));
        assert_eq!(told, micros.map(|micros| vec![micros.to_owned()]), "{timestamp}");
    }
    let absent = message("\"to\":\"b\"").unwrap();
    assert_eq!(absent.as_record().timestamp_ms(), None);
}

#[test]
fn sender_and_recipient_are_those_of_the_payload_else_of_the_top_level() {
    for (members, told, extra) in [
        (r#""chat_type":"chat","from":"b","to":"a""#, ["b", "a", "", "", "a|b"], ""),
        (
            r#""chat_type":"chat","from":"x","to":"y","payload":{"from":"a","to":"b"}"#,
            ["a", "b", "x", "y", "a|b"],
            "",
        ),
        (r#""from":"a","to":"g","payload":{"from":"a","to":"g"}"#, ["a", "g", "", "", "g"], ""),
        (r#""from":"\u0061","payload":{"from":"a"}"#, ["a", "", "", "", ""], ""),
        (r#""from":"a","to":"b","payload":{"from":null,"to":null}"#, ["a", "b", "", "", "b"], ""),
        (
            r#""chat_type":"chat","from":"a","to":"b","payload":{"from":7,"to":{"x":1}}"#,
            ["a", "b", "", "", "a|b"],
            r#"{"payload":{"from":7,"to":{"x":1}}}"#,
        ),
        (
            r#""from":"a","to":"b","payload":{"from":"\ud800"}"#,
            ["a", "b", "", "", "b"],
            r#"{"payload":{"from":"\ud800"}}"#,
        ),
        (r#""chat_type":"chat","to":"b""#, ["", "b", "", "", ""], ""),
        (r#""chat_type":"chat","from":"b""#, ["b", "", "", "", ""], ""),
        (r#""chat_type":"chatroom","from":"a","to":"r""#, ["a", "r", "", "", "r"], ""),
        (r#""chat_type":"chat","from":"é","to":"z""#, ["é", "z", "", "", "z|é"], ""),
        (
            r#""chat_type":["chat"],"from":true,"to":"b""#,
            ["", "b", "", "", "b"],
            r#"{"message":{"chat_type":["chat"],"from":true}}"#,
        ),
    ] {
        let record = message(members).unwrap();
        for (name, told) in SENDERS.into_iter().zip(told) {
            let told = match (told, name) {
                ("", _) => "null".to_owned(),
                (told, Column::ConversationId) => told.to_owned(),
                (told, _) => format!("{told:?}"),
            };
            assert_eq!(column(&record, name, Secrets::Withheld), [told], "{name} of {members}");
        }
        let extra = if extra.is_empty() { "null" } else { extra };
        assert_eq!(column(&record, Column::Extra, Secrets::Withheld), [extra], "{members}");
    }
    // Empty text is a value: the top level does not step in.
    let record = message(r#""from":"a","payload":{"from":""}"#).unwrap();
    assert!(record.as_record().sender().is_some_and(Text::is_empty));
    assert_eq!(column(&record, Column::FromRaw, Secrets::Withheld), ["\"a\""]);
}

#[test]
fn keys_that_stand_twice_where_keys_are_known_are_refused() {
    for (members, is_accepted) in [
        (r#""to":"a","to":"a""#, false),
        (r#""to":"a","\u0074o":"b""#, false),
        (r#""msg\u005fid":"2""#, false),
        (r#""x":1,"x":1"#, false),
        (r#""x":1,"\u0078":1"#, false),
        (r#""payload":{},"payload":{}"#, false),
        (r#""payload":{"ext":1,"ext":1}"#, false),
        (r#""payload":{"x":1,"y":2,"x":1}"#, false),
        (r#""payload":{"bodies":[{"msg":"a","msg":"a"}]}"#, false),
        (r#""payload":{"bodies":[{"x":1,"x":1}]}"#, false),
        (r#""payload":{"bodies":[{"size":{"width":1,"width":1}}]}"#, false),
        (r#""payload":{"bodies":[{"size":{"x":1,"x":1}}]}"#, false),
        (r#""payload":{"bodies":[{"msg":null,"msg":"a"}]}"#, false),
        (r#""x":1,"X":1,"payload":{"x":1,"bodies":[{"x":1},{"x":1,"size":{"x":1}}]}"#, true),
        (r#""payload":{"ext":{"a":1,"a":2}}"#, true),
        (r#""x":{"a":1,"a":2},"y":[{"a":1,"a":2}]"#, true),
        (r#""payload":{"bodies":[{"customExts":{"a":1,"a":2}}]}"#, true),
        // A lone surrogate is not the text of its spelling.
        (r#""\ud800":1,"\\ud800":2"#, true),
    ] {
        let outcome = message(members);
        assert_eq!(outcome.is_ok(), is_accepted, "{members}");
        if let Err(reason) = outcome {
            assert_eq!(reason.kind(), "duplicate key", "{members}");
        }
    }
}

#[test]
fn a_million_unknown_keys_are_compared_in_reasonable_time() {
    let keys = |n: u32| (0..n).map(|i| format!(",\"{i:x}\":0")).collect::<String>();
    let start = Instant::now();
    let text = format!("{{\"msg_id\":\"1\"{}}}", keys(1_200_000));
    assert!(text.len() < 16 << 20);
    assert!(RecordBuf::from_json(&text).is_ok());
    let again = text.replace('}', ",\"ff\":0}");
    let refusal = RecordBuf::from_json(&again).err().map(|reason| reason.kind());
    assert_eq!(refusal, Some("duplicate key"));
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
}

#[test]
fn what_comes_twice_is_found_among_few_and_among_many() {
    for n in [0, 1, 14, 15, 16, 17, 18, 40] {
        let keys: String = (0..n).map(|i| format!("\"{i}\":0,")).collect();
        assert!(message(&format!("{keys}\"x\":1")).is_ok(), "{n}");
        assert!(message(&format!("\"x\":1,{keys}\"x\":1")).is_err(), "{n}");
        assert!(message(&format!("{keys}\"x\":1,\"\\u0078\":1")).is_err(), "{n}");
    }
}
