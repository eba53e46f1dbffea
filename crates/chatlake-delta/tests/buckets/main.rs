//! Tables in a bucket; `cargo xtask buckets --package chatlake-delta` starts a server for it.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;

use chatlake_convert::{Format, Input, Options, Progress, ZoneChoice};
use chatlake_core::Zone;
use chatlake_core::clock::ManualClock;
use chatlake_delta::{DeltaError, RegisterOptions, Registered, register};
use chatlake_lake::{Asked, Lake, LakePlan, Ways};
use chatlake_parquet::ParquetOptions;
use chatlake_store::Store;
use delta_kernel::Snapshot;
use delta_kernel::arrow::array::AsArray;
use delta_kernel::engine::arrow_data::ArrowEngineData;
use delta_kernel_default_engine::DefaultEngineBuilder;

/// An hour with messages of these ids becomes part of a lake.
fn convert(store: &Store, hour: &str, ids: &[&str]) {
    let scratch = tempfile::tempdir().unwrap();
    let export = scratch.path().join(format!("{hour}.jsonl"));
    let line = |id: &&str| {
        format!(
            r#"{{"msg_id":"{id}","timestamp":1543309200000,"payload":{{"bodies":[{{"type":"txt","msg":"x"}}]}}}}"#
        )
    };
    std::fs::write(&export, ids.iter().map(line).collect::<Vec<String>>().join("\n")).unwrap();
    let asked = Asked {
        store: store.clone(),
        app: Some("org/app".parse().unwrap()),
        inputs: vec![Input::file(&export)],
        options: Options {
            zone: ZoneChoice::Fixed(Zone::Beijing),
            jobs: NonZeroUsize::MIN,
            ..Options::new(Format::Parquet(ParquetOptions::default()))
        },
        scratch: Some(scratch.path().to_owned()),
        clock: Arc::new(ManualClock::new(1_543_400_000_000)),
        ways: Ways::default(),
    };
    let report = LakePlan::new(asked, |_| true).unwrap().run(&Progress::new()).unwrap();
    assert_eq!(report.exit_code, 0, "{:#?}", report.report.inputs);
}

fn registered(store: &Store, single_writer: bool) -> Result<Registered, DeltaError> {
    let options = RegisterOptions { single_writer, ..RegisterOptions::default() };
    register(&Lake::open(store.clone()).unwrap(), &options, &ManualClock::new(0))
}

/// The ids of all messages in a table, sorted.
fn ids(store: &Store, prefix: &Path) -> Vec<String> {
    let engine = Arc::new(DefaultEngineBuilder::new(store.objects().unwrap()).build());
    let url = format!("s3://bucket/{}/messages/", prefix.display());
    let scan = Snapshot::builder_for(url).build(&*engine).unwrap().scan_builder().build().unwrap();
    let mut ids = Vec::new();
    for data in scan.execute(engine).unwrap() {
        let data = ArrowEngineData::try_from_engine_data(data.unwrap()).unwrap();
        let column = data.record_batch().column_by_name("msg_id").unwrap().as_string::<i32>();
        ids.extend(column.iter().map(|id| id.unwrap().to_owned()));
    }
    ids.sort();
    ids
}

fn bucket() -> String {
    std::env::var("CHATLAKE_TEST_BUCKET").expect("`cargo xtask buckets` runs this")
}

#[test]
fn a_lake_in_a_bucket_has_a_table() {
    let prefix = Path::new("delta/a table 50%");
    let place = format!("{}/{}", bucket(), prefix.display()).parse().unwrap();
    let store = Store::open(&place).unwrap();
    convert(&store, "2018112717", &["a", "b"]);
    let first = registered(&store, false).unwrap();
    assert_eq!((first.version, first.added.rows), (0, 2));
    assert_eq!(ids(&store, prefix), ["a", "b"]);
    for round in 1..12_u64 {
        convert(&store, "2018112717", &["a", "b", &format!("more-{round}")]);
        convert(&store, &format!("20181128{round:02}"), &[&format!("c-{round}")]);
        let registered = registered(&store, false).unwrap();
        assert_eq!((registered.version, registered.superseded.removed), (round, 1));
    }
    let again = registered(&store, false).unwrap();
    assert_eq!((again.commits, again.now.rows), (0, 3 + 11));
    assert_eq!(ids(&store, prefix).len(), 3 + 11);
    let log = store.list("messages/_delta_log").unwrap();
    assert!(log.iter().any(|object| object.key.ends_with(".checkpoint.parquet")), "{log:?}");
}

#[test]
fn of_many_who_register_a_bucket_at_once_everything_comes_once() {
    let store = Store::open(&format!("{}/delta-many", bucket()).parse().unwrap()).unwrap();
    convert(&store, "2018112717", &["a"]);
    let commits: u64 = std::thread::scope(|scope| {
        let all: Vec<_> =
            (0..4).map(|_| scope.spawn(|| registered(&store, false).unwrap())).collect();
        all.into_iter().map(|one| one.join().unwrap().commits).sum()
    });
    assert_eq!(commits, 1);
    assert_eq!(ids(&store, Path::new("delta-many")), ["a"]);
}

#[test]
fn where_nobody_can_be_refused_somebody_must_say_that_there_is_one_writer() {
    let variable = |name| std::env::var(name).unwrap();
    let own = [
        ("OSS_ENDPOINT", variable("AWS_ENDPOINT_URL")),
        ("OSS_REGION", "cn-hangzhou".to_owned()),
        ("OSS_ACCESS_KEY_ID", "LTAI".to_owned()),
        ("OSS_ACCESS_KEY_SECRET", "secret".to_owned()),
    ];
    let variables = own.map(|(name, value)| (name.to_owned(), value)).into_iter();
    let place = format!("{}/delta-oss", bucket().replace("s3://", "oss://")).parse().unwrap();
    let store = Store::open_with(&place, std::env::vars().chain(variables)).unwrap();
    convert(&store, "2018112717", &["a"]);
    let refused = registered(&store, false).unwrap_err();
    assert_eq!(refused.exit_code(), 2);
    assert!(refused.to_string().contains("--single-writer"), "{refused}");
    assert_eq!(registered(&store, true).unwrap().version, 0);
    convert(&store, "2018112718", &["b"]);
    assert_eq!(registered(&store, true).unwrap().version, 1);
    assert_eq!(ids(&store, Path::new("delta-oss")), ["a", "b"]);
}
