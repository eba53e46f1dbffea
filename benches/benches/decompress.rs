//! `decompress/WRAPPER/VARIANT`: from the file's bytes to JSON.
//!
//! `chatlake` is all that a `BlockReader` does: expanding, checking and framing. `limit` is the
//! expander alone.

use std::io::{self, Read};

use chatlake_benches::{Bytes, Hour, for_each_block};
use chatlake_core::Block;
use chatlake_core::error::ErrorKind;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

fn decompress(c: &mut Criterion) {
    let hour = Hour::load().expect("the hour can be written to target");
    let mut group = c.benchmark_group("decompress");
    group.throughput(Throughput::Bytes(hour.n_bytes())).sample_size(10);
    for (wrapper, source) in [("gzip", &hour.gzip), ("zstd", &hour.zstd), ("plain", &hour.plain)] {
        let mut block = Block::new();
        group.bench_function(format!("{wrapper}/chatlake"), |b| {
            b.iter(|| assert_eq!(read_blocks(source, &mut block), Some(hour.n_bytes())));
        });
    }
    let mut buffer = vec![0; 128 << 10];
    group.bench_function("gzip/limit", |b| {
        b.iter(|| {
            let stream = flate2::bufread::MultiGzDecoder::new(hour.gzip.0.as_ref());
            assert_eq!(drain(stream, &mut buffer).ok(), Some(hour.n_bytes()));
        });
    });
    group.bench_function("zstd/limit", |b| {
        b.iter(|| {
            let stream = zstd::Decoder::with_buffer(hour.zstd.0.as_ref());
            let n_bytes = stream.and_then(|stream| drain(stream, &mut buffer));
            assert_eq!(n_bytes.ok(), Some(hour.n_bytes()));
        });
    });
}

fn read_blocks(source: &Bytes, block: &mut Block) -> Option<u64> {
    let mut n_bytes = 0;
    for_each_block(source, 2 << 20, block, |block| {
        n_bytes += block.n_bytes() as u64;
        Ok::<(), ErrorKind>(())
    })
    .ok()?;
    Some(n_bytes)
}

fn drain(mut stream: impl Read, buffer: &mut [u8]) -> io::Result<u64> {
    let mut n_bytes = 0;
    loop {
        match stream.read(buffer)? {
            0 => return Ok(n_bytes),
            n => n_bytes += n as u64,
        }
    }
}

criterion_group!(benches, decompress);
criterion_main!(benches);
