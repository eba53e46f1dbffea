//! From a place to the store that answers for it: settings and credentials.
//!
//! Everything comes from the environment, by the names that the tools of each store use. What is
//! missing is said at once, with the names of what would help; nobody waits for servers that are
//! not there.

mod azure;
mod endpoint;
mod environment;
mod gcs;
mod metadata;
mod oss;
mod profile;
mod s3;

use std::sync::Arc;
use std::time::Duration;

use object_store::{BackoffConfig, ClientOptions, HeaderValue, ObjectStore, RetryConfig};

use crate::error::{StoreError, StoreErrorKind};
use crate::place::{BucketPlace, Service};
pub(crate) use environment::Environment;

/// How long a request may take with its answer: a piece of 8 MiB over a slow line.
const PATIENCE: Duration = Duration::from_secs(60);
const CONNECT_PATIENCE: Duration = Duration::from_secs(5);

/// Attempts after the first, which take some ten seconds where answers come at once.
const MAX_RETRIES: usize = 8;
const RETRY_PATIENCE: Duration = Duration::from_secs(180);

/// The objects of a whole bucket. Makes no request to it.
pub(crate) fn connect(
    place: &BucketPlace,
    environment: &Environment,
) -> Result<Arc<dyn ObjectStore>, StoreError> {
    let connected = match place.service() {
        Service::S3 => s3::connect(place, environment),
        Service::Gcs => gcs::connect(place, environment),
        Service::Azure => azure::connect(place, environment),
        Service::Oss => oss::connect(place, environment),
    };
    connected.map_err(|Obstacle { kind, why }| StoreError::new(kind, "open", place, why))
}

/// What to set for a store to know who is asking.
pub(crate) fn remedy(service: Service) -> &'static str {
    match service {
        Service::S3 => s3::REMEDY,
        Service::Gcs => gcs::REMEDY,
        Service::Azure => azure::REMEDY,
        Service::Oss => oss::REMEDY,
    }
}

/// Why a place cannot be opened.
#[derive(Debug)]
struct Obstacle {
    kind: StoreErrorKind,
    why: String,
}

impl Obstacle {
    fn settings(why: impl Into<String>) -> Self {
        Self { kind: StoreErrorKind::Settings, why: why.into() }
    }

    /// Nothing says who is asking.
    fn nobody(remedy: &str) -> Self {
        Self::credentials(format!("nothing says who is asking: {remedy}"))
    }

    fn credentials(why: impl Into<String>) -> Self {
        Self { kind: StoreErrorKind::Credentials, why: why.into() }
    }
}

/// What the builders of the library refuse is a setting that cannot be meant. None of their
/// messages repeats a secret.
impl From<object_store::Error> for Obstacle {
    fn from(error: object_store::Error) -> Self {
        Self::settings(error.to_string())
    }
}

fn client(allow_http: bool) -> ClientOptions {
    ClientOptions::new()
        .with_user_agent(HeaderValue::from_static(concat!("chatlake/", env!("CARGO_PKG_VERSION"))))
        .with_allow_http(allow_http)
        .with_timeout(PATIENCE)
        .with_connect_timeout(CONNECT_PATIENCE)
}

fn retries() -> RetryConfig {
    RetryConfig {
        backoff: BackoffConfig {
            init_backoff: Duration::from_millis(200),
            max_backoff: Duration::from_secs(10),
            base: 3.0,
        },
        max_retries: MAX_RETRIES,
        retry_timeout: RETRY_PATIENCE,
    }
}
