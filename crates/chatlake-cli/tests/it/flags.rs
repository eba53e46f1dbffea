//! Every option of `convert` does what it says.

use std::fs;

use serde_json::Value;

use crate::run::{Folder, chatlake, fed, message, messages, testdata};

/// What comes out on standard output, under these options.
fn text(file: &str, options: &[&str]) -> String {
    let mut arguments = vec!["convert", file, "--out", "-", "--on-reject", "skip"];
    arguments.extend(options);
    let run = chatlake(arguments);
    assert!([0, 3].contains(&run.exit), "{}", run.err);
    run.out
}

fn report(arguments: &[&str]) -> Value {
    let mut all = vec!["convert", "--json"];
    all.extend(arguments);
    chatlake(all).json()
}

#[test]
fn verbatim_lines_are_the_records_as_they_are() {
    let folder = Folder::new();
    let lines = messages(0..3);
    let export = folder.export("a.gz", &lines);
    assert_eq!(text(&export, &["--to", "jsonl"]), lines.join("\n") + "\n");
}

#[test]
fn a_name_decides_format_and_compression() {
    let folder = Folder::new();
    let export = folder.export("a.gz", &messages(0..3));
    for (name, magic) in [
        ("a.parquet", &b"PAR1"[..]),
        ("a.arrow", b"ARROW1"),
        ("a.csv", b"msg_id,"),
        ("a.csv.zst", b"\x28\xb5\x2f\xfd"),
        ("a.csv.gz", b"\x1f\x8b"),
        ("a.jsonl", b"{\"msg_id\""),
        ("a.jsonl.zst", b"\x28\xb5\x2f\xfd"),
        ("a.ndjson.gz", b"\x1f\x8b"),
        ("A.CSV", b"msg_id,"),
    ] {
        chatlake(["convert", &export, "--out", &folder.arg(name)]).exits(0);
        assert!(fs::read(folder.path(name)).unwrap().starts_with(magic), "{name}");
    }
}

#[test]
fn a_folder_gets_an_output_per_input() {
    let folder = Folder::new();
    let hours = ["2018112709.gz", "2018112710.json.gz", "2018112711.jsonl"];
    let [a, b, c] = hours.map(|name| folder.export(&format!("in/{name}"), &messages(0..2)));
    for (options, extension) in [
        (&[][..], "parquet"),
        (&["--to", "arrow"], "arrow"),
        (&["--to", "csv"], "csv"),
        (&["--to", "csv", "--compression", "gzip"], "csv.gz"),
        (&["--to", "jsonl"], "jsonl.zst"),
        (&["--to", "jsonl", "--compression", "none"], "jsonl"),
    ] {
        let out = folder.arg(extension) + "/";
        let mut arguments = vec!["convert", &a, &b, &c, "--out", &out];
        arguments.extend(options);
        chatlake(arguments).exits(0);
        for hour in ["2018112709", "2018112710", "2018112711"] {
            assert!(folder.path(&format!("{extension}/{hour}.{extension}")).exists());
        }
    }
}

#[test]
fn one_file_has_all_inputs_in_the_order_given() {
    let folder = Folder::new();
    let b = folder.export("b.gz", &messages(0..2));
    let a = folder.export("a.gz", &messages(2..4));
    let out = folder.arg("all.jsonl");
    chatlake(["convert", &b, &a, "--out", &out]).exits(0);
    assert_eq!(fs::read_to_string(out).unwrap(), messages(0..4).join("\n") + "\n");
}

#[test]
fn selecting_keeps_whole_messages() {
    let folder = Folder::new();
    let lines = [
        message("1", "a"),
        message("2", "b").replace("\"chat\"", "\"groupchat\""),
        message("3", "c").replace("\"ann\"", "\"c,d|e\""),
        message("4", "d").replace("1543309200000", "1543309260000"),
        message("5", "e").replace("[{", "[{\"type\":\"cmd\",\"action\":\"x\"},{"),
        message("6", "f").replace("1543309200000", "null"),
    ];
    let export = folder.export("a.gz", &lines);
    for (select, ids) in [
        (&["chat_type=groupchat"][..], "2"),
        (&["chat_type=groupchat|chat"], "1 2 3 4 5 6"),
        (&[r"sender=c\,d\|e"], "3"),
        (&["body_type=cmd"], "5"),
        (&["msg_id=1|2,chat_type=chat"], "1"),
        (&["msg_id=1|2", "chat_type=chat"], "1"),
        (&["since=2018-11-27T09:01:00Z"], "4"),
        (&["since=2018-11-27T17:01:00+08:00"], "4"),
        (&["until=2018-11-27T09:01:00Z"], "1 2 3 5"),
        (&["recipient=nobody"], ""),
        (&["conversation_id=ann\\|bob,until=2018-11-27T09:00:00.001Z"], "1 5"),
    ] {
        let mut options = vec!["--to", "jsonl"];
        select.iter().for_each(|select| options.extend(["--select", select]));
        let kept = text(&export, &options);
        let id = |line: &str| {
            serde_json::from_str::<Value>(line).unwrap()["msg_id"].as_str().unwrap().to_owned()
        };
        assert_eq!(kept.lines().map(id).collect::<Vec<_>>().join(" "), ids, "{select:?}");
    }
    let out = folder.arg("lake");
    let report = report(&[&export, "--out", &out, "--select", "chat_type=groupchat"]);
    assert_eq!(report["totals"]["filtered"], 5);
    assert_eq!(report["totals"]["written"], 1);
}

#[test]
fn columns_stand_in_the_order_of_the_schema() {
    let folder = Folder::new();
    let export = folder.export("a.gz", &messages(0..1));
    let csv = text(&export, &["--to", "csv", "--columns", "text,msg_id", "--columns", "sender"]);
    assert_eq!(csv, "msg_id,sender,text\r\n0,ann,hi\r\n");
    let csv = text(&export, &["--to", "csv", "--drop-columns", "text,extra"]);
    assert!(!csv.contains("text") && csv.starts_with("msg_id,body_index"), "{csv}");
    let columns = ["--columns", "msg_id,text"];
    let jsonl = text(&export, &[&["--to", "jsonl", "--layout", "flat"][..], &columns].concat());
    assert_eq!(jsonl, "{\"msg_id\":\"0\",\"text\":\"hi\"}\n");
}

#[test]
fn secrets_come_out_only_when_asked_for() {
    let file = testdata("records/img.json");
    let raw = fs::read_to_string(&file).unwrap();
    let record: Value = serde_json::from_str(&raw).unwrap();
    let secret = record["payload"]["bodies"][0]["secret"].as_str().unwrap().to_owned();
    assert!(!text(&file, &["--to", "csv"]).contains(&secret));
    assert!(text(&file, &["--to", "csv", "--include-secrets"]).contains(&secret));
    assert!(!text(&file, &["--to", "csv", "--include-secrets=false"]).contains(&secret));
}

#[test]
fn duplicates_are_dropped_and_conflicts_never() {
    let file = testdata("malformed/duplicates.jsonl");
    let folder = Folder::new();
    let kept = report(&[&file, "--out", &folder.arg("kept")]);
    assert_eq!((&kept["totals"]["written"], &kept["totals"]["duplicates"]), (&5.into(), &2.into()));
    let dropped = report(&[&file, "--out", &folder.arg("dropped"), "--dedup", "drop"]);
    for (name, expected) in [
        ("records", 5),
        ("written", 3),
        ("duplicates", 2),
        ("duplicates_dropped", 2),
        ("conflicts", 1),
    ] {
        assert_eq!(dropped["totals"][name], expected, "{name}");
    }
    // Anywhere in the run.
    let a = folder.export("a.gz", &messages(0..2));
    let b = folder.export("b.gz", &messages(1..3));
    let report = report(&[&a, &b, "--out", &folder.arg("both"), "--dedup", "drop"]);
    assert_eq!(report["inputs"][1]["duplicates_dropped"], 1);
}

#[test]
fn the_zone_decides_the_hour() {
    let folder = Folder::new();
    let export = folder.export("2018112717.gz", &messages(0..3));
    let hour = |zone: &[&str]| {
        let options = ["--to", "csv", "--columns", "source_hour"];
        let csv = text(&export, &[&options[..], zone].concat());
        csv.lines().nth(1).unwrap().to_owned()
    };
    assert_eq!(hour(&[]), "2018-11-27T09:00:00.000000Z");
    assert_eq!(hour(&["--zone", "auto"]), "2018-11-27T09:00:00.000000Z");
    assert_eq!(hour(&["--zone", "+08:00"]), "2018-11-27T09:00:00.000000Z");
    assert_eq!(hour(&["--zone", "UTC"]), "2018-11-27T17:00:00.000000Z");
    let out = folder.arg("lake");
    chatlake(["convert", &export, "--out", &out, "--zone", "utc"]).exits(3).says("--zone");
}

#[test]
fn the_guard_is_on_unless_it_is_off() {
    let folder = Folder::new();
    let export = folder.export("a.gz", &[message("1", "=1+1")]);
    let columns = ["--to", "csv", "--columns", "text"];
    assert_eq!(text(&export, &columns), "text\r\n'=1+1\r\n");
    let off = [&columns[..], &["--csv-guard", "off"]].concat();
    assert_eq!(text(&export, &off), "text\r\n=1+1\r\n");
}

#[test]
fn limits_are_flags_and_their_messages_name_them() {
    let folder = Folder::new();
    let long = testdata("malformed/long_record.jsonl");
    let out = folder.arg("record");
    let run = chatlake(["convert", &long, "--out", &out, "--max-record", "4KiB", "--json"]);
    assert_eq!(run.exits(3).json()["totals"]["rejects"], 1);

    let deep = testdata("records/ext_deep.json");
    let out = folder.arg("depth");
    chatlake(["convert", &deep, "--out", &out, "--max-depth", "127"]).exits(3);

    let bomb = testdata("malformed/bomb.gz");
    let out = folder.arg("ratio");
    chatlake(["convert", &bomb, "--out", &out]).exits(4).says("--max-ratio");
    chatlake(["convert", &bomb, "--out", &out, "--max-ratio", "5000"]).exits(0);
    let out = folder.arg("expanded");
    let run = chatlake(["convert", &bomb, "--out", &out, "--max-expanded", "1MiB"]);
    run.exits(4).says("--max-expanded");
}

#[test]
fn what_is_written_does_not_depend_on_jobs() {
    let folder = Folder::new();
    let file = testdata("hourly/2018112709.gz");
    let bytes = |jobs: &str| {
        let out = folder.arg(&format!("{jobs}.parquet"));
        chatlake(["convert", &file, "--out", &out, "--jobs", jobs]).exits(0);
        fs::read(out).unwrap()
    };
    assert_eq!(bytes("1"), bytes("3"));
}

#[test]
fn row_groups_and_levels_can_be_chosen() {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    let folder = Folder::new();
    let file = testdata("hourly/2018112709.gz");
    let out = folder.arg("a.parquet");
    let options = ["--row-group-rows", "100", "--zstd-level", "9"];
    chatlake([&["convert", &file, "--out", &out][..], &options].concat()).exits(0);
    let parquet = SerializedFileReader::new(fs::File::open(out).unwrap()).unwrap();
    assert_eq!(parquet.metadata().num_row_groups(), 5);
    for codec in ["none", "snappy", "lz4", "zstd"] {
        let out = folder.arg(&format!("{codec}.parquet"));
        chatlake(["convert", &file, "--out", &out, "--compression", codec]).exits(0);
        let parquet = SerializedFileReader::new(fs::File::open(out).unwrap()).unwrap();
        let column = parquet.metadata().row_group(0).column(0).compression();
        let expected = if codec == "none" { "uncompressed" } else { codec };
        assert!(format!("{column:?}").to_lowercase().starts_with(expected), "{column:?}");
    }
}

#[test]
fn a_report_goes_to_its_file() {
    let folder = Folder::new();
    let (file, out) = (folder.arg("report.json"), folder.arg("lake"));
    let export = folder.export("a.gz", &messages(0..2));
    let run = chatlake(["convert", &export, "--out", &out, "--report", &file]).exits(0);
    assert_eq!(run.out, "");
    let run = chatlake([
        "convert",
        &export,
        "--out",
        "-",
        "--to",
        "csv",
        "--on-reject",
        "skip",
        "--json",
        "--report",
        &file,
    ]);
    assert!(run.exits(0).out.starts_with("msg_id"));
    let report: Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
    assert_eq!(report["inputs"][0]["outputs"][0]["path"], "-");
    assert_eq!(report["totals"]["rows"], 2);
    let nowhere = folder.arg("nowhere/report.json");
    chatlake(["convert", &export, "--out", &folder.arg("b"), "--report", &nowhere]).exits(8);
}

#[test]
fn nested_rows_are_one_per_message() {
    let folder = Folder::new();
    let file = testdata("records/bodies_many.json");
    for (layout, rows) in [("flat", 3), ("nested", 1)] {
        let out = folder.arg(layout);
        let report = report(&[&file, "--out", &out, "--layout", layout]);
        assert_eq!(report["totals"]["rows"], rows, "{layout}");
    }
}

#[test]
fn quiet_verbose_and_json_messages() {
    let folder = Folder::new();
    let export = folder.export("a.gz", &messages(0..2));
    let run = |options: &[&str]| {
        let out = folder.arg(&options.concat());
        chatlake([&["convert", &export, "--out", &out][..], options].concat()).exits(0)
    };
    assert_eq!(run(&["-q"]).err, "");
    assert!(run(&[]).says("2 records").err.lines().count() >= 2);
    let json = run(&["--log-format", "json"]);
    for line in json.err.lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        assert!(line["message"].is_string() && line["level"] == "info", "{line}");
    }
    assert_eq!(fed(b"", &["convert", &export, "--out", &folder.arg("out")]).out, "");
}
