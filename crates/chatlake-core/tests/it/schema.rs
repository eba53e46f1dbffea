//! The fine print of the schema, paragraph by paragraph.

mod bodies;
mod extra;
mod messages;

use chatlake_core::{Column, Origin, RecordBuf, RejectReason, Row, Secrets, Value};

/// A record with these members beside its id.
fn message(members: &str) -> Result<RecordBuf, RejectReason> {
    RecordBuf::from_json(&format!("{{\"msg_id\":\"1\",{members}}}"))
}

/// A record of one body with these members.
fn body(members: &str) -> RecordBuf {
    message(&format!("\"payload\":{{\"bodies\":[{{{members}}}]}}")).unwrap()
}

/// The value of a column in each row, as text; `null` where there is none.
fn column(record: &RecordBuf, column: Column, secrets: Secrets) -> Vec<String> {
    Row::of(record.as_record(), Origin::default(), secrets)
        .map(|row| match row.value(column) {
            Value::Null => "null".to_owned(),
            Value::Text(text) => format!("{text:?}"),
            Value::Json(json) => json.to_owned(),
            Value::Extra(extra) => extra.to_string(),
            Value::Conversation(conversation) => {
                let mut id = String::new();
                conversation.write_to(&mut id).unwrap();
                id
            }
            Value::Int(value) => value.to_string(),
            Value::Float(value) => format!("{value:?}"),
            Value::Timestamp(value) => format!("{value} us"),
        })
        .collect()
}

/// Members of a body, a column, its value, and what is left in `extra`.
type Case<'a> = (&'a str, Column, &'a str, &'a str);

fn check_bodies(cases: &[Case<'_>], secrets: Secrets) {
    for (members, name, value, left) in cases {
        let record = body(members);
        assert_eq!(column(&record, *name, secrets), [*value], "{name} of {members}");
        let left = match *left {
            "" => "null".to_owned(),
            left => format!("{{\"body\":{{{left}}}}}"),
        };
        assert_eq!(column(&record, Column::Extra, secrets), [left], "extra of {members}");
    }
}

#[test]
fn credentials_are_withheld_wherever_they_stand_and_however_they_are_spelled() {
    for payload in [
        r#""payload":{"bodi\u0065s":{"secret":"TELL","a":1}}"#,
        r#""payload":[{"bodies":[{"secret":"TELL"}]}]"#,
        r#""payload":{"bodies":[[{"thumb_secret":"TELL"}]]}"#,
        r#""payload":{"bodies":[{"s\u0065cret":["TELL"]}]}"#,
        r#""payload":{"secret":"TELL"}"#,
        r#""secret":"TELL""#,
        r#""x":{"y":[{"thumb_secret":{"z":"TELL"}}]}"#,
    ] {
        let record = RecordBuf::from_json(&format!(r#"{{"msg_id":"1",{payload}}}"#)).unwrap();
        let told = |secrets| column(&record, Column::Extra, secrets).concat();
        assert!(!told(Secrets::Withheld).contains("TELL"), "{payload}");
        let asked_for = column(&record, Column::Secret, Secrets::Included).concat();
        assert!((told(Secrets::Included) + &asked_for).contains("TELL"), "{payload}");
    }
}
