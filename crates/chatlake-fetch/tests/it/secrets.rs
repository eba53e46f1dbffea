//! Nothing that can be shown shows a secret.

use std::fmt::Debug;
use std::ops::ControlFlow;

use chatlake_fetch::{
    AttachmentRequest, Credentials, Event, HourAnswer, Rendition, Secret, SecretSource, unwatched,
};

use crate::downloads::{Scene, names_in, rest};
use crate::server::{Reply, Server};
use crate::setup::{CLIENT_SECRET, client, clock, error, export, hour, options, ticket, token};

const TOKEN: &str = "t0ken-of-the-day";
const SIGNATURE: &str = "s1gnature";
const SHARE: &str = "share-s3cret";
const SAID: &str = "words-of-the-server";

fn assert_silent(what: &str, text: &str) {
    for secret in [TOKEN, CLIENT_SECRET, SIGNATURE, SHARE, SAID] {
        assert!(!text.contains(secret), "{what} tells {secret}: {text}");
    }
}

fn debug(value: &dyn Debug) -> String {
    format!("{value:?} {value:#?}")
}

/// An error with all that is behind it.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = format!("{error} {error:?} {error:#?}");
    let mut source = error.source();
    while let Some(error) = source {
        text.push_str(&format!(" {error} {error:?}"));
        source = error.source();
    }
    text
}

#[test]
fn types_that_hold_secrets_do_not_show_them() {
    let folder = tempfile::tempdir().unwrap();
    let command = format!("print {TOKEN} '{SIGNATURE}'").parse().unwrap();
    let attachment = AttachmentRequest {
        url: String::new(),
        secret: Some(Secret::new(SHARE)),
        rendition: Rendition::Whole,
        max_bytes: None,
    };
    let options = options("127.0.0.1:1", folder.path());
    for value in [
        &Secret::new(TOKEN) as &dyn Debug,
        &SecretSource::Given(Secret::new(TOKEN)),
        &Credentials::Token(SecretSource::Command(command)),
        &options,
        &attachment,
    ] {
        assert_silent("a type", &debug(value));
    }
}

/// A platform that tells its secrets in every answer, and answers for hours and files as told.
fn talkative(hours: Reply, files: Reply) -> Server {
    Server::start(move |asked, _| match asked.path() {
        path if path.ends_with("/token") => token(TOKEN),
        path if path.ends_with(".gz") => files.clone(),
        _ if hours_are_fine(&hours) => {
            ticket(asked, &["/a.gz?Expires=1543316122&Signature=s1gnature"])
        }
        _ => hours.clone(),
    })
}

/// An answer of status 299 stands for a ticket.
fn hours_are_fine(hours: &Reply) -> bool {
    hours.status() == 299
}

#[test]
fn no_error_shows_a_secret() {
    let said = format!("{SAID} {TOKEN} {SIGNATURE}");
    let fine = || Reply::new(299, "");
    let leading = |url: &str| Reply::new(200, format!(r#"{{"data":[{{"url":"{url}"}}]}}"#));
    let elsewhere = format!("https://evil.example/x?Signature={SIGNATURE}");
    let userinfo = format!("https://{SHARE}:{TOKEN}@a1.easemob.com/x?Signature={SIGNATURE}");
    let hours = [
        error(400, &said, &said),
        error(400, "illegal_argument", &format!("time {said}")),
        error(401, "unauthorized", &said),
        error(403, &said, &said),
        error(404, "organization_application_not_found", &said),
        error(429, "resource_limited", &said),
        error(429, "reach_limit", &said).header("Retry-After", &said),
        error(500, &said, &said),
        Reply::new(200, &said),
        Reply::new(200, format!(r#"{{"data":"{said}"}}"#)),
        Reply::new(302, &said)
            .header("Location", format!("https://evil.example/{SAID}?{SIGNATURE}")),
        leading(&elsewhere),
        leading(&userinfo),
        leading(&said),
    ];
    let files = [
        error(400, &said, &said),
        error(403, "SignatureDoesNotMatch", &said),
        error(403, "AccessDenied", &format!("expired {said}")),
        error(404, "NoSuchKey", &said),
        error(500, &said, &said),
        Reply::new(200, format!("<html>{said}")),
        Reply::new(200, export(1_000)).cut_at(500),
        Reply::new(200, &export(1_000)[..500]),
        Reply::new(302, "").header("Location", &elsewhere),
        Reply::new(302, "").header("Location", &userinfo),
    ];
    let hours = hours.into_iter().map(|hour| (hour, Reply::new(500, "")));
    let files = files.into_iter().map(|file| (fine(), file));
    for (hours, files) in hours.chain(files) {
        let server = talkative(hours, files);
        let folder = tempfile::tempdir().unwrap();
        let client = client(&server, &folder.path().join("state"), &clock());
        let mut told = String::new();
        let mut place =
            |_| chatlake_fetch::Place { target: folder.path().join("a.gz"), known: None };
        let outcome = client.fetch_hour(hour(), &mut place, &mut |event: &Event| {
            told.push_str(&format!("{event:?}"));
            ControlFlow::Continue(())
        });
        let failed = outcome.unwrap_err();
        assert_silent("an error", &chain(&failed));
        assert_silent("an event", &told);
        assert_silent("the client", &debug(&client));
    }
}

#[test]
fn no_answer_and_no_file_beside_a_download_shows_a_secret() {
    let object = export(90_000);
    let scene = Scene::new(move |asked, before| {
        let reply = rest(asked, &object, "\"v1\"");
        if before == 0 { reply.cut_at(30_000) } else { reply }
    });
    let Ok(HourAnswer::Urls(ticket)) = scene.client.ticket(hour(), &mut unwatched) else {
        panic!("the hour is there");
    };
    let signature = "a%2Fb";
    assert!(ticket.urls[0].expose().contains(signature));
    let mut left = String::new();
    let saved = scene.client.download(&ticket.urls[0], &scene.target(), None, &mut |_| {
        for name in names_in(&scene.folder.path().join("raw")) {
            if name.ends_with(".json") {
                let path = scene.folder.path().join("raw").join(name);
                left.push_str(&std::fs::read_to_string(path).unwrap());
            }
        }
        ControlFlow::Continue(())
    });
    assert!(left.contains("/h/2018112716.gz"), "nothing was looked at");
    for text in [debug(&ticket), ticket.urls[0].to_string(), debug(&saved), left] {
        assert!(!text.contains(signature), "{text}");
    }
}
