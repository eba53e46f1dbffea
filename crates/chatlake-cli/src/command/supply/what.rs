//! What became of an hour, in words.

use chatlake_sync::What;

use crate::console::Level;
use crate::screen::{bytes, iso};

/// The name in reports.
pub(in crate::command) fn name(what: &What) -> &'static str {
    match what {
        What::Fetched { .. } => "fetched",
        What::Replaced { .. } => "replaced",
        What::Unchanged => "unchanged",
        What::InHand => "in_hand",
        What::NotYet { .. } => "not_yet",
        What::Empty => "empty",
        What::Unstored => "unstored",
        What::Expired => "expired",
        What::Corrupt { .. } => "corrupt",
        What::Failed { .. } => "failed",
        _ => "other",
    }
}

/// All names, in the order in which they are told.
pub(in crate::command) const NAMES: [&str; 10] = [
    "fetched",
    "replaced",
    "unchanged",
    "in_hand",
    "empty",
    "not_yet",
    "unstored",
    "expired",
    "corrupt",
    "failed",
];

/// What there is to say beside the name.
pub(in crate::command) fn detail(what: &What) -> Option<String> {
    Some(match what {
        What::Fetched { bytes: n } => bytes(*n),
        What::Replaced { bytes: n } => {
            format!("{}; it had grown, what it was before is kept", bytes(*n))
        }
        What::NotYet { ask_ms: Some(ask_ms) } => {
            format!("the server has no file yet; asked again from {}", iso(*ask_ms))
        }
        What::NotYet { ask_ms: None } => "the server has no file".to_owned(),
        What::Unstored => "the server never had a file for it".to_owned(),
        What::Expired => "LOST: the server deleted it before it was fetched".to_owned(),
        What::Corrupt { reason } => format!("damaged on the server: {reason}; asked again later"),
        What::Failed { reason } => format!("{reason}; the next run tries again"),
        _ => return None,
    })
}

/// How much it matters.
pub(in crate::command) fn level(what: &What) -> Level {
    match what {
        What::Expired | What::Corrupt { .. } | What::Failed { .. } => Level::Error,
        What::Unstored => Level::Warn,
        _ => Level::Info,
    }
}

/// Whether it is told beside a bar.
pub(in crate::command) fn is_worth_it(what: &What) -> bool {
    level(what) < Level::Info || matches!(what, What::Replaced { .. })
}
