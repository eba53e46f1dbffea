//! What can go wrong with an answer.

mod rule;
mod schedule;

use std::fmt;

pub use rule::FaultRule;
pub(crate) use schedule::Schedule;

use super::endpoint::Endpoint;
use super::options::RetryAfter;
use crate::corpus::rng::Rng;

/// One thing that goes wrong with one answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// One of the others, drawn among those that a patient client gets over without waiting long.
    Any,
    /// This status, with the body of an error.
    Status(u16, Option<RetryAfter>),
    /// Status 401: the token counts for nothing.
    Unauthorized,
    /// A page of HTML with status 200.
    Html,
    /// Status 302 to this url.
    Redirect(String),
    /// The connection is reset before a byte of the answer.
    Reset,
    /// The connection is reset after so many bytes of the body.
    ResetAfter(u64),
    /// `Content-Length` is so much more than what is sent, or less. Closes behind.
    LengthOff(i64),
    /// Only so many bytes of the body, and `Content-Length` says that this is all.
    Short(u64),
    /// Silence before the answer, for so many real milliseconds, or until the client leaves.
    Hang(Option<u64>),
    /// Silence after so many bytes of the body, until the client leaves.
    HangAfter(u64),
    /// The body comes at so many bytes per real second.
    Slow(u32),
    /// The JSON is cut in half.
    Garbled,
    /// The JSON stands there twice.
    Doubled,
    /// `Date` and `timestamp` are off by so many seconds.
    Skew(i64),
    /// A token that is good only for so many seconds, whatever its `expires_in` says.
    EarlyDeath(u32),
    /// A ticket whose urls have expired, or a file whose url is refused as if it had.
    Expired,
    /// The file is replaced by another with the same records and other bytes, now and for good.
    Changed,
    /// A range is not honoured: status 200 and all of it.
    WholeInstead,
    /// A range is honoured with a part that starts one byte later, and says so.
    OtherRange,
    /// The file lacks its last third. `Content-Length` and `ETag` are those of what is there.
    GzipCut,
    /// The file has a wrong checksum.
    GzipBadCrc,
}

impl Fault {
    /// Whether it makes a difference there.
    pub(crate) fn fits(&self, endpoint: Endpoint) -> bool {
        match self {
            Self::Garbled | Self::Doubled => endpoint.is_json(),
            Self::EarlyDeath(_) => endpoint == Endpoint::Token,
            Self::Unauthorized => matches!(endpoint, Endpoint::Ticket | Endpoint::Attachment),
            Self::Expired => matches!(endpoint, Endpoint::Ticket | Endpoint::File),
            Self::Changed
            | Self::WholeInstead
            | Self::OtherRange
            | Self::GzipCut
            | Self::GzipBadCrc => endpoint == Endpoint::File,
            _ => endpoint != Endpoint::Control,
        }
    }

    /// Itself, or what is drawn for [`Fault::Any`].
    fn resolve(&self, endpoint: Endpoint, rng: &mut Rng) -> Self {
        if *self != Self::Any {
            return self.clone();
        }
        let cut = u64::from(rng.below(4096));
        let everywhere =
            [Self::Status(500, None), Self::Status(503, Some(RetryAfter::Seconds(1))), Self::Reset];
        let for_json = [Self::Garbled, Self::Html, Self::ResetAfter(20), Self::LengthOff(7)];
        let for_bytes = [
            Self::ResetAfter(cut),
            Self::LengthOff(i64::try_from(cut).unwrap_or(0) + 1),
            Self::Short(cut),
        ];
        let for_files = [Self::Html, Self::Expired, Self::Changed, Self::WholeInstead];
        let choices: Vec<Self> = match endpoint {
            Endpoint::Ticket => [&everywhere[..], &for_json].concat(),
            Endpoint::File => [&everywhere[..], &for_bytes, &for_files].concat(),
            Endpoint::Attachment => [&everywhere[..], &for_bytes].concat(),
            Endpoint::Token | Endpoint::Control | Endpoint::Other => everywhere.to_vec(),
        };
        let place = rng.below(u32::try_from(choices.len()).unwrap_or(1)) as usize;
        choices.get(place).cloned().unwrap_or(Self::Reset)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any => f.write_str("any"),
            Self::Status(status, _) => write!(f, "status {status}"),
            Self::Unauthorized => f.write_str("unauthorized"),
            Self::Html => f.write_str("html"),
            Self::Redirect(_) => f.write_str("redirect"),
            Self::Reset => f.write_str("reset"),
            Self::ResetAfter(bytes) => write!(f, "reset after {bytes}"),
            Self::LengthOff(bytes) => write!(f, "length off by {bytes}"),
            Self::Short(bytes) => write!(f, "short at {bytes}"),
            Self::Hang(_) => f.write_str("hang"),
            Self::HangAfter(bytes) => write!(f, "hang after {bytes}"),
            Self::Slow(rate) => write!(f, "slow at {rate}"),
            Self::Garbled => f.write_str("garbled"),
            Self::Doubled => f.write_str("doubled"),
            Self::Skew(seconds) => write!(f, "skew of {seconds}"),
            Self::EarlyDeath(seconds) => write!(f, "early death after {seconds}"),
            Self::Expired => f.write_str("expired"),
            Self::Changed => f.write_str("changed"),
            Self::WholeInstead => f.write_str("whole instead"),
            Self::OtherRange => f.write_str("other range"),
            Self::GzipCut => f.write_str("gzip cut"),
            Self::GzipBadCrc => f.write_str("gzip bad crc"),
        }
    }
}
