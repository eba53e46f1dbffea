//! A few small hours of two clusters, for a first run: nothing in them is damaged.

use std::io;

use chatlake_sim::corpus::{Corpus, HourName, Quantity, Rates, Zone, gzip};

use super::Sample;
use super::expected::{Exit, Expected};

struct Hour {
    name: &'static str,
    zone: Zone,
    legacy: u32,
    records: u64,
    shows: &'static str,
}

const HOURS: &[Hour] = &[
    Hour {
        name: "2018112709",
        zone: Zone::Beijing,
        legacy: 1_000_000,
        records: 420,
        shows: "An hour of an old export, named in +08:00: alphanumeric ids, timestamps that are strings, an internal `from`.",
    },
    Hour {
        name: "2018112710",
        zone: Zone::Beijing,
        legacy: 700_000,
        records: 380,
        shows: "The hour after, when the first new records appear.",
    },
    Hour {
        name: "2026030114",
        zone: Zone::Utc,
        legacy: 0,
        records: 450,
        shows: "An hour of a new export, named in UTC: ids above 2^53, timestamps that are numbers.",
    },
    Hour { name: "2026030115", zone: Zone::Utc, legacy: 0, records: 400, shows: "The hour after." },
    Hour {
        name: "2026030116",
        zone: Zone::Utc,
        legacy: 0,
        records: 0,
        shows: "An hour without messages: the gzip of nothing.",
    },
];

pub(super) fn samples() -> io::Result<Vec<Sample>> {
    HOURS.iter().map(sample).collect()
}

fn sample(hour: &Hour) -> io::Result<Sample> {
    let Hour { name, zone, legacy, records, shows } = *hour;
    let rates = Rates { legacy, duplicates: 10_000, conflicts: 4_000, malformed: 0 };
    let corpus = Corpus::new(20_181_127).with_zone(zone).with_rates(rates);
    let hour: HourName = name.parse().map_err(io::Error::other)?;
    let mut out = gzip(Vec::new(), 6);
    let census = corpus.write_hour(&mut out, hour, Quantity::Records(records))?;
    let expected = Expected {
        exit: Exit::Fine,
        records: census.records,
        rows: census.rows(),
        duplicates: census.duplicates,
        conflicts: census.conflicts,
        rejects: 0,
    };
    let path = format!("hourly/{name}.gz");
    Ok(Sample { path, bytes: out.finish()?, shows: shows.to_owned(), expected })
}
