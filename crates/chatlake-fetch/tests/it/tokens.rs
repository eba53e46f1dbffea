//! One token, for everybody, and seldom.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;
use std::time::Duration;

use chatlake_core::clock::{Clock, ManualClock};
use chatlake_fetch::{
    Class, Client, Credentials, Error, HourAnswer, Options, Refusal, SecretSource, unwatched,
};

use crate::server::{Asked, Reply, Server};
use crate::setup::{CLIENT_SECRET, NOW_S, client, clock, error, hour, options, ticket, token};

/// Grants `token-0`, `token-1`, … and takes those that `is_good` says.
fn platform(is_good: impl Fn(&str) -> bool + Send + Sync + 'static) -> Server {
    Server::start(move |asked, before| {
        if asked.path().ends_with("/token") {
            return token(&format!("token-{before}"));
        }
        let bearer = asked.header("authorization").and_then(|it| it.strip_prefix("Bearer "));
        if bearer.is_some_and(&is_good) {
            return ticket(asked, &[]);
        }
        error(401, "unauthorized", "")
    })
}

fn bearers(server: &Server) -> Vec<String> {
    let asked = server.asked();
    let bearer = |it: &Asked| it.header("authorization").map(str::to_owned);
    asked.iter().filter_map(bearer).collect()
}

fn ask(client: &Client) -> Result<HourAnswer, Error> {
    client.ticket(hour(), &mut unwatched)
}

#[test]
fn eight_threads_and_two_clients_get_by_with_one_token() {
    let (server, state, clock) = (platform(|_| true), tempfile::tempdir().unwrap(), clock());
    let clients = [0, 1].map(|_| client(&server, state.path(), &clock));
    std::thread::scope(|scope| {
        for n in 0..8 {
            let client = &clients[n % 2];
            scope.spawn(move || ask(client).unwrap());
        }
    });
    assert_eq!(server.count("/token"), 1);
    assert_eq!(bearers(&server), vec!["Bearer token-0"; 8]);
    let asked = server.asked();
    let grant: serde_json::Value = serde_json::from_str(&asked[0].body).unwrap();
    assert_eq!(asked[0].method, "POST");
    assert_eq!(asked[0].target, "/1122/test/token");
    assert_eq!(grant["grant_type"], "client_credentials");
    assert_eq!(grant["client_id"], "client-id");
    assert_eq!(grant["client_secret"], CLIENT_SECRET);
}

#[test]
fn the_token_is_kept_for_its_owner_alone_and_for_the_next_process() {
    let (server, state, clock) = (platform(|_| true), tempfile::tempdir().unwrap(), clock());
    let folder = state.path().join("deep/er");
    ask(&client(&server, &folder, &clock)).unwrap();
    ask(&client(&server, &folder, &clock)).unwrap();
    assert_eq!(server.count("/token"), 1);
    let own = folder.join(server.host.replace(':', "_")).join("1122/test");
    assert_eq!(mode(&folder), 0o700);
    for name in ["token.json", "token.json.lock", "hours.json", "hours.json.lock"] {
        assert_eq!(mode(&own.join(name)), 0o600, "{name}");
    }
}

fn mode(path: &std::path::Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn another_client_id_has_tokens_of_its_own() {
    let (server, state, clock) = (platform(|_| true), tempfile::tempdir().unwrap(), clock());
    ask(&client(&server, state.path(), &clock)).unwrap();
    let mut other = options(&server.host, state.path());
    if let Credentials::Client { id, .. } = &mut other.credentials {
        *id = "another".to_owned();
    }
    ask(&Client::new(other, clock).unwrap()).unwrap();
    assert_eq!(bearers(&server), ["Bearer token-0", "Bearer token-1"]);
}

#[test]
fn a_token_is_renewed_before_it_expires() {
    let (server, state, clock) = (platform(|_| true), tempfile::tempdir().unwrap(), clock());
    let client = client(&server, state.path(), &clock);
    let day = Duration::from_secs(86_400);
    ask(&client).unwrap();
    clock.advance(day * 59);
    ask(&client).unwrap();
    assert_eq!(server.count("/token"), 1);
    clock.advance(day - Duration::from_secs(5 * 60));
    ask(&client).unwrap();
    assert_eq!(bearers(&server), ["Bearer token-0", "Bearer token-0", "Bearer token-1"]);
}

#[test]
fn a_refused_token_is_replaced_once_and_the_call_goes_on() {
    let server = platform(|token| token == "token-1");
    let (state, clock) = (tempfile::tempdir().unwrap(), clock());
    let client = client(&server, state.path(), &clock);
    ask(&client).unwrap();
    ask(&client).unwrap();
    assert_eq!(server.count("/token"), 2);
    assert_eq!(bearers(&server), ["Bearer token-0", "Bearer token-1", "Bearer token-1"]);
    assert!(clock.now_ms() >= NOW_S * 1_000 + 60_000, "requests for tokens were too close");
}

#[test]
fn a_storm_of_401_asks_for_one_new_token_and_then_stops() {
    let (server, state, clock) = (platform(|_| false), tempfile::tempdir().unwrap(), clock());
    let client = client(&server, state.path(), &clock);
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                let error = ask(&client).unwrap_err();
                assert_eq!(error.class(), Class::Auth);
            });
        }
    });
    let n_asked = server.asked().len();
    for _ in 0..3 {
        assert!(matches!(ask(&client), Err(Error::Refused { refusal: Refusal::TokenRefused, .. })));
    }
    assert_eq!(server.count("/token"), 2);
    assert_eq!(server.asked().len(), n_asked, "it goes on asking");
}

#[test]
fn bad_credentials_stop_at_once_and_the_next_process_waits() {
    let server = Server::start(|_, _| error(400, "invalid_grant", "invalid client"));
    let (state, clock) = (tempfile::tempdir().unwrap(), clock());
    for n in 1..=3 {
        let error = ask(&client(&server, state.path(), &clock)).unwrap_err();
        assert!(matches!(error, Error::Refused { refusal: Refusal::BadCredentials, .. }));
        assert_eq!(server.count("/token"), n);
        let waited = clock.now_ms() - NOW_S * 1_000;
        assert_eq!(waited, (n as i64 - 1) * 60_000, "the interval between processes");
    }
}

#[test]
fn a_process_that_died_while_asking_counts() {
    let (server, state) = (platform(|_| true), tempfile::tempdir().unwrap());
    let clock: Arc<ManualClock> = clock();
    let folder = state.path().join(server.host.replace(':', "_")).join("1122/test");
    fs::create_dir_all(&folder).unwrap();
    let asked = format!(r#"{{"client_id":"client-id","asked_ms":{},"renew_ms":0}}"#, NOW_S * 1_000);
    for (left_behind, wait_ms) in [(asked.as_str(), 60_000), ("{\"asked", 60_000), ("", 60_000)] {
        fs::write(folder.join("token.json"), left_behind).unwrap();
        let before = clock.now_ms();
        ask(&client(&server, state.path(), &clock)).unwrap();
        assert_eq!(clock.now_ms() - before, wait_ms);
    }
}

#[test]
fn a_token_request_that_fails_in_passing_is_repeated_at_the_interval() {
    let server = Server::start(|asked, before| match asked.path().ends_with("/token") {
        true if before < 2 => Reply::new(503, ""),
        true => token("good"),
        false => ticket(asked, &[]),
    });
    let (state, clock) = (tempfile::tempdir().unwrap(), clock());
    ask(&client(&server, state.path(), &clock)).unwrap();
    assert_eq!(server.count("/token"), 3);
    assert!(clock.now_ms() - NOW_S * 1_000 >= 120_000);
}

#[test]
fn a_ready_token_is_read_once_more_when_it_is_refused() {
    let server = platform(|token| token == "fresh");
    let (state, clock) = (tempfile::tempdir().unwrap(), clock());
    let path = state.path().join("ready");
    let ready = |options: Options| {
        let credentials = Credentials::Token(SecretSource::File(path.clone()));
        Client::new(Options { credentials, ..options }, clock.clone()).unwrap()
    };
    write_secret(&path, "stale\n", 0o600);
    let client = ready(options(&server.host, state.path()));
    assert_eq!(ask(&client).unwrap_err().class(), Class::Auth);
    assert_eq!(bearers(&server), ["Bearer stale"]);

    let client = ready(options(&server.host, state.path()));
    client.check_credentials(&mut unwatched).unwrap();
    write_secret(&path, "  fresh  \nmore\n", 0o600);
    ask(&client).unwrap();
    assert_eq!(bearers(&server), ["Bearer stale", "Bearer stale", "Bearer fresh"]);
    assert_eq!(server.count("/token"), 0);
}

#[test]
fn a_secret_that_others_can_read_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("secret");
    for (mode, is_fine) in [(0o600, true), (0o400, true), (0o640, false), (0o604, false)] {
        write_secret(&path, "x", mode);
        assert_eq!(SecretSource::File(path.clone()).read().is_ok(), is_fine, "{mode:o}");
    }
}

fn write_secret(path: &std::path::Path, text: &str, mode: u32) {
    let _ = fs::remove_file(path);
    fs::write(path, text).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn a_secret_is_the_first_line_that_a_command_prints() {
    let read = |text: &str| SecretSource::Command(text.parse().unwrap()).read();
    assert_eq!(read("printf '%s\\n%s\\n' one two").unwrap().expose(), "one");
    assert_eq!(read("echo $HOME").unwrap().expose(), "$HOME");
    for command in ["true", "false", "sh -c 'echo x; exit 3'", "no-such-program-as-this"] {
        assert!(read(command).is_err(), "{command}");
    }
}

#[test]
fn an_answer_without_a_token_is_none_of_the_api() {
    for (body, why) in [(r#"{"granted":true}"#, "another object"), ("<html>", "a page")] {
        let server = Server::start(move |_, _| Reply::new(200, body));
        let (state, clock) = (tempfile::tempdir().unwrap(), clock());
        let error = ask(&client(&server, state.path(), &clock)).unwrap_err();
        let is_html = body.starts_with('<');
        let expected = Refusal::NotTheApi { status: 200, is_html };
        assert!(
            matches!(&error, Error::Refused { refusal, .. } if *refusal == expected),
            "{why}: {error}"
        );
    }
}
