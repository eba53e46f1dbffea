//! `parse/lines/VARIANT`: from framed records to typed facts, by our parser and by others.
//!
//! The exports hold integers beyond 64 bits in `ext`, which simd-json's tape refuses: such records
//! (2 in 1000) are left out for everyone.

use std::sync::Arc;

use chatlake_benches::{Bytes, Facts, Hour, blocks, parsers};
use chatlake_core::{Limits, Parser};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

/// A contender: facts, or none where it fails.
type Variant = (&'static str, fn(&[&[u8]]) -> Option<Facts>);

const VARIANTS: [Variant; 5] = [
    ("simd-json-tape", |records| parsers::simd_json_tape(records).ok()),
    ("simd-json-tape-padded", |records| parsers::simd_json_tape_padded(records).ok()),
    ("sonic-rs-typed", |records| parsers::sonic_rs_typed(records).ok()),
    ("serde_json-typed", |records| parsers::serde_json_typed(records).ok()),
    ("serde_json-value", |records| parsers::serde_json_value(records).ok()),
];

fn parse(c: &mut Criterion) {
    let hour = Hour::load().expect("the hour can be written to target");
    let mut records = hour.lines();
    records.retain(|record| parsers::simd_json_tape(&[*record]).is_ok());
    let lines = Bytes(Arc::from(records.join(&b'\n')));
    let mut blocks = blocks(&lines, 2 << 20).expect("the hour is readable");
    let facts = parsers::serde_json_value(&records).expect("the hour is JSON");

    let mut group = c.benchmark_group("parse");
    group.throughput(Throughput::Bytes(lines.0.len() as u64)).sample_size(10);
    let mut parser = Parser::new(Limits::default());
    group.bench_function("lines/chatlake", |b| {
        b.iter(|| assert_eq!(parsers::chatlake(&mut parser, &mut blocks), facts));
    });
    for (variant, parse) in VARIANTS {
        group.bench_function(format!("lines/{variant}"), |b| {
            b.iter(|| assert_eq!(parse(&records), Some(facts)));
        });
    }
}

criterion_group!(benches, parse);
criterion_main!(benches);
