//! `end_to_end/FORMAT/jobs-N`: a folder of one gzipped hour, converted to files.
//!
//! Everything is in it: reading, accounts, duplicates, hashes and the flush to the disk.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use chatlake_arrow::ipc;
use chatlake_benches::{Hour, corpus_folder};
use chatlake_convert::{
    Destination, Existing, Format, Input, Listing, Options, Plan, Progress, convert, expand,
};
use chatlake_core::Compression;
use chatlake_csv::Guard;
use chatlake_parquet::ParquetOptions;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

fn end_to_end(c: &mut Criterion) {
    let hour = Hour::load().expect("the hour can be written to target");
    let n_records = hour.lines().len() as u64;
    let folder = corpus_folder().expect("the hour lies there");
    let inputs = inputs(&folder.to_string_lossy());

    let mut group = c.benchmark_group("end_to_end");
    group.throughput(Throughput::Bytes(hour.n_bytes())).sample_size(10);
    for (name, format) in [
        ("parquet", Format::Parquet(ParquetOptions::default())),
        ("arrow", Format::Arrow(ipc::Compression::Lz4)),
        ("csv", Format::Csv(Compression::Plain, Guard::On)),
        ("jsonl", Format::Jsonl(Compression::ZSTD)),
    ] {
        for jobs in [1, 2] {
            let out = tempfile::tempdir_in(&folder).expect("the disk has room");
            let destination = Destination::Folder(PathBuf::from(out.path()));
            let plan = Plan::new(inputs.clone(), destination).expect("one input has one stem");
            let mut options = Options::new(format);
            options.jobs = NonZeroUsize::new(jobs).expect("one or two");
            options.existing = Existing::Overwrite;
            group.bench_function(format!("{name}/jobs-{jobs}"), |b| {
                b.iter(|| {
                    let report = convert(&plan, &options, &Progress::new());
                    let report = report.expect("the plan can be carried out");
                    assert_eq!(report.totals.written, n_records);
                });
            });
        }
    }
}

fn inputs(folder: &str) -> Vec<Input> {
    let paths = expand(folder, Listing::default()).expect("the folder is readable");
    paths.iter().map(|path| Input::file(path)).collect()
}

criterion_group!(benches, end_to_end);
criterion_main!(benches);
