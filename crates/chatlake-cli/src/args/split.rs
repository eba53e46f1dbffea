//! `--split i/n`.

use std::str::FromStr;

/// The share of one process among several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Split {
    /// From 1.
    pub(crate) share: usize,
    /// How many shares there are.
    pub(crate) of: usize,
}

impl Split {
    /// Whether the share has what stands at this place, from 0. Shares are dealt in turn, so that
    /// neighbouring hours, which are much alike, are spread over all of them.
    pub(crate) fn has(self, place: usize) -> bool {
        place % self.of == self.share - 1
    }
}

impl FromStr for Split {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || "write i/n with 1 <= i <= n, as in 1/4".to_owned();
        let (share, of) = text.split_once('/').ok_or_else(wrong)?;
        let (share, of) = (share.parse().map_err(|_| wrong())?, of.parse().map_err(|_| wrong())?);
        if share == 0 || share > of { Err(wrong()) } else { Ok(Self { share, of }) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_one_of_n() {
        assert_eq!("2/3".parse(), Ok(Split { share: 2, of: 3 }));
        for wrong in ["", "1", "0/3", "4/3", "1/0", "a/b", "-1/3", "1/3/5"] {
            assert!(wrong.parse::<Split>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn every_place_is_in_exactly_one_share() {
        for place in 0..20 {
            let n = (1..=3).filter(|share| Split { share: *share, of: 3 }.has(place)).count();
            assert_eq!(n, 1);
        }
    }
}
