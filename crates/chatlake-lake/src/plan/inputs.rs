//! Inputs as the slots that they are.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chatlake_convert::{Content, Input};
use chatlake_core::Source;

use crate::error::LakeError;
use crate::slot::{Slot, without_mark};

/// An input, and the slot that its name tells.
#[derive(Clone)]
pub(crate) struct Hour {
    /// Its place among all inputs, from 0, in the order of slots.
    pub(crate) number: usize,
    /// None if it tells none.
    pub(crate) slot: Option<Slot>,
    /// As it was named.
    pub(crate) input: Input,
}

impl Hour {
    /// The name of the file, without folders.
    pub(crate) fn file_name(&self) -> &str {
        self.input.file_name.as_deref().unwrap_or_else(|| self.input.name())
    }

    /// The input under the name of its file: what is written must not tell in which folder of
    /// which machine it lay.
    pub(crate) fn by_file_name(&self) -> Input {
        let name = self.file_name().to_owned();
        let source = Named { source: Arc::clone(&self.input.source), name };
        Input { source: Arc::new(source), ..self.input.clone() }
    }
}

/// Inputs in the order of their slots, with what should be known of them.
///
/// What an archive keeps beside the file of an hour, an older version or a damaged one, is left
/// out if that file is there.
pub(super) fn in_order(inputs: &[Input]) -> Result<(Vec<Hour>, Vec<String>), LakeError> {
    if let Some(rejects) = inputs.iter().find(|input| input.content == Content::Rejects) {
        let says = format!("`{}` holds rejects: a lake is made of exports", rejects.name());
        return Err(LakeError::Impossible(says));
    }
    let place = |input: &Input, stem: &str| {
        let folder = Path::new(input.name()).parent().map(Path::to_owned);
        input.file_name.as_ref().map(|_| (folder, stem.to_owned()))
    };
    let places: BTreeSet<(Option<PathBuf>, String)> =
        inputs.iter().filter_map(|input| place(input, &input.stem)).collect();
    let is_beside = |input: &Input| {
        let stem = without_mark(&input.stem);
        stem.and_then(|stem| place(input, stem)).is_some_and(|place| places.contains(&place))
    };
    let (beside, inputs): (Vec<&Input>, Vec<&Input>) =
        inputs.iter().partition(|input| is_beside(input));
    let notices = match beside.as_slice() {
        [] => Vec::new(),
        [first, rest @ ..] => {
            let more =
                if rest.is_empty() { String::new() } else { format!(" and {} more", rest.len()) };
            vec![format!("`{}`{more} left out: the file of the hour lies beside", first.name())]
        }
    };
    let hour = |input: &Input| Hour {
        number: 0,
        slot: input.file_name.as_ref().and_then(|_| Slot::of_stem(&input.stem)),
        input: input.clone(),
    };
    let mut hours: Vec<Hour> = inputs.into_iter().map(hour).collect();
    hours.sort_by(|a, b| {
        let key = |hour: &Hour| (hour.slot.is_none(), hour.slot);
        key(a).cmp(&key(b)).then_with(|| a.input.name().cmp(b.input.name()))
    });
    hours.iter_mut().zip(0..).for_each(|(hour, number)| hour.number = number);
    let mut first: BTreeMap<Slot, &Hour> = BTreeMap::new();
    for hour in &hours {
        if let Some(slot) = hour.slot
            && let Some(first) = first.insert(slot, hour)
        {
            return Err(LakeError::SameSlot {
                first: first.input.name().to_owned(),
                second: hour.input.name().to_owned(),
                slot,
            });
        }
    }
    Ok((hours, notices))
}

/// A source under another name.
struct Named {
    source: Arc<dyn Source>,
    name: String,
}

impl Source for Named {
    fn name(&self) -> &str {
        &self.name
    }

    fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        self.source.open()
    }

    fn n_bytes(&self) -> Option<u64> {
        self.source.n_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ordered(names: &[&str]) -> Result<(Vec<String>, Vec<String>), LakeError> {
        let inputs: Vec<Input> = names.iter().map(|name| Input::file(Path::new(name))).collect();
        let (hours, notices) = in_order(&inputs)?;
        Ok((hours.iter().map(|hour| hour.input.name().to_owned()).collect(), notices))
    }

    #[test]
    fn inputs_are_in_the_order_of_time_and_nameless_ones_last() {
        let (names, notices) =
            ordered(&["x.gz", "b/2018112718.gz", "2018112717.2.gz", "z/2018112717.gz"])
                .expect("slots");
        assert_eq!(names, ["z/2018112717.gz", "2018112717.2.gz", "b/2018112718.gz", "x.gz"]);
        assert!(notices.is_empty());
    }

    #[test]
    fn two_inputs_of_one_slot_are_too_many() {
        for names in
            [["a/2018112717.gz", "b/2018112717.gz"], ["a-2018112717.gz", "2018112717.jsonl"]]
        {
            assert!(matches!(ordered(&names), Err(LakeError::SameSlot { .. })), "{names:?}");
        }
    }

    #[test]
    fn what_an_archive_keeps_beside_an_hour_is_left_out() {
        let day = "raw/org/app/2018-11-27";
        let names =
            ["2018112717.gz", "2018112717.v1.gz", "2018112717.damaged.gz", "2018112718.damaged.gz"];
        let names = names.map(|name| format!("{day}/{name}"));
        let (kept, notices) = ordered(&names.each_ref().map(String::as_str)).expect("slots");
        assert_eq!(kept, [names[0].as_str(), names[3].as_str()]);
        assert_eq!(
            notices,
            [format!(
                "`{day}/2018112717.v1.gz` and 1 more left out: the file of the hour lies beside"
            )]
        );
        let elsewhere = ordered(&["2018112717.gz", "old/2018112717.v1.gz"]);
        assert!(matches!(elsewhere, Err(LakeError::SameSlot { .. })), "it lies elsewhere");
    }
}
