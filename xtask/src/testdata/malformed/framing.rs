//! Where records begin and end.

use super::super::Sample;
use super::super::expected::{Exit, Expected};
use super::{record, sample};

pub(super) fn samples() -> Vec<Sample> {
    let (a, b, c) = (record(0), record(1), record(2));
    let (fine, rejects) = (Expected::fine, Expected::rejects);
    vec![
        sample(
            "no_last_line_feed.jsonl",
            "The last line has no end.",
            fine(3),
            format!("{a}\n{b}\n{c}"),
        ),
        sample("crlf.jsonl", "Lines end as on Windows.", fine(3), format!("{a}\r\n{b}\r\n{c}\r\n")),
        sample(
            "cr_only.jsonl",
            "Records are separated by CR: white space between concatenated records.",
            fine(3),
            format!("{a}\r{b}\r{c}\r"),
        ),
        sample(
            "blank_lines.jsonl",
            "Blank lines are no records.",
            fine(3),
            format!("\n\n{a}\n  \n{b}\r\n\t\n\n{c}\n\n"),
        ),
        sample("only_blank_lines.jsonl", "Nothing but white space.", fine(0), "\n \r\n\t\n"),
        sample(
            "indented_lines.jsonl",
            "White space around records.",
            fine(3),
            format!("  {a}\t\n\t{b}  \n {c} \r\n"),
        ),
        sample("zero_bytes_plain.jsonl", "0 bytes are damage.", Expected::damaged(), ""),
        sample(
            "pretty.jsonl",
            "Records over many lines.",
            fine(2),
            format!("{}\n{}\n", pretty(&a), pretty(&b)),
        ),
        sample(
            "concatenated.jsonl",
            "Records on one line with nothing between.",
            fine(3),
            format!("{a}{b}{c}"),
        ),
        sample("array.jsonl", "One array of records.", fine(3), format!("[{a},{b},\n{c}]\n")),
        sample(
            "array_pretty.jsonl",
            "One array, a record per line.",
            fine(3),
            format!("[\n  {a},\n  {b},\n  {c}\n]\n"),
        ),
        sample("array_empty.jsonl", "An array of nothing.", fine(0), "[]\n"),
        sample(
            "array_unclosed.jsonl",
            "An array without its end: damaged, or the cut record rejected; never silence.",
            Expected::refused(),
            format!("[{a},\n{b},\n{}", &c[..c.len() / 2]),
        ),
        sample(
            "array_of_other_things.jsonl",
            "An array with elements that are not objects.",
            rejects(3, 1),
            format!("[1,{a},null,\"x\"]\n"),
        ),
        sample(
            "two_on_a_line.jsonl",
            "Lines, and in one of them two records: one reject.",
            rejects(1, 2),
            format!("{a}\n{b}{}\n{c}\n", record(3)),
        ),
        sample(
            "glued_torn.jsonl",
            "A record torn in its text with the next one glued to it: one reject.",
            rejects(1, 2),
            format!("{a}\n{}{}\n{c}\n", &b[..b.find("第").unwrap_or(0)], record(3)),
        ),
        sample(
            "torn_last_line.jsonl",
            "The last record ends early.",
            rejects(1, 2),
            format!("{a}\n{b}\n{}", &c[..150]),
        ),
        sample(
            "pretty_among_lines.jsonl",
            "Lines, then the two lines of a broken one.",
            rejects(2, 2),
            format!("{a}\n{}\n{}\n{c}\n", &b[..20], &b[20..]),
        ),
        sample(
            "envelope.jsonl",
            "A page of the API with the records in `entities`: a reject that says so.",
            rejects(1, 0),
            format!(
                "{{\"action\":\"get\",\"application\":\"c0ffee11\",\"entities\":[{a},{b}],\"timestamp\":1543280400123,\"duration\":3,\"count\":2}}\n"
            ),
        ),
        sample(
            "ticket.jsonl",
            "The API's answer with the link, saved in place of the file: a reject that says so.",
            rejects(1, 0),
            "{\"action\":\"get\",\"application\":\"c0ffee11\",\"uri\":\"https://a1.easemob.com/1163201125000042/plaza/chatmessages/2018112709\",\"data\":[{\"url\":\"http://history.example.com/2018112709.gz?Expires=1\"}],\"timestamp\":1543280400123,\"duration\":3}\n",
        ),
        sample(
            "duplicates.jsonl",
            "A record three times, and its id with other content: 2 duplicates, 1 conflict.",
            duplicates(),
            format!("{a}\n{b}\n{a}\n{a}\n{}\n", a.replace('第', "改")),
        ),
        sample(
            "long_record.jsonl",
            "A text of 5000 characters: fine, but not with `--max-record 8KiB`.",
            fine(2),
            format!("{a}\n{}\n", b.replace('第', &"长".repeat(5_000))),
        ),
    ]
}

fn duplicates() -> Expected {
    Expected { exit: Exit::Fine, records: 5, rows: 5, duplicates: 2, conflicts: 1, rejects: 0 }
}

/// Spreads a record over lines. Its texts hold none of the characters that are looked for.
fn pretty(record: &str) -> String {
    record.replace('{', "{\n  ").replace(',', ",\n  ").replace('}', "\n}").replace("\":", "\": ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pretty_record_spans_lines() {
        assert!(pretty(&record(0)).lines().count() > 10);
    }
}
