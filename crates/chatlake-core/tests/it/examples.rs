//! The examples do what they say.

use std::path::PathBuf;

#[path = "../../examples/blocks.rs"]
#[expect(dead_code, reason = "main is for the command line")]
mod blocks;
#[path = "../../examples/count.rs"]
#[expect(dead_code, reason = "main is for the command line")]
mod count;
#[path = "../../examples/texts.rs"]
#[expect(dead_code, reason = "main is for the command line")]
mod texts;

/// A file with these lines.
fn file(name: &str, lines: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, lines).unwrap();
    path
}

const LINES: &str = r#"{"msg_id":"1","chat_type":"chat","from":"li","payload":{"bodies":[{"type":"txt","msg":"hi"}]}}
{"msg_id":"2","chat_type":"groupchat","payload":{"from":"wu","bodies":[{"msg":"\u4f60\u597d"},{"type":"img"}]}}
{"msg_id":"3","chat_type":"chat","payload":{"bodies":[]}}
"#;

#[test]
fn count_counts_records_and_rejects() {
    let path = file("count.jsonl", &format!("{LINES}{{\"msg_id\":4}}\n"));
    let mut out = Vec::new();
    count::count(&path, &mut out).unwrap();
    let expected = format!("{}: 3 records, 1 rejects\n", path.display());
    assert_eq!(String::from_utf8(out).unwrap(), expected);
}

#[test]
fn texts_tells_who_wrote_what() {
    let mut out = Vec::new();
    texts::texts(file("texts.jsonl", LINES), &mut out).unwrap();
    assert_eq!(String::from_utf8(out).unwrap(), "li: hi\nwu: 你好\n");
}

#[test]
fn blocks_counts_chat_types_and_tells_rejects() {
    let mut out = Vec::new();
    blocks::blocks(file("blocks.jsonl", &format!("{LINES}[]\n")), &mut out).unwrap();
    let told = String::from_utf8(out).unwrap();
    assert_eq!(told, "record 3: not a JSON object\n2 chat\n1 groupchat\n");
}
