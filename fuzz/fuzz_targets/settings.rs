//! Law: a file of settings is read or refused without a panic; what is read is what the file says,
//! written anew it says the same, a profile goes before what is for all and adds nothing else; and
//! no complaint shows a value, for it may be a secret that somebody put there.
//!
//! The last byte chooses how the line of a secret is spelled that is put behind the file.

#![no_main]

#[path = "../../crates/chatlake-cli/src/settings/file.rs"]
mod file;

use std::collections::BTreeMap;

use libfuzzer_sys::fuzz_target;
use toml::Table;

/// Where `file` looks for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Setting {
    pub(crate) values: Vec<String>,
    pub(crate) profile: Option<String>,
}

type Settings = BTreeMap<String, Setting>;

const PROFILE: &str = "p";
const SECRET: &str = "hunter2hunter2";
/// A secret as people write one, right and wrong.
const SPELLINGS: [&str; 7] = [
    "s = 'hunter2hunter2'",
    "s = 'hunter2hunter2",
    "s = \"hunter2hunter2\\q\"",
    "s = hunter2hunter2",
    "s = 'hunter2hunter2' x",
    "s = { s = 'hunter2hunter2' }",
    "s = ['hunter2hunter2', { s = 1 }]",
];

fuzz_target!(|input: &[u8]| {
    let [text @ .., spelling] = input else { return };
    let Ok(text) = std::str::from_utf8(text) else { return };
    let for_all = file::read(text, None);
    let in_profile = file::read(text, Some(PROFILE));
    if let Ok(for_all) = &for_all {
        assert!(for_all.values().all(|setting| setting.profile.is_none()));
        assert_eq!(file::read(&written(for_all), None).as_ref(), Ok(for_all), "{text}");
    }
    if let Ok(in_profile) = &in_profile {
        let for_all = for_all.expect("what a profile adds to can be read");
        let table: Table = text.parse().expect("TOML");
        let named = table["profile"][PROFILE].as_table().expect("a table");
        for (name, setting) in in_profile {
            match named.contains_key(name) {
                true => assert_eq!(setting.profile.as_deref(), Some(PROFILE)),
                false => assert_eq!(Some(setting), for_all.get(name)),
            }
        }
        let n_new = named.keys().filter(|name| !for_all.contains_key(*name)).count();
        assert_eq!(in_profile.len(), for_all.len() + n_new, "nothing is lost or invented");
    }

    if !text.contains(SECRET) {
        let spelling = SPELLINGS[usize::from(*spelling) % SPELLINGS.len()];
        for profile in [None, Some(PROFILE)] {
            if let Err(complaint) = file::read(&format!("{text}\n{spelling}\n"), profile) {
                assert!(!complaint.contains(SECRET), "{complaint} shows a value");
            }
        }
    }
});

/// A file that says so, all as text: what JSON writes as a text is one of TOML too, but for DEL.
fn written(settings: &Settings) -> String {
    let mut text = String::new();
    for (name, Setting { values, .. }) in settings {
        let quoted = |text: &String| serde_json::to_string(text).expect("text is JSON");
        let values: Vec<String> = values.iter().map(quoted).collect();
        let line = format!("{} = [{}]\n", quoted(name), values.join(", "));
        text.push_str(&line.replace('\u{7f}', "\\u007f"));
    }
    text
}
