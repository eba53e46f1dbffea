//! Objects that are written, and what is left when they cannot be.

use std::fs;

use chatlake_store::StoreErrorKind;

use crate::server::{Act, Server};

const DENIED: Act = Act::Refuse("403 Forbidden", "<Code>AccessDenied</Code>");

#[test]
fn an_upload_that_fails_leaves_no_parts_and_the_file_here() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("x");
    fs::write(&file, vec![7; 17 << 20]).unwrap();
    for script in [
        vec![Act::Serve, DENIED],
        vec![Act::Serve, Act::Serve, Act::Serve, DENIED],
        vec![Act::Serve, Act::Serve, Act::Serve, Act::Serve, DENIED],
    ] {
        let server = Server::start(Vec::new(), script);
        let error = server.store().put_file("a/x", &file).unwrap_err();
        assert_eq!(error.kind(), StoreErrorKind::Denied, "{error}");
        assert!(file.exists());
        let seen = server.seen();
        assert_eq!(seen.last().unwrap(), "DELETE /logs/a/x?uploadId=u1", "{seen:?}");
    }
}

#[test]
fn a_file_of_some_size_is_sent_in_parts_and_named_last() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("x");
    fs::write(&file, vec![7; (16 << 20) + 1]).unwrap();
    let busy = Act::Refuse("500 Internal Server Error", "");
    let server = Server::start(Vec::new(), vec![Act::Serve, busy]);
    server.store().put_file("a/x", &file).unwrap();
    assert!(!file.exists());
    let seen = server.seen();
    let parts = |n: u8| {
        let part = format!("PUT /logs/a/x?partNumber={n}&uploadId=u1");
        seen.iter().filter(|line| **line == part).count()
    };
    assert_eq!(seen.first().unwrap(), "POST /logs/a/x?uploads=");
    assert_eq!(parts(1) + parts(2) + parts(3), 4, "{seen:?}");
    assert!(parts(1) >= 1 && parts(2) >= 1 && parts(3) == 1, "{seen:?}");
    assert_eq!(seen.last().unwrap(), "POST /logs/a/x?uploadId=u1");
}

#[test]
fn a_small_file_is_one_request() {
    let server = Server::start(Vec::new(), Vec::new());
    server.store().put("a/x", &[1; 8 << 20]).unwrap();
    assert_eq!(server.seen(), ["PUT /logs/a/x"]);
}
