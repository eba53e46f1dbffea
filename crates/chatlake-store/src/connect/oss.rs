//! Alibaba Cloud OSS, by the way in which it speaks as S3 does.
//!
//! The bucket is part of the host's name there and never of the path. It knows no conditional
//! writes, and nothing here asks for any.

use std::sync::Arc;

use object_store::ObjectStore;
use object_store::aws::{AmazonS3Builder, S3ConditionalPut};

use super::endpoint::Endpoint;
use super::environment::Environment;
use super::s3::half;
use super::{Obstacle, client, retries};
use crate::place::BucketPlace;

/// By the tools of OSS, and by those of the whole cloud.
const IDS: &[&str] = &["OSS_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_ID"];
const SECRETS: &[&str] = &["OSS_ACCESS_KEY_SECRET", "ALIBABA_CLOUD_ACCESS_KEY_SECRET"];
const TOKENS: &[&str] = &["OSS_SESSION_TOKEN", "ALIBABA_CLOUD_SECURITY_TOKEN"];
pub(super) const REMEDY: &str = "set OSS_ACCESS_KEY_ID and OSS_ACCESS_KEY_SECRET";
const ENDPOINT: &str = "OSS_ENDPOINT";
const ALLOW_HTTP: &str = "OSS_ALLOW_HTTP";

pub(super) fn connect(
    place: &BucketPlace,
    environment: &Environment,
) -> Result<Arc<dyn ObjectStore>, Obstacle> {
    let (id, secret) = match (environment.first(IDS), environment.first(SECRETS)) {
        (Some((_, id)), Some((_, secret))) => (id, secret),
        (Some((variable, _)), None) => return Err(half(variable, "OSS_ACCESS_KEY_SECRET")),
        (None, Some((variable, _))) => return Err(half(variable, "OSS_ACCESS_KEY_ID")),
        (None, None) => return Err(Obstacle::nobody(REMEDY)),
    };
    let Address { url, region, is_plain, is_virtual } = address(place, environment)?;
    let mut builder = AmazonS3Builder::new()
        .with_bucket_name(place.bucket())
        .with_endpoint(url)
        .with_region(region)
        .with_virtual_hosted_style_request(is_virtual)
        .with_access_key_id(id)
        .with_secret_access_key(secret)
        .with_conditional_put(S3ConditionalPut::Disabled)
        .with_client_options(client(is_plain))
        .with_retry(retries());
    if let Some((_, token)) = environment.first(TOKENS) {
        builder = builder.with_token(token);
    }
    Ok(Arc::new(builder.build()?))
}

/// Where a bucket is asked for.
#[derive(Debug, PartialEq, Eq)]
struct Address {
    url: String,
    region: String,
    is_plain: bool,
    /// Whether the bucket is in the name of the host.
    is_virtual: bool,
}

fn address(place: &BucketPlace, environment: &Environment) -> Result<Address, Obstacle> {
    let region = environment.get("OSS_REGION").map(bare);
    let url = match (environment.get(ENDPOINT), region) {
        (Some(url), _) if url.contains("://") => url.to_owned(),
        (Some(host), _) => format!("https://{host}"),
        (None, Some(region)) => format!("https://s3.oss-{region}.aliyuncs.com"),
        (None, None) => {
            return Err(Obstacle::settings(
                "nothing says where the bucket is: set OSS_REGION, such as cn-hangzhou, or OSS_ENDPOINT",
            ));
        }
    };
    let endpoint = Endpoint::parse(ENDPOINT, &url)?;
    let is_plain =
        endpoint.speaks_plainly(ENDPOINT, environment.is_true(ALLOW_HTTP), ALLOW_HTTP)?;
    let region = region.or_else(|| region_of(endpoint.host)).ok_or_else(|| {
        Obstacle::settings("OSS_ENDPOINT does not say in which region it is: set OSS_REGION too")
    })?;
    let region = region.to_owned();
    // A number has no names below it; whoever gives one speaks to something else than OSS.
    if endpoint.is_number() {
        return Ok(Address { url: endpoint.url.to_owned(), region, is_plain, is_virtual: false });
    }
    let (scheme, rest) = endpoint.url.split_once("://").unwrap_or(("https", endpoint.url));
    let own = format!("{}.", place.bucket());
    let rest = if rest.starts_with(&own) { rest.to_owned() } else { format!("{own}{rest}") };
    Ok(Address { url: format!("{scheme}://{rest}"), region, is_plain, is_virtual: true })
}

/// `cn-hangzhou` of `oss-cn-hangzhou`.
fn bare(region: &str) -> &str {
    region.strip_prefix("oss-").unwrap_or(region)
}

/// `cn-hangzhou` of `oss-cn-hangzhou-internal.aliyuncs.com`.
fn region_of(host: &str) -> Option<&str> {
    let label = host.split('.').find(|label| label.starts_with("oss-"))?;
    let region = bare(label);
    let region = region.strip_suffix("-internal").unwrap_or(region);
    Some(region).filter(|region| !region.starts_with("accelerate"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::Place;

    fn found(variables: &[(&str, &str)]) -> Result<Address, String> {
        let Ok(Place::Bucket(place)) = "oss://logs/lake".parse() else { panic!("a bucket") };
        let variables =
            variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        address(&place, &Environment::new(variables)).map_err(|obstacle| obstacle.why)
    }

    #[test]
    fn the_bucket_is_in_the_name_of_the_host() {
        let cases = [
            (vec![("OSS_REGION", "cn-hangzhou")], "https://logs.s3.oss-cn-hangzhou.aliyuncs.com"),
            (
                vec![("OSS_REGION", "oss-cn-hangzhou")],
                "https://logs.s3.oss-cn-hangzhou.aliyuncs.com",
            ),
            (
                vec![("OSS_ENDPOINT", "oss-cn-hangzhou-internal.aliyuncs.com")],
                "https://logs.oss-cn-hangzhou-internal.aliyuncs.com",
            ),
            (
                vec![("OSS_ENDPOINT", "https://logs.oss-cn-hangzhou.aliyuncs.com/")],
                "https://logs.oss-cn-hangzhou.aliyuncs.com",
            ),
            (
                vec![
                    ("OSS_ENDPOINT", "https://oss-accelerate.aliyuncs.com"),
                    ("OSS_REGION", "cn-hangzhou"),
                ],
                "https://logs.oss-accelerate.aliyuncs.com",
            ),
        ];
        for (variables, url) in cases {
            let found = found(&variables).expect("an address");
            assert_eq!(found.url, url);
            assert_eq!(found.region, "cn-hangzhou");
            assert!(found.is_virtual && !found.is_plain);
        }
    }

    #[test]
    fn what_does_not_say_where_it_is_is_told_what_to_set() {
        assert!(found(&[]).expect_err("nowhere").contains("set OSS_REGION"));
        let accelerated = [("OSS_ENDPOINT", "https://oss-accelerate.aliyuncs.com")];
        assert!(found(&accelerated).expect_err("anywhere").contains("set OSS_REGION too"));
        let plain = [("OSS_ENDPOINT", "http://oss-cn-hangzhou.aliyuncs.com")];
        assert!(found(&plain).expect_err("in the clear").contains("OSS_ALLOW_HTTP"));
    }
}
