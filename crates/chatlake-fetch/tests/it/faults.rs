//! Servers that fail, lie, hang and drip.

use std::fs;

use chatlake_core::DamageKind;
use chatlake_core::clock::Clock;
use chatlake_fetch::{Class, Error, FileAnswer, Refusal, WhyNew};
use std::time::Duration;

use crate::downloads::{Scene, names_in, rest};
use crate::server::Reply;
use crate::setup::{NOW_S, export};

/// The file comes whole after one bad answer.
fn survives(bad: impl Fn(&[u8]) -> Reply + Send + Sync + 'static) -> Scene {
    let object = export(60_000);
    let scene = Scene::new({
        let object = object.clone();
        move |asked, before| match before {
            0 => bad(&object),
            _ => rest(asked, &object, "\"v1\""),
        }
    });
    let saved = scene.saved();
    assert_eq!(fs::read(&saved.path).unwrap(), object);
    assert_eq!(names_in(&scene.folder.path().join("raw")), ["2018112716.gz"]);
    scene
}

#[test]
fn a_short_body_is_completed() {
    survives(|object| Reply::new(200, object).header("ETag", "\"v1\"").cut_at(10));
    survives(|object| Reply::new(200, object).header("ETag", "\"v1\"").cut_at(0));
    survives(|object| Reply::new(200, object).cut_at(40_000));
}

#[test]
fn a_length_that_lies_is_found_out() {
    survives(|object| Reply::new(200, object).header("ETag", "\"v1\"").length(object.len() + 9));
    survives(|object| Reply::new(200, object).header("ETag", "\"v1\"").length(object.len() - 9));
    survives(|object| Reply::new(200, &object[..30_000]));
}

#[test]
fn a_web_page_is_no_export() {
    survives(|_| Reply::new(200, "<!DOCTYPE html><p>502 Bad Gateway"));
    survives(|_| Reply::new(200, r#"{"error":"busy"}"#));
    let scene = Scene::new(|_, _| Reply::new(200, "<html>"));
    let failed = scene.download().unwrap_err();
    assert!(matches!(failed, Error::NotAnExport { is_html: true, attempts: 8, .. }));
    assert_eq!(failed.class(), Class::Temporary);
}

#[test]
fn damage_on_the_way_is_repaired_and_damage_at_home_is_kept_and_told() {
    let corrupt = |object: &[u8]| {
        let mut object = object.to_vec();
        object[30_000] ^= 4;
        object
    };
    survives(move |object| Reply::new(200, corrupt(object)).header("ETag", "\"v1\""));
    let damaged = corrupt(&export(60_000));
    let scene = Scene::new({
        let damaged = damaged.clone();
        move |asked, _| rest(asked, &damaged, "\"v1\"")
    });
    let failed = scene.download().unwrap_err();
    assert_eq!(failed.class(), Class::Damaged);
    let Error::Damaged { kept, source, .. } = failed else {
        panic!("{failed}");
    };
    assert_eq!(source.kind, DamageKind::Corrupt);
    assert_eq!(fs::read(&kept).unwrap(), damaged);
    assert_eq!(names_in(&scene.folder.path().join("raw")), ["2018112716.gz.damaged"]);
    assert_eq!(scene.ranges(), [None, None]);
}

#[test]
fn a_file_of_no_bytes_is_damaged() {
    let scene = Scene::new(|_, _| Reply::new(200, ""));
    let failed = scene.download().unwrap_err();
    assert!(matches!(failed, Error::Damaged { source, .. } if source.kind == DamageKind::Empty));
}

#[test]
fn a_server_that_hangs_is_left_and_asked_again() {
    let silence = Duration::from_secs(20);
    survives(move |object| {
        Reply::new(200, object).header("ETag", "\"v1\"").cut_at(20_000).then_silent_for(silence)
    });
    survives(move |_| Reply::new(200, "").length(100).then_silent_for(silence));
}

#[test]
fn a_server_that_drips_is_left_and_asked_again() {
    survives(|object| {
        let drip = Duration::from_millis(5);
        Reply::new(200, object).header("ETag", "\"v1\"").a_byte_every(drip)
    });
}

#[test]
fn a_server_that_is_busy_is_asked_again() {
    let scene = survives(|_| Reply::new(503, "").header("Retry-After", "30"));
    assert_eq!(scene.clock.now_ms() / 1_000 - NOW_S, 30);
    survives(|_| Reply::new(429, ""));
}

#[test]
fn many_breaks_do_not_matter_while_there_is_progress() {
    let object = export(60_000);
    let scene = Scene::new({
        let object = object.clone();
        move |asked, _| rest(asked, &object, "\"v1\"").cut_at_most(3_000)
    });
    assert_eq!(fs::read(scene.saved().path).unwrap(), object);
    assert!(scene.ranges().len() >= 20);
}

#[test]
fn a_file_that_always_breaks_off_and_cannot_be_resumed_is_given_up() {
    let object = export(60_000);
    let scene = Scene::new(move |_, _| Reply::new(200, &object).cut_at(30_000));
    let failed = scene.download().unwrap_err();
    assert!(matches!(failed, Error::Network { .. }));
    // The first one came farther than any before it.
    assert_eq!(scene.ranges().len(), 8);
}

#[test]
fn an_expired_url_wants_a_new_ticket() {
    let xml = "<Error><Code>AccessDenied</Code><Message>Request has expired.</Message></Error>";
    for (status, body, why) in [
        (403, xml, WhyNew::Expired),
        (403, "{\"Code\":\"EXPIRED\"}", WhyNew::Expired),
        (404, "<Error><Code>NoSuchKey</Code></Error>", WhyNew::Missing),
    ] {
        let scene = Scene::new(move |_, _| Reply::new(status, body));
        assert_eq!(scene.download().unwrap(), FileAnswer::NewTicketWanted(why));
        assert!(names_in(&scene.folder.path().join("raw")).is_empty());
    }
    let scene = Scene::new(|_, _| Reply::new(403, ""));
    let failed = scene.download().unwrap_err();
    assert!(matches!(
        failed,
        Error::Refused { refusal: Refusal::Unexpected { status: 403, .. }, .. }
    ));
    let url = scene.url();
    scene.clock.set(url.expires_ms().unwrap());
    let answer = scene.client.download(&url, &scene.target(), None, &mut chatlake_fetch::unwatched);
    assert_eq!(answer.unwrap(), FileAnswer::NewTicketWanted(WhyNew::Expired));
}

#[test]
fn redirects_of_files_go_where_urls_may_go() {
    let object = export(60_000);
    let scene = Scene::new({
        let object = object.clone();
        move |asked, _| match asked.path() {
            "/h/2018112716.gz" => Reply::new(302, "").header("Location", "/moved.gz?Signature=c"),
            _ => rest(asked, &object, "\"v1\""),
        }
    });
    assert_eq!(fs::read(scene.saved().path).unwrap(), object);
    for location in [
        "http://127.0.0.2:1/x.gz",
        "https://evil.example/x.gz",
        "file:///etc/passwd",
        "/h/2018112716.gz",
    ] {
        let scene = Scene::new(move |_, _| Reply::new(302, "").header("Location", location));
        assert!(matches!(scene.download(), Err(Error::UrlRefused { .. })), "{location}");
    }
}

#[test]
fn a_place_that_cannot_be_written_is_an_error_of_the_system() {
    let object = export(60_000);
    let scene = Scene::new(move |asked, _| rest(asked, &object, "\"v1\""));
    fs::write(scene.folder.path().join("raw"), "a file where a folder should be").unwrap();
    let failed = scene.download().unwrap_err();
    assert_eq!(failed.class(), Class::Local);
    assert!(matches!(failed, Error::Io { .. }));
}
