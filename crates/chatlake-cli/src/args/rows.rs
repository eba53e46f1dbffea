//! Which rows and columns come out of a conversion.

use chatlake_convert::{Dedup, Select};
use chatlake_core::{Column, Layout};
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::pseudonyms::PseudonymArgs;
use super::select::{Conditions, conditions, select};
use crate::failure::Failure;

/// Which rows and columns come out.
#[derive(Args, Debug)]
#[command(next_help_heading = "Rows and columns")]
pub(crate) struct RowArgs {
    /// One row per body (flat), or one per message with its bodies nested
    ///
    /// JSONL is the records as they are unless --layout flat asks for the columns as JSON.
    #[arg(
        long,
        value_name = "LAYOUT",
        env = "CHATLAKE_LAYOUT",
        value_parser = PossibleValuesParser::new(["flat", "nested"])
            .try_map(|name| name.parse::<Layout>()),
        hide_possible_values = true
    )]
    pub(crate) layout: Option<Layout>,
    /// Keep messages like these: column=value, column=a|b, since=…, until=…
    ///
    /// Conditions stand between commas, or in several --select, and all must hold. Columns are
    /// msg_id, chat_type, direction, sender, recipient, conversation_id and body_type; a message
    /// is kept with all its bodies when any of them is of a type. since (inclusive) and until
    /// (exclusive) are RFC 3339. A comma or bar within a value is written with a \ before it.
    #[arg(
        long,
        value_name = "CONDITIONS",
        value_parser = conditions
    )]
    pub(crate) select: Vec<Conditions>,
    /// Write these columns only, in the order of the schema
    ///
    /// In CSV a null is nothing. Of a single column that is an empty line, which some readers skip:
    /// take msg_id too, so that every row is read.
    #[arg(long, value_name = "COLUMNS", env = "CHATLAKE_COLUMNS", value_delimiter = ',')]
    pub(crate) columns: Vec<Column>,
    /// Leave these columns out
    ///
    /// A lake that goes without texts, JSON, people, places or urls keeps its rejects without their
    /// bytes; files keep theirs with them.
    #[arg(long, value_name = "COLUMNS", env = "CHATLAKE_DROP_COLUMNS", value_delimiter = ',')]
    pub(crate) drop_columns: Vec<Column>,
    /// Write the download credentials of media (secret, thumb_secret) too
    #[arg(long, env = "CHATLAKE_INCLUDE_SECRETS")]
    pub(crate) include_secrets: bool,
    /// What becomes of a message that was there before, id and bytes: keep or drop
    ///
    /// The same id with other bytes is never dropped; it is counted as a conflict. With drop, what
    /// is in an output depends on the inputs before it: where one of those cannot be read or written,
    /// later ones wait for the next run.
    #[arg(
        long,
        value_name = "WHAT",
        env = "CHATLAKE_DEDUP",
        default_value = "keep",
        value_parser = PossibleValuesParser::new(["keep", "drop"])
            .map(|what| if what == "drop" { Dedup::Drop } else { Dedup::Keep }),
        hide_possible_values = true
    )]
    pub(crate) dedup: Dedup,
    /// Defuse what a spreadsheet would run, by a ' before it: on or off (csv)
    #[arg(
        long,
        value_name = "ON|OFF",
        env = "CHATLAKE_CSV_GUARD",
        default_value = "on",
        action = clap::ArgAction::Set,
        value_parser = PossibleValuesParser::new(["on", "off"]).map(|word| word == "on"),
        hide_possible_values = true
    )]
    pub(crate) csv_guard: bool,
    #[command(flatten)]
    pub(crate) pseudonyms: PseudonymArgs,
}

impl RowArgs {
    /// Which messages are kept.
    pub(crate) fn selection(&self) -> Result<Select, Failure> {
        select(&self.select).map_err(|error| Failure::usage(format!("--select: {error}")))
    }
}
