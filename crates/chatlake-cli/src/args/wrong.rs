//! Arguments that could not be parsed, or that asked for help.

use std::io::{self, Write};

use clap::error::ErrorKind;

use super::LogFormat;
use crate::console::Console;
use crate::exit::Exit;
use crate::settings::Early;

/// Arguments that could not be parsed, or that asked for help.
#[derive(Debug)]
pub(crate) struct Wrong(clap::Error);

impl From<clap::Error> for Wrong {
    fn from(error: clap::Error) -> Self {
        Self(error)
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
            LogFormat::Json => Console::early(LogFormat::Json).error(&message(&error)),
        }
        Err(Exit::USAGE)
    }
}

/// What clap says before it comes to the usage, in one line and without its "error:".
pub(crate) fn message(error: &clap::Error) -> String {
    let text = error.to_string();
    let text = text.strip_prefix("error: ").unwrap_or(&text);
    let lines = text.lines().take_while(|line| !line.trim().is_empty());
    lines.map(str::trim).collect::<Vec<_>>().join(" ")
}
