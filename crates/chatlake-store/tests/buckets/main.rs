//! Stores against a server that speaks as S3 does; `cargo xtask buckets` starts it and runs this.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "../../src/laws.rs"]
mod laws;
mod proxy;

use std::fs;
use std::io::Read;

use chatlake_store::{LocalFile, Place, Store, StoreErrorKind};
use proxy::Proxy;

/// An empty place in the bucket, for one test.
fn place(name: &str) -> Place {
    let bucket = std::env::var("CHATLAKE_TEST_BUCKET").expect("`cargo xtask buckets` runs this");
    format!("{bucket}/{name}").parse().unwrap()
}

/// What the process knows, with some of it said otherwise.
fn variables(others: &[(&str, &str)]) -> Vec<(String, String)> {
    let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    std::env::vars().chain(others.iter().map(own)).collect()
}

#[test]
fn a_bucket_keeps_the_laws() {
    laws::hold(&Store::open(&place("laws")).unwrap());
}

#[test]
fn a_whole_bucket_of_oss_keeps_the_laws() {
    let variable = |name| std::env::var(name).unwrap();
    let endpoint = variable("AWS_ENDPOINT_URL");
    let own = [
        ("OSS_ENDPOINT", endpoint.as_str()),
        ("OSS_REGION", "cn-hangzhou"),
        ("OSS_ACCESS_KEY_ID", "LTAI"),
        ("OSS_ACCESS_KEY_SECRET", "secret"),
    ];
    let bucket = variable("CHATLAKE_TEST_EMPTY_BUCKET").replace("s3://", "oss://");
    laws::hold(&Store::open_with(&bucket.parse().unwrap(), variables(&own)).unwrap());
}

#[test]
fn a_bucket_that_is_not_there_is_told() {
    let store = Store::open(&"s3://nobody-made-this/x".parse().unwrap()).unwrap();
    let scratch = tempfile::tempdir().unwrap();
    let file = scratch.path().join("x");
    fs::write(&file, vec![1; 9 << 20]).unwrap();
    for error in [
        store.get("x").map(drop).unwrap_err(),
        store.put("x", b"").unwrap_err(),
        store.put_file("x", &file).unwrap_err(),
        store.list("").map(drop).unwrap_err(),
        store.remove("x").unwrap_err(),
    ] {
        assert_eq!((error.kind(), error.exit_code()), (StoreErrorKind::NoBucket, 2), "{error}");
    }
    assert!(file.exists());
}

#[test]
fn broken_lines_change_nothing() {
    let server = std::env::var("AWS_ENDPOINT_URL").unwrap();
    let bytes = laws::bytes((17 << 20) + 3);
    Store::open(&place("lines")).unwrap().put("x", &bytes).unwrap();
    let proxy = Proxy::start(&server, vec![5 << 20, 100, 0, 1 << 20, 9 << 20]);
    let through = variables(&[("AWS_ENDPOINT_URL", &proxy.url())]);
    let store = Store::open_with(&place("lines"), through).unwrap();
    let mut found = Vec::new();
    store.reader("x").unwrap().read_to_end(&mut found).unwrap();
    assert!(found == bytes);
    assert!(proxy.n_cut() >= 4, "lines broke {} times", proxy.n_cut());
}

#[test]
fn more_objects_than_a_list_has_on_a_page_are_all_listed() {
    let store = Store::open(&place("pages")).unwrap();
    for n in 0..1_100 {
        store.put(&format!("{n:04}"), b"").unwrap();
    }
    assert_eq!(store.list("").unwrap().len(), 1_100);
    assert_eq!(store.list_level("").unwrap().len(), 1_100);
}
