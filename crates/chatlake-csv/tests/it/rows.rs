use chatlake_core::{Column, Compression, Projection, PseudonymKey, Pseudonyms, Secrets};
use chatlake_csv::Guard;

use crate::file;

fn check(columns: &[Column], guard: Guard, record: &str, expected: &str) {
    let projection = Projection::default().with_columns(columns);
    let file = file(&[record], &projection, guard, Compression::Plain);
    let text = String::from_utf8(file).unwrap();
    let (_header, rows) = text.split_once("\r\n").unwrap();
    assert_eq!(rows, expected, "{record}");
}

#[test]
fn a_message_becomes_a_row_per_body() {
    let record = r#"{"msg_id":"1","timestamp":1543309200000,"chat_type":"chat","from":"b","to":"a",
        "payload":{"bodies":[{"type":"txt","msg":"hi"},{"type":"loc","lat":"31.25","lng":120}]}}"#;
    let projection = Projection::default().without_columns(&[Column::Ext, Column::Extra]);
    let file = file(&[record], &projection, Guard::On, Compression::Plain);
    let expected = "\
        msg_id,body_index,body_count,timestamp,chat_type,direction,sender,recipient,from_raw,to_raw,\
        conversation_id,body_type,text,url,filename,file_length,duration_s,width,height,thumb_url,\
        thumb_filename,lat,lng,addr,cmd_action,custom_event,custom_exts,combine_level,title,summary,\
        secret,thumb_secret,source_hour,source_file,source_record\r\n\
        1,0,2,2018-11-27T09:00:00.000000Z,chat,,b,a,,,a|b,txt,hi,,,,,,,,,,,,,,,,,,,,\
        2018-11-27T09:00:00.000000Z,2018112717.gz,0\r\n\
        1,1,2,2018-11-27T09:00:00.000000Z,chat,,b,a,,,a|b,loc,,,,,,,,,,31.25,120.0,,,,,,,,,,\
        2018-11-27T09:00:00.000000Z,2018112717.gz,0\r\n";
    assert_eq!(String::from_utf8(file).unwrap(), expected);
}

#[test]
fn null_is_nothing_and_empty_text_is_quotes() {
    let columns = [Column::MsgId, Column::Sender, Column::Recipient];
    let record = r#"{"msg_id":"1","from":"","payload":{}}"#;
    check(&columns, Guard::On, record, "1,\"\",\r\n");
}

#[test]
fn texts_are_decoded_and_quoted_where_needed() {
    let columns = [Column::Text, Column::Ext, Column::Extra];
    let record = r#"{"msg_id":"1","uuid":7,"payload":{"ext":{"a" : "\u4f60"},"bodies":[{"msg":"\u4f60\n\"好\""}]}}"#;
    let expected = "\"你\n\"\"好\"\"\",\"{\"\"a\"\" : \"\"\\u4f60\"\"}\",\"{\"\"message\"\":{\"\"uuid\"\":7}}\"\r\n";
    check(&columns, Guard::On, record, expected);
}

#[test]
fn formulas_are_guarded_unless_told_otherwise() {
    let columns = [Column::ConversationId, Column::Text, Column::FileLength, Column::Ext];
    let record = r#"{"msg_id":"1","from":"-b","to":"'@a","chat_type":"chat","payload":
        {"ext":-1,"bodies":[{"msg":"\u003d1,2","file_length":-5}]}}"#;
    check(&columns, Guard::On, record, "''@a|-b,\"'=1,2\",-5,'-1\r\n");
    check(&columns, Guard::Off, record, "'@a|-b,\"=1,2\",-5,-1\r\n");
}

#[test]
fn credentials_come_out_only_when_asked_for() {
    let record = r#"{"msg_id":"1","payload":{"bodies":[{"type":"img","secret":"s3cr3t"}]}}"#;
    let all = |secrets| {
        let projection = Projection::default().with_secrets(secrets);
        String::from_utf8(file(&[record], &projection, Guard::On, Compression::Plain)).unwrap()
    };
    assert!(!all(Secrets::Withheld).contains("s3cr3t"));
    assert!(all(Secrets::Included).contains("s3cr3t"));
}

#[test]
fn pseudonyms_stand_where_names_stood() {
    let key = PseudonymKey::new(b"0123456789abcdef").unwrap();
    let pseudonyms = Pseudonyms::new(&[Column::Sender, Column::Text], key).unwrap();
    let projection = Projection::default()
        .with_columns(&[Column::Sender, Column::Recipient, Column::FromRaw, Column::Text])
        .with_pseudonyms(pseudonyms.clone());
    let record = r#"{"msg_id":"1","from":"admin","payload":{"from":"=l\u0069","to":"",
        "bodies":[{"msg":"hi"},{"msg":"hi"}]}}"#;
    let file = file(&[record, record], &projection, Guard::On, Compression::Plain);
    let [sender, from_raw, text] = ["=li", "admin", "hi"].map(|value| pseudonyms.of(value));
    let row = format!("{sender},\"\",{from_raw},{text}\r\n");
    let header = "sender,recipient,from_raw,text\r\n";
    assert_eq!(String::from_utf8(file).unwrap(), header.to_owned() + &row.repeat(4));
}
