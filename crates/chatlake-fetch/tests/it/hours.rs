//! Whole hours.

use std::fs;
use std::path::Path;

use chatlake_fetch::{Class, Error, FileFetched, HourFetched, NotThere, Place, Refusal, unwatched};

use crate::server::{Reply, Server};
use crate::setup::{NOW_S, client, clock, error, gzip, hour, ticket, token};

fn fetch(server: &Server, folder: &Path) -> Result<HourFetched, Error> {
    let client = client(server, &folder.join("state"), &clock());
    let mut place = |n| Place { target: folder.join(format!("2018112716.{n}.gz")), known: None };
    client.fetch_hour(hour(), &mut place, &mut unwatched)
}

/// Answers with `files` for files; each ticket has signatures of its own.
fn platform(
    targets: &'static [&str],
    files: impl Fn(&str, usize) -> Reply + Send + Sync + 'static,
) -> Server {
    Server::start(move |asked, before| match asked.path() {
        path if path.ends_with("/token") => token("good"),
        path if path.ends_with(".gz") => files(&asked.target, before),
        _ => {
            let targets: Vec<String> =
                targets.iter().map(|target| format!("{target}?Signature={before}")).collect();
            ticket(asked, &targets.iter().map(String::as_str).collect::<Vec<_>>())
        }
    })
}

fn expired() -> Reply {
    error(403, "AccessDenied", "Request has expired.")
}

#[test]
fn every_file_of_an_hour_comes() {
    let folder = tempfile::tempdir().unwrap();
    let server =
        platform(&["/a.gz", "/b.gz"], |target, _| Reply::new(200, gzip(target.as_bytes())));
    let Ok(HourFetched::Files { files, skew_ms }) = fetch(&server, folder.path()) else {
        panic!("the hour is there");
    };
    assert_eq!((files.len(), skew_ms), (2, Some(0)));
    for (n, target) in ["/a.gz?Signature=0", "/b.gz?Signature=0"].iter().enumerate() {
        let path = folder.path().join(format!("2018112716.{n}.gz"));
        assert_eq!(fs::read(path).unwrap(), gzip(target.as_bytes()));
    }
}

#[test]
fn a_ticket_without_urls_and_an_hour_that_is_not_there_are_answers() {
    let folder = tempfile::tempdir().unwrap();
    let server = platform(&[], |_, _| Reply::new(500, ""));
    let files = HourFetched::Files { files: Vec::new(), skew_ms: Some(0) };
    assert_eq!(fetch(&server, folder.path()).unwrap(), files);
    let server = Server::start(|asked, _| match asked.path().ends_with("/token") {
        true => token("good"),
        false => error(404, "storage_object_not_found", ""),
    });
    assert_eq!(fetch(&server, folder.path()).unwrap(), HourFetched::NotThere(NotThere::NoFile));
}

#[test]
fn an_expired_url_costs_a_ticket_and_not_what_has_come() {
    let folder = tempfile::tempdir().unwrap();
    let object = crate::setup::export(60_000);
    let server = platform(&["/a.gz"], {
        let object = object.clone();
        move |_, before| match before {
            0 => Reply::new(200, &object).header("ETag", "\"v1\"").cut_at(20_000),
            1 => expired(),
            _ => Reply::new(206, &object[20_000..]).header("ETag", "\"v1\"").header(
                "Content-Range",
                format!("bytes 20000-{}/{}", object.len() - 1, object.len()),
            ),
        }
    });
    let fetched = fetch(&server, folder.path()).unwrap();
    assert!(
        matches!(fetched, HourFetched::Files { files, .. } if matches!(files[..], [FileFetched::Saved(_)]))
    );
    assert_eq!(fs::read(folder.path().join("2018112716.0.gz")).unwrap(), object);
    assert_eq!(server.count("/chatmessages/2018112716"), 2);
    let asked = server.asked();
    let last = asked.last().unwrap();
    assert_eq!(last.target, "/a.gz?Signature=1");
    assert_eq!(last.header("range"), Some("bytes=20000-"));
}

#[test]
fn tickets_for_one_file_run_out() {
    let folder = tempfile::tempdir().unwrap();
    let server = platform(&["/a.gz"], |_, _| expired());
    let failed = fetch(&server, folder.path()).unwrap_err();
    assert!(matches!(failed, Error::UrlExpired { tickets: 4, .. }));
    assert_eq!(failed.class(), Class::Temporary);
    assert_eq!(server.count("/chatmessages/2018112716"), 4);
    let server = platform(&["/a.gz"], |_, _| Reply::new(404, ""));
    let failed = fetch(&server, folder.path()).unwrap_err();
    assert!(matches!(failed, Error::Refused { refusal: Refusal::FileMissing, .. }));
}

#[test]
fn a_clock_that_is_wrong_expires_nothing_early() {
    // By our clock the url expired long ago; by the server's it has half an hour to live.
    let server_ms = (NOW_S + 86_400) * 1_000;
    let expires_s = NOW_S + 86_400 + 1_800;
    let server = Server::start(move |asked, _| match asked.path() {
        path if path.ends_with("/token") => token("good"),
        path if path.ends_with(".gz") => Reply::new(200, gzip(b"")),
        _ => {
            let host = asked.header("host").unwrap();
            let url = format!("http://{host}/a.gz?Expires={expires_s}");
            Reply::new(200, format!(r#"{{"data":[{{"url":"{url}"}}],"timestamp":{server_ms}}}"#))
        }
    });
    let folder = tempfile::tempdir().unwrap();
    let Ok(HourFetched::Files { skew_ms, .. }) = fetch(&server, folder.path()) else {
        panic!("the hour is there");
    };
    assert_eq!(skew_ms, Some(86_400_000));
}
