//! `framing/SHAPE/VARIANT`: where records end.
//!
//! The sources are plain, so `chatlake` is a copy into blocks and the search for ends. `limit` is
//! the search for line feeds alone, which only lines can be framed by.

use std::sync::Arc;

use chatlake_benches::{Bytes, Hour, for_each_block};
use chatlake_core::Block;
use chatlake_core::error::ErrorKind;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

fn framing(c: &mut Criterion) {
    let hour = Hour::load().expect("the hour can be written to target");
    let lines = hour.lines();
    let n_records = lines.len();
    let concatenated = Bytes(Arc::from(lines.concat()));
    let array = Bytes(Arc::from([b"[", lines.join(&b","[..]).as_slice(), b"]"].concat()));

    let mut group = c.benchmark_group("framing");
    group.throughput(Throughput::Bytes(hour.n_bytes())).sample_size(10);
    let shapes = [("lines", &hour.plain), ("concatenated", &concatenated), ("array", &array)];
    for (shape, source) in shapes {
        let mut block = Block::new();
        group.bench_function(format!("{shape}/chatlake"), |b| {
            b.iter(|| assert_eq!(count(source, &mut block), Some(n_records)));
        });
    }
    group.bench_function("lines/limit", |b| {
        b.iter(|| assert_eq!(memchr::memchr_iter(b'\n', &hour.plain.0).count(), n_records));
    });
}

fn count(source: &Bytes, block: &mut Block) -> Option<usize> {
    let mut n_records = 0;
    for_each_block(source, 2 << 20, block, |block| {
        n_records += block.n_records();
        Ok::<(), ErrorKind>(())
    })
    .ok()?;
    Some(n_records)
}

criterion_group!(benches, framing);
criterion_main!(benches);
