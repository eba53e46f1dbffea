//! What cannot be meant is refused before any work.

use crate::run::{Folder, chatlake, messages};

/// Each line of arguments is refused with a message that holds these words. `IN` is an export,
/// `DIR` a folder that is there, `OUT` one that is not.
#[test]
fn usage_errors_say_what_to_do() {
    for (line, words) in [
        ("convert IN", "say where to write"),
        ("convert --out OUT/", "no input"),
        ("convert DIR/empty --out OUT/", "no *.gz"),
        ("convert DIR/*.nothing --out OUT/", "no *.gz"),
        ("convert DIR/[ --out OUT/", "is no pattern"),
        ("convert IN --out OUT.json", ".jsonl"),
        ("convert IN --out OUT.gz", "no output ends in .gz"),
        ("convert IN --out IN", "none of ours|no output ends in"),
        ("convert IN --out OUT.csv --to parquet", "contradicts"),
        ("convert IN --out OUT.csv --compression zstd", "contradicts"),
        ("convert IN --out OUT.csv.zst --compression gzip", "contradicts"),
        ("convert IN --out OUT/ --to avro", "possible values"),
        ("convert IN --out OUT/ --compression gzip", "no gzip compression"),
        ("convert IN --out OUT/ --to arrow --compression snappy", "no snappy"),
        ("convert IN --out OUT/ --to csv --compression lz4", "no lz4"),
        ("convert IN --out OUT/ --zstd-level 23", "23"),
        ("convert IN --out OUT/ --to csv --zstd-level 3", "--compression zstd"),
        ("convert IN --out OUT/ --to csv --row-group-rows 3", "for parquet"),
        ("convert IN --out OUT/ --to jsonl --csv-guard off", "for csv"),
        ("convert IN --out OUT/ --to csv --layout nested", "no nested layout"),
        ("convert IN --out OUT/ --to jsonl --layout nested", "no nested layout"),
        ("convert IN --out OUT/ --to jsonl --columns text", "--layout flat"),
        ("convert IN --out OUT/ --to jsonl --drop-columns text", "--layout flat"),
        ("convert IN --out OUT/ --columns text,colour", "no column is called `colour`"),
        ("convert IN --out OUT/ --columns text --drop-columns text", "no column is left"),
        ("convert IN --out OUT/ --select colour=red", "cannot select by `colour`"),
        ("convert IN --out OUT/ --select chat_type", "is no condition"),
        ("convert IN --out OUT/ --select chat_type=a --select chat_type=b", "twice"),
        ("convert IN --out OUT/ --select since=today", "RFC 3339"),
        ("convert IN --out OUT/ --zone +09:00", "+08:00"),
        ("convert IN --out OUT/ --dedup maybe", "possible values"),
        ("convert IN --out OUT/ --overwrite --skip-existing", "contradict"),
        ("convert IN --out OUT/ --split 0/2", "1 <= i <= n"),
        ("convert IN --out OUT/ --split 3/2", "1 <= i <= n"),
        ("convert - --out OUT/ --split 1/2", "cannot be split"),
        ("convert - - --out OUT/", "only once"),
        ("convert - --files-from - --out OUT/", "only once"),
        ("convert --files-from DIR/nothing --out OUT/", "failed to read"),
        ("convert IN --out OUT/ --max-record 2GiB", "at most 1GiB"),
        ("convert IN --out OUT/ --max-record 16XB", "no unit"),
        ("convert IN --out OUT/ --max-depth 0", "--max-depth"),
        ("convert IN --out OUT/ --max-ratio 0", "--max-ratio"),
        ("convert IN --out OUT/ --jobs 0", "--jobs"),
        ("convert IN --out OUT/ --row-group-rows 0", "--row-group-rows"),
        ("convert IN --out OUT/ --rejects OUT.jsonl", "--rejects is for --out -"),
        ("convert IN --out - --on-reject skip", "--to csv"),
        ("convert IN --out - --to parquet --on-reject skip", "standard output"),
        ("convert IN --out - --to csv", "--rejects FILE"),
        ("convert IN --out - --to csv --on-reject skip --json", "--report FILE"),
        ("convert IN --out - --to csv --rejects -", "--rejects - and --out - would both go"),
        ("convert IN --out - --to csv --on-reject skip --report -", "--report - and --out -"),
        ("convert IN --out OUT/ --json --report -", "--report - and --json would both go"),
        ("convert IN --out OUT/ --rejects -", "--rejects is for --out -"),
        ("replay IN --out OUT/ --json --report -", "--report - and --json would both go"),
        ("convert IN DIR/other/a.jsonl --out OUT/", "would both be written"),
        ("convert DIR/other/b.csv --out DIR/other/b.csv", "read too"),
        ("convert IN --out OUT/ --report IN", "read too"),
        ("convert IN --out OUT/ --nonsense", "unexpected"),
        ("replay IN", "say where to write"),
        ("replay --out OUT/", "no input"),
        ("replay DIR/empty --out OUT/", "no *.gz"),
        ("replay IN --out OUT/ --salvage", "unexpected"),
        ("replay IN --out - --to csv", "--rejects FILE"),
        ("replay IN DIR/other/a.jsonl --out OUT/", "would both be written"),
        ("head", "INPUT"),
        ("head DIR", "looks at one"),
        ("head IN -n -1", "-1"),
        ("inspect", "INPUT"),
        ("inspect DIR/empty", "no input"),
        ("schema --layout deep", "possible values"),
        ("completions tcsh", "possible values"),
        ("man nothing", "no command `nothing`"),
        ("nothing", "unrecognized"),
    ] {
        let folder = Folder::new();
        let export = folder.export("dir/a.gz", &messages(0..2));
        folder.export("dir/b.gz", &messages(2..4));
        folder.write("dir/other/a.jsonl", messages(0..1).join("\n"));
        folder.write("dir/other/b.csv", messages(0..1).join("\n"));
        std::fs::create_dir(folder.path("dir/empty")).unwrap();
        let before = folder.files();
        let arguments = line.split(' ').map(|word| {
            let word = if word == "IN" { export.clone() } else { word.to_owned() };
            word.replace("DIR", &folder.arg("dir")).replace("OUT", &folder.arg("out"))
        });
        let run = chatlake(arguments);
        assert_eq!(run.exit, 2, "{line}\n{}", run.err);
        assert!(words.split('|').any(|words| run.err.contains(words)), "{line}\n{}", run.err);
        assert!(run.err.starts_with("error: ") || run.err.starts_with("warning: "), "{}", run.err);
        assert_eq!(run.out, "", "{line}");
        assert_eq!(folder.files(), before, "{line}: nothing is touched");
    }
}

#[test]
fn errors_come_as_json_where_asked_for() {
    for arguments in [
        vec!["convert", "--log-format", "json", "--nonsense"],
        vec!["convert", "x.gz", "--log-format=json"],
    ] {
        let run = chatlake(arguments).exits(2);
        let line: serde_json::Value = serde_json::from_str(run.err.trim()).unwrap();
        assert_eq!(line["level"], "error");
    }
}

#[test]
fn a_file_that_is_not_there_stops_nobody() {
    let folder = Folder::new();
    let export = folder.export("a.gz", &messages(0..2));
    let missing = folder.arg("missing.gz");
    let out = folder.arg("lake");
    let run = chatlake(["convert", &missing, &export, "--out", &out]).exits(8);
    run.says("missing.gz").says("No such file");
    assert!(folder.path("lake/a.parquet").exists());
}
