//! Failures of one attempt: whether another one is worth it.

use std::path::PathBuf;

use chatlake_core::Damage;

use crate::answer::Refusal;
use crate::error::{Error, NetworkError};
use crate::retry::RetryAfter;

/// Why an attempt came to nothing.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// Another one may succeed.
    Passing {
        reason: Passing,
        /// Whether this one brought something, so that counting begins anew.
        has_progress: bool,
    },
    /// No other one will.
    Final(Error),
}

/// What may pass.
#[derive(Debug)]
pub(crate) enum Passing {
    Network(NetworkError),
    Refused(Refusal),
    NotAnExport {
        is_html: bool,
    },
    /// Kept in case the same comes again.
    Damaged {
        damage: Damage,
        kept: PathBuf,
    },
}

impl Trouble {
    pub(crate) fn network(error: NetworkError) -> Self {
        Trouble::Passing { reason: Passing::Network(error), has_progress: false }
    }

    pub(crate) fn passing(reason: Passing) -> Self {
        Trouble::Passing { reason, has_progress: false }
    }

    pub(crate) fn after_progress(self, has_progress: bool) -> Self {
        match self {
            Trouble::Passing { reason, .. } => Trouble::Passing { reason, has_progress },
            Trouble::Final(error) => Trouble::Final(error),
        }
    }
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        Trouble::Final(error)
    }
}

impl Passing {
    /// In words without secrets.
    pub(crate) fn words(&self) -> String {
        match self {
            Passing::Network(error) => error.to_string(),
            Passing::Refused(refusal) => refusal.to_string(),
            Passing::NotAnExport { is_html: true } => "a web page came".to_owned(),
            Passing::NotAnExport { is_html: false } => "what came is no gzip".to_owned(),
            Passing::Damaged { .. } => "what came is damaged".to_owned(),
        }
    }

    /// The pause that the server asks for.
    pub(crate) fn retry_after(&self) -> RetryAfter {
        match self {
            Passing::Refused(refusal) => refusal.retry_after(),
            _ => RetryAfter::NotSaid,
        }
    }
}
