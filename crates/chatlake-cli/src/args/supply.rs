//! Options that the commands around an archive share.

mod archive;
mod credentials;
mod hours;
mod server;
mod whose;
mod window;

use clap::Args;

pub(crate) use archive::ArchiveArgs;
pub(crate) use credentials::CredentialArgs;
pub(crate) use hours::HourArgs;
pub(crate) use server::ServerArgs;
pub(crate) use whose::WhoseArgs;
pub(crate) use window::WindowArgs;

use super::given::Given;

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
    #[command(flatten)]
    pub(crate) window: WindowArgs,
    /// What was said on the command line itself.
    #[arg(skip)]
    pub(crate) given: Given,
}
