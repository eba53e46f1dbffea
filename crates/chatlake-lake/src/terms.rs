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
            let said = format!("{select:?}");
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
        let Self { format: _, app, zone, schema, layout, columns, secrets, .. } = self;
        let Self { pseudonyms, select, limits, .. } = self;
        let in_columns = |pseudonyms: &Option<PseudonymTerms>| {
            let columns = pseudonyms.as_ref().map(|pseudonyms| pseudonyms.columns.join(","));
            columns.unwrap_or_else(|| "no column".to_owned())
        };
        let of_key = |pseudonyms: &Option<PseudonymTerms>| {
            let key = pseudonyms.as_ref().map(|pseudonyms| pseudonyms.key_check.clone());
            key.unwrap_or_else(|| "none".to_owned())
        };
        let RecordLimits { max_record, max_depth, max_bodies } = limits;
        let everything = || "everything".to_owned();
        let compared = [
            ("app", app.to_string(), asked.app.to_string()),
            ("zone", zone.name().to_owned(), asked.zone.name().to_owned()),
            ("schema", schema.clone(), asked.schema.clone()),
            ("layout", layout.clone(), asked.layout.clone()),
            ("list of columns", columns.join(","), asked.columns.join(",")),
            ("way with credentials", secrets.clone(), asked.secrets.clone()),
            ("list of pseudonyms", in_columns(pseudonyms), in_columns(&asked.pseudonyms)),
            ("key of pseudonyms", of_key(pseudonyms), of_key(&asked.pseudonyms)),
            (
                "selection",
                select.clone().unwrap_or_else(everything),
                asked.select.clone().unwrap_or_else(everything),
            ),
            ("--max-record", max_record.to_string(), asked.limits.max_record.to_string()),
            ("--max-depth", max_depth.to_string(), asked.limits.max_depth.to_string()),
            ("limit of bodies", max_bodies.to_string(), asked.limits.max_bodies.to_string()),
        ];
        let mut different = compared.into_iter().filter(|(_, has, asked)| has != asked);
        different.next().map(|(what, has, asked)| Difference { what, has, asked })
    }
}

/// The version of the document.
const FORMAT: u64 = 1;

/// In what two lakes differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Difference {
    pub(crate) what: &'static str,
    pub(crate) has: String,
    pub(crate) asked: String,
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
        assert_eq!(
            (found.what, found.has.as_str(), found.asked.as_str()),
            ("zone", "+08:00", "utc")
        );
        assert_eq!(terms().difference(&terms()), None);
    }
}
