//! What was said on the command line itself.

use std::collections::HashSet;

use clap::ArgMatches;
use clap::parser::ValueSource;

/// The options that were said on the command line itself, not by variable or file: those are
/// meant for this run, the others for many.
#[derive(Clone, Debug, Default)]
pub(crate) struct Given(HashSet<String>);

impl Given {
    /// Of the matches of a subcommand.
    pub(crate) fn of(matches: &ArgMatches) -> Self {
        let ids = matches.ids().map(clap::Id::as_str);
        let said = ids.filter(|id| matches.value_source(id) == Some(ValueSource::CommandLine));
        Self(said.map(str::to_owned).collect())
    }

    /// Whether an option was said, by the name of its field.
    pub(crate) fn has(&self, id: &str) -> bool {
        self.0.contains(id)
    }
}
