//! Asking where an hour's files are.

use chatlake_core::clock::Clock;
use chatlake_fetch::{
    App, Class, Client, Error, HourAnswer, NetworkError, NotThere, Options, Origin, PlainHttp,
    Refusal, SignedUrl, unwatched,
};

use crate::server::{Reply, Server};
use crate::setup::{NOW_S, client, clock, error, hour, options, ticket, token};

/// Grants tokens, and answers for hours as told, the last answer for ever.
fn platform(answers: Vec<Reply>) -> Server {
    Server::start(move |asked, before| {
        if asked.path().ends_with("/token") {
            return token("good");
        }
        answers[before.min(answers.len() - 1)].clone()
    })
}

/// What comes of it, how many calls it took, and how many seconds.
fn ask(answers: Vec<Reply>) -> (Result<HourAnswer, Error>, usize, i64) {
    let (server, state, clock) = (platform(answers), tempfile::tempdir().unwrap(), clock());
    let outcome = client(&server, state.path(), &clock).ticket(hour(), &mut unwatched);
    let calls = server.count("/1122/test/chatmessages/2018112716");
    assert_eq!(calls, server.asked().len() - 1, "something else was asked");
    (outcome, calls, (clock.now_ms() / 1_000) - NOW_S)
}

#[test]
fn both_ways_of_naming_an_app_lead_to_its_hours() {
    let server = Server::start(|asked, _| match asked.path().ends_with("/token") {
        true => token("good"),
        false => ticket(asked, &["/a.gz?Expires=1543316122&Signature=x%2Fy", "/b.gz"]),
    });
    let (state, clock) = (tempfile::tempdir().unwrap(), clock());
    for app in ["1122/test".parse().unwrap(), App::of_id("0f1e").unwrap()] {
        let options = Options { app, ..options(&server.host, state.path()) };
        let client = Client::new(options, clock.clone()).unwrap();
        let Ok(HourAnswer::Urls(ticket)) = client.ticket(hour(), &mut unwatched) else {
            panic!("the hour is there");
        };
        let urls: Vec<&str> = ticket.urls.iter().map(SignedUrl::expose).collect();
        assert!(urls[0].ends_with("/a.gz?Expires=1543316122&Signature=x%2Fy"));
        assert_eq!((urls.len(), ticket.skew_ms), (2, Some(0)));
    }
    let asked = server.asked();
    let targets: Vec<&str> = asked.iter().map(|it| it.target.as_str()).collect();
    assert_eq!(
        targets,
        [
            "/1122/test/token",
            "/1122/test/chatmessages/2018112716",
            "/app-id/0f1e/token",
            "/app-id/0f1e/chatmessages/2018112716"
        ]
    );
    assert_eq!(asked[1].header("authorization"), Some("Bearer good"));
    assert!(asked[1].header("user-agent").unwrap().starts_with("chatlake/"));
    assert_eq!(asked[1].header("accept-encoding"), None);
}

#[test]
fn an_hour_that_is_not_there_is_an_answer_and_costs_one_call() {
    let gone = error(400, "illegal_argument", "time: 1, maybe the history is Expired or Unstored");
    let none = error(404, "storage_object_not_found", "");
    for (reply, why) in [(gone, NotThere::ExpiredOrUnstored), (none, NotThere::NoFile)] {
        let (outcome, calls, _) = ask(vec![reply]);
        assert_eq!(outcome.unwrap(), HourAnswer::NotThere(why));
        assert_eq!(calls, 1);
    }
}

#[test]
fn what_will_not_pass_is_asked_once() {
    for (reply, refusal, class) in [
        (
            error(400, "illegal_argument", "time: 1 is not supported"),
            Refusal::BadTime,
            Class::Failed,
        ),
        (error(404, "organization_application_not_found", ""), Refusal::UnknownApp, Class::Usage),
        (error(429, "resource_limited", ""), Refusal::Quota, Class::Temporary),
        (error(403, "forbidden_op", ""), Refusal::Forbidden, Class::Auth),
    ] {
        let (outcome, calls, _) = ask(vec![reply]);
        let failed = outcome.unwrap_err();
        assert_eq!((calls, failed.class()), (1, class));
        assert!(
            matches!(failed, Error::Refused { refusal: it, .. } if it == refusal),
            "{refusal:?}"
        );
    }
}

#[test]
fn what_may_pass_is_asked_again() {
    let page = Reply::new(200, "<html>Sign in to the airport").header("content-type", "text/html");
    let empty = Reply::new(200, "");
    let cut = Reply::new(200, r#"{"data":[]}"#).cut_at(4);
    let fine = Reply::new(200, r#"{"data":[]}"#);
    for reply in [page, empty, cut, Reply::new(500, ""), error(429, "reach_limit", "")] {
        let (outcome, calls, _) = ask(vec![reply.clone(), reply, fine.clone()]);
        assert!(matches!(outcome, Ok(HourAnswer::Urls(_))));
        assert_eq!(calls, 3);
    }
}

#[test]
fn the_pause_that_is_asked_for_is_taken() {
    let fine = Reply::new(200, r#"{"data":[]}"#);
    for (header, seconds) in [("40", 40), ("Tue, 27 Nov 2018 09:31:00 GMT", 60)] {
        let limited = error(429, "reach_limit", "").header("Retry-After", header);
        let (outcome, _, waited) = ask(vec![limited, fine.clone()]);
        assert!(outcome.is_ok());
        assert_eq!(waited, seconds, "{header}");
    }
}

#[test]
fn patience_ends() {
    let (outcome, calls, waited) = ask(vec![Reply::new(503, "")]);
    let failed = outcome.unwrap_err();
    assert_eq!((calls, failed.class()), (8, Class::Temporary));
    assert!(matches!(failed, Error::Refused { attempts: 8, .. }));
    assert!((60..200).contains(&waited), "{waited}");
    let (outcome, calls, _) = ask(vec![Reply::new(503, "").header("Retry-After", "86400")]);
    assert_eq!((calls, outcome.unwrap_err().class()), (1, Class::Temporary));
}

#[test]
fn a_redirect_is_refused_and_no_token_goes_along() {
    let elsewhere = Server::start(|_, _| Reply::new(200, r#"{"data":[]}"#));
    let location = elsewhere.url("/x");
    for status in [301, 302, 303, 307, 308] {
        let (outcome, calls, _) = ask(vec![Reply::new(status, "").header("Location", &location)]);
        let failed = outcome.unwrap_err();
        assert!(matches!(
            failed,
            Error::Refused { refusal: Refusal::Redirected { to: Some(_), .. }, .. }
        ));
        assert_eq!((calls, failed.class()), (1, Class::Usage));
    }
    assert!(elsewhere.asked().is_empty(), "somebody followed");
}

#[test]
fn urls_that_lead_into_private_networks_are_refused() {
    let ticket = |url: &str| Reply::new(200, format!(r#"{{"data":[{{"url":"{url}"}}]}}"#));
    for url in ["http://127.0.0.2:1/x.gz?Signature=hush", "http://169.254.169.254/x?Signature=hush"]
    {
        let (outcome, ..) = ask(vec![ticket(url)]);
        let failed = outcome.unwrap_err();
        assert!(matches!(failed, Error::UrlRefused { .. }));
        assert!(!format!("{failed} {failed:?}").contains("hush"));
    }
}

#[test]
fn a_platform_that_is_not_there_is_a_temporary_failure() {
    let (state, clock) = (tempfile::tempdir().unwrap(), clock());
    // Nobody listens on a port that was just given back.
    let host = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let options = options(&host.to_string(), state.path());
    let client = Client::new(options, clock).unwrap();
    let failed = client.ticket(hour(), &mut unwatched).unwrap_err();
    assert_eq!(failed.class(), Class::Temporary);
    assert!(matches!(failed, Error::Network { .. }));
}

#[test]
fn a_host_that_does_not_answer_to_https_gets_nothing_in_the_clear() {
    let server = platform(vec![Reply::new(200, r#"{"data":[]}"#)]);
    let (state, clock) = (tempfile::tempdir().unwrap(), clock());
    let origin = Origin::parse(&server.host, PlainHttp::Refused).unwrap();
    let options = Options { origin, ..options(&server.host, state.path()) };
    let client = Client::new(options, clock).unwrap();
    let failed = client.ticket(hour(), &mut unwatched).unwrap_err();
    assert!(matches!(failed, Error::Network { reason: NetworkError::Connect(_), .. }), "{failed}");
    assert!(server.asked().is_empty(), "something was said in the clear");
}

#[test]
fn an_answer_without_an_end_is_given_up() {
    let (outcome, ..) = ask(vec![Reply::new(200, vec![b' '; 3 << 20])]);
    let failed = outcome.unwrap_err();
    assert!(matches!(failed, Error::Network { reason: NetworkError::TooLong(_), .. }));
}
