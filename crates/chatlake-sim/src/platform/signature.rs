//! Signed urls, in the form of the object store that the vendor uses.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// The name of the key that signs.
const KEY_ID: &str = "LTAI5tSimulatedKeyId0001";

/// The query of a signed path. `expires_s` is in seconds since the epoch.
pub(crate) fn query(seed: u64, path: &str, expires_s: i64) -> String {
    let signature = encoded(&sign(seed, path, expires_s));
    format!("Expires={expires_s}&OSSAccessKeyId={KEY_ID}&Signature={signature}")
}

/// What is wrong with a signed url.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unsigned {
    /// Something is missing, or is no number.
    Incomplete,
    /// It was good until then.
    Expired(i64),
    /// The signature is not that of this path and time. One that was encoded anew, in whatever
    /// way, is another too: here the platform is stricter than the store that it stands for.
    Mismatch,
}

/// Checks the query of a path, as it was sent.
pub(crate) fn check(seed: u64, path: &str, query: &str, now_s: i64) -> Result<(), Unsigned> {
    let value = |name: &str| {
        let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
    };
    let expires = value("Expires").and_then(|value| value.parse::<i64>().ok());
    let (Some(expires_s), Some(key), Some(signature)) =
        (expires, value("OSSAccessKeyId"), value("Signature"))
    else {
        return Err(Unsigned::Incomplete);
    };
    if key != KEY_ID || signature != encoded(&sign(seed, path, expires_s)) {
        return Err(Unsigned::Mismatch);
    }
    if now_s >= expires_s { Err(Unsigned::Expired(expires_s)) } else { Ok(()) }
}

/// 20 bytes in base64, of which at least one is `/` and one `+`, so that whoever encodes or decodes
/// urls carelessly is found out each time.
pub(crate) fn sign(seed: u64, path: &str, expires_s: i64) -> String {
    let mut n_tries = 0_u32;
    loop {
        let digest = Sha256::digest(format!("{seed}\n{path}\n{expires_s}\n{n_tries}"));
        let signature = STANDARD.encode(digest.get(..20).unwrap_or_default());
        if signature.contains('/') && signature.contains('+') {
            return signature;
        }
        n_tries += 1;
    }
}

/// As it stands in a query.
pub(crate) fn encoded(signature: &str) -> String {
    signature.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_good_as_it_was_given_and_until_it_expires() {
        let query = query(1, "/a.gz", 100);
        assert!(query.contains("%2F") && query.contains("%2B") && query.ends_with("%3D"));
        assert_eq!(check(1, "/a.gz", &query, 99), Ok(()));
        assert_eq!(check(1, "/a.gz", &query, 100), Err(Unsigned::Expired(100)));
        assert_eq!(check(1, "/b.gz", &query, 99), Err(Unsigned::Mismatch));
        assert_eq!(check(2, "/a.gz", &query, 99), Err(Unsigned::Mismatch));
        for (from, to) in
            [("%2F", "/"), ("%3D", "="), ("%2B", "%2b"), ("Expires=100", "Expires=101")]
        {
            let other = query.replace(from, to);
            assert_eq!(check(1, "/a.gz", &other, 99), Err(Unsigned::Mismatch), "{from}");
        }
        assert_eq!(check(1, "/a.gz", "", 99), Err(Unsigned::Incomplete));
    }
}
