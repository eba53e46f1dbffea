//! Azure Blob Storage.

use std::sync::Arc;

use object_store::ObjectStore;
use object_store::azure::{AzureConfigKey, MicrosoftAzureBuilder};

use super::endpoint::Endpoint;
use super::environment::Environment;
use super::{Obstacle, client, metadata, retries};
use crate::place::BucketPlace;

const ENDPOINTS: &[&str] = &["AZURE_STORAGE_ENDPOINT", "AZURE_ENDPOINT"];
const ALLOW_HTTP: &str = "AZURE_ALLOW_HTTP";
const EMULATOR: &str = "AZURE_STORAGE_USE_EMULATOR";

/// Names of the store's own command line that the library does not know.
const ALIASES: &[(&str, AzureConfigKey)] = &[
    ("AZURE_STORAGE_ACCOUNT", AzureConfigKey::AccountName),
    ("AZURE_STORAGE_KEY", AzureConfigKey::AccessKey),
];

/// Any of these says who is asking.
const KEYS: &[&str] = &[
    "AZURE_STORAGE_ACCOUNT_KEY",
    "AZURE_STORAGE_ACCESS_KEY",
    "AZURE_STORAGE_KEY",
    "AZURE_STORAGE_SAS_TOKEN",
    "AZURE_STORAGE_SAS_KEY",
    "AZURE_STORAGE_TOKEN",
    "AZURE_CLIENT_SECRET",
    "AZURE_STORAGE_CLIENT_SECRET",
    "AZURE_FEDERATED_TOKEN_FILE",
    "AZURE_MSI_ENDPOINT",
    "AZURE_IDENTITY_ENDPOINT",
    "IDENTITY_ENDPOINT",
];

const NO_ACCOUNT: &str = "nothing says whose container it is: set AZURE_STORAGE_ACCOUNT_NAME, or name it as abfss://container@account.dfs.core.windows.net/prefix";

pub(super) const REMEDY: &str = "set AZURE_STORAGE_ACCOUNT_KEY, AZURE_STORAGE_SAS_TOKEN, or AZURE_CLIENT_ID, AZURE_CLIENT_SECRET and AZURE_TENANT_ID; AZURE_USE_AZURE_CLI=true asks as whoever `az login` says, AZURE_SKIP_SIGNATURE=true without a name";

pub(super) fn connect(
    place: &BucketPlace,
    environment: &Environment,
) -> Result<Arc<dyn ObjectStore>, Obstacle> {
    let mut builder = MicrosoftAzureBuilder::new();
    for (name, key) in ALIASES {
        if let Some(value) = environment.get(name) {
            builder = builder.with_config(*key, value);
        }
    }
    for (name, value) in environment.beginning_with("AZURE_") {
        if let Ok(key) = name.to_ascii_lowercase().parse::<AzureConfigKey>() {
            builder = builder.with_config(key, value);
        }
    }
    if let Some(endpoint) = environment.get("IDENTITY_ENDPOINT") {
        builder = builder.with_msi_endpoint(endpoint);
    }
    if let Some(host) = place.host() {
        builder = builder.with_url(format!("abfss://{}@{host}", place.bucket()));
    }
    let is_emulator = environment.is_true(EMULATOR);
    if !is_emulator {
        if place.host().is_none() && account(environment).is_none() {
            return Err(Obstacle::settings(NO_ACCOUNT));
        }
        if !is_known(environment) {
            return Err(Obstacle::nobody(REMEDY));
        }
    }
    let mut is_plain = is_emulator;
    if let Some((variable, url)) = environment.first(ENDPOINTS) {
        let endpoint = Endpoint::parse(variable, url)?;
        let is_allowed = environment.is_true(ALLOW_HTTP);
        is_plain = endpoint.speaks_plainly(variable, is_allowed, ALLOW_HTTP)?;
    }
    let store = builder
        .with_container_name(place.bucket())
        .with_client_options(client(is_plain))
        .with_retry(retries())
        .build()?;
    Ok(Arc::new(store))
}

fn account(environment: &Environment) -> Option<&str> {
    let names = ["AZURE_STORAGE_ACCOUNT_NAME", "AZURE_STORAGE_ACCOUNT"];
    environment.first(&names).map(|(_, name)| name)
}

fn is_known(environment: &Environment) -> bool {
    environment.first(KEYS).is_some()
        || environment.is_true("AZURE_USE_AZURE_CLI")
        || environment.is_true("AZURE_SKIP_SIGNATURE")
        || metadata::is_there(environment, "AZURE_POD_IDENTITY_AUTHORITY_HOST")
}
