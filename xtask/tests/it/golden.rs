//! Goldens: what the formats make of some of the test data, as text.
//!
//! `cargo xtask bless` runs this test with `CHATLAKE_BLESS` set, and then it writes what it would
//! compare otherwise.

mod dump;
mod footer;
mod samples;
mod shelf;

use std::fs;
use std::num::NonZeroUsize;
use std::path::Path;

use chatlake_arrow::ipc;
use chatlake_convert::{Destination, Format, Input, Options, Plan, Progress, Report, convert};
use chatlake_core::{Compression, Layout, Projection};
use chatlake_csv::Guard;
use chatlake_parquet::ParquetOptions;

use samples::Sample;
use shelf::Shelf;

const PLAIN: Compression = Compression::Plain;

#[test]
fn outputs_are_what_was_blessed() {
    let mut shelf = Shelf::default();
    for layout in [Layout::Flat, Layout::Nested] {
        let schema = chatlake_arrow::schema(&Projection::new(layout));
        shelf.put(format!("schema.{}.txt", layout.name()), dump::schema(&schema));
    }
    for sample in samples::all() {
        convert_sample(&sample, &mut shelf);
    }
    shelf.check();
}

fn convert_sample(sample: &Sample, shelf: &mut Shelf) {
    let name = sample.name;
    let folder = tempfile::tempdir().unwrap();
    let inputs = sample.inputs(folder.path());
    let out = |file: &str| folder.path().join("out").join(file);

    let verbatim = out("verbatim.jsonl");
    let report = run(&inputs, &verbatim, Options::new(Format::Jsonl(PLAIN)));
    shelf.put(format!("{name}.verbatim.jsonl"), text(&verbatim));
    shelf.put(format!("{name}.report.jsonl"), told(&report, folder.path()));
    let rejects = out("verbatim.jsonl.rejects.jsonl");
    if rejects.exists() {
        let lines = cleaned(&text(&rejects), folder.path());
        shelf.put(format!("{name}.rejects.jsonl"), lines);
    }

    if !sample.in_every_format {
        return;
    }
    let flat = out("flat.jsonl");
    run(&inputs, &flat, Options::new(Format::FlatJsonl(PLAIN)));
    shelf.put(format!("{name}.flat.jsonl"), text(&flat));

    let csv = out("rows.csv");
    run(&inputs, &csv, Options::new(Format::Csv(PLAIN, Guard::On)));
    shelf.put(format!("{name}.csv"), text(&csv));

    let arrow = out("rows.arrow");
    run(&inputs, &arrow, Options::new(Format::Arrow(ipc::Compression::default())));
    let arrow = dump::arrow_file(&arrow);
    shelf.put(format!("{name}.arrow.jsonl"), arrow.clone());

    for layout in [Layout::Flat, Layout::Nested] {
        let file = out(&format!("{}.parquet", layout.name()));
        let options = Options {
            projection: Projection::new(layout),
            ..Options::new(Format::Parquet(ParquetOptions::default()))
        };
        run(&inputs, &file, options);
        let rows = dump::parquet_file(&file);
        if layout == Layout::Flat {
            // One golden for both, as they hold the same.
            assert!(rows == arrow, "the Parquet and the Arrow file of {name} differ");
        } else {
            shelf.put(format!("{name}.nested.parquet.jsonl"), rows);
        }
        if sample.is_small_in_parquet() {
            shelf.put(format!("{name}.{}.parquet.txt", layout.name()), footer::text(&file));
        }
    }
}

fn run(inputs: &[Input], out: &Path, options: Options) -> Report {
    let plan = Plan::new(inputs.to_vec(), Destination::File(out.to_owned())).unwrap();
    let options = Options { jobs: NonZeroUsize::MIN, ..options };
    convert(&plan, &options, &Progress::new()).unwrap()
}

fn text(path: &Path) -> String {
    String::from_utf8(fs::read(path).unwrap()).unwrap()
}

/// A line per input and one of totals; no places of this machine, and no time.
fn told(report: &Report, folder: &Path) -> String {
    let mut lines = String::new();
    for input in &report.inputs {
        lines.push_str(&serde_json::to_string(input).unwrap());
        lines.push('\n');
    }
    let totals = serde_json::to_string(&report.totals).unwrap();
    cleaned(&format!("{lines}{{\"totals\":{totals}}}\n"), folder)
}

fn cleaned(text: &str, folder: &Path) -> String {
    let root = samples::root();
    let testdata = format!("{}/", root.to_string_lossy());
    text.replace(&testdata, "").replace(&*folder.to_string_lossy(), "TEMP")
}
