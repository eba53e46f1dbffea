//! What is to come into a lake: hours, and on which terms.

mod app;
mod inputs;
mod look;

use std::path::PathBuf;
use std::sync::Arc;

use chatlake_convert::{
    Dedup, Existing, Format, Input, Keys, Options, Reach, RejectBytes, ZoneChoice,
};
use chatlake_core::clock::Clock;
use chatlake_core::{AppKey, Column, Projection, Zone};
use chatlake_parquet::ParquetOptions;
use chatlake_store::Store;

use crate::acts::Ways;
use crate::error::LakeError;
use crate::lake::Lake;
use crate::layout;
use crate::mark::Mark;
use crate::slot::Slot;
use crate::terms::Terms;
pub(crate) use inputs::Hour;
pub(crate) use look::{readable, sha256_of, zone_of};

/// What is asked for.
#[derive(Clone)]
pub struct Asked {
    /// The place of the lake.
    pub store: Store,
    /// Whose hours they are; if it is not said, archive paths tell, or the lake.
    pub app: Option<AppKey>,
    /// What to convert.
    pub inputs: Vec<Input>,
    /// How. The zone of file names may be found out; the format is Parquet. An existing slot is
    /// left alone if it was made of the same bytes, and replaced if it was not;
    /// [`Existing::Overwrite`] replaces it always.
    pub options: Options,
    /// Where files of a bucket are made; if it is not said, where the system keeps temporary ones.
    pub scratch: Option<PathBuf>,
    /// Tells when hours were converted.
    pub clock: Arc<dyn Clock>,
    /// How the lake is written.
    pub ways: Ways,
}

/// What will be done.
pub struct LakePlan {
    pub(crate) asked: Asked,
    pub(crate) lake: Option<Lake>,
    pub(crate) terms: Terms,
    pub(crate) parquet: ParquetOptions,
    /// Whether what is there is replaced by the same bytes, too.
    pub(crate) overwrites: bool,
    /// In the order of slots; those whose name tells no hour last.
    pub(crate) hours: Vec<Hour>,
    /// The slots of all processes of a split.
    pub(crate) slots: Vec<Slot>,
    notices: Vec<String>,
}

/// What would be done with an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What the input is called.
    pub source: String,
    /// How long it is, where that is known.
    pub bytes: Option<u64>,
    /// Which slot it is; none if its name tells no hour.
    pub slot: Option<Slot>,
    /// Where its rows go: a folder of the lake, by its key.
    pub folder: Option<String>,
    /// Whether the lake has something of the slot.
    pub is_there: bool,
}

impl LakePlan {
    /// Looks at what is asked for, and at the lake. Writes nothing.
    ///
    /// Of inputs, those at places that `is_mine` says no to are for other processes; places count
    /// from 0, in the order of slots.
    ///
    /// # Errors
    ///
    /// It cannot be carried out: two inputs are one slot, the lake is another, nothing tells the
    /// zone, and so on.
    pub fn new(asked: Asked, is_mine: impl Fn(usize) -> bool) -> Result<Self, LakeError> {
        let Format::Parquet(parquet) = asked.options.format else {
            return Err(LakeError::Impossible("the files of a lake are Parquet".to_owned()));
        };
        let lake = Lake::find(asked.store.clone())?;
        let (hours, mut notices) = inputs::in_order(&asked.inputs)?;
        let app = app::of(&asked, &hours, lake.as_ref(), &mut notices)?;
        let zone = zone(&asked, &hours, lake.as_ref())?;
        let overwrites = asked.options.existing == Existing::Overwrite;
        let mut options = asked.options.clone();
        // Of the staging folder, in which nothing is yet.
        options.existing = Existing::Fail;
        options.zone = ZoneChoice::Fixed(zone);
        options.dedup = Dedup::Drop;
        options.reach = Reach::Input;
        options.keys = Keys::Kept { seed: seed(&app, &options) };
        if keeps_back(&options.projection) {
            options.reject_bytes = RejectBytes::Withheld;
        }
        let terms = Terms::of(app, zone, &options)?;
        if let Some(lake) = &lake {
            lake.require(&terms)?;
        }
        let slots = hours.iter().filter_map(|hour| hour.slot).collect();
        let hours = hours.into_iter().filter(|hour| is_mine(hour.number)).collect();
        let asked = Asked { options, ..asked };
        let lake = lake.map(|lake| lake.in_ways(asked.ways.clone()));
        Ok(Self { asked, lake, terms, parquet, overwrites, hours, slots, notices })
    }

    /// What all rows of the lake have in common.
    pub fn terms(&self) -> &Terms {
        &self.terms
    }

    /// How inputs are converted.
    pub fn options(&self) -> &Options {
        &self.asked.options
    }

    /// What should be known before it begins.
    pub fn notices(&self) -> &[String] {
        &self.notices
    }

    /// The inputs of this process, in order.
    pub fn inputs(&self) -> impl Iterator<Item = &Input> {
        self.hours.iter().map(|hour| &hour.input)
    }

    /// What would be done with each of them, in order.
    ///
    /// # Errors
    ///
    /// A manifest cannot be read.
    pub fn steps(&self) -> Result<Vec<Step>, LakeError> {
        let step = |hour: &Hour| {
            let there = match (&self.lake, hour.slot) {
                (Some(lake), Some(slot)) => lake.manifest(slot)?,
                _ => None,
            };
            let folder = |slot: Slot| layout::messages(&self.terms.app, slot.day());
            Ok(Step {
                source: hour.input.name().to_owned(),
                bytes: hour.input.source.n_bytes(),
                slot: hour.slot,
                folder: hour.slot.map(folder),
                is_there: there.is_some(),
            })
        };
        self.hours.iter().map(step).collect()
    }
}

/// The zone that was asked for, or that of the lake, or the one that the first records of the
/// first input that tells are in.
fn zone(asked: &Asked, hours: &[Hour], lake: Option<&Lake>) -> Result<Zone, LakeError> {
    if let ZoneChoice::Fixed(zone) = asked.options.zone {
        return Ok(zone);
    }
    if let Some(lake) = lake {
        return Ok(lake.terms().zone);
    }
    let told = hours.iter().find_map(|hour| zone_of(hour, asked.options.limits));
    if let Some(told) = told {
        return Ok(told);
    }
    // What is not there tells nothing, and should be named for it.
    hours.iter().try_for_each(readable)?;
    let says =
        "nothing tells the zone that the hours are named in: give --zone +08:00 or --zone utc";
    Err(LakeError::Impossible(says.to_owned()))
}

/// Whether rows go without what rejects would tell by their bytes: names that pseudonyms stand for,
/// or a column that was left out, of what somebody wrote, who that is, where they were, or what
/// their files are had by.
fn keeps_back(projection: &Projection) -> bool {
    use Column::{
        ConversationId, FromRaw, Lat, Lng, Recipient, Secret, Sender, ThumbSecret, ThumbUrl, ToRaw,
        Url,
    };
    let tells = |column: &Column| {
        let of_people = [Sender, Recipient, FromRaw, ToRaw, ConversationId, Lat, Lng];
        let of_files = [Url, ThumbUrl, Secret, ThumbSecret];
        column.is_free_form() || of_people.contains(column) || of_files.contains(column)
    };
    let is_left_out = |column: &Column| tells(column) && !projection.has(*column);
    projection.pseudonyms().is_some() || Column::ALL.iter().any(is_left_out)
}

/// What keys are made with: the same for all who write the lake. Where there are pseudonyms it
/// takes their key to make one, so that keys tell nobody else who wrote what.
fn seed(app: &AppKey, options: &Options) -> u64 {
    let text = format!("keys of the lake of {app}");
    let mark = match options.projection.pseudonyms() {
        Some(pseudonyms) => Mark::of_text(&pseudonyms.of(&text)),
        None => Mark::of_text(&text),
    };
    u64::from_str_radix(&mark.to_string(), 16).unwrap_or_default()
}
