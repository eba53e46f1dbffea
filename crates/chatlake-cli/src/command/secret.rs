//! Where a secret can be had from, and which of those places is meant.

use std::env;
use std::path::PathBuf;

use chatlake_fetch::SecretSource;
use chatlake_fetch::credentials::CommandLine;

use crate::args::Given;
use crate::failure::Failure;

/// The ways to say where a secret is; never on the command line itself, which everybody on the
/// machine can read.
pub(in crate::command) struct Ways<'a> {
    /// An option that names a file, and what it was given.
    pub(in crate::command) file: (&'static str, &'a Option<PathBuf>),
    /// An option that names a command, and what it was given.
    pub(in crate::command) command: (&'static str, &'a Option<String>),
    /// A variable that holds the secret itself. It is no setting: no option has it, no file may,
    /// and nothing shows it.
    pub(in crate::command) variable: &'static str,
}

/// A place that a secret can be had from, and what to call it.
pub(in crate::command) struct Place {
    name: &'static str,
    is_said: bool,
    source: SecretSource,
}

impl Ways<'_> {
    /// The places that are named, by options, settings and the variable.
    pub(in crate::command) fn places(&self, given: &Given) -> Result<Vec<Place>, Failure> {
        let Self { file: (file, path), command: (command, line), variable } = *self;
        let place = |name: &'static str, source: Option<SecretSource>| {
            let is_said = given.has(&name.trim_start_matches('-').replace('-', "_"));
            Some(Place { name, is_said, source: source? })
        };
        let there = [
            place(file, path.clone().map(SecretSource::File)),
            place(command, parsed(command, line)?),
            place(variable, in_variable(variable)),
        ];
        Ok(there.into_iter().flatten().collect())
    }
}

/// Whether one of the places was named on the command line.
pub(in crate::command) fn is_said(places: &[Place]) -> bool {
    places.iter().any(|place| place.is_said)
}

/// The one place that is meant. What the command line says goes before settings.
pub(in crate::command) fn only(mut places: Vec<Place>) -> Result<Option<SecretSource>, Failure> {
    if is_said(&places) {
        places.retain(|place| place.is_said);
    }
    if let [first, second, ..] = places.as_slice() {
        return Err(both(first, second));
    }
    Ok(places.pop().map(|place| place.source))
}

/// Two places, of which only one can be meant.
pub(in crate::command) fn both(first: &Place, second: &Place) -> Failure {
    Failure::usage(format!(
        "{} and {} are both set, and one is enough: unset the other, or say on the command line which is meant",
        first.name, second.name
    ))
}

fn in_variable(name: &str) -> Option<SecretSource> {
    let is_set = env::var_os(name).is_some_and(|value| !value.is_empty());
    is_set.then(|| SecretSource::Env(name.to_owned()))
}

fn parsed(option: &str, line: &Option<String>) -> Result<Option<SecretSource>, Failure> {
    let parsed = line.as_deref().map(str::parse::<CommandLine>).transpose();
    // The text may hold a secret, so it is not shown.
    let parsed = parsed.map_err(|error| Failure::usage(format!("{option}: {error}")))?;
    Ok(parsed.map(SecretSource::Command))
}
