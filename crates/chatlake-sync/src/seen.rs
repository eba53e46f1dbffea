//! What a run tells while it goes on, and how it is stopped.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;

use chatlake_convert::Progress;
use chatlake_core::Hour;

use crate::outcome::What;

/// Told of everything that a run comes to. [`ControlFlow::Break`] ends the run there: at
/// [`Seen::Begins`] between two hours, anywhere else in the middle of one, which the next run takes
/// up.
pub type Watch<'a> = dyn FnMut(&Seen<'_>) -> ControlFlow<()> + 'a;

/// A watch that lets everything pass.
pub fn unwatched(_: &Seen<'_>) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// Something that a run came to.
#[derive(Debug)]
#[non_exhaustive]
pub enum Seen<'a> {
    /// What there is to do is known.
    Planned {
        /// How many hours will be asked for.
        n_hours: usize,
        /// How long that takes at least, at the rate allowed.
        at_least: Duration,
        /// How many hours wait only for their conversion.
        n_conversions: usize,
    },
    /// An hour is begun.
    Begins {
        /// Which one.
        hour: Hour,
    },
    /// An hour waits or loads.
    Fetching {
        /// Which one.
        hour: Hour,
        /// What happens.
        event: &'a chatlake_fetch::Event,
    },
    /// An hour is converted.
    Converting {
        /// Which one.
        hour: Hour,
        /// How far it is; can stop it.
        progress: &'a Arc<Progress>,
    },
    /// Something has changed that outlives this process.
    Stepped {
        /// Of which hour.
        hour: Hour,
        /// What.
        step: Step,
    },
    /// An hour has ended.
    Ended {
        /// Which one.
        hour: Hour,
        /// What became of it.
        what: &'a What,
    },
    /// An attachment has ended.
    Attachment {
        /// How many have.
        done: usize,
        /// Of how many.
        total: usize,
    },
}

/// A change that outlives the process: between any two of them it may be killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// The server's word that an hour is there is on record.
    Announced,
    /// All files of an hour are in the archive, under names that say that they are new.
    Arrived,
    /// A file that will be replaced has its second name.
    Kept,
    /// A file has its name.
    Placed,
    /// The files of an hour are on record.
    Recorded,
    /// The archive says of an hour without a file what became of it.
    Marked,
    /// What became of an hour without a file is on record.
    Judged,
    /// An hour's outputs have their names, or are part of the lake.
    Published,
    /// An hour's outputs are on record.
    Converted,
    /// That they are part of a lake is on record.
    Committed,
    /// An attachment has its name.
    Attached,
    /// What became of an attachment is on record.
    AttachmentRecorded,
}
