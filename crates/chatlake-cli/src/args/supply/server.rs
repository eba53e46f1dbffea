//! Where the platform is, and how often it may be asked.

use std::num::NonZeroU32;
use std::path::PathBuf;

use clap::Args;

/// Where the platform is, and how often it may be asked.
#[derive(Args, Debug)]
#[command(next_help_heading = "Server")]
pub(crate) struct ServerArgs {
    /// The host that the app lives on, such as a1.easemob.com or a41.chat.agora.io
    ///
    /// A private deployment may be IP:PORT. https is meant; a host given as http://… is taken
    /// with --allow-http only.
    #[arg(long, value_name = "HOST", env = "CHATLAKE_HOST")]
    pub(crate) host: Option<String>,
    /// Ask a host given as http://… without encryption: anybody on the way can read the token
    #[arg(long, env = "CHATLAKE_ALLOW_HTTP")]
    pub(crate) allow_http: bool,
    /// Let files come from private networks, as private deployments have them
    #[arg(long, env = "CHATLAKE_ALLOW_PRIVATE")]
    pub(crate) allow_private: bool,
    /// Let files come from this domain too, besides the vendor's and the host's own
    #[arg(long, value_name = "SUFFIX", env = "CHATLAKE_ALLOW_HOST", value_delimiter = ',')]
    pub(crate) allow_host: Vec<String>,
    /// How many hours may be asked for in a minute: a matter of the plan
    ///
    /// All processes that share --state-dir share the rate.
    #[arg(long, value_name = "CALLS", env = "CHATLAKE_RATE", default_value = "10")]
    pub(crate) rate: NonZeroU32,
    /// Where the token and the count of calls are kept, for all processes together
    ///
    /// By default $XDG_STATE_HOME/chatlake, or ~/.local/state/chatlake.
    #[arg(long, value_name = "DIR", env = "CHATLAKE_STATE_DIR")]
    pub(crate) state_dir: Option<PathBuf>,
}
