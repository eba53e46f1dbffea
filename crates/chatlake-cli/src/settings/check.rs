//! Whether a file of settings makes sense, by the judgement of the options' own parsers.

use std::collections::BTreeMap;

use clap::{Arg, Command};

use super::Setting;
use crate::args;

/// Every option that is a setting, once, in the order of the commands.
pub(super) fn options(command: &Command) -> Vec<&Arg> {
    let mut found: Vec<&Arg> = Vec::new();
    let all = command.get_arguments();
    let below = command.get_subcommands().flat_map(options);
    for arg in all.filter(|arg| arg.get_env().is_some()).chain(below) {
        if arg.get_long().is_some() && !found.iter().any(|it| it.get_long() == arg.get_long()) {
            found.push(arg);
        }
    }
    found
}

/// Options that say where settings come from are none themselves.
pub(super) fn is_of_file(arg: &Arg) -> bool {
    !matches!(arg.get_long(), Some("config" | "profile"))
}

/// Names the first setting that is none, or whose value its option would refuse.
pub(super) fn check(values: &BTreeMap<String, Setting>, command: &Command) -> Result<(), String> {
    let options: Vec<&Arg> = options(command).into_iter().filter(|arg| is_of_file(arg)).collect();
    for (name, setting) in values {
        let Some(option) = options.iter().find(|arg| arg.get_long() == Some(name)) else {
            let names: Vec<&str> = options.iter().filter_map(|arg| arg.get_long()).collect();
            return Err(format!("no setting is called `{name}`; there are {}", names.join(", ")));
        };
        let words = setting.values.iter().map(|value| format!("--{name}={value}"));
        let words = std::iter::once("chatlake".to_owned()).chain(words);
        let alone = Command::new("chatlake").arg((*option).clone());
        if let Err(error) = alone.try_get_matches_from(words) {
            return Err(args::message_of(error));
        }
    }
    Ok(())
}
