//! Every line is what the census says it is.

use std::collections::HashMap;

use chatlake_sim::corpus::{BodyKind, Census, Corpus, Fault, HourName, Quantity, Rates, Zone};
use proptest::prelude::*;
use serde_json::Value;

fn write(corpus: &Corpus, hour: &str, quantity: Quantity) -> (Vec<u8>, Census) {
    let hour: HourName = hour.parse().unwrap();
    let mut bytes = Vec::new();
    let census = corpus.write_hour(&mut bytes, hour, quantity).unwrap();
    (bytes, census)
}

fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes.split_inclusive(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\n").unwrap())
}

fn id_and_time(record: &Value) -> Option<(&str, i64)> {
    let id = record.as_object()?.get("msg_id")?.as_str().filter(|id| !id.is_empty())?;
    let time = match record.get("timestamp")? {
        Value::String(digits) => digits.parse().ok()?,
        number => number.as_i64()?,
    };
    Some((id, time))
}

fn kind_of(body: &Value) -> BodyKind {
    if body["subType"] == "sub_combine" {
        return BodyKind::Combine;
    }
    let name = body["type"].as_str();
    let known = BodyKind::ALL.into_iter().find(|kind| kind.name() == name);
    known.unwrap_or(BodyKind::Other)
}

/// Reads a file back the slow way. Of faults it sees only how many there are.
fn count(bytes: &[u8]) -> Census {
    let mut census = Census::default();
    census.bytes += bytes.len() as u64;
    let mut seen: HashMap<String, Vec<&[u8]>> = HashMap::new();
    for line in lines(bytes) {
        census.records += 1;
        let Ok(record) = serde_json::from_slice::<Value>(line) else { continue };
        let Some((id, _)) = id_and_time(&record) else { continue };
        if line.starts_with(br#"{"msg_id":"another""#) {
            continue;
        }
        let versions = seen.entry(id.to_owned()).or_default();
        if versions.contains(&line) {
            census.duplicates += 1;
        } else {
            census.conflicts += u64::from(!versions.is_empty());
            versions.push(line);
        }
        let bodies = record["payload"]["bodies"].as_array().unwrap();
        census.bodies += bodies.len() as u64;
        census.bodiless += u64::from(bodies.is_empty());
    }
    census
}

fn kinds(bytes: &[u8]) -> [u64; BodyKind::ALL.len()] {
    let mut counts = [0; BodyKind::ALL.len()];
    for line in lines(bytes) {
        let record: Value = serde_json::from_slice(line).unwrap();
        for body in record["payload"]["bodies"].as_array().unwrap() {
            counts[kind_of(body) as usize] += 1;
        }
    }
    counts
}

#[test]
fn bytes_are_the_same_for_ever() {
    // FNV-1a. A new value here breaks every corpus, golden file and bench run made before.
    let (bytes, _) = write(&Corpus::new(1), "2018112717", Quantity::Records(2_000));
    let digest = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    assert_eq!(digest, 2_952_591_461_056_523_302);
}

#[test]
fn a_clean_corpus_is_json_throughout() {
    let (bytes, census) = write(&Corpus::new(3), "2026030114", Quantity::Bytes(4_000_000));
    assert_eq!(census.malformed(), 0);
    for line in lines(&bytes) {
        let record: Value = serde_json::from_slice(line)
            .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(line)));
        assert!(id_and_time(&record).is_some());
    }
    for kind in BodyKind::ALL {
        assert_eq!(kinds(&bytes)[kind as usize], census.bodies_of(kind), "{kind:?}");
        assert!(census.bodies_of(kind) > 0, "{kind:?}");
    }
}

#[test]
fn times_ascend_but_for_stragglers_and_stay_in_the_hour() {
    for (zone, start) in [(Zone::Beijing, 1_543_309_200_000), (Zone::Utc, 1_543_338_000_000)] {
        let corpus =
            Corpus::new(4).with_zone(zone).with_rates(Rates { duplicates: 0, ..Rates::BENCH });
        let (bytes, _) = write(&corpus, "2018112717", Quantity::Records(5_000));
        let mut latest = 0;
        for line in lines(&bytes) {
            let record: Value = serde_json::from_slice(line).unwrap();
            let (_, time) = id_and_time(&record).unwrap();
            assert!((start..start + 3_600_000).contains(&time));
            assert!(time > latest - 2_000);
            latest = latest.max(time);
        }
        assert!(latest > start + 3_590_000);
    }
}

#[test]
fn every_fault_occurs_and_is_one_line() {
    let rates = Rates { malformed: 200_000, ..Rates::DIRTY };
    let corpus = Corpus::new(5).with_rates(rates);
    let (bytes, census) = write(&corpus, "2018112717", Quantity::Records(5_000));
    assert_eq!(lines(&bytes).count(), 5_000);
    for fault in Fault::ALL {
        assert!(census.faults_of(fault) > 0, "{fault:?}");
    }
    assert!(census.malformed() > 800);
}

#[test]
fn a_byte_goal_is_passed_by_one_record_at_most() {
    let (bytes, census) = write(&Corpus::new(6), "2018112717", Quantity::Bytes(100_000));
    let last = lines(&bytes).last().unwrap().len() as u64 + 1;
    assert!(census.bytes >= 100_000 && census.bytes - last < 100_000);
}

#[test]
fn nothing_asked_for_is_nothing_written() {
    let (bytes, census) = write(&Corpus::new(7), "2018112717", Quantity::Records(0));
    assert!(bytes.is_empty());
    assert_eq!(census, Census::default());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_census_is_what_is_there(seed: u64, records in 0_u64..600) {
        let corpus = Corpus::new(seed).with_rates(Rates::DIRTY);
        let (bytes, census) = write(&corpus, "2018112717", Quantity::Records(records));
        let counted = count(&bytes);
        prop_assert_eq!(counted.records, census.records);
        prop_assert_eq!(counted.bytes, census.bytes);
        prop_assert_eq!(counted.rows(), census.rows());
        prop_assert_eq!(counted.bodies, census.bodies);
        prop_assert_eq!(counted.duplicates, census.duplicates);
        prop_assert_eq!(counted.conflicts, census.conflicts);
        let (again, _) = write(&corpus, "2018112717", Quantity::Records(records));
        prop_assert_eq!(again, bytes);
    }
}
