//! A lake as tables for people who ask in SQL.
//!
//! The rows of a lake are bodies. Who counts messages, follows conversations or collects pictures
//! wants other tables, and these are views over the rows, told in the words of an engine. A
//! message is told apart by the file and the number of its record, not by its id: of messages that
//! share one and differ, each counts.

mod bodies;
mod conversations;
mod dialect;
mod hints;
mod media;
mod messages;
mod root;
mod words;

use chatlake_core::{AppKey, Column};
use chatlake_store::Place;

pub use dialect::{Dialect, UnknownDialect};

/// What the tables of a lake follow from.
#[derive(Clone, Debug)]
pub struct Views<'a> {
    /// Where it lies; a folder by its absolute path.
    pub place: &'a Place,
    /// Whose it is.
    pub app: &'a AppKey,
    /// The columns that its files have, in the order of the schema.
    pub columns: &'a [Column],
    /// How the rows are found.
    pub rows: RowsFrom,
    /// The storage account of a lake on Azure, where it is known.
    pub account: Option<&'a str>,
}

/// How an engine finds the rows of a lake.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RowsFrom {
    /// By the names of folders and files.
    #[default]
    Files,
    /// By the log of the Delta table that was registered.
    Delta,
}

/// An engine that cannot read what lies there.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{dialect} does not read {what}{instead}")]
pub struct CannotRead {
    dialect: &'static str,
    what: &'static str,
    instead: &'static str,
}

impl Views<'_> {
    /// Statements that make the views `bodies`, `messages`, `conversations` and `media`, with what
    /// must be known to run them as comments.
    ///
    /// # Errors
    ///
    /// The engine has no words for the place.
    pub fn statements(&self, dialect: Dialect) -> Result<String, CannotRead> {
        let mut out = format!(
            "-- The lake of {} at {}, for {}.\n",
            self.app,
            words::in_a_comment(&self.place.to_string()),
            dialect.name()
        );
        for hint in self.hints(dialect) {
            out.push_str(&format!("-- {hint}\n"));
        }
        let statements = [
            Some(self.bodies(dialect)?),
            Some(self.messages(dialect)),
            Some(self.conversations(dialect)),
            self.media(dialect),
        ];
        for statement in statements.into_iter().flatten() {
            out.push('\n');
            out.push_str(&statement);
        }
        Ok(out)
    }

    fn has(&self, column: Column) -> bool {
        self.columns.contains(&column)
    }

    /// Those of these columns that there are.
    fn those_of<'c>(&self, columns: &'c [Column]) -> impl Iterator<Item = Column> + use<'_, 'c> {
        columns.iter().copied().filter(|column| self.has(*column))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statements(place: &str, columns: &[Column], dialect: Dialect) -> Result<String, CannotRead> {
        let place: Place = place.parse().expect("a place");
        let app = "007/shop".parse().expect("an app");
        let views =
            Views { place: &place, app: &app, columns, rows: RowsFrom::Files, account: None };
        views.statements(dialect)
    }

    #[test]
    fn every_view_is_made_in_every_dialect() {
        for dialect in Dialect::ALL {
            let text = statements("gs://bucket/lake", Column::ALL, dialect).expect("statements");
            for view in ["bodies", "messages", "conversations", "media"] {
                let name = format!("{}{view} ", dialect.schema());
                let name = if view == "bodies" { name.trim_end() } else { &name };
                assert!(text.contains(name), "{dialect}: {view}");
            }
            assert!(text.contains("gs://bucket/lake/messages"), "{dialect}");
            assert!(text.lines().all(|line| line.len() <= 125 || line.starts_with("--")), "{text}");
        }
    }

    #[test]
    fn columns_that_a_lake_does_not_have_are_not_asked_for() {
        let gone = ["text", "sender", "url", "ext", "chat_type", "extra", "body_type"];
        let is_there = |column: &Column| !gone.contains(&column.name());
        let columns: Vec<Column> = Column::ALL.iter().copied().filter(is_there).collect();
        for dialect in Dialect::ALL {
            let text = statements("gs://bucket/lake", &columns, dialect).expect("statements");
            let told: String = text.lines().filter(|line| !line.starts_with("--")).collect();
            let mut words = told.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
            assert!(!words.any(|word| gone.contains(&word)), "{dialect}: {text}");
        }
    }

    #[test]
    fn a_place_is_one_place_whatever_it_is_called() {
        let place = "/a/it's [x]\\*/l";
        let text = statements(place, Column::ALL, Dialect::DuckDb).expect("statements");
        assert!(text.contains("'/a/it''s [[]x]\\[*]/l/messages/org=007/app=shop/"), "{text}");
        let text = statements(place, Column::ALL, Dialect::Spark).expect("statements");
        let path = r"'file:///a/it\'s \\[x\\]\\\\\\*/l/messages'";
        assert!(text.contains(path), "{text}");
        assert!(statements(place, Column::ALL, Dialect::ClickHouse).is_err());
        let place = "/a\n; DROP TABLE b; --";
        for dialect in [Dialect::DuckDb, Dialect::Spark] {
            let text = statements(place, Column::ALL, dialect).expect("statements");
            let first = text.lines().next().unwrap_or_default();
            assert!(first.starts_with("--") && first.contains("DROP TABLE"), "{first}");
        }
    }

    #[test]
    fn who_cannot_read_a_place_is_named() {
        for (place, dialect, says) in [
            ("/lake", Dialect::BigQuery, "BigQuery does not read folders of this machine: "),
            ("s3://b/lake", Dialect::BigQuery, "BigQuery does not read buckets of others: "),
            ("az://b/lake", Dialect::ClickHouse, "ClickHouse does not read this bucket without "),
        ] {
            let error = statements(place, Column::ALL, dialect).expect_err("no words");
            assert!(error.to_string().starts_with(says), "{error}");
        }
    }

    #[test]
    fn buckets_are_told_in_the_words_of_the_engine() {
        for (place, dialect, root) in [
            ("s3://b/lake", Dialect::Spark, "s3a://b/lake/messages"),
            ("s3://b", Dialect::DuckDb, "'s3://b/messages"),
            ("oss://b/lake", Dialect::DuckDb, "s3://b/lake/messages"),
            ("oss://b/lake", Dialect::Spark, "oss://b/lake/messages"),
            ("az://c/lake", Dialect::Trino, "abfss://c@ACCOUNT.dfs.core.windows.net/lake/messages"),
            ("az://c", Dialect::Spark, "abfss://c@ACCOUNT.dfs.core.windows.net/messages"),
            ("abfss://c@a.b.net/x", Dialect::Spark, "abfss://c@a.b.net/x/messages"),
        ] {
            let text = statements(place, Column::ALL, dialect).expect("statements");
            assert!(text.contains(root), "{text}");
        }
    }
}
