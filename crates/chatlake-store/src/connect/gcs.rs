//! Google Cloud Storage.

use std::sync::Arc;

use object_store::ObjectStore;
use object_store::gcp::{GoogleCloudStorageBuilder, GoogleConfigKey};

use super::endpoint::Endpoint;
use super::environment::Environment;
use super::{Obstacle, client, metadata, retries};
use crate::place::BucketPlace;

/// The first is what stands for the store in tests, and knows nobody.
const EMULATOR: &str = "STORAGE_EMULATOR_HOST";
const ENDPOINTS: &[&str] = &[EMULATOR, "GOOGLE_BASE_URL"];
const ALLOW_HTTP: &str = "GOOGLE_ALLOW_HTTP";

const KEYS: &[&str] = &[
    "GOOGLE_APPLICATION_CREDENTIALS",
    "GOOGLE_SERVICE_ACCOUNT",
    "GOOGLE_SERVICE_ACCOUNT_PATH",
    "GOOGLE_SERVICE_ACCOUNT_KEY",
];

/// Where `gcloud auth application-default login` puts them.
const OF_GCLOUD: &str = ".config/gcloud/application_default_credentials.json";

pub(super) const REMEDY: &str = "set GOOGLE_APPLICATION_CREDENTIALS to a file of keys, or run `gcloud auth application-default login`; GOOGLE_SKIP_SIGNATURE=true asks without a name";

pub(super) fn connect(
    place: &BucketPlace,
    environment: &Environment,
) -> Result<Arc<dyn ObjectStore>, Obstacle> {
    let mut builder = GoogleCloudStorageBuilder::new();
    for (name, value) in environment.beginning_with("GOOGLE_") {
        if let Ok(key) = name.to_ascii_lowercase().parse::<GoogleConfigKey>() {
            builder = builder.with_config(key, value);
        }
    }
    let is_emulator = environment.get(EMULATOR).is_some();
    if is_emulator {
        builder = builder.with_skip_signature(true);
    } else if !is_known(environment) {
        return Err(Obstacle::nobody(REMEDY));
    }
    let mut is_plain = false;
    if let Some((variable, url)) = environment.first(ENDPOINTS) {
        let url = if url.contains("://") { url.to_owned() } else { format!("http://{url}") };
        let endpoint = Endpoint::parse(variable, &url)?;
        let is_allowed = environment.is_true(ALLOW_HTTP);
        is_plain = endpoint.speaks_plainly(variable, is_allowed, ALLOW_HTTP)?;
        builder = builder.with_config(GoogleConfigKey::BaseUrl, endpoint.url);
    }
    let store = builder
        .with_bucket_name(place.bucket())
        .with_client_options(client(is_plain))
        .with_retry(retries())
        .build()
        // What cannot be meant here is nearly always the file of keys.
        .map_err(|error| Obstacle::credentials(error.to_string()))?;
    Ok(Arc::new(store))
}

fn is_known(environment: &Environment) -> bool {
    let of_gcloud = environment.get("HOME").map(|home| std::path::Path::new(home).join(OF_GCLOUD));
    environment.is_true("GOOGLE_SKIP_SIGNATURE")
        || environment.first(KEYS).is_some()
        || of_gcloud.is_some_and(|path| path.is_file())
        || metadata::is_there(environment, "GCE_METADATA_HOST")
}
