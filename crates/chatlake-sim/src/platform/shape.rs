//! What there is of an hour, and when.

use std::time::Duration;

use crate::corpus::Quantity;

/// What an hour is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// So many records.
    Records(Quantity),
    /// None: a gzip of nothing.
    Empty,
    /// There is not even a file, now or later.
    Absent,
}

/// An hour as the platform has it. Times count from the end of the hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HourShape {
    /// What it is made of.
    pub content: Content,
    /// When the file appears.
    pub appears_after: Duration,
    /// When the file is replaced by the whole one; until then it holds about the first 70 %.
    /// Never, if none: it is whole at once.
    pub grows_after: Option<Duration>,
    /// How many urls a ticket has, each for its share of the records in order. May be 0.
    pub n_urls: u32,
}

/// The least time between the end of an hour and its file.
const APPEARS_AFTER: Duration = Duration::from_secs(3600);

impl HourShape {
    /// A file of so much, whole from its first moment, one hour after its hour.
    pub const fn of(quantity: Quantity) -> Self {
        let content = Content::Records(quantity);
        Self { content, appears_after: APPEARS_AFTER, grows_after: None, n_urls: 1 }
    }

    /// A file without messages.
    pub const EMPTY: Self = Self { content: Content::Empty, ..Self::of(Quantity::Records(0)) };

    /// No file.
    pub const ABSENT: Self = Self { content: Content::Absent, ..Self::of(Quantity::Records(0)) };

    /// Appears so long after the end of its hour.
    #[must_use]
    pub const fn appearing_after(self, appears_after: Duration) -> Self {
        Self { appears_after, ..self }
    }

    /// Is whole only so long after the end of its hour.
    #[must_use]
    pub const fn growing_after(self, grows_after: Duration) -> Self {
        Self { grows_after: Some(grows_after), ..self }
    }

    /// In so many files.
    #[must_use]
    pub const fn in_files(self, n_urls: u32) -> Self {
        Self { n_urls, ..self }
    }
}

impl Default for HourShape {
    /// 64 KiB of records.
    fn default() -> Self {
        Self::of(Quantity::Bytes(64 * 1024))
    }
}
