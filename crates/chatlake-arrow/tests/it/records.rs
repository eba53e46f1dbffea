//! Records to test with.

use chatlake_core::{Origin, RecordBuf};

/// One record of each kind, escapes, misfits, and none, one and many bodies.
pub(crate) const RECORDS: &[&str] = &[
    r#"{"msg_id":"1","timestamp":1403099033211,"direction":"outgoing","from":"b","to":"a","chat_type":"chat","payload":{"bodies":[{"msg":"hi","type":"txt"}],"ext":{"k":[1,2]}}}"#,
    r#"{"msg_id":"2","timestamp":"1403099033212","from":"admin","to":"g","chat_type":"groupchat","group_id":"g","payload":{"from":"小明","to":"g","bodies":[{"type":"img","file_length":128,"filename":"a.jpg","secret":"s-1","size":{"width":480,"height":640},"url":"https://x/1"}]}}"#,
    r#"{"msg_id":"3","payload":{"bodies":[]}}"#,
    r#"{"msg_id":"4","timestamp":null,"payload":{"bodies":[{"type":"loc","addr":"路 1","lat":"39.9","lng":116.4},{"type":"audio","length":3,"file_length":"12k"},{"type":"cmd","action":"go"}]}}"#,
    r#"{"msg_id":"5\u0041","from":"\ud83d\ude00","to":"\"q\"","chat_type":"chat","payload":{"bodies":[{"type":"txt","msg":"a\nb\u4f60"}]}}"#,
    r#"{"msg_id":"6","payload":{"bodies":[{"type":"custom","customEvent":"e","customExts":{"a":1}},{"subType":"sub_combine","type":"txt","title":"t","summary":"s","combineLevel":1}]}}"#,
    r#"{"msg_id":"7","payload":{"bodies":[{"type":"video","thumb":"t","thumb_secret":"s-2","secret":"s-3","thumbFilename":"f","length":0},7]},"new":{"x":null}}"#,
    r#"{"msg_id":"8","timestamp":1403099033211.0,"payload":{"bodies":"none"}}"#,
    r#"{"msg_id":"9"}"#,
];

pub(crate) fn records() -> Vec<RecordBuf> {
    RECORDS.iter().map(|json| RecordBuf::from_json(json).unwrap()).collect()
}

pub(crate) fn origin(record: usize) -> Origin<'static> {
    match record % 3 {
        0 => Origin { file: None, hour_us: None, record: record as u64 },
        _ => Origin {
            file: Some("2018112717.gz"),
            hour_us: Some(1_543_309_200_000_000),
            record: record as u64,
        },
    }
}
