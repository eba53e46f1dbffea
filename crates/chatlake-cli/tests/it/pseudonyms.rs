//! Names of people are in no output where pseudonyms were asked for.

mod keys;
mod silence;

use std::process::Command;

use crate::run::{Run, command, finish};

const KEY: &str = "correct horse battery staple";

/// What people and apps wrote; extra is looked into.
const FREE: &str =
    "ext,text,filename,thumb_filename,addr,cmd_action,custom_event,custom_exts,title,summary";

/// The command with a key.
fn keyed(key: &str) -> Command {
    let mut command = command();
    command.env("CHATLAKE_PSEUDONYM_KEY", key);
    command
}

fn run(key: &str, arguments: &[&str]) -> Run {
    finish(keyed(key).args(arguments))
}
