//! Amazon S3, and all that speak as it does.

use std::sync::Arc;

use object_store::ObjectStore;
use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey};

use super::endpoint::Endpoint;
use super::environment::Environment;
use super::profile::{self, Keys, Profile};
use super::{Obstacle, client, metadata, retries};
use crate::place::BucketPlace;

const ENDPOINTS: &[&str] = &["AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT"];
const PROFILES: &str = "the profile's endpoint_url";
const ALLOW_HTTP: &str = "AWS_ALLOW_HTTP";

pub(super) const REMEDY: &str = "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE; AWS_SKIP_SIGNATURE=true asks without a name";

pub(super) fn connect(
    place: &BucketPlace,
    environment: &Environment,
) -> Result<Arc<dyn ObjectStore>, Obstacle> {
    let mut builder = AmazonS3Builder::new();
    for (name, value) in environment.beginning_with("AWS_") {
        if let Ok(key) = name.to_ascii_lowercase().parse::<AmazonS3ConfigKey>() {
            builder = builder.with_config(key, value);
        }
    }
    let Profile { keys, region, endpoint } = who(environment)?;
    if let Some(Keys { id, secret, token }) = keys {
        builder = builder.with_access_key_id(id).with_secret_access_key(secret);
        if let Some(token) = token {
            builder = builder.with_token(token);
        }
    }
    if let Some(region) =
        region.filter(|_| environment.first(&["AWS_REGION", "AWS_DEFAULT_REGION"]).is_none())
    {
        builder = builder.with_region(region);
    }
    let of_profile = endpoint.as_deref().map(|url| (PROFILES, url));
    let mut is_plain = false;
    if let Some((variable, url)) = environment.first(ENDPOINTS).or(of_profile) {
        let endpoint = Endpoint::parse(variable, url)?;
        let is_allowed = environment.is_true(ALLOW_HTTP);
        is_plain = endpoint.speaks_plainly(variable, is_allowed, ALLOW_HTTP)?;
        builder = builder.with_endpoint(endpoint.url);
    }
    let store = builder
        .with_bucket_name(place.bucket())
        .with_client_options(client(is_plain))
        .with_retry(retries())
        .build()?;
    Ok(Arc::new(store))
}

/// Finds out whether anybody is asking, in the order of the store's own tools: the environment,
/// a web identity, a profile, a container, the machine itself. What the library finds by itself
/// is an empty profile.
fn who(environment: &Environment) -> Result<Profile, Obstacle> {
    const ID: &str = "AWS_ACCESS_KEY_ID";
    const SECRET: &str = "AWS_SECRET_ACCESS_KEY";
    match (environment.get(ID), environment.get(SECRET)) {
        (Some(_), Some(_)) => return Ok(Profile::default()),
        (Some(_), None) => return Err(half(ID, SECRET)),
        (None, Some(_)) => return Err(half(SECRET, ID)),
        (None, None) => {}
    }
    if environment.is_true("AWS_SKIP_SIGNATURE")
        || environment.has_all(&["AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_ROLE_ARN"])
    {
        return Ok(Profile::default());
    }
    let profile = profile::read(environment)?;
    let is_container = environment.has_all(&["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"])
        || environment.has_all(&[
            "AWS_CONTAINER_CREDENTIALS_FULL_URI",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
        ]);
    let is_machine = || {
        !environment.is_true("AWS_EC2_METADATA_DISABLED")
            && metadata::is_there(environment, "AWS_METADATA_ENDPOINT")
    };
    if profile.keys.is_some() || is_container || is_machine() {
        return Ok(profile);
    }
    Err(Obstacle::nobody(REMEDY))
}

pub(super) fn half(there: &str, missing: &str) -> Obstacle {
    Obstacle::credentials(format!("{there} is set, and {missing} is not"))
}
