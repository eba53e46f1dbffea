//! What a request asks for.

use std::fmt;

/// A kind of request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Endpoint {
    /// `POST /{org}/{app}/token`.
    Token,
    /// `GET …/chatmessages/{hour}`.
    Ticket,
    /// `GET /history/3D/{org}/{app}/{hour}.gz`.
    File,
    /// `GET …/chatfiles/{uuid}`.
    Attachment,
    /// `GET /_sim/…`, which no platform has.
    Control,
    /// Nothing that is known.
    Other,
}

impl Endpoint {
    /// The name in the log.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::Ticket => "ticket",
            Self::File => "file",
            Self::Attachment => "attachment",
            Self::Control => "control",
            Self::Other => "other",
        }
    }

    /// Whether it answers in JSON.
    pub(crate) const fn is_json(self) -> bool {
        matches!(self, Self::Token | Self::Ticket)
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
