//! What all rows of a lake have in common.

use chatlake_convert::Options;
use chatlake_core::{AppKey, Column, Layout, Limits, Secrets, Zone, schema};
use serde::{Deserialize, Serialize};

use crate::as_text;
use crate::error::LakeError;
use crate::sealed;

/// One app, one zone, one schema and one way of making rows. Follows from what was asked for
/// alone, so that two processes that make the same lake at once write the same bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    format: u64,
    /// Whose hours they are.
    #[serde(with = "as_text")]
    pub app: AppKey,
    /// The zone that hours are named in.
    #[serde(with = "as_text::zone")]
    pub zone: Zone,
    /// The version of the schema.
    pub schema: String,
    /// How bodies become rows: `flat`.
    pub layout: String,
    /// The columns, in the order of the schema.
    pub columns: Vec<String>,
    /// Whether download credentials are `withheld` or `included`.
    pub secrets: String,
    /// The columns that hold pseudonyms, if any do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pseudonyms: Option<PseudonymTerms>,
    /// Which messages are kept; none if all are. Where there are pseudonyms, one of it: it may
    /// name people.
    pub select: Option<String>,
    /// What is a reject.
    pub limits: RecordLimits,
}

/// Which columns hold pseudonyms, and what their key is known by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PseudonymTerms {
    /// The columns, in the order of the schema.
    pub columns: Vec<String>,
    /// Tells one key from another, and says nothing else of it.
    pub key_check: String,
}

/// What makes a record a reject.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordLimits {
    /// `--max-record`, in bytes.
    pub max_record: u64,
    /// `--max-depth`.
    pub max_depth: u64,
    /// How many bodies a record may have.
    pub max_bodies: u64,
}

/// What tells slots and records apart, and what rows are sorted by: no lake goes without.
pub const NEEDED: [Column; 7] = [
    Column::MsgId,
    Column::BodyIndex,
    Column::BodyCount,
    Column::Timestamp,
    Column::ConversationId,
    Column::SourceFile,
    Column::SourceRecord,
];

impl Terms {
    /// The terms of a lake of an app whose rows are made like this.
    ///
    /// # Errors
    ///
    /// No lake can be made like this: a column is missing that it needs, or the layout is nested.
    pub fn of(app: AppKey, zone: Zone, options: &Options) -> Result<Self, LakeError> {
        let Options { projection, select, limits, .. } = options;
        if projection.layout() != Layout::Flat {
            return Err(LakeError::Impossible(
                "a lake has one row per body: leave --layout flat".to_owned(),
            ));
        }
        if let Some(missing) = NEEDED.iter().find(|column| !projection.has(**column)) {
            return Err(LakeError::Impossible(format!(
                "a lake needs column {}: keep it with --columns, or do not drop it",
                missing.name()
            )));
        }
        let pseudonyms = projection.pseudonyms();
        let selected = (!select.is_everything()).then(|| {
            let said = select.to_string();
            pseudonyms.map(|pseudonyms| pseudonyms.of(&said)).unwrap_or(said)
        });
        let Limits { max_record, max_depth, max_bodies, .. } = *limits;
        Ok(Self {
            format: FORMAT,
            app,
            zone,
            schema: schema::VERSION.to_owned(),
            layout: projection.layout().name().to_owned(),
            columns: projection.columns().iter().map(|column| column.name().to_owned()).collect(),
            secrets: match projection.secrets() {
                Secrets::Withheld => "withheld".to_owned(),
                Secrets::Included => "included".to_owned(),
            },
            pseudonyms: pseudonyms.map(|pseudonyms| PseudonymTerms {
                columns: pseudonyms.columns().map(|column| column.name().to_owned()).collect(),
                key_check: pseudonyms.key_check(),
            }),
            select: selected,
            limits: RecordLimits {
                max_record: max_record as u64,
                max_depth: max_depth as u64,
                max_bodies: max_bodies as u64,
            },
        })
    }

    /// The columns that rows have, in the order of the schema.
    pub fn columns(&self) -> Vec<Column> {
        self.columns.iter().filter_map(|name| name.parse().ok()).collect()
    }

    pub(crate) fn to_text(&self) -> String {
        /// Sealed, as manifests are.
        #[derive(Serialize)]
        struct Document<'a> {
            #[serde(flatten)]
            terms: &'a Terms,
            check: &'static str,
        }
        sealed::seal(&Document { terms: self, check: "" }).0
    }

    /// Reads terms; says why not.
    pub(crate) fn parse(text: &[u8]) -> Result<Self, String> {
        #[derive(Deserialize)]
        struct Head {
            format: u64,
        }
        let head: Head = serde_json::from_slice(text).map_err(|error| error.to_string())?;
        if head.format != FORMAT {
            let format = head.format;
            return Err(format!(
                "its format is {format}, and this chatlake knows format {FORMAT}: use a newer one"
            ));
        }
        let terms: Self = sealed::unseal(text).map_err(|error| error.to_string())?;
        if terms.to_text().as_bytes() == text { Ok(terms) } else { Err("it was edited".to_owned()) }
    }

    /// The first thing in which others differ.
    pub(crate) fn difference(&self, asked: &Self) -> Option<Difference> {
        let Self { format: _, app, zone, schema, layout, columns: _, secrets, .. } = self;
        let Self { pseudonyms, select, limits, .. } = self;
        let in_columns = |pseudonyms: &Option<PseudonymTerms>| {
            let columns = pseudonyms.as_ref().map(|pseudonyms| pseudonyms.columns.join(","));
            columns.unwrap_or_else(|| "no column".to_owned())
        };
        let of_key = |pseudonyms: &Option<PseudonymTerms>| {
            let key = pseudonyms.as_ref().map(|pseudonyms| pseudonyms.key_check.clone());
            key.unwrap_or_else(|| "none".to_owned())
        };
        let of_select =
            |select: &Option<String>| select.clone().unwrap_or_else(|| "everything".to_owned());
        let RecordLimits { max_record, max_depth, max_bodies } = limits;
        let standard = Limits::default();
        let with_credentials = match secrets.as_str() {
            "included" => "give --include-secrets",
            _ => "leave --include-secrets out",
        };
        let with_pseudonyms = match pseudonyms {
            Some(pseudonyms) => format!("give --pseudonymise {}", pseudonyms.columns.join(",")),
            None => "leave --pseudonymise out".to_owned(),
        };
        let with_key = "give the key that it was made with";
        let with_selection = match select {
            None => "leave --select out".to_owned(),
            Some(_) if pseudonyms.is_some() => "give the --select that it was made with".to_owned(),
            Some(select) => format!("give --select '{select}'"),
        };
        let with_limit = |option: &str, has: u64, standard: usize| match has == standard as u64 {
            true => format!("leave {option} out"),
            false => format!("give {option} {has}"),
        };
        let with_record = with_limit("--max-record", *max_record, standard.max_record);
        let with_depth = with_limit("--max-depth", *max_depth, standard.max_depth);
        let compared = [
            differ("app", app, &asked.app, &format!("give hours of {app}")),
            differ("zone", zone.name(), asked.zone.name(), "leave --zone out"),
            differ("schema", schema, &asked.schema, "use the chatlake that made it"),
            differ("layout", layout, &asked.layout, "leave --layout out"),
            self.columns_differ(asked),
            differ("way with credentials", secrets, &asked.secrets, with_credentials),
            differ(
                "list of pseudonyms",
                &in_columns(pseudonyms),
                &in_columns(&asked.pseudonyms),
                &with_pseudonyms,
            ),
            differ("key of pseudonyms", &of_key(pseudonyms), &of_key(&asked.pseudonyms), with_key),
            differ("selection", &of_select(select), &of_select(&asked.select), &with_selection),
            differ("--max-record", max_record, &asked.limits.max_record, &with_record),
            differ("--max-depth", max_depth, &asked.limits.max_depth, &with_depth),
            differ(
                "limit of bodies",
                max_bodies,
                &asked.limits.max_bodies,
                "use the chatlake that made it",
            ),
        ];
        compared.into_iter().flatten().next()
    }

    /// Which columns one has and the other has not.
    fn columns_differ(&self, asked: &Self) -> Option<Difference> {
        let missing = |of: &[String], from: &[String]| -> Vec<String> {
            of.iter().filter(|column| !from.contains(column)).cloned().collect()
        };
        let only_here = missing(&self.columns, &asked.columns);
        let only_asked = missing(&asked.columns, &self.columns);
        let says = match (only_here.as_slice(), only_asked.as_slice()) {
            ([], []) => return None,
            (more, []) => format!("it has {}, which was left out", more.join(",")),
            ([], less) => format!("it has no {}, which was asked for", less.join(",")),
            (more, less) => format!(
                "it has {}, which was left out, and no {}, which was asked for",
                more.join(","),
                less.join(",")
            ),
        };
        let all: Vec<String> = Column::ALL.iter().map(|column| column.name().to_owned()).collect();
        let next = match missing(&all, &self.columns).as_slice() {
            [] => "leave --columns and --drop-columns out".to_owned(),
            dropped => format!("give --drop-columns {}", dropped.join(",")),
        };
        Some(Difference { what: "list of columns", says, next })
    }
}

/// Why terms do not fit, if they do not; and what to say instead.
fn differ<T: ToString + ?Sized>(
    what: &'static str,
    has: &T,
    asked: &T,
    next: &str,
) -> Option<Difference> {
    let (has, asked) = (has.to_string(), asked.to_string());
    (has != asked).then(|| Difference {
        what,
        says: format!("its {what} is {has}, and {asked} was asked for"),
        next: next.to_owned(),
    })
}

/// The version of the document.
const FORMAT: u64 = 1;

/// In what two lakes differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Difference {
    pub(crate) what: &'static str,
    /// How, in words.
    pub(crate) says: String,
    /// What to say instead.
    pub(crate) next: String,
}

#[cfg(test)]
pub(crate) mod tests {
    use chatlake_convert::Format;
    use chatlake_core::Projection;
    use chatlake_parquet::ParquetOptions;

    use super::*;

    pub(crate) fn options() -> Options {
        Options::new(Format::Parquet(ParquetOptions::default()))
    }

    pub(crate) fn terms() -> Terms {
        let app = "org/app".parse().expect("an app");
        Terms::of(app, Zone::Beijing, &options()).expect("a lake")
    }

    #[test]
    fn terms_are_read_as_they_were_written_and_no_edit_is() {
        let text = terms().to_text();
        assert_eq!(Terms::parse(text.as_bytes()), Ok(terms()));
        assert!(text.starts_with("{\n  \"format\": 1,\n  \"app\": \"org/app\",\n"), "{text}");
        assert_eq!(terms().columns(), Column::ALL);
        for wrong in ["", "{}", "[]", &text.replace('\n', " "), &text.replace(": 1,", ": 2,")] {
            assert!(Terms::parse(wrong.as_bytes()).is_err(), "{wrong}");
        }
        for place in 0..text.len() {
            let mut edited = text.clone().into_bytes();
            edited[place] ^= 1;
            assert!(Terms::parse(&edited).is_err(), "edited at {place}");
        }
    }

    #[test]
    fn a_lake_needs_what_tells_rows_apart() {
        let app = || "org/app".parse().expect("an app");
        for column in NEEDED {
            let projection = Projection::default().without_columns(&[column]);
            let refused = Terms::of(app(), Zone::Utc, &Options { projection, ..options() });
            let told = refused.expect_err("a column is missing").to_string();
            assert!(told.contains(column.name()), "{told}");
        }
        let projection = Projection::new(Layout::Nested);
        assert!(Terms::of(app(), Zone::Utc, &Options { projection, ..options() }).is_err());
        let projection = Projection::default().with_columns(&NEEDED);
        assert!(Terms::of(app(), Zone::Utc, &Options { projection, ..options() }).is_ok());
    }

    #[test]
    fn the_first_difference_is_named() {
        let zone = Terms { zone: Zone::Utc, ..terms() };
        let found = terms().difference(&zone).expect("another zone");
        assert_eq!(found.what, "zone");
        assert_eq!(found.says, "its zone is +08:00, and utc was asked for");
        assert_eq!(terms().difference(&terms()), None);
    }

    #[test]
    fn what_fits_is_named_and_no_more_than_the_difference() {
        let app = || "org/app".parse().expect("an app");
        let made = |options: Options| Terms::of(app(), Zone::Beijing, &options).expect("a lake");
        let without = |columns: &[Column]| {
            made(Options {
                projection: Projection::default().without_columns(columns),
                ..options()
            })
        };
        let of_ann = || {
            let select = chatlake_convert::Select::default();
            let select = select.with("sender", vec!["ann".to_owned(), "a|b".to_owned()]);
            made(Options { select: select.expect("a column"), ..options() })
        };
        for (has, asked, says, next) in [
            (
                terms(),
                without(&[Column::Ext]),
                "it has ext, which was left out",
                "leave --columns and --drop-columns out",
            ),
            (
                without(&[Column::Text, Column::Ext]),
                without(&[Column::Extra]),
                "it has extra, which was left out, and no text,ext, which was asked for",
                "give --drop-columns text,ext",
            ),
            (
                terms(),
                of_ann(),
                r"its selection is everything, and sender=ann|a\|b was asked for",
                "leave --select out",
            ),
            (
                of_ann(),
                terms(),
                r"its selection is sender=ann|a\|b, and everything was asked for",
                r"give --select 'sender=ann|a\|b'",
            ),
        ] {
            let found = has.difference(&asked).expect("another lake");
            assert_eq!((found.says.as_str(), found.next.as_str()), (says, next));
        }
    }
}
