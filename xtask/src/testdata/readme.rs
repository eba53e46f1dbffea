//! The table that a person reads.

use std::fmt::Write;

use super::Sample;
use super::expected::Exit;

const HEAD: &str = "\
# Test data

Every file here but those in `golden/` is made up and written by `cargo xtask corpus --testdata`,
this one included; a test compares. Nothing was copied from anybody's messages. To change a file, change the code in
`xtask/src/testdata/` and run the command.

`exit` and the counts are what `chatlake convert FILE --out …` must report for the file by itself
with default options; `expected.tsv` has them for tests to read. `3|4` means that the file must be
refused in one way or the other, with a reason that names the cause.

";

const FOLDERS: [(&str, &str); 3] = [
    (
        "hourly/",
        "Exports as they come, for a first run. Origin: the generator `chatlake_sim::corpus` with the \
         seed 20181127.",
    ),
    (
        "records/",
        "One record per file, each for one line of the schema's fine print. Origin: written by hand in \
         `xtask/src/testdata/records/`.",
    ),
    (
        "malformed/",
        "Hostile or damaged, or only unusual. Origin: built byte by byte in \
         `xtask/src/testdata/malformed/`.",
    ),
];

const GOLDEN: &str = "\
## golden/

What outputs look like, as text, written by `cargo xtask bless` and compared by a test. Of
`records`, of the first lines of two `hours`, and of `malformed` less the long ones: the records
verbatim, the rejects and the report. Of the first two also the flat columns as JSONL and CSV, and
what Arrow's and Parquet's own readers find in such files; of `hours` what the footer of Parquet
says of schema, encodings and statistics. And the schema in Arrow's words.
";

pub(super) fn text(samples: &[Sample]) -> String {
    let mut text = HEAD.to_owned();
    for (folder, about) in FOLDERS {
        // Writing to a String cannot fail.
        let _ = write!(text, "## {folder}\n\n{about}\n\n");
        text.push_str("| file | exit | records | rows | rejects | what it shows |\n");
        text.push_str("|---|---|---|---|---|---|\n");
        for sample in samples {
            if let Some(name) = sample.path.strip_prefix(folder) {
                line(&mut text, name, sample);
            }
        }
        text.push('\n');
    }
    text.push_str(GOLDEN);
    text
}

fn line(text: &mut String, name: &str, sample: &Sample) {
    let expected = &sample.expected;
    let shows = sample.shows.replace('|', "\\|");
    let exit = expected.exit.to_string().replace('|', " or ");
    let _ = match expected.exit {
        Exit::Refused => writeln!(text, "| {name} | {exit} | – | – | – | {shows} |"),
        _ => writeln!(
            text,
            "| {name} | {exit} | {} | {} | {} | {shows} |",
            expected.records, expected.rows, expected.rejects
        ),
    };
}
