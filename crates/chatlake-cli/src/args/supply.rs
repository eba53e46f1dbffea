//! Options that the commands around an archive share.

mod archive;
mod credentials;
mod hours;
mod server;
mod whose;
mod window;

use chatlake_convert::ZoneChoice;
use clap::Args;

pub(crate) use archive::ArchiveArgs;
pub(crate) use credentials::CredentialArgs;
pub(crate) use hours::HourArgs;
pub(crate) use server::ServerArgs;
pub(crate) use whose::WhoseArgs;
pub(crate) use window::WindowArgs;

use super::given::Given;
use super::zone::zone;

/// Options of the commands that ask the platform for something.
#[derive(Args, Debug)]
pub(crate) struct SupplyArgs {
    #[command(flatten)]
    pub(crate) whose: WhoseArgs,
    #[command(flatten)]
    pub(crate) archive: ArchiveArgs,
    #[command(flatten)]
    pub(crate) server: ServerArgs,
    #[command(flatten)]
    pub(crate) credentials: CredentialArgs,
    /// The zone that hours are named in: +08:00, utc, or auto
    ///
    /// auto goes by the host: mainland clusters are +08:00, overseas ones utc; of private
    /// deployments nobody knows, and they need it said once: the archive remembers it.
    #[arg(
        long,
        value_name = "ZONE",
        help_heading = "Hours",
        env = "CHATLAKE_ZONE",
        default_value = "auto",
        value_parser = zone
    )]
    pub(crate) zone: ZoneChoice,
    #[command(flatten)]
    pub(crate) window: WindowArgs,
    /// What was said on the command line itself.
    #[arg(skip)]
    pub(crate) given: Given,
}
