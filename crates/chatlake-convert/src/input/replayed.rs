//! Records from a file of rejects, each with the place that it had in its source.

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::Arc;

use chatlake_core::{Block, Hour, Limits, Parsed, Parser, Source, SourceFacts};

use super::facts::{InputFacts, Origins};
use super::lines::Lines;
use super::{Broken, FIRST_TIMESTAMPS};
use crate::options::ZoneChoice;
use crate::plan::stem;
use crate::rejects::Raw;

/// Reads a file of rejects block by block.
pub(super) struct RejectReader {
    lines: Lines,
    limits: Limits,
    parser: Parser,
    sources: Vec<Named>,
    /// The places of `sources`, by name.
    by_name: HashMap<String, u32>,
    /// How many cannot be replayed, because their bytes were cut.
    n_cut: u64,
    /// How many cannot be replayed, because they were kept without bytes.
    n_withheld: u64,
    /// Where the zone is another one, for the first source of which that is so.
    warning: Option<String>,
}

/// A source that a line names.
struct Named {
    facts: Arc<InputFacts>,
    /// The hour of its name, until there are timestamps that tell its zone.
    hour: Option<Hour>,
}

/// When this many sources are known they are forgotten, and found anew where they come again.
const MANY: usize = 4096;

impl RejectReader {
    pub(super) fn open(source: &dyn Source, limits: Limits) -> Result<Self, Broken> {
        Ok(Self {
            lines: Lines::open(source, limits)?,
            limits,
            parser: Parser::new(limits),
            sources: Vec::new(),
            by_name: HashMap::new(),
            n_cut: 0,
            n_withheld: 0,
            warning: None,
        })
    }

    pub(super) fn facts(&self) -> SourceFacts {
        self.lines.facts()
    }

    /// What there is to say at the end.
    pub(super) fn warnings(&mut self) -> Vec<String> {
        let Self { n_cut, n_withheld, .. } = *self;
        let cut = (n_cut > 0).then(|| {
            format!(
                "of {n_cut} records only the beginning was kept, which cannot be replayed: convert their sources again, with wider limits (--max-record, --max-depth)"
            )
        });
        let withheld = (n_withheld > 0).then(|| {
            format!(
                "of {n_withheld} records the bytes were withheld, so that they cannot be replayed: convert their sources again"
            )
        });
        self.warning.take().into_iter().chain(cut).chain(withheld).collect()
    }

    /// Fills `block` with the records of lines of about `n_bytes`, at least one; none at the
    /// verified end.
    pub(super) fn next_block(
        &mut self,
        block: &mut Block,
        n_bytes: usize,
        zone: ZoneChoice,
    ) -> Result<Option<Origins>, Broken> {
        block.clear();
        if self.sources.len() > MANY {
            self.sources.clear();
            self.by_name.clear();
        }
        let mut of_record = Vec::new();
        let mut n_read = 0;
        while n_read < n_bytes {
            let Some((n_bytes, reject)) = self.lines.next()? else { break };
            n_read += n_bytes;
            let which = of_name(&mut self.sources, &mut self.by_name, &reject.source);
            of_record.push(which);
            let (record, byte_offset) = (reject.record, reject.byte_offset);
            match reject.raw {
                Raw::Whole(raw) => block.push_record(&raw, record, byte_offset, &self.limits),
                Raw::Beginning(raw) => {
                    self.n_cut += 1;
                    block.push_cut(&raw, record, byte_offset);
                }
                Raw::Withheld => {
                    self.n_withheld += 1;
                    block.push_withheld(record, byte_offset);
                }
            }
        }
        if of_record.is_empty() {
            return Ok(None);
        }
        self.find_hours(block, &of_record, zone);
        Ok(Some(match self.sources.as_slice() {
            [only] => Origins::Same(Arc::clone(&only.facts)),
            several => Origins::Several {
                facts: several.iter().map(|source| Arc::clone(&source.facts)).collect(),
                of_record,
            },
        }))
    }

    /// Finds the instants that the names of sources mean, by what can be read of their rejects.
    fn find_hours(&mut self, block: &mut Block, of_record: &[u32], choice: ZoneChoice) {
        if self.sources.iter().all(|source| source.hour.is_none()) {
            return;
        }
        let mut timestamps: Vec<Vec<i64>> = self.sources.iter().map(|_| Vec::new()).collect();
        let sources = &self.sources;
        let mut of_record = of_record.iter().map(|which| *which as usize);
        let Ok(()) = self.parser.parse::<Infallible>(block, |parsed| {
            let which = of_record.next().unwrap_or_default();
            if let (Parsed::Record(_, record), Some(timestamps)) =
                (parsed, timestamps.get_mut(which))
                && timestamps.len() < FIRST_TIMESTAMPS
                && sources.get(which).is_some_and(|source| source.hour.is_some())
            {
                timestamps.extend(record.timestamp_ms());
            }
            Ok(())
        });
        for (source, timestamps) in self.sources.iter_mut().zip(timestamps) {
            let Some(hour) = source.hour else { continue };
            if timestamps.is_empty() && choice == ZoneChoice::Auto {
                continue;
            }
            let (facts, warning) = source.facts.of_hour(hour, choice, &timestamps);
            if let (Some(warning), None) = (warning, &self.warning) {
                self.warning = Some(format!("{}: {warning}", facts.name));
            }
            *source = Named { facts: Arc::new(facts), hour: None };
        }
    }
}

/// The place of a source; it is added if need be.
fn of_name(sources: &mut Vec<Named>, by_name: &mut HashMap<String, u32>, name: &str) -> u32 {
    if let Some(which) = by_name.get(name) {
        return *which;
    }
    let facts = InputFacts::of_source(name);
    let hour = facts.file_name.as_deref().and_then(|name| Hour::of_stem(stem(name)));
    let which = sources.len() as u32;
    sources.push(Named { facts: Arc::new(facts), hour });
    by_name.insert(name.to_owned(), which);
    which
}
