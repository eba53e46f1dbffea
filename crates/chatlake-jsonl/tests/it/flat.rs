use chatlake_core::{Column, Projection, PseudonymKey, Pseudonyms, Secrets};
use chatlake_jsonl::Form;

use crate::text;

#[test]
fn a_message_becomes_a_line_per_body_without_nulls() {
    let record = r#"{"uuid":"u","msg_id":"1","timestamp":1543309200000,"chat_type":"chat","from":"b","to":"a",
        "payload":{"ext":{"a":"\u4f60"},"bodies":[{"type":"txt","msg":"\u4f60\n\"好\"\/"},{"type":"loc","lat":"31.25","lng":120}]}}"#;
    let form = Form::Flat(Projection::default());
    let expected = concat!(
        r#"{"msg_id":"1","body_index":0,"body_count":2,"timestamp":"2018-11-27T09:00:00.000000Z","#,
        r#""chat_type":"chat","sender":"b","recipient":"a","conversation_id":"a|b","#,
        r#""body_type":"txt","text":"\u4f60\n\"好\"\/","#,
        r#""ext":"{\"a\":\"\\u4f60\"}","extra":"{\"message\":{\"uuid\":\"u\"}}","#,
        r#""source_hour":"2018-11-27T09:00:00.000000Z","source_file":"2018\t\"112717\".gz","#,
        r#""source_record":7}"#,
        "\n",
        r#"{"msg_id":"1","body_index":1,"body_count":2,"timestamp":"2018-11-27T09:00:00.000000Z","#,
        r#""chat_type":"chat","sender":"b","recipient":"a","conversation_id":"a|b","#,
        r#""body_type":"loc","lat":31.25,"lng":120.0,"#,
        r#""ext":"{\"a\":\"\\u4f60\"}","extra":"{\"message\":{\"uuid\":\"u\"}}","#,
        r#""source_hour":"2018-11-27T09:00:00.000000Z","source_file":"2018\t\"112717\".gz","#,
        r#""source_record":7}"#,
        "\n",
    );
    assert_eq!(text(&[record], &form), expected);
}

#[test]
fn a_row_of_nulls_is_an_empty_object() {
    let form = Form::Flat(Projection::default().with_columns(&[Column::Text, Column::Sender]));
    assert_eq!(
        text(&[r#"{"msg_id":"1"}"#, r#"{"msg_id":"2","from":""}"#], &form),
        "{}\n{\"sender\":\"\"}\n"
    );
}

#[test]
fn credentials_come_out_only_when_asked_for() {
    let record = r#"{"msg_id":"1","payload":{"bodies":[{"type":"img","secret":"s3cr3t"}]}}"#;
    let all = |secrets| text(&[record], &Form::Flat(Projection::default().with_secrets(secrets)));
    assert!(!all(Secrets::Withheld).contains("s3cr3t"));
    assert!(all(Secrets::Included).contains("s3cr3t"));
}

#[test]
fn pseudonyms_stand_where_names_stood() {
    let key = PseudonymKey::new(b"0123456789abcdef").unwrap();
    let pseudonyms = Pseudonyms::new(&[Column::Sender], key).unwrap();
    let projection = Projection::default()
        .with_columns(&[Column::Sender, Column::Recipient, Column::ConversationId, Column::Extra])
        .with_pseudonyms(pseudonyms.clone());
    let record =
        r#"{"msg_id":"1","chat_type":"chat","from":7,"payload":{"from":"l\u0069","to":"wu"}}"#;
    let mut both = ["li", "wu"].map(|value| pseudonyms.of(value));
    let [sender, recipient] = both.clone();
    both.sort();
    let expected = format!(
        "{{\"sender\":\"{sender}\",\"recipient\":\"{recipient}\",\"conversation_id\":\"{}\",\"extra\":\"{{\\\"message\\\":{{\\\"from\\\":null}}}}\"}}\n",
        both.join("|")
    );
    assert_eq!(text(&[record], &Form::Flat(projection)), expected);
}
