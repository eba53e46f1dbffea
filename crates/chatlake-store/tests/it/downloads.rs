//! Objects that are read, over lines that break.

use std::io::Read;

use chatlake_store::{StoreError, StoreErrorKind};

use crate::server::{Act, Server};

const MIB: usize = 1 << 20;

/// Bytes of which no two places look alike for long.
fn bytes(n: usize, seed: u64) -> Vec<u8> {
    let mut state = seed;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 56) as u8
    };
    (0..n).map(|_| next()).collect()
}

#[test]
fn a_broken_download_goes_on_where_it_broke() {
    let object = bytes(10 * MIB, 1);
    let script = vec![Act::Cut(3 * MIB), Act::Cut(MIB), Act::Serve, Act::Cut(5)];
    let server = Server::start(object.clone(), script);
    let mut found = Vec::new();
    server.store().reader("x").unwrap().read_to_end(&mut found).unwrap();
    assert!(found == object);
    let begins: Vec<usize> = server.seen().iter().map(|line| begin(line)).collect();
    assert_eq!(begins[..2], [0, 3 * MIB]);
    assert_eq!(begins[2], 4 * MIB);
    assert_eq!(begins[3..], [8 * MIB, 8 * MIB + 5]);
}

/// Where a range begins.
fn begin(line: &str) -> usize {
    let (_, range) = line.split_once(" bytes=").unwrap();
    range.split_once('-').unwrap().0.parse().unwrap()
}

#[test]
fn an_object_that_was_replaced_is_an_error_and_never_half_of_each() {
    let old = bytes(20 * MIB, 1);
    let other = || bytes(20 * MIB, 2);
    let scripts = [
        vec![Act::Serve, Act::Replace(other())],
        vec![Act::Serve, Act::Serve, Act::Replace(other())],
        vec![Act::Cut(MIB), Act::Replace(other())],
        vec![Act::Serve, Act::Cut(MIB), Act::Replace(other())],
        vec![Act::Serve, Act::Replace(bytes(20 * MIB + 1, 2))],
    ];
    for script in scripts {
        let server = Server::start(old.clone(), script);
        let mut found = Vec::new();
        let error = match server.store().reader("x") {
            Ok(mut reader) => reader.read_to_end(&mut found).unwrap_err(),
            Err(error) => error.into(),
        };
        let error = StoreError::of(&error).unwrap();
        assert_eq!(error.kind(), StoreErrorKind::Temporary, "{error}");
        assert!(old.starts_with(&found));
    }
}

#[test]
fn a_server_that_is_busy_is_asked_again() {
    let busy = || Act::Refuse("503 Slow Down", "<Error><Code>SlowDown</Code></Error>");
    let server = Server::start(b"x".to_vec(), vec![busy(), busy()]);
    assert_eq!(server.store().get("x").unwrap().unwrap(), b"x");
    assert_eq!(server.seen().len(), 3);
}

#[test]
fn an_object_without_bytes_is_read_to_its_end() {
    let server = Server::start(Vec::new(), Vec::new());
    assert_eq!(server.store().get("x").unwrap().unwrap(), b"");
}

#[test]
fn a_refusal_is_told_in_few_words_and_no_secrets() {
    use StoreErrorKind::*;
    let cases = [
        ("403 Forbidden", "<Code>AccessDenied</Code><Message>Access Denied</Message>", Denied, 6),
        (
            "403 Forbidden",
            "<Code>InvalidAccessKeyId</Code><Message>None</Message><AWSAccessKeyId>AKIAID</AWSAccessKeyId>",
            Credentials,
            6,
        ),
        ("404 Not Found", "<Code>NoSuchBucket</Code><Message>No bucket</Message>", NoBucket, 2),
        ("301 Moved Permanently", "<Code>PermanentRedirect</Code>", Settings, 2),
        ("400 Bad Request", "<Code>ExpiredToken</Code><Message>Expired</Message>", Credentials, 6),
        ("401 Unauthorized", "", Credentials, 6),
    ];
    for (status, body, kind, exit) in cases {
        let server = Server::start(Vec::new(), vec![Act::Refuse(status, body)]);
        let error = server.store().get("a/x").unwrap_err();
        assert_eq!((error.kind(), error.exit_code()), (kind, exit), "{error}");
        let text = format!("{error} {error:?}");
        assert!(text.contains("s3://logs/a/x"), "{text}");
        for secret in ["hunter2", "AKIAID", "Signature", "http://"] {
            assert!(!text.contains(secret), "{text}");
        }
    }
    let none = Act::Refuse("404 Not Found", "<Code>NoSuchKey</Code>");
    assert_eq!(Server::start(Vec::new(), vec![none]).store().get("x").unwrap(), None);
}

#[test]
fn who_wants_no_more_is_let_go() {
    // A server that takes connections and never answers: the system holds them for it.
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let variables = [
        ("AWS_ENDPOINT_URL", format!("http://{}", silent.local_addr().unwrap())),
        ("AWS_SKIP_SIGNATURE", "true".to_owned()),
    ];
    let variables = variables.map(|(name, value)| (name.to_owned(), value));
    let store = chatlake_store::Store::open_with(&"s3://b".parse().unwrap(), variables).unwrap();
    let error = store.until(|| true).get("x").unwrap_err();
    assert_eq!((error.kind(), error.exit_code()), (StoreErrorKind::Interrupted, 130));
}
