//! Pseudonyms stand where names stood, and names stand nowhere.

use chatlake_core::schema::ColumnType;
use chatlake_core::{
    Column, Origin, Projection, PseudonymKey, Pseudonyms, RecordBuf, Row, Secrets, Teller,
};
use chatlake_testing::cases;
use chatlake_testing::json::{self, Json, Unit, unit};
use chatlake_testing::record::message;
use chatlake_testing::row::told;
use proptest::prelude::*;

const PEOPLE: &[Column] =
    &[Column::Sender, Column::Recipient, Column::FromRaw, Column::ToRaw, Column::ConversationId];

fn pseudonyms(columns: &[Column]) -> Pseudonyms {
    Pseudonyms::new(columns, PseudonymKey::new(b"0123456789abcdef").unwrap()).unwrap()
}

fn projection(columns: &[Column]) -> Projection {
    Projection::default().with_pseudonyms(pseudonyms(columns))
}

/// What every row of a message tells in every column.
fn rows(record: &RecordBuf, projection: &Projection) -> Vec<Vec<Option<String>>> {
    let mut teller = Teller::new(projection);
    let rows = Row::of(record.as_record(), Origin::default(), teller.withheld());
    let rows: Vec<Row<'_>> = rows.collect();
    let mut row = |row| Column::ALL.iter().map(|it| told(teller.value(&row, *it))).collect();
    rows.into_iter().map(&mut row).collect()
}

fn value(row: &[Option<String>], column: Column) -> Option<String> {
    row[column as usize].clone()
}

/// What a conversation is called by the words of the schema.
fn conversation(chat: &Option<String>, from: Option<String>, to: Option<String>) -> Option<String> {
    match chat.as_deref() {
        Some("chat") => {
            let mut both = [from?, to?];
            both.sort();
            Some(both.join("|"))
        }
        _ => to,
    }
}

/// The keys whose values are not null, at any depth.
fn told_keys(json: &Json) -> Vec<Unit> {
    match json {
        Json::Object(members) => members
            .iter()
            .flat_map(|(key, value)| {
                let here = (!value.is_null()).then(|| key.clone());
                here.into_iter().chain(told_keys(value)).collect::<Vec<_>>()
            })
            .collect(),
        Json::Array(elements) => elements.iter().flat_map(told_keys).collect(),
        _ => Vec::new(),
    }
}

proptest! {
    #![proptest_config(cases(600))]

    #[test]
    fn a_teller_tells_pseudonyms_of_what_rows_tell_and_all_else_as_it_is(
        message in message(),
        named in prop::sample::subsequence(Column::ALL.to_vec(), 0..6),
        secrets in prop_oneof![Just(Secrets::Withheld), Just(Secrets::Included)],
    ) {
        let may = |column: &Column| {
            column.column_type() == ColumnType::Text && *column != Column::SourceFile
        };
        let named: Vec<Column> = named.into_iter().filter(may).collect();
        let pseudonyms = pseudonyms(&named);
        let record = RecordBuf::from_json(&message).unwrap();
        let clear = rows(&record, &Projection::default().with_secrets(secrets));
        let projection = Projection::default().with_secrets(secrets);
        let told = rows(&record, &projection.with_pseudonyms(pseudonyms.clone()));
        prop_assert_eq!(clear.len(), told.len());
        for (clear, told) in clear.iter().zip(&told) {
            for column in Column::ALL.iter().filter(|column| **column != Column::Extra) {
                let was = value(clear, *column);
                let expected = match column {
                    Column::ConversationId if pseudonyms.has(Column::Sender) => conversation(
                        &value(clear, Column::ChatType),
                        value(clear, Column::Sender).map(|name| pseudonyms.of(&name)),
                        value(clear, Column::Recipient).map(|name| pseudonyms.of(&name)),
                    ),
                    _ if pseudonyms.has(*column) => was.map(|value| pseudonyms.of(&value)),
                    _ => was,
                };
                prop_assert_eq!(value(told, *column), expected, "{}", column);
            }
        }
    }

    #[test]
    fn extra_tells_nothing_of_people_that_has_a_key(message in message()) {
        let record = RecordBuf::from_json(&message).unwrap();
        for row in rows(&record, &projection(&[Column::Recipient])) {
            let Some(extra) = value(&row, Column::Extra) else { continue };
            let keys = told_keys(&json::parse(extra.as_bytes()).unwrap());
            for key in ["from", "to", "groupId", "group_id"] {
                prop_assert!(!keys.contains(&unit(key)), "{}", extra);
            }
        }
    }
}

#[test]
fn no_name_slips_through_wherever_it_stands() {
    for members in [
        r#""from":"somebody","to":"other""#,
        r#""from":"s\u006fmebody","to":"other","chat_type":"chat""#,
        r#""to":["somebody"]"#,
        r#""fr\u006fm":{"u":"somebody"}"#,
        r#""from":"admin","payload":{"from":"somebody"}"#,
        r#""from":"org#app_somebody@easemob.com","payload":{"from":"somebody","to":"somebody"}"#,
        r#""payload":{"to":[{"x":"somebody"}]}"#,
        r#""payload":[{"from":"somebody"},{"to":["somebody"]}]"#,
        r#""payload":{"bodies":{"type":"txt","from":"somebody"}}"#,
        r#""payload":{"bodies":[{"type":"txt","from":"somebody"},[{"to":{"a":"somebody"}}]]}"#,
        r#""payload":{"bodies":[{"size":{"from":"somebody"}}]}"#,
        r#""chat_type":"groupchat","to":"somebody","groupId":"somebody","group_id":"somebody""#,
        r#""payload":{"meta":{"group\u0049d":"somebody"}}"#,
    ] {
        let record = RecordBuf::from_json(&format!(r#"{{"msg_id":"1",{members}}}"#)).unwrap();
        let all = |projection: &Projection| {
            let values = rows(&record, projection).concat().into_iter().flatten();
            values.collect::<Vec<String>>().join(" ")
        };
        assert!(all(&Projection::default()).contains("somebody"), "{members}");
        assert!(!all(&projection(&[Column::Sender])).contains("somebody"), "{members}");
    }
}

#[test]
fn what_a_column_could_not_hold_is_not_in_extra_either() {
    for (column, members) in [
        (Column::Text, r#""payload":{"bodies":[{"msg":["TELL"]},{"msg":"TELL"}]}"#),
        (Column::Url, r#""payload":{"bodies":[{"url":["TELL"]},[{"url":"TELL"}]]}"#),
        (Column::BodyType, r#""payload":{"bodies":[{"type":"TELL","subType":"sub_combine"}]}"#),
        (Column::ChatType, r#""chat_type":{"x":"TELL"}"#),
        (Column::MsgId, r#""payload":{"msg_id":"TELL"}"#),
    ] {
        let record = RecordBuf::from_json(&format!(r#"{{"msg_id":"1",{members}}}"#)).unwrap();
        for row in rows(&record, &projection(&[column])) {
            assert!(!row.into_iter().flatten().any(|value| value.contains("TELL")), "{members}");
        }
    }
}

#[test]
fn joins_by_people_and_conversations_hold() {
    let of = |from: &str, to: &str, kind: &str| {
        let json = format!(r#"{{"msg_id":"1","from":"{from}","to":"{to}","chat_type":"{kind}"}}"#);
        let record = RecordBuf::from_json(&json).unwrap();
        rows(&record, &projection(&[Column::Sender])).remove(0)
    };
    let (there, back) = (of("li", "wu", "chat"), of("wu", "li", "chat"));
    let group = of("li", "g", "groupchat");
    assert_eq!(value(&there, Column::Sender), value(&back, Column::Recipient));
    assert_eq!(value(&there, Column::Sender), value(&group, Column::Sender));
    assert_eq!(value(&there, Column::ConversationId), value(&back, Column::ConversationId));
    assert_eq!(value(&group, Column::ConversationId), value(&group, Column::Recipient));
    assert_ne!(value(&there, Column::Sender), value(&there, Column::Recipient));
}

#[test]
fn a_conversation_alone_has_a_pseudonym_of_its_own() {
    let json = r#"{"msg_id":"1","from":"wu","to":"l\u0069","chat_type":"chat"}"#;
    let record = RecordBuf::from_json(json).unwrap();
    let row = rows(&record, &projection(&[Column::ConversationId])).remove(0);
    let expected = pseudonyms(&[]).of("li|wu");
    assert_eq!(value(&row, Column::ConversationId), Some(expected));
    assert_eq!(value(&row, Column::Sender).as_deref(), Some("wu"));
}

#[test]
fn neither_null_nor_empty_text_becomes_somebody() {
    let record = RecordBuf::from_json(r#"{"msg_id":"1","to":"","chat_type":"chat"}"#).unwrap();
    let row = rows(&record, &projection(PEOPLE)).remove(0);
    assert_eq!(value(&row, Column::Sender), None);
    assert_eq!(value(&row, Column::Recipient).as_deref(), Some(""));
    assert_eq!(value(&row, Column::ConversationId), None);
}

#[test]
fn a_projection_does_not_show_the_key_in_any_form() {
    let shown = format!("{0:?} {0:#?}", projection(PEOPLE));
    let digits: String = b"0123456789abcdef".iter().map(|byte| format!("{byte:02x}")).collect();
    assert!(!shown.contains("0123456789abcdef") && !shown.contains(&digits), "{shown}");
    assert!(!shown.contains("48, 49, 50"), "{shown}");
}
