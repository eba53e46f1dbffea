//! `chatlake demo`.

use std::path::PathBuf;

use clap::Args;

const EXAMPLES: &str = "\
Examples:
  chatlake demo                                      a day of made-up hours, in some seconds
  chatlake demo --dir demo/ --json";

/// Fetch and convert a made-up day from a made-up platform, here, to see how it goes
///
/// A simulated platform is started on this machine; nothing goes out of it. It speaks as the real
/// one does and limits calls as that does, but its clock runs faster.
#[derive(Args, Debug)]
#[command(before_help = EXAMPLES)]
pub(crate) struct DemoArgs {
    /// Where the archive goes, which must not be there yet; by default a new temporary folder
    #[arg(long, value_name = "DIR")]
    pub(crate) dir: Option<PathBuf>,
    /// Print the report as one JSON document
    #[arg(long)]
    pub(crate) json: bool,
}
