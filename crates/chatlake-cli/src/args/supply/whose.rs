//! Whose messages.

use chatlake_fetch::App;
use clap::Args;

use crate::args::given::Given;
use crate::failure::Failure;

/// Whose messages.
#[derive(Args, Debug)]
#[command(next_help_heading = "Whose messages")]
pub(crate) struct WhoseArgs {
    /// The app: organisation and name, the two halves of its app key
    #[arg(long, value_name = "ORG/APP", env = "CHATLAKE_APP")]
    pub(crate) app: Option<App>,
    /// The app by its id, instead of --app (Agora, Shengwang)
    #[arg(
        long,
        value_name = "ID",
        env = "CHATLAKE_APP_ID",
        value_parser = App::of_id
    )]
    pub(crate) app_id: Option<App>,
}

impl WhoseArgs {
    /// The app, if one was named. What the command line says goes before settings.
    pub(crate) fn app(&self, given: &Given) -> Result<Option<&App>, Failure> {
        match (&self.app, &self.app_id) {
            (Some(_), Some(by_id)) if given.has("app_id") && !given.has("app") => Ok(Some(by_id)),
            (Some(app), Some(_)) if given.has("app") && !given.has("app_id") => Ok(Some(app)),
            (Some(_), Some(_)) => Err(Failure::usage(
                "--app and --app-id both name an app: keep one of them (chatlake config show --origin tells where they come from)",
            )),
            (app, by_id) => Ok(app.as_ref().or(by_id.as_ref())),
        }
    }
}
