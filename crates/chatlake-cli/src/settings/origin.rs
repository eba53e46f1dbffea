//! Where the value of a setting comes from.

use std::env;

use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Command};
use serde::Serialize;

use super::Settings;
use super::check::options;
use crate::screen::discreet;

/// Where the value of a setting comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// The command line.
    Option,
    /// This variable.
    Variable(String),
    /// The file, and the profile in it.
    File(String, Option<String>),
    /// The option's default.
    Default,
}

/// A setting as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Shown {
    pub(crate) name: String,
    /// None where nothing is set and the default depends on circumstances.
    pub(crate) value: Option<String>,
    pub(crate) origin: Origin,
}

impl std::fmt::Display for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Origin::Option => f.write_str("command line"),
            Origin::Variable(name) => write!(f, "environment {name}"),
            Origin::File(path, None) => write!(f, "file {path}"),
            Origin::File(path, Some(profile)) => write!(f, "file {path} [profile.{profile}]"),
            Origin::Default => f.write_str("default"),
        }
    }
}

impl Serialize for Origin {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Every setting of a command and those below it. `matches` are those of the command in hand,
/// whose options everywhere may have been said.
pub(crate) fn shown(command: &Command, matches: &ArgMatches, settings: &Settings) -> Vec<Shown> {
    let show = |arg: &Arg| {
        let name = arg.get_long().unwrap_or_default().to_owned();
        let (value, origin) = value(arg, &name, matches, settings);
        let value = value.map(|value| discreet(&without_arguments(&name, value)));
        Shown { name, value, origin }
    };
    options(command).into_iter().map(show).collect()
}

/// A command that prints a secret may have another one among its arguments, so only its program is
/// shown.
fn without_arguments(name: &str, value: String) -> String {
    if !name.ends_with("-command") {
        return value;
    }
    match value.split_once(char::is_whitespace) {
        Some((program, _)) => format!("{program} …"),
        None => value,
    }
}

fn value(
    arg: &Arg,
    name: &str,
    matches: &ArgMatches,
    settings: &Settings,
) -> (Option<String>, Origin) {
    if let Ok(Some(values)) = matches.try_get_raw(arg.get_id().as_str())
        && matches.value_source(arg.get_id().as_str()) == Some(ValueSource::CommandLine)
    {
        let values: Vec<_> = values.map(|value| value.to_string_lossy()).collect();
        return (Some(values.join(",")), Origin::Option);
    }
    let variable = arg.get_env().map(|name| name.to_string_lossy().into_owned());
    if let Some(variable) = variable
        && let Some(value) = env::var_os(&variable)
    {
        return (Some(value.to_string_lossy().into_owned()), Origin::Variable(variable));
    }
    if let Some(setting) = settings.get(name) {
        let path = settings.path().map(|path| path.display().to_string()).unwrap_or_default();
        return (Some(setting.values.join(",")), Origin::File(path, setting.profile.clone()));
    }
    let values: Vec<_> =
        arg.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
    ((!values.is_empty()).then(|| values.join(",")), Origin::Default)
}
