//! `chatlake lake sql`.

use chatlake_lake::views::Dialect;
use chatlake_store::Place;
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

const EXAMPLES: &str = "\
Examples:
  chatlake lake sql lake/ | duckdb chat.db
  chatlake lake sql lake/ --for spark > views.sql
  chatlake lake sql gs://bucket/lake --for trino --delta";

/// Print statements that make a lake tables: messages, conversations, media, bodies
///
/// messages has a row per message, with the texts of all its bodies; conversations one per
/// conversation, with who takes part; media one per picture, sound, video or file; bodies are the
/// rows as they lie there. All are views: they show what the lake holds when they are asked.
#[derive(Args, Debug)]
#[command(before_help = EXAMPLES)]
pub(crate) struct LakeSqlArgs {
    /// The lake: a folder, or s3://, gs://, az://, abfss:// or oss://
    #[arg(value_name = "WHERE")]
    pub(crate) place: Place,
    /// Whose SQL: duckdb, spark, trino, clickhouse or bigquery
    #[arg(
        long = "for",
        value_name = "ENGINE",
        default_value = "duckdb",
        value_parser = PossibleValuesParser::new(["duckdb", "spark", "trino", "clickhouse", "bigquery"])
            .try_map(|name| name.parse::<Dialect>()),
        hide_possible_values = true
    )]
    pub(crate) dialect: Dialect,
    /// Read the Delta table that `chatlake lake register` keeps, not the files by their names
    #[arg(long)]
    pub(crate) delta: bool,
}
