//! Settings: what options are when they are not given.
//!
//! A setting is an option that has a variable, `--zone` and `CHATLAKE_ZONE`. A file may set it
//! too, as `zone = "+08:00"`, for all or within `[profile.NAME]`. What the file says becomes the
//! option's default before the arguments are parsed; so one parser judges all values, and the
//! option goes before the variable, the variable before the file.

mod check;
mod early;
mod file;
mod origin;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Command;

pub(crate) use early::Early;
pub(crate) use origin::{Shown, shown};

use crate::failure::Failure;

/// What the file of settings says.
#[derive(Debug)]
pub(crate) struct Settings {
    path: Option<PathBuf>,
    values: BTreeMap<String, Setting>,
}

/// One setting of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Setting {
    /// One, or those of a list.
    pub(crate) values: Vec<String>,
    /// The profile that it stands in.
    pub(crate) profile: Option<String>,
}

impl Settings {
    /// Reads the file; none is fine unless it was named.
    pub(crate) fn load(early: &Early, command: &Command) -> Result<Self, Failure> {
        let path = early.config_path();
        let text = match &path {
            None => None,
            Some(path) => match std::fs::read_to_string(path) {
                Ok(text) => Some(text),
                Err(error)
                    if error.kind() == std::io::ErrorKind::NotFound && !early.names_config() =>
                {
                    None
                }
                Err(error) => {
                    return Err(Failure::usage(format!(
                        "failed to read settings from `{}`: {error}",
                        path.display()
                    )));
                }
            },
        };
        let values = match (&text, &path) {
            (Some(text), Some(path)) => {
                let read = file::read(text, early.profile.as_deref());
                let values =
                    read.and_then(|values| check::check(&values, command).map(|()| values));
                values.map_err(|what| Failure::usage(format!("`{}`: {what}", path.display())))?
            }
            _ => match &early.profile {
                Some(profile) => {
                    return Err(Failure::usage(format!(
                        "there is no profile `{profile}`, for there is no file of settings: see chatlake config path"
                    )));
                }
                None => BTreeMap::new(),
            },
        };
        Ok(Self { path: path.filter(|_| text.is_some()), values })
    }

    /// The file, if there is one.
    pub(crate) fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// What the file says of a setting.
    pub(crate) fn get(&self, name: &str) -> Option<&Setting> {
        self.values.get(name)
    }

    /// The command with the settings of the file as defaults.
    pub(crate) fn as_defaults(&self, command: Command) -> Command {
        if self.values.is_empty() {
            return command;
        }
        command
            .mut_args(|arg| match arg.get_long().and_then(|name| self.values.get(name)) {
                Some(setting) if arg.get_env().is_some() => {
                    arg.default_values(setting.values.clone())
                }
                _ => arg,
            })
            .mut_subcommands(|command| self.as_defaults(command))
    }
}
