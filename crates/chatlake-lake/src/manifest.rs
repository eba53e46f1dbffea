//! What is in the lake of a slot: the truth of it, one small document each.

mod accounts;

use chatlake_convert::Counts;
use chatlake_core::{AppKey, Zone, schema};
use serde::{Deserialize, Serialize};

use crate::as_text;
use crate::day::Day;
use crate::layout;
use crate::sealed::{self, Unsound};
use crate::slot::Slot;

/// What the lake has of an hour, or of a part of one. Holds no text of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    pub(crate) format: Format,
    /// Which one.
    pub slot: Slot,
    /// Whose it is.
    #[serde(with = "as_text")]
    pub app: AppKey,
    /// The zone that the hour is named in.
    #[serde(with = "as_text::zone")]
    pub zone: Zone,
    /// The day that its rows are filed under.
    pub date: Day,
    /// How often the slot was made of other bytes, or otherwise; from 1. What its neighbours hold
    /// changes nothing, so that the order in which hours come does not.
    pub generation: u64,
    /// What it was made of.
    pub input: Raw,
    /// Its rows. The file is gone when the day was compacted: see
    /// [`State`](crate::State).
    pub output: DataFile,
    /// What could not become rows; none if all could.
    pub rejects: Option<RejectsFile>,
    /// What its records are known by; none if that is not needed any more.
    pub keys: Option<KeysFile>,
    /// What became of every record. Those dropped because a neighbour has them are among the
    /// duplicates that were dropped.
    #[serde(with = "accounts")]
    pub accounts: Counts,
    /// What its neighbours have of it.
    pub across: Across,
    /// Whether the input was damaged, and this is what was whole of it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub salvaged: bool,
    /// The version of the schema.
    pub schema: String,
    /// Who made it: `chatlake` and a version.
    pub tool: String,
    /// Everything that decides the bytes of the output, in one line.
    pub options: String,
    /// When its input was converted: RFC 3339, in UTC.
    pub converted: String,
    pub(crate) check: String,
}

/// The version of a document: 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Format(u64);

impl Default for Format {
    fn default() -> Self {
        Self(1)
    }
}

/// The bytes that a slot was made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Raw {
    /// The name of the file, without folders.
    pub file: String,
    /// In hexadecimal.
    pub sha256: String,
    /// How many.
    pub bytes: u64,
}

/// A file of rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DataFile {
    /// Its key: where it lies, from the root of the lake.
    pub path: String,
    /// How many rows.
    pub rows: u64,
    /// How many bytes.
    pub bytes: u64,
    /// Of its bytes, in hexadecimal.
    pub sha256: String,
}

/// A file of records that could not become rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RejectsFile {
    /// Its key.
    pub path: String,
    /// How many records.
    pub records: u64,
    /// How many bytes.
    pub bytes: u64,
    /// Of its bytes, in hexadecimal.
    pub sha256: String,
}

/// A file of what records are known by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeysFile {
    /// Its key.
    pub path: String,
    /// How many records: those that were written, and those dropped because a neighbour has them.
    pub records: u64,
    /// Of its bytes, in hexadecimal.
    pub sha256: String,
}

/// What a slot has in common with the slots that it [follows](Slot::follows).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Across {
    /// The records that are left out because one of them has them, the same in id and bytes: by
    /// their places, from 0, in the file of keys.
    pub dropped: Vec<u64>,
    /// How many records have an id that one of them has with other bytes. They are kept.
    pub conflicts: u64,
    /// The slots that were compared, in order.
    pub compared: Vec<Compared>,
}

/// A slot that another was compared with.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Compared {
    /// Which one.
    pub slot: Slot,
    /// Of its input, in hexadecimal.
    pub sha256: String,
}

impl Manifest {
    /// Reads a manifest, by the slot that its name tells.
    ///
    /// # Errors
    ///
    /// It was edited or cut off, is of a newer format, or says what it cannot.
    pub fn parse(slot: Slot, app: &AppKey, text: &[u8]) -> Result<Self, Unsound> {
        let manifest: Self = sealed::unseal(text)?;
        manifest.check_against(slot, app)?;
        Ok(manifest)
    }

    /// What tells this manifest from every other.
    pub fn check(&self) -> &str {
        &self.check
    }

    /// The manifest with the check that belongs to it, and its text.
    pub(crate) fn sealed(self) -> (Self, String) {
        let open = Self { check: String::new(), ..self };
        let (text, check) = sealed::seal(&open);
        (Self { check, ..open }, text)
    }

    /// Every key that it names.
    pub fn keys_of_files(&self) -> impl Iterator<Item = &str> {
        let Self { output, rejects, keys, .. } = self;
        let rejects = rejects.as_ref().map(|file| file.path.as_str());
        let keys = keys.as_ref().map(|file| file.path.as_str());
        [Some(output.path.as_str()), rejects, keys].into_iter().flatten()
    }

    fn check_against(&self, slot: Slot, app: &AppKey) -> Result<(), Unsound> {
        if self.schema != schema::VERSION {
            return Err(Unsound::Schema { found: self.schema.clone() });
        }
        let elsewhere = |what: &'static str, found: &dyn ToString, expected: &dyn ToString| {
            let (found, expected) = (found.to_string(), expected.to_string());
            if found == expected {
                return Ok(());
            }
            Err(Unsound::Elsewhere { what, found, expected })
        };
        elsewhere("slot", &self.slot, &slot)?;
        elsewhere("app", &self.app, app)?;
        elsewhere("date", &self.date, &slot.day())?;
        let lies_in = |what: &'static str, path: &str, folder: &str, extension: &str| {
            let name = path.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/'));
            let is_its = name.is_some_and(|name| {
                !name.contains('/')
                    && name.ends_with(extension)
                    && layout::slot_of(name) == Some(slot)
            });
            let expected = format!("{folder}/{slot}-….{extension}");
            if is_its { Ok(()) } else { elsewhere(what, &path, &expected) }
        };
        let day = slot.day();
        lies_in("output.path", &self.output.path, &layout::messages(app, day), "parquet")?;
        if let Some(rejects) = &self.rejects {
            lies_in("rejects.path", &rejects.path, &layout::rejects(app, day), "jsonl")?;
        }
        if let Some(keys) = &self.keys {
            lies_in("keys.path", &keys.path, layout::KEYS, "keys")?;
        }
        if self.accounts.is_balanced() { Ok(()) } else { Err(Unsound::Unbalanced) }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::mark::{Mark, sha256_of};

    /// A manifest of a slot, as a commit would write it.
    pub(crate) fn manifest(slot: &str) -> Manifest {
        let slot: Slot = slot.parse().expect("a slot");
        let app: AppKey = "org/app".parse().expect("an app");
        let sha256 = sha256_of(slot.to_string().as_bytes());
        let mark = Mark::of_input(&sha256, &[]);
        let manifest = Manifest {
            format: Format::default(),
            slot,
            zone: Zone::Beijing,
            date: slot.day(),
            generation: 1,
            input: Raw { file: format!("{slot}.gz"), sha256: sha256.clone(), bytes: 9 },
            output: DataFile {
                path: layout::rows_of_slot(&app, slot, &mark),
                rows: 3,
                bytes: 4,
                sha256,
            },
            rejects: None,
            keys: Some(KeysFile {
                path: layout::keys_of_slot(slot, &mark),
                records: 2,
                sha256: sha256_of(b"keys"),
            }),
            accounts: Counts { records: 2, written: 2, rows: 3, ..Counts::default() },
            across: Across::default(),
            salvaged: false,
            schema: "1".to_owned(),
            tool: "chatlake 0.1.0".to_owned(),
            options: "o".to_owned(),
            converted: "2018-11-27T12:00:00Z".to_owned(),
            check: String::new(),
            app,
        };
        manifest.sealed().0
    }

    fn parse(manifest: Manifest) -> Result<Manifest, Unsound> {
        let (slot, app) =
            ("2018112717".parse().expect("a slot"), "org/app".parse().expect("an app"));
        Manifest::parse(slot, &app, manifest.sealed().1.as_bytes())
    }

    #[test]
    fn a_manifest_is_read_as_it_was_written() {
        let written = manifest("2018112717");
        let (sealed, text) = written.clone().sealed();
        assert_eq!(sealed, written, "the check follows from the rest");
        assert_eq!(parse(written.clone()).expect("sound"), written);
        assert!(text.starts_with("{\n  \"format\": 1,\n  \"slot\": \"2018112717\",\n"), "{text}");
        assert!(text.contains("\"zone\": \"+08:00\""), "{text}");
        assert!(!text.contains("salvaged"), "{text}");
        let salvaged = Manifest { salvaged: true, ..written };
        assert!(parse(salvaged).expect("sound").salvaged);
    }

    #[test]
    fn what_leads_elsewhere_is_refused() {
        let sound = manifest("2018112717");
        let output = |path: &str| {
            let output = DataFile { path: path.to_owned(), ..sound.output.clone() };
            Manifest { output, ..sound.clone() }
        };
        let keys = |path: &str| {
            let keys = sound.keys.clone();
            keys.map(|keys| KeysFile { path: path.to_owned(), ..keys })
        };
        let day = "messages/org=org/app=app/date=2018-11-27";
        for wrong in [
            output("../2018112717-0123456789abcdef.parquet"),
            output("/etc/2018112717-0123456789abcdef.parquet"),
            output(&format!("{day}/x/2018112717-0123456789abcdef.parquet")),
            output(&format!("{day}/../2018112717-0123456789abcdef.parquet")),
            output(&format!("{day}/2018112718-0123456789abcdef.parquet")),
            output(&format!("{day}/2018112717-0123456789abcdef.jsonl")),
            output(&format!("{day}/x.parquet")),
            Manifest { app: "org/other".parse().expect("an app"), ..sound.clone() },
            Manifest { date: "2018-11-28".parse().expect("a day"), ..sound.clone() },
            Manifest { keys: keys("_keys/x.keys"), ..sound.clone() },
            manifest("2018112718"),
        ] {
            let refused = parse(wrong.clone());
            assert!(matches!(refused, Err(Unsound::Elsewhere { .. })), "{wrong:?}: {refused:?}");
        }
        let refused = parse(Manifest { schema: "2".to_owned(), ..sound.clone() });
        assert!(matches!(refused, Err(Unsound::Schema { .. })), "{refused:?}");
        let accounts = Counts { records: 3, ..sound.accounts };
        let refused = parse(Manifest { accounts, ..sound });
        assert!(matches!(refused, Err(Unsound::Unbalanced)), "{refused:?}");
    }
}
