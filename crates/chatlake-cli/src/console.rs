//! What people read: standard error.

use std::io::{self, IsTerminal, Write};

use serde::Serialize;

use crate::args::{LogFormat, Looks};
use crate::screen;

/// Says things on standard error, as text or as lines of JSON.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Console {
    most: Level,
    format: LogFormat,
    has_colours: bool,
    has_bars: bool,
}

/// How much something matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Level {
    /// Something was not done.
    Error,
    /// Something should be looked at.
    Warn,
    /// Normally told.
    Info,
    /// Told with `-v`.
    Debug,
}

#[derive(Serialize)]
struct Line<'a> {
    level: Level,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a str>,
    message: &'a str,
}

impl Console {
    pub(crate) fn new(looks: &Looks) -> Self {
        let most = match (looks.quiet, looks.verbose) {
            (true, _) => Level::Error,
            (false, 0) => Level::Info,
            (false, _) => Level::Debug,
        };
        let is_text = looks.log_format == LogFormat::Text;
        let is_terminal = io::stderr().is_terminal();
        Self {
            most,
            format: looks.log_format,
            has_colours: is_text && is_terminal && screen::wants_colours(),
            has_bars: is_text && is_terminal && !looks.no_progress && most >= Level::Info,
        }
    }

    /// Before anything is known but the format.
    pub(crate) fn early(format: LogFormat) -> Self {
        Self {
            most: Level::Info,
            format,
            has_colours: format == LogFormat::Text
                && io::stderr().is_terminal()
                && screen::wants_colours(),
            has_bars: false,
        }
    }

    /// Whether progress may be drawn.
    pub(crate) fn has_bars(&self) -> bool {
        self.has_bars
    }

    /// Whether messages of this level are told.
    pub(crate) fn tells(&self, level: Level) -> bool {
        level <= self.most
    }

    /// Whether messages are for people.
    pub(crate) fn is_text(&self) -> bool {
        self.format == LogFormat::Text
    }

    /// Something was not done.
    pub(crate) fn error(&self, message: &str) {
        self.say(Level::Error, None, message);
    }

    /// Something should be looked at.
    pub(crate) fn warn(&self, message: &str) {
        self.say(Level::Warn, None, message);
    }

    /// Normally told, as it is.
    pub(crate) fn note(&self, message: &str) {
        self.say(Level::Info, None, message);
    }

    /// Says something, of an input or of all.
    pub(crate) fn say(&self, level: Level, source: Option<&str>, message: &str) {
        if !self.tells(level) {
            return;
        }
        let line = match self.format {
            LogFormat::Json => {
                serde_json::to_string(&Line { level, source, message }).unwrap_or_default()
            }
            LogFormat::Text => {
                let name = source.map(|source| format!("{source}: ")).unwrap_or_default();
                format!("{}{}", self.mark(level), screen::visible_lines(&(name + message)))
            }
        };
        self.print(&line);
    }

    /// A line that was laid out for people; `colour` is that of its first word.
    pub(crate) fn lay_out(&self, level: Level, head: &str, rest: &str) {
        if !self.tells(level) {
            return;
        }
        let line = format!("{}{rest}", self.coloured(level, head));
        self.print(&line);
    }

    fn mark(&self, level: Level) -> String {
        match level {
            Level::Error => self.coloured(level, "error:") + " ",
            Level::Warn => self.coloured(level, "warning:") + " ",
            Level::Info | Level::Debug => String::new(),
        }
    }

    fn coloured(&self, level: Level, text: &str) -> String {
        let colour = match level {
            Level::Error => "1;31",
            Level::Warn => "1;33",
            Level::Info => "32",
            Level::Debug => "2",
        };
        if self.has_colours { format!("\x1b[{colour}m{text}\x1b[0m") } else { text.to_owned() }
    }

    fn print(&self, line: &str) {
        // Nobody is left to be told that standard error cannot be written to.
        let _ = writeln!(io::stderr().lock(), "{line}");
    }
}
