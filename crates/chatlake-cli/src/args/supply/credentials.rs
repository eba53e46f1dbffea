//! Who asks.

use std::path::PathBuf;

use clap::Args;

/// Who asks. A secret comes from a variable, a file or a command, and never from the command
/// line, which everybody on the machine can read.
#[derive(Args, Debug)]
#[command(next_help_heading = "Credentials")]
pub(crate) struct CredentialArgs {
    /// The client id of the app, which is no secret; its secret is in CHATLAKE_CLIENT_SECRET
    #[arg(long, value_name = "ID", env = "CHATLAKE_CLIENT_ID")]
    pub(crate) client_id: Option<String>,
    /// The secret is the first line of this file, which only its owner may read (0600)
    #[arg(long, value_name = "FILE", env = "CHATLAKE_CLIENT_SECRET_FILE")]
    pub(crate) client_secret_file: Option<PathBuf>,
    /// The secret is what this command prints, as in 'pass show chatlake'; run without a shell
    #[arg(long, value_name = "COMMAND", env = "CHATLAKE_CLIENT_SECRET_COMMAND")]
    pub(crate) client_secret_command: Option<String>,
    /// A token made elsewhere is the first line of this file; or it is in CHATLAKE_TOKEN
    #[arg(long, value_name = "FILE", env = "CHATLAKE_TOKEN_FILE")]
    pub(crate) token_file: Option<PathBuf>,
    /// A token is what this command prints; asked again when the platform refuses the last one
    #[arg(long, value_name = "COMMAND", env = "CHATLAKE_TOKEN_COMMAND")]
    pub(crate) token_command: Option<String>,
}
