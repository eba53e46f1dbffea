//! The corpus itself and the loop that writes an hour of it.

use std::io::{self, Write};

use super::attachment::Served;
use super::body::BodyKind;
use super::census::Census;
use super::fault::Fault;
use super::hour::{HourName, Zone};
use super::identity::{self, Era};
use super::message::Message;
use super::options::{Quantity, Rates};
use super::population::{Conversation, Population};
use super::rng::Rng;

/// Bytes that are collected before they are written.
const BUFFER: usize = 256 * 1024;

/// A simulated app with its users and its habits, from which hours are written.
pub struct Corpus {
    seed: u64,
    zone: Zone,
    rates: Rates,
    population: Population,
    links: Option<String>,
}

impl Corpus {
    /// The corpus of a seed, from which the population and every hour follow; its hours are named
    /// in [`Zone::Beijing`], its habits are [`Rates::BENCH`].
    pub fn new(seed: u64) -> Self {
        let population = Population::new(seed);
        Self { seed, zone: Zone::default(), rates: Rates::BENCH, population, links: None }
    }

    /// Sets the zone in which hours are named.
    #[must_use]
    pub fn with_zone(self, zone: Zone) -> Self {
        Self { zone, ..self }
    }

    /// Sets how often what happens.
    #[must_use]
    pub fn with_rates(self, rates: Rates) -> Self {
        Self { rates, ..self }
    }

    /// Has links of attachments lead to `base`, a slash and a UUID that says what is there, with a
    /// `file_length` that is the attachment's: for who serves them too.
    #[must_use]
    pub(crate) fn with_links(self, base: String) -> Self {
        Self { links: Some(base), ..self }
    }

    /// Writes one hour, a record per line, in the order of time with some stragglers of up to two
    /// seconds, and says what it wrote. Memory does not grow with the size.
    pub fn write_hour<W: Write>(
        &self,
        mut out: W,
        hour: HourName,
        quantity: Quantity,
    ) -> io::Result<Census> {
        let start = hour.start(self.zone).map_err(io::Error::other)?;
        let mut state = State::new(self, start);
        while !quantity.is_reached(state.census.records, state.census.bytes) {
            let elapsed_ms = quantity.elapsed_ms(state.census.records, state.census.bytes);
            state.push_record(elapsed_ms);
            if state.out.len() >= BUFFER {
                out.write_all(&state.out)?;
                state.out.clear();
            }
        }
        out.write_all(&state.out)?;
        out.flush()?;
        Ok(state.census)
    }
}

/// An hour in the making.
struct State<'a> {
    corpus: &'a Corpus,
    hour_start: i64,
    rng: Rng,
    census: Census,
    out: Vec<u8>,
    record: Vec<u8>,
    text: String,
    id: String,
    bodies: Vec<BodyKind>,
    recent: [Conversation; 12],
    past: Option<Past>,
}

/// A record that may be repeated.
struct Past {
    record: Vec<u8>,
    id: String,
    era: Era,
    bodies: Vec<BodyKind>,
}

impl<'a> State<'a> {
    fn new(corpus: &'a Corpus, hour_start: i64) -> Self {
        let mut rng = Rng::keyed(corpus.seed, hour_start.unsigned_abs());
        let recent = std::array::from_fn(|_| corpus.population.conversation(&mut rng));
        Self {
            corpus,
            hour_start,
            rng,
            census: Census::default(),
            out: Vec::with_capacity(BUFFER + 64 * 1024),
            record: Vec::new(),
            text: String::new(),
            id: String::new(),
            bodies: Vec::new(),
            recent,
            past: None,
        }
    }

    fn push_record(&mut self, elapsed_ms: u64) {
        let before = self.out.len();
        let Rates { legacy: _, duplicates, conflicts, malformed } = self.corpus.rates;
        let dice = self.rng.below(1_000_000);
        if self.past.is_none() || dice >= duplicates + conflicts + malformed {
            self.push_new(elapsed_ms);
        } else if dice < duplicates {
            self.push_duplicate();
        } else if dice < duplicates + conflicts {
            self.push_conflict(elapsed_ms);
        } else {
            self.push_malformed(elapsed_ms);
        }
        self.out.push(b'\n');
        self.census.bytes += (self.out.len() - before) as u64;
    }

    fn push_new(&mut self, elapsed_ms: u64) {
        let era = self.draw_era();
        let at_ms = self.draw_time(elapsed_ms);
        self.next_id(era, at_ms);
        self.compose(era, at_ms);
        self.census.count_message(&self.bodies);
        self.out.extend_from_slice(&self.record);
        if self.past.is_none() || self.rng.percent(3) {
            self.past = Some(Past {
                record: self.record.clone(),
                id: self.id.clone(),
                era,
                bodies: self.bodies.clone(),
            });
        }
    }

    fn push_duplicate(&mut self) {
        if let Some(past) = &self.past {
            self.out.extend_from_slice(&past.record);
            self.census.count_message(&past.bodies);
            self.census.duplicates += 1;
        }
    }

    fn push_conflict(&mut self, elapsed_ms: u64) {
        let at_ms = self.draw_time(elapsed_ms);
        if let Some(past) = &self.past {
            self.id.clone_from(&past.id);
            let era = past.era;
            self.compose(era, at_ms);
            // Whatever else is equal by chance, the content is not.
            self.record.pop();
            self.record.extend_from_slice(b",\"revision\":");
            super::json::number(&mut self.record, self.census.conflicts + 2);
            self.record.push(b'}');
            self.census.count_message(&self.bodies);
            self.census.conflicts += 1;
            self.out.extend_from_slice(&self.record);
        }
    }

    fn push_malformed(&mut self, elapsed_ms: u64) {
        let era = self.draw_era();
        let at_ms = self.draw_time(elapsed_ms);
        self.next_id(era, at_ms);
        self.compose(era, at_ms);
        let fault = Fault::draw(&mut self.rng);
        fault.inflict(&mut self.record, &mut self.rng);
        self.census.count_fault(fault);
        self.out.extend_from_slice(&self.record);
    }

    /// Puts a fresh message with the id in `self.id` into `self.record`.
    fn compose(&mut self, era: Era, at_ms: u64) {
        let conversation = self.draw_conversation();
        self.draw_bodies();
        let (sender, recipient) = self.corpus.population.speak(conversation, &mut self.rng);
        let Corpus { seed, links, .. } = self.corpus;
        let hour_start = self.hour_start;
        let served = links.as_deref().map(|base| Served { base, seed: *seed, hour_start });
        let message = Message {
            id: &self.id,
            era,
            at_ms,
            conversation,
            sender,
            recipient,
            bodies: &self.bodies,
            served,
        };
        self.record.clear();
        message.push(&mut self.record, &mut self.text, &mut self.rng);
    }

    fn next_id(&mut self, era: Era, at_ms: u64) {
        self.id.clear();
        identity::push_id(&mut self.id, era, self.hour_start, at_ms, self.census.records);
    }

    fn draw_era(&mut self) -> Era {
        if self.rng.chance(self.corpus.rates.legacy) { Era::Legacy } else { Era::Modern }
    }

    fn draw_time(&mut self, elapsed_ms: u64) -> u64 {
        let late_ms = if self.rng.percent(2) { u64::from(self.rng.below(2_000)) } else { 0 };
        self.hour_start.unsigned_abs() * 1000 + elapsed_ms.saturating_sub(late_ms)
    }

    /// Conversations come in bursts: most messages answer a recent one.
    fn draw_conversation(&mut self) -> Conversation {
        let place = self.rng.below(self.recent.len() as u32) as usize;
        if self.rng.percent(12) {
            self.recent[place] = self.corpus.population.conversation(&mut self.rng);
        }
        self.recent[place]
    }

    /// One body for nearly all; none or several now and then.
    fn draw_bodies(&mut self) {
        let count = match self.rng.weighted(&[9_950, 20, 24, 6]) {
            0 => 1,
            1 => 0,
            2 => 2,
            _ => 5,
        };
        self.bodies.clear();
        for _ in 0..count {
            self.bodies.push(BodyKind::draw(&mut self.rng));
        }
    }
}
