//! What a terminal can show: widths, and characters that would do something to it.

mod amount;
mod discreet;
mod fit;
mod instant;
mod visible;

use std::env;
use std::io::IsTerminal;

pub(crate) use amount::{bytes, count, plural, rate, seconds, span};
pub(crate) use discreet::discreet;
pub(crate) use fit::{fitted, is_disputed, padded, width};
pub(crate) use instant::{day_time, iso};
pub(crate) use visible::{visible, visible_lines};

/// How wide a line on standard output may be; 80 where that is no terminal.
pub(crate) fn columns() -> usize {
    let stdout = std::io::stdout();
    let size = stdout.is_terminal().then(|| terminal_size::terminal_size_of(&stdout)).flatten();
    size.map_or(80, |(width, _)| usize::from(width.0).max(20))
}

/// Whether standard output is a terminal that can be told where to write.
pub(crate) fn has_cursor() -> bool {
    std::io::stdout().is_terminal() && env::var_os("TERM").is_some_and(|term| term != "dumb")
}

/// Whether standard output may be coloured.
pub(crate) fn has_colours() -> bool {
    std::io::stdout().is_terminal() && wants_colours()
}

/// Whether nobody has asked for plain text; see <https://no-color.org>.
pub(crate) fn wants_colours() -> bool {
    let is_set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
    !is_set("NO_COLOR") && env::var_os("TERM").is_none_or(|term| term != "dumb")
}
