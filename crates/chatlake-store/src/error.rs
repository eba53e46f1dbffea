//! What can go wrong with a place.

use std::error::Error;
use std::fmt::Display;
use std::io;

/// What could not be done, where, and why. Says neither credentials nor signatures.
#[derive(Debug, thiserror::Error)]
#[error("failed to {act} `{place}`: {source}")]
pub struct StoreError {
    kind: StoreErrorKind,
    act: &'static str,
    place: String,
    source: Box<dyn Error + Send + Sync>,
}

/// Which kind of trouble it is: what to do about it depends on that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StoreErrorKind {
    /// There is no such file.
    Missing,
    /// Nothing says who is asking, or it is not believed.
    Credentials,
    /// Who is asking may not.
    Denied,
    /// There is no such bucket.
    NoBucket,
    /// The settings cannot be meant.
    Settings,
    /// Another attempt may succeed: the network, a server that is busy, an object that changed
    /// while it was read.
    Temporary,
    /// Whoever asked wants it no longer.
    Interrupted,
    /// The disk is full.
    Full,
    /// The system failed on this machine.
    Io,
    /// None of the others.
    Other,
}

impl StoreError {
    /// Which kind it is.
    pub fn kind(&self) -> StoreErrorKind {
        self.kind
    }

    /// The exit code of the command.
    pub fn exit_code(&self) -> u8 {
        match self.kind {
            StoreErrorKind::Credentials | StoreErrorKind::Denied => 6,
            StoreErrorKind::NoBucket | StoreErrorKind::Settings => 2,
            StoreErrorKind::Temporary => 5,
            StoreErrorKind::Missing | StoreErrorKind::Full | StoreErrorKind::Io => 8,
            StoreErrorKind::Interrupted => 130,
            StoreErrorKind::Other => 1,
        }
    }

    /// What a stream of a store failed with, if it is that.
    pub fn of(error: &io::Error) -> Option<&Self> {
        let streamed: &Streamed = error.get_ref()?.downcast_ref()?;
        Some(&streamed.0)
    }

    pub(crate) fn new(
        kind: StoreErrorKind,
        act: &'static str,
        place: &impl Display,
        source: impl Into<Box<dyn Error + Send + Sync>>,
    ) -> Self {
        Self { kind, act, place: place.to_string(), source: source.into() }
    }

    /// What the system said of a file on this machine.
    pub(crate) fn io(act: &'static str, place: &impl Display, error: io::Error) -> Self {
        let kind = match error.kind() {
            io::ErrorKind::NotFound => StoreErrorKind::Missing,
            io::ErrorKind::StorageFull
            | io::ErrorKind::QuotaExceeded
            | io::ErrorKind::FileTooLarge => StoreErrorKind::Full,
            _ => StoreErrorKind::Io,
        };
        Self::new(kind, act, place, error)
    }

    /// What a stream failed with: the error of the store that it holds, or one of this machine.
    pub(crate) fn within(error: io::Error, act: &'static str, place: impl Display) -> Self {
        match error.downcast() {
            Ok(Streamed(error)) => error,
            Err(error) => Self::io(act, &place, error),
        }
    }
}

/// What a stream fails with. Its words are the reason alone, as with streams of files, for whoever
/// reads knows of what.
#[derive(Debug, thiserror::Error)]
#[error("{}", .0.source)]
struct Streamed(StoreError);

/// For those who read streams; [`StoreError::of`] finds it again.
impl From<StoreError> for io::Error {
    fn from(error: StoreError) -> Self {
        let kind = match error.kind {
            StoreErrorKind::Missing => io::ErrorKind::NotFound,
            StoreErrorKind::Credentials | StoreErrorKind::Denied => io::ErrorKind::PermissionDenied,
            StoreErrorKind::Temporary => io::ErrorKind::NetworkDown,
            StoreErrorKind::Full => io::ErrorKind::StorageFull,
            _ => io::ErrorKind::Other,
        };
        io::Error::new(kind, Streamed(error))
    }
}
