//! Commands that read no export.

use std::path::PathBuf;

use chatlake_core::Layout;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand, ValueEnum};
use clap_complete::Shell;

const SCHEMA_EXAMPLES: &str = "\
Examples:
  chatlake schema                               every column, and where it comes from
  chatlake schema --to sql-duckdb | duckdb lake.db
  chatlake schema --to parquet --layout nested";

/// Show the schema that outputs have
#[derive(Args, Debug)]
#[command(before_help = SCHEMA_EXAMPLES)]
pub(crate) struct SchemaArgs {
    /// In whose words
    #[arg(long, value_enum, value_name = "FORM", default_value_t)]
    pub(crate) to: SchemaTo,
    /// One row per body (flat), or one per message with its bodies nested
    #[arg(
        long,
        value_name = "LAYOUT",
        default_value = "flat",
        value_parser = PossibleValuesParser::new(["flat", "nested"])
            .try_map(|name| name.parse::<Layout>()),
        hide_possible_values = true
    )]
    pub(crate) layout: Layout,
    /// The same as --to json
    #[arg(long)]
    pub(crate) json: bool,
}

/// In whose words a schema is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum SchemaTo {
    #[default]
    Text,
    Arrow,
    Parquet,
    SqlDuckdb,
    SqlSpark,
    Json,
}

const CONFIG_EXAMPLES: &str = "\
Examples:
  chatlake config show --origin                 every setting, and who set it
  chatlake config path                          the file that is read
  CHATLAKE_ZONE=utc chatlake config show";

/// Show settings and where they come from
///
/// A setting is an option that has a variable. The option goes before its variable, the variable
/// before the file (there the profile before the rest), and the file before the default.
#[derive(Args, Debug)]
#[command(before_help = CONFIG_EXAMPLES)]
pub(crate) struct ConfigArgs {
    #[command(subcommand)]
    pub(crate) command: ConfigCommand,
}

/// What is to be shown.
#[derive(Debug, Subcommand)]
pub(crate) enum ConfigCommand {
    Show(ConfigShowArgs),
    Path(ConfigPathArgs),
}

const SHOW_EXAMPLES: &str = "\
Examples:
  chatlake config show
  chatlake config show --origin --profile shop
  chatlake config show --json";

/// Show every setting
#[derive(Args, Debug)]
#[command(before_help = SHOW_EXAMPLES)]
pub(crate) struct ConfigShowArgs {
    /// Say where each value comes from
    #[arg(long)]
    pub(crate) origin: bool,
    /// Print one JSON document
    #[arg(long)]
    pub(crate) json: bool,
}

const PATH_EXAMPLES: &str = "\
Examples:
  chatlake config path
  ${EDITOR:-vi} \"$(chatlake config path)\"";

/// Show which file settings are read from, whether it exists or not
#[derive(Args, Debug)]
#[command(before_help = PATH_EXAMPLES)]
pub(crate) struct ConfigPathArgs {
    /// Print one JSON document
    #[arg(long)]
    pub(crate) json: bool,
}

const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  chatlake completions bash > ~/.local/share/bash-completion/completions/chatlake
  chatlake completions zsh > ~/.zfunc/_chatlake
  chatlake completions fish > ~/.config/fish/completions/chatlake.fish";

/// Print completions for a shell
#[derive(Args, Debug)]
#[command(before_help = COMPLETIONS_EXAMPLES)]
pub(crate) struct CompletionsArgs {
    /// Which shell
    #[arg(value_enum)]
    pub(crate) shell: Shell,
}

const MAN_EXAMPLES: &str = "\
Examples:
  chatlake man | man -l -
  chatlake man convert | man -l -
  chatlake man --out ~/.local/share/man/man1";

/// Print manual pages, or write them to a folder
#[derive(Args, Debug)]
#[command(before_help = MAN_EXAMPLES)]
pub(crate) struct ManArgs {
    /// The page of this command; without it, the page that leads to all
    #[arg(value_name = "COMMAND", conflicts_with = "out")]
    pub(crate) of: Vec<String>,
    /// Write every page into this folder
    #[arg(long, short, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
}
