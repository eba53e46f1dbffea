//! `encode/FORMAT/COMPRESSION`: from parsed records to the bytes of a format, as one job. What
//! the sink does is not in it.

use chatlake_arrow::ipc::{self, IpcFormat};
use chatlake_benches::{Hour, encode_records, records};
use chatlake_core::{Compression, Encoder, Projection, RecordBuf};
use chatlake_csv::{CsvEncoder, Guard};
use chatlake_jsonl::{Form, JsonlEncoder};
use chatlake_parquet::{Compression as Pages, ParquetFormat, ParquetOptions};
use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main};

fn encode(c: &mut Criterion) {
    let hour = Hour::load().expect("the hour can be written to target");
    let records = records(&hour.plain).expect("the hour is clean");
    let columns = Projection::default();

    let mut group = c.benchmark_group("encode");
    group.throughput(Throughput::Bytes(hour.n_bytes())).sample_size(10);
    for (name, compression) in
        [("zstd-1", Pages::Zstd(1)), ("zstd-3", Pages::Zstd(3)), ("none", Pages::None)]
    {
        let options = ParquetOptions { compression, ..ParquetOptions::default() };
        let format = ParquetFormat::new(&columns, options).expect("the columns are good");
        bench(&mut group, &format!("parquet/{name}"), format.encoder(), &records);
    }
    for (name, compression) in [("lz4", ipc::Compression::Lz4), ("none", ipc::Compression::None)] {
        let format = IpcFormat::new(&columns, compression).expect("the columns are good");
        bench(&mut group, &format!("arrow/{name}"), format.encoder(), &records);
    }
    let encoder = CsvEncoder::new(&columns, Guard::On, Compression::Plain);
    bench(&mut group, "csv/plain", encoder.expect("plain has no levels"), &records);
    for (name, compression) in [
        ("plain", Compression::Plain),
        ("zstd-1", Compression::Zstd(1)),
        ("zstd-3", Compression::Zstd(3)),
    ] {
        let encoder = JsonlEncoder::new(&Form::Verbatim, compression);
        let encoder = encoder.expect("zstd has these levels");
        bench(&mut group, &format!("jsonl/{name}"), encoder, &records);
    }
}

fn bench<E: Encoder>(
    group: &mut BenchmarkGroup<'_, WallTime>,
    name: &str,
    mut encoder: E,
    records: &[RecordBuf],
) {
    let bodies = |record: &RecordBuf| record.as_record().body_count().max(1) as u64;
    // Verbatim lines are one per record.
    let n_rows = match name.starts_with("jsonl/") {
        true => records.len() as u64,
        false => records.iter().map(bodies).sum(),
    };
    group.bench_function(name, |b| {
        b.iter(|| {
            let encoded = encode_records(&mut encoder, records);
            assert_eq!(encoded.map(|(n_rows, _)| n_rows).ok(), Some(n_rows));
        });
    });
}

criterion_group!(benches, encode);
criterion_main!(benches);
