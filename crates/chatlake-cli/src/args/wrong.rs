//! Arguments that could not be parsed, or that asked for help.

use std::io::{self, Write};

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::LogFormat;
use crate::console::Console;
use crate::exit::Exit;
use crate::screen::discreet;
use crate::settings::Early;

/// Arguments that could not be parsed, or that asked for help.
#[derive(Debug)]
pub(crate) struct Wrong(clap::Error);

impl From<clap::Error> for Wrong {
    fn from(error: clap::Error) -> Self {
        Self(without_secrets(error))
    }
}

impl Wrong {
    /// Prints what there is to say, and tells how to end.
    pub(crate) fn exit(self, early: &Early) -> Result<Exit, Exit> {
        let Self(error) = self;
        if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
            // A closed pipe is a reader who has seen enough.
            let _ = error.print().and_then(|()| io::stdout().flush());
            return Ok(Exit::OK);
        }
        match early.log_format {
            LogFormat::Text => {
                let _ = error.print();
            }
            LogFormat::Json => Console::early(LogFormat::Json).error(&message(error)),
        }
        Err(Exit::USAGE)
    }
}

/// The error with what was said as it may be shown.
fn without_secrets(mut error: clap::Error) -> clap::Error {
    let said = error.context().filter_map(|(kind, value)| match value {
        ContextValue::String(text) => Some((kind, discreet(text))),
        _ => None,
    });
    let said: Vec<(ContextKind, String)> = said.collect();
    for (kind, text) in said {
        error.insert(kind, ContextValue::String(text));
    }
    error
}

/// What clap says before it comes to the usage, in one line and without its "error:".
pub(crate) fn message(error: clap::Error) -> String {
    let text = without_secrets(error).to_string();
    let text = text.strip_prefix("error: ").unwrap_or(&text);
    let lines = text.lines().take_while(|line| !line.trim().is_empty());
    lines.map(str::trim).collect::<Vec<_>>().join(" ")
}
