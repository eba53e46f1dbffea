//! Pseudonyms in place of values.

use std::path::PathBuf;

use chatlake_core::Column;
use clap::Args;

/// Pseudonyms in place of values, and where their key is: in a variable, a file or what a command
/// prints, and never on the command line, which everybody on the machine can read.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Pseudonyms")]
pub(crate) struct PseudonymArgs {
    /// Write pseudonyms in these columns, as in sender,recipient
    ///
    /// A pseudonym is the HMAC-SHA-256 of the value under a key, as 64 hexadecimal digits: the
    /// same for the same value in every column, file and run, so that joins hold. Null and empty
    /// text stay. The key is in CHATLAKE_PSEUDONYM_KEY, or where the next options say; it has 16
    /// bytes at least, as `openssl rand -hex 32` prints them.
    ///
    /// sender or recipient brings along sender, recipient, from_raw, to_raw and conversation_id,
    /// which holds both people and is made of their pseudonyms. What is left of people in extra
    /// (from, to, groupId, group_id) is null, and rejects are kept without their bytes; --select
    /// still goes by the names. Columns of JSON, and what people and apps wrote, may name people
    /// all the same: leave them out with --drop-columns. Verbatim JSONL has no pseudonyms.
    #[arg(long, value_name = "COLUMNS", env = "CHATLAKE_PSEUDONYMISE", value_delimiter = ',')]
    pub(crate) pseudonymise: Vec<Column>,
    /// The key is the first line of this file, which only its owner may read (0600)
    #[arg(long, value_name = "FILE", env = "CHATLAKE_PSEUDONYM_KEY_FILE")]
    pub(crate) pseudonym_key_file: Option<PathBuf>,
    /// The key is what this command prints, as in 'pass show pseudonyms'; run without a shell
    #[arg(long, value_name = "COMMAND", env = "CHATLAKE_PSEUDONYM_KEY_COMMAND")]
    pub(crate) pseudonym_key_command: Option<String>,
}
