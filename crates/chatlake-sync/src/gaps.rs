//! What is missing, in ranges of hours.

use chatlake_core::Hour;

use crate::calendar::{Cell, Standing};

/// Hours without a break that are missing, or lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The first of them.
    pub first: Hour,
    /// The last of them.
    pub last: Hour,
    /// Whether they cannot be had any more.
    pub is_lost: bool,
    /// When the first is deleted, or was.
    pub first_gone_ms: i64,
    /// When the last is deleted, or was.
    pub last_gone_ms: i64,
}

impl Gap {
    /// How many hours it has.
    pub fn n_hours(&self) -> i64 {
        self.last.since(self.first) + 1
    }
}

/// The gaps in a row of hours, oldest first. What is lost and what is only missing are apart.
pub fn gaps(cells: &[Cell]) -> Vec<Gap> {
    let mut gaps: Vec<Gap> = Vec::new();
    for cell in cells {
        let is_lost = match cell.standing {
            Standing::Missing => false,
            Standing::Lost => true,
            Standing::Early | Standing::InHand | Standing::Nothing => continue,
        };
        match gaps.last_mut() {
            Some(gap) if gap.is_lost == is_lost && cell.hour.since(gap.last) == 1 => {
                gap.last = cell.hour;
                gap.last_gone_ms = cell.gone_ms;
            }
            _ => gaps.push(Gap {
                first: cell.hour,
                last: cell.hour,
                is_lost,
                first_gone_ms: cell.gone_ms,
                last_gone_ms: cell.gone_ms,
            }),
        }
    }
    gaps
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::State;

    #[test]
    fn neighbours_that_miss_alike_are_one_gap() {
        use Standing::{Early, InHand, Lost, Missing, Nothing};
        let first = Hour::of_name("2018112722").expect("a valid hour");
        let standings = [Lost, Lost, Missing, InHand, Missing, Missing, Nothing, Missing, Early];
        let cells: Vec<Cell> = (0..)
            .zip(standings)
            .map(|(n, standing)| Cell {
                hour: first.plus(n),
                state: State::Pending,
                standing,
                gone_ms: n,
            })
            .collect();
        let found: Vec<_> = gaps(&cells)
            .iter()
            .map(|gap| (gap.first.to_string(), gap.n_hours(), gap.is_lost, gap.last_gone_ms))
            .collect();
        let expected = [
            ("2018112722", 2, true, 1),
            ("2018112800", 1, false, 2),
            ("2018112802", 2, false, 5),
            ("2018112805", 1, false, 7),
        ];
        assert_eq!(found, expected.map(|(name, n, lost, at)| (name.to_owned(), n, lost, at)));
    }
}
