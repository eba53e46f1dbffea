//! `head`, `inspect` and `schema`.

use serde_json::{Value, json};

use crate::run::{Folder, chatlake, fed, message, messages, testdata};

#[test]
fn head_shows_a_table_of_the_first_records() {
    let folder = Folder::new();
    let lines = [
        message("1", "你好\\n世界"),
        message("2", "👨‍👩‍👧 family").replace("\"ann\"", "\"小明\""),
        message("3", "\\u001b[31mred"),
    ];
    let export = folder.export("2018112717.gz", &lines);
    let run = chatlake(["head", &export, "-n", "3"]).exits(0);
    assert_eq!(
        run.out,
        "#  2018-11-27  chat  sender  recipient  type  content\n\
         0  09:00:00Z   chat  ann     bob        txt   你好␊世界\n\
         1  09:00:00Z   chat  小明    bob        txt   👨‍👩‍👧 family\n\
         2  09:00:00Z   chat  ann     bob        txt   ␛[31mred\n"
    );
    assert_eq!(chatlake(["head", &export, "-n", "1"]).out.lines().count(), 2);
    assert_eq!(chatlake(["head", &export, "-n", "0"]).exits(0).out.lines().count(), 1);
}

#[test]
fn no_line_of_a_table_is_wider_than_the_screen() {
    use unicode_width::UnicodeWidthStr;
    let run = chatlake(["head", &testdata("hourly/2018112709.gz"), "-n", "400"]).exits(0);
    assert_eq!(run.out.lines().count(), 401);
    for line in run.out.lines() {
        assert!(line.width() <= 80, "{line}");
    }
}

#[test]
fn head_gives_every_column_as_json_and_csv() {
    let folder = Folder::new();
    let export = folder.export("2018112717.gz", &messages(0..3));
    for options in [&["--to", "json"][..], &["--json"]] {
        let rows = chatlake([&["head", &export, "-n", "2"][..], options].concat()).exits(0).json();
        assert_eq!(rows.as_array().unwrap().len(), 2);
        assert_eq!(rows[1]["source_record"], 1);
        assert_eq!(rows[0]["source_hour"], "2018-11-27T09:00:00.000000Z");
    }
    assert_eq!(chatlake(["head", &export, "-n", "0", "--json"]).exits(0).json(), json!([]));
    let out = folder.arg("all.csv");
    chatlake(["convert", &export, "--out", &out]).exits(0);
    let csv = chatlake(["head", &export, "--to", "csv"]).exits(0).out;
    assert_eq!(csv, std::fs::read_to_string(out).unwrap());
    let run = fed(messages(0..1).join("").as_bytes(), &["head", "-", "--json"]).exits(0);
    assert_eq!(run.json()[0]["source_file"], Value::Null);
}

#[test]
fn head_tells_of_rejects_and_damage() {
    let rejects = chatlake(["head", &testdata("malformed/not_objects.jsonl"), "-n", "20"]);
    let rejects = rejects.exits(3).says("record 1 at byte").says("not a JSON object");
    assert_eq!(rejects.out.lines().count(), 3);
    let damaged =
        chatlake(["head", &testdata("malformed/truncated.gz")]).exits(4).says("truncated");
    assert_eq!(damaged.out.lines().count(), 2);
    chatlake(["head", &testdata("malformed/zero_bytes.gz")]).exits(4);
    chatlake(["head", "/nonexistent/a.gz"]).exits(8).says("No such file");
}

#[test]
fn inspect_counts_what_is_there() {
    let folder = Folder::new();
    let mut lines = messages(0..3);
    lines.push(message("0", "hi"));
    lines.push(message("1", "other"));
    lines.push(message("9", "x").replace("\"to\"", "\"colour\":1,\"to\""));
    lines.push("nonsense".to_owned());
    let export = folder.export("2018112717.gz", &lines);
    let run = chatlake(["inspect", &export, "--json"]).exits(3);
    let document = run.json();
    let input = &document["inputs"][0];
    for (name, expected) in [
        ("status", json!("warnings")),
        ("framing", json!("lines")),
        ("members", json!(1)),
        ("records", json!(7)),
        ("bodies", json!(6)),
        ("duplicates", json!(1)),
        ("conflicts", json!(1)),
        ("rejects", json!(1)),
        ("first_timestamp", json!("2018-11-27T09:00:00.000Z")),
        ("chat_types", json!([{"value": "chat", "count": 6}])),
        ("body_types", json!([{"value": "txt", "count": 6}])),
        ("senders", json!([{"value": "ann", "count": 6}])),
        ("unknown_keys", json!([{"value": "message.colour", "count": 1}])),
        ("hour", json!({"zone": "+08:00", "start": "2018-11-27T09:00:00.000Z", "inside": 6})),
    ] {
        assert_eq!(input[name], expected, "{name}");
    }
    assert_eq!(input["reject_reasons"][0]["first_record"], 6);
    assert_eq!(document["totals"]["records"], 7);
    let page = chatlake(["inspect", &export]).exits(3).out;
    for words in ["lines", "chat 6", "txt 6", "ann 6", "message.colour 1", "record 6 at byte"] {
        assert!(page.contains(words), "no {words} in {page}");
    }
}

#[test]
fn inspect_agrees_with_convert() {
    let folder = Folder::new();
    for (place, line) in
        std::fs::read_to_string(testdata("expected.tsv")).unwrap().lines().skip(1).enumerate()
    {
        let file = testdata(line.split('\t').next().unwrap());
        let out = folder.arg(&place.to_string());
        let convert = chatlake(["convert", &file, "--out", &out, "--json"]);
        let inspect = chatlake(["inspect", &file, "--json"]);
        assert_eq!(inspect.exit, convert.exit, "{line}\n{}", inspect.out);
        if convert.exit == 4 {
            assert_eq!(inspect.json()["inputs"][0]["status"], "damaged", "{line}");
            continue;
        }
        let (inspect, convert) = (inspect.json(), convert.json());
        for name in [
            "records",
            "rows",
            "duplicates",
            "conflicts",
            "rejects",
            "suspect_timestamps",
            "trailing_bytes",
            "bytes_expanded",
        ] {
            assert_eq!(inspect["inputs"][0][name], convert["inputs"][0][name], "{line}: {name}");
        }
    }
}

#[test]
fn inspect_goes_on_behind_a_damaged_file() {
    let (bad, good) = (testdata("malformed/bad_crc.gz"), testdata("malformed/multi_member.gz"));
    let run = chatlake(["inspect", &bad, &good, "--json"]).exits(4);
    let document = run.json();
    assert!(document["inputs"][0]["error"].as_str().unwrap().contains("CRC"));
    assert_eq!(document["inputs"][1]["members"], 3);
    assert_eq!(
        document["inputs"][1]["duplicates"], 0,
        "the records of the damaged file do not count"
    );
    assert!(chatlake(["inspect", &bad]).exits(4).out.contains("damaged"));
}

#[test]
fn the_schema_is_told_in_every_form() {
    for layout in ["flat", "nested"] {
        let schema = |to: &str| chatlake(["schema", "--to", to, "--layout", layout]).exits(0).out;
        let is_nested = layout == "nested";
        for to in ["text", "arrow", "parquet", "sql-duckdb", "sql-spark", "json"] {
            let told = schema(to);
            for column in ["msg_id", "conversation_id", "thumb_secret", "source_record"] {
                assert!(told.contains(column), "{to}: {column}");
            }
            assert_eq!(told.contains("bodies") && !told.contains("body_index"), is_nested, "{to}");
        }
        let document: Value = serde_json::from_str(&schema("json")).unwrap();
        assert_eq!(document["layout"], layout);
        assert_eq!(document["columns"].as_array().unwrap().len(), if is_nested { 15 } else { 37 });
        insta::assert_snapshot!(format!("schema-arrow-{layout}"), schema("arrow"));
        insta::assert_snapshot!(format!("schema-duckdb-{layout}"), schema("sql-duckdb"));
        insta::assert_snapshot!(format!("schema-spark-{layout}"), schema("sql-spark"));
    }
    assert_eq!(chatlake(["schema", "--json"]).json()["columns"][0]["name"], "msg_id");
}
