//! Files that come whole, resumed where they broke off.

use std::fs;
use std::ops::ControlFlow;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chatlake_core::clock::ManualClock;
use chatlake_fetch::{
    Client, Error, Event, FileAnswer, HourAnswer, Saved, SignedUrl, Version, unwatched,
};
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use crate::server::{Asked, Reply, Server};
use crate::setup::{client, clock, export, gzip, hour, ticket, token};

/// A platform with one file, a client of it, and a folder.
pub(crate) struct Scene {
    pub(crate) server: Server,
    pub(crate) client: Client,
    pub(crate) folder: TempDir,
    pub(crate) clock: Arc<ManualClock>,
}

impl Scene {
    /// `file` answers the requests for the file.
    pub(crate) fn new(file: impl Fn(&Asked, usize) -> Reply + Send + Sync + 'static) -> Self {
        let server = Server::start(move |asked, before| match asked.path() {
            path if path.ends_with("/token") => token("good"),
            path if path.ends_with(".gz") => file(asked, before),
            _ => ticket(asked, &["/h/2018112716.gz?Expires=1543316122&Signature=a%2Fb"]),
        });
        let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
        let client = client(&server, &folder.path().join("state"), &clock);
        Self { server, client, folder, clock }
    }

    pub(crate) fn target(&self) -> PathBuf {
        self.folder.path().join("raw/2018112716.gz")
    }

    pub(crate) fn url(&self) -> SignedUrl {
        match self.client.ticket(hour(), &mut unwatched).unwrap() {
            HourAnswer::Urls(ticket) => ticket.urls[0].clone(),
            HourAnswer::NotThere(_) => panic!("the hour is there"),
        }
    }

    pub(crate) fn download(&self) -> Result<FileAnswer, Error> {
        self.client.download(&self.url(), &self.target(), None, &mut unwatched)
    }

    pub(crate) fn saved(&self) -> Saved {
        match self.download().unwrap() {
            FileAnswer::Saved(saved) => saved,
            other => panic!("{other:?}"),
        }
    }

    /// The requests for the file, as `Range` and `If-Range`.
    pub(crate) fn ranges(&self) -> Vec<Option<(String, String)>> {
        let asked = self.server.asked();
        let files = asked.iter().filter(|it| it.path().ends_with(".gz"));
        files
            .map(|it| Some((it.header("range")?.to_owned(), it.header("if-range")?.to_owned())))
            .collect()
    }
}

/// The rest of an object from where it was asked for, if it is still the same one.
pub(crate) fn rest(asked: &Asked, object: &[u8], etag: &str) -> Reply {
    let from = asked.header("range").and_then(|range| {
        let from = range.strip_prefix("bytes=")?.strip_suffix('-')?.parse::<usize>().ok()?;
        (asked.header("if-range") == Some(etag)).then_some(from)
    });
    match from {
        None => Reply::new(200, object).header("ETag", etag),
        Some(from) if from >= object.len() => {
            Reply::new(416, "").header("Content-Range", format!("bytes */{}", object.len()))
        }
        Some(from) => {
            let (last, total) = (object.len() - 1, object.len());
            Reply::new(206, &object[from..])
                .header("ETag", etag)
                .header("Content-Range", format!("bytes {from}-{last}/{total}"))
        }
    }
}

pub(crate) fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn a_file_comes_whole_and_is_its_owners_alone() {
    let object = export(50_000);
    let scene = Scene::new({
        let object = object.clone();
        move |asked, _| rest(asked, &object, "\"v1\"").header("Last-Modified", "then")
    });
    let saved = scene.saved();
    assert_eq!(fs::read(&saved.path).unwrap(), object);
    assert_eq!((saved.bytes, saved.sha256), (object.len() as u64, sha256(&object)));
    assert_eq!((saved.facts.members, saved.facts.bytes_expanded), (1, 50_000));
    assert_eq!(saved.version.etag.as_deref(), Some("\"v1\""));
    assert_eq!(saved.version.last_modified.as_deref(), Some("then"));
    assert!(saved.url.ends_with("/h/2018112716.gz?…"), "{}", saved.url);
    let raw = scene.folder.path().join("raw");
    assert_eq!(names_in(&raw), ["2018112716.gz"]);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&scene.target()), mode(&raw)), (0o600, 0o700));
    let asked = scene.server.asked();
    let file = asked.last().unwrap();
    assert_eq!(file.target, "/h/2018112716.gz?Expires=1543316122&Signature=a%2Fb");
    assert_eq!(file.header("authorization"), None, "the token went to the files' server");
    assert_eq!(file.header("accept-encoding"), None);
}

#[test]
fn a_download_that_breaks_off_goes_on_where_it_was() {
    let object = export(90_000);
    let scene = Scene::new({
        let object = object.clone();
        move |asked, before| {
            let reply = rest(asked, &object, "\"v1\"");
            if before < 2 { reply.cut_at(30_000) } else { reply }
        }
    });
    assert_eq!(scene.saved().sha256, sha256(&object));
    let resumed = |from: usize| Some((format!("bytes={from}-"), "\"v1\"".to_owned()));
    assert_eq!(scene.ranges(), [None, resumed(30_000), resumed(60_000)]);
}

#[test]
fn a_process_that_was_stopped_is_gone_on_from_by_the_next() {
    let object = export(400_000);
    let scene = Scene::new({
        let object = object.clone();
        move |asked, _| rest(asked, &object, "\"v1\"")
    });
    let stopped =
        scene.client.download(&scene.url(), &scene.target(), None, &mut |event| match event {
            Event::Bytes { done, total: Some(_) } if *done > 0 => ControlFlow::Break(()),
            _ => ControlFlow::Continue(()),
        });
    assert!(matches!(stopped, Err(Error::Interrupted)));
    let raw = scene.folder.path().join("raw");
    assert_eq!(names_in(&raw), ["2018112716.gz.part", "2018112716.gz.part.json"]);
    let n_kept = fs::metadata(raw.join("2018112716.gz.part")).unwrap().len();
    assert!(n_kept > 0 && n_kept < object.len() as u64);
    assert_eq!(scene.saved().sha256, sha256(&object));
    let resumed = Some((format!("bytes={n_kept}-"), "\"v1\"".to_owned()));
    assert_eq!(scene.ranges(), [None, resumed]);
    assert_eq!(names_in(&raw), ["2018112716.gz"]);
}

#[test]
fn an_object_that_changed_is_never_spliced() {
    let (old, new) = (export(90_000), gzip(&export(70_000)));
    let honest = Scene::new({
        let (old, new) = (old.clone(), new.clone());
        move |asked, before| match before {
            0 => rest(asked, &old, "\"v1\"").cut_at(30_000),
            _ => rest(asked, &new, "\"v2\""),
        }
    });
    // Ignores `If-Range`, so that only its own words tell.
    let careless = Scene::new({
        let new = new.clone();
        move |asked, before| match (before, asked.header("range")) {
            (0, _) => rest(asked, &old, "\"v1\"").cut_at(30_000),
            (_, Some(_)) => Reply::new(206, &new[30_000..])
                .header("ETag", "\"v2\"")
                .header("Content-Range", format!("bytes 30000-{}/{}", new.len() - 1, new.len())),
            (_, None) => rest(asked, &new, "\"v2\""),
        }
    });
    for scene in [honest, careless] {
        let saved = scene.saved();
        assert_eq!(saved.sha256, sha256(&new));
        assert_eq!(saved.version.etag.as_deref(), Some("\"v2\""));
    }
}

#[test]
fn without_a_validator_it_begins_afresh() {
    let object = export(60_000);
    for header in ["X-None", "ETag"] {
        let scene = Scene::new({
            let object = object.clone();
            move |_, before| {
                let reply = Reply::new(200, &object).header(header, "W/\"weak\"");
                if before == 0 { reply.cut_at(20_000) } else { reply }
            }
        });
        assert_eq!(scene.saved().sha256, sha256(&object));
        assert_eq!(scene.ranges(), [None, None]);
    }
}

#[test]
fn a_part_of_another_file_or_of_nothing_known_is_not_used() {
    let object = export(60_000);
    for mark in [
        "",
        r#"{"path":"/h/2018112715.gz","version":{"etag":"\"v1\"","last_modified":null},"total":null}"#,
    ] {
        let scene = Scene::new({
            let object = object.clone();
            move |asked, _| rest(asked, &object, "\"v1\"")
        });
        let raw = scene.folder.path().join("raw");
        fs::create_dir(&raw).unwrap();
        fs::write(raw.join("2018112716.gz.part"), "foreign bytes").unwrap();
        fs::write(raw.join("2018112716.gz.part.json"), mark).unwrap();
        assert_eq!(scene.saved().sha256, sha256(&object));
        assert_eq!(scene.ranges(), [None]);
    }
}

#[test]
fn an_hour_without_messages_is_a_gzip_of_nothing() {
    let empty = gzip(b"");
    let scene = Scene::new(move |_, _| Reply::new(200, &empty));
    let saved = scene.saved();
    assert_eq!((saved.bytes, saved.facts.bytes_expanded), (20, 0));
}

#[test]
fn a_version_that_is_known_does_not_come_again() {
    let object = export(60_000);
    let scene = Scene::new({
        let object = object.clone();
        move |asked, _| match asked.header("if-none-match") {
            Some("\"v1\"") => Reply::new(304, ""),
            _ => rest(asked, &object, "\"v1\""),
        }
    });
    let version = scene.saved().version;
    let again = |known: &Version| {
        scene.client.download(&scene.url(), &scene.target(), Some(known), &mut unwatched).unwrap()
    };
    assert_eq!(again(&version), FileAnswer::Unchanged);
    assert_eq!(names_in(&scene.folder.path().join("raw")), ["2018112716.gz"]);
    let older = Version { etag: Some("\"v0\"".to_owned()), ..version };
    assert!(matches!(again(&older), FileAnswer::Saved(_)));
}

#[test]
fn progress_is_told_from_the_first_byte_to_the_last() {
    let object = export(300_000);
    let scene = Scene::new({
        let object = object.clone();
        move |asked, _| rest(asked, &object, "\"v1\"")
    });
    let mut told = Vec::new();
    let watch = &mut |event: &Event| {
        if let Event::Bytes { done, total } = event {
            told.push((*done, *total));
        }
        ControlFlow::Continue(())
    };
    scene.client.download(&scene.url(), &scene.target(), None, watch).unwrap();
    let total = object.len() as u64;
    assert_eq!(told.first(), Some(&(0, Some(total))));
    assert_eq!(told.last(), Some(&(total, Some(total))));
    assert!(told.is_sorted());
}
