//! A sign for each thing that an hour can be.

use chatlake_sync::{Cell, Standing, State};

/// How an hour is drawn. The sign alone tells; the colour helps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::command) struct Sign {
    /// Where it stands in the legend.
    pub(in crate::command) place: u8,
    /// One cell wide on every terminal.
    pub(in crate::command) sign: char,
    /// As terminals number them.
    pub(in crate::command) colour: &'static str,
    pub(in crate::command) name: &'static str,
    pub(in crate::command) meaning: &'static str,
}

pub(in crate::command) const GREEN: &str = "32";
pub(in crate::command) const YELLOW: &str = "1;33";
const RED: &str = "1;31";
const DIM: &str = "2";

impl Sign {
    /// How an hour is drawn.
    pub(super) fn of(cell: &Cell) -> Self {
        let (place, sign, colour, name, meaning) = match (cell.standing, cell.state) {
            (Standing::Lost, _) => {
                (10, 'X', RED, "lost", "the server deleted it before it was fetched")
            }
            (_, State::Committed) => (0, '@', GREEN, "committed", "converted, part of a dataset"),
            (_, State::Converted) => (1, '#', GREEN, "converted", "in the archive and converted"),
            (_, State::Verified) => (2, '+', GREEN, "verified", "in the archive, not converted"),
            (_, State::Downloaded) => (3, '~', YELLOW, "downloaded", "not verified yet"),
            (_, State::Empty) => (4, '0', GREEN, "empty", "no messages"),
            (_, State::Unstored) => (5, '-', DIM, "unstored", "the server never had a file"),
            (Standing::Early, _) | (_, State::NotDue) => {
                (6, '.', DIM, "not due", "cannot be there yet")
            }
            (_, State::Ready) => (7, '>', YELLOW, "ready", "missing, and the server has it"),
            (_, State::Corrupt) => (9, '!', RED, "corrupt", "missing: damaged on the server"),
            (_, State::Pending | State::Expired) => (8, '?', YELLOW, "missing", "can still be had"),
        };
        Self { place, sign, colour, name, meaning }
    }
}
