//! What is whole of a damaged input.

use crate::run::{Folder, chatlake, testdata};

#[test]
fn what_is_whole_is_published_under_a_name_that_says_so() {
    for (file, records) in [
        ("truncated.gz", 1),
        ("no_trailer.gz", 3),
        ("second_member_bad_block.gz", 2),
        ("second_member_bad_crc.gz", 2),
        ("second_member_torn.gz", 2),
    ] {
        let folder = Folder::new();
        let out = folder.arg("lake");
        let input = testdata(&format!("malformed/{file}"));
        let run = chatlake(["convert", &input, "--out", &out, "--salvage", "--json"]).exits(3);
        let report = run.json();
        let input = &report["inputs"][0];
        assert_eq!(input["status"], "salvaged", "{file}");
        assert_eq!(input["records"], records, "{file}");
        assert!(input["error"].is_string(), "{file}");
        let stem = file.trim_end_matches(".gz");
        assert_eq!(folder.files(), [format!("lake/{stem}.salvaged.parquet")]);
    }
}

#[test]
fn what_has_nothing_whole_stays_damaged_and_what_is_whole_is_no_matter() {
    let folder = Folder::new();
    let out = folder.arg("lake");
    let damaged = testdata("malformed/header_only.gz");
    let whole = testdata("malformed/nothing.gz");
    let run = chatlake(["convert", &damaged, &whole, "--out", &out, "--salvage"]);
    run.exits(4);
    assert_eq!(folder.files(), ["lake/nothing.parquet"]);
}
