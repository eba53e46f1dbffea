//! Clients for tests.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use chatlake_core::clock::ManualClock;
use chatlake_core::{Compression, Compressor, Hour};
use chatlake_fetch::{
    Client, Credentials, Options, Origin, Patience, PlainHttp, Proxy, Secret, SecretSource,
};

use crate::server::{Asked, Reply, Server};

/// 2018-11-27T09:30:00Z, in seconds.
pub(crate) const NOW_S: i64 = 1_543_311_000;

pub(crate) const CLIENT_SECRET: &str = "s3cret-of-the-client";

pub(crate) fn clock() -> Arc<ManualClock> {
    Arc::new(ManualClock::new(NOW_S * 1_000))
}

pub(crate) fn hour() -> Hour {
    Hour::of_name("2018112716").unwrap()
}

/// Options for a server on loopback, with a client id and short patience.
pub(crate) fn options(host: &str, state: &Path) -> Options {
    let origin = Origin::parse(&format!("http://{host}"), PlainHttp::Allowed).unwrap();
    let secret = SecretSource::Given(Secret::new(CLIENT_SECRET));
    let credentials = Credentials::Client { id: "client-id".to_owned(), secret };
    let app = "1122/test".parse().unwrap();
    Options {
        proxy: Proxy::None,
        seed: Some(7),
        patience: Patience {
            idle: Duration::from_millis(400),
            window: Duration::from_millis(300),
            least: 1_000,
            ..Patience::default()
        },
        ..Options::new(app, origin, credentials, state.to_owned())
    }
}

pub(crate) fn client(server: &Server, state: &Path, clock: &Arc<ManualClock>) -> Client {
    Client::new(options(&server.host, state), Arc::clone(clock) as _).unwrap()
}

pub(crate) fn token(token: &str) -> Reply {
    Reply::new(200, format!(r#"{{"access_token":"{token}","expires_in":5184000}}"#))
}

/// The ticket for the urls of a server.
pub(crate) fn ticket(asked: &Asked, targets: &[&str]) -> Reply {
    let host = asked.header("host").unwrap();
    let urls: Vec<String> =
        targets.iter().map(|target| format!(r#"{{"url":"http://{host}{target}"}}"#)).collect();
    let timestamp = NOW_S * 1_000;
    Reply::new(200, format!(r#"{{"data":[{}],"timestamp":{timestamp}}}"#, urls.join(",")))
}

/// An error as the platform words it.
pub(crate) fn error(status: u16, code: &str, description: &str) -> Reply {
    Reply::new(
        status,
        format!(r#"{{"error":"{code}","error_description":"{description}","timestamp":1}}"#),
    )
}

pub(crate) fn gzip(plain: &[u8]) -> Vec<u8> {
    Compressor::new(Compression::GZIP).unwrap().compress(&mut plain.to_vec()).unwrap()
}

/// An export that compresses badly, so that its size is known.
pub(crate) fn export(n_bytes: usize) -> Vec<u8> {
    let mut rng = fastrand::Rng::with_seed(3);
    let noise: Vec<u8> = std::iter::repeat_with(|| rng.u8(..)).take(n_bytes).collect();
    gzip(&noise)
}
