//! Options of every command.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// What every command says, and how.
#[derive(Args, Debug)]
#[command(next_help_heading = "Everywhere")]
pub(crate) struct Looks {
    /// Say nothing on standard error but errors
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,
    /// Say more on standard error
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub(crate) verbose: u8,
    /// How messages on standard error are written
    #[arg(
        long,
        global = true,
        value_enum,
        value_name = "FORMAT",
        default_value_t,
        env = "CHATLAKE_LOG_FORMAT"
    )]
    pub(crate) log_format: LogFormat,
    /// Draw no progress bar; none is drawn anyway unless standard error is a terminal
    #[arg(long, global = true, env = "CHATLAKE_NO_PROGRESS")]
    pub(crate) no_progress: bool,
    /// Read settings from this file instead of `$XDG_CONFIG_HOME/chatlake/config.toml`
    ///
    /// A setting is an option that has a variable; in the file it has the option's name, as in
    /// `zone = "+08:00"`. What is given as an option goes before its variable, that before the
    /// file, and the file before the default.
    #[arg(long, global = true, value_name = "FILE", env = "CHATLAKE_CONFIG")]
    pub(crate) config: Option<PathBuf>,
    /// Prefer the settings of `[profile.NAME]` in that file: one profile per app
    #[arg(long, global = true, value_name = "NAME", env = "CHATLAKE_PROFILE")]
    pub(crate) profile: Option<String>,
}

/// How messages on standard error are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogFormat {
    /// For people
    #[default]
    Text,
    /// One JSON object per line
    Json,
}
