//! What the platform answers to a request for a token.

use std::time::Duration;

use serde::Deserialize;

use crate::secret::Secret;

/// A token that was granted.
#[derive(Debug)]
pub(crate) struct Granted {
    pub(crate) token: Secret,
    /// How long it lives, in milliseconds.
    pub(crate) life_ms: i64,
}

/// How long a token is taken to live that does not say: short, for it is renewed when refused.
const UNSAID: Duration = Duration::from_secs(60 * 60);

/// Lives beyond ten years are milliseconds: one cluster counts so.
const TEN_YEARS_S: f64 = 10.0 * 365.0 * 86_400.0;

impl Granted {
    /// Reads an answer; none if it holds no token.
    pub(crate) fn parse(body: &[u8]) -> Option<Self> {
        #[derive(Deserialize)]
        struct Body {
            access_token: String,
            #[serde(default)]
            expires_in: serde_json::Value,
        }
        let Body { access_token, expires_in } = serde_json::from_slice(body).ok()?;
        let token = access_token.trim();
        if token.is_empty() || token.chars().any(|c| !c.is_ascii_graphic()) {
            return None;
        }
        let number = expires_in.as_f64().or_else(|| expires_in.as_str()?.trim().parse().ok());
        Some(Self { token: Secret::new(token), life_ms: life_ms(number) })
    }
}

/// How long `expires_in` is, in milliseconds.
fn life_ms(expires_in: Option<f64>) -> i64 {
    match expires_in.filter(|n| n.is_finite() && *n > 0.0) {
        Some(ms) if ms > TEN_YEARS_S => ms as i64,
        Some(s) => (s * 1_000.0) as i64,
        None => UNSAID.as_millis() as i64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_life_is_seconds_or_milliseconds_where_seconds_would_be_decades() {
        for (expires_in, expected) in [
            ("5184000", 5_184_000_000),
            ("5184000000", 5_184_000_000),
            ("86400", 86_400_000),
            ("315360000", 315_360_000_000),
            ("315360001", 315_360_001),
            ("\"3600\"", 3_600_000),
            ("60.5", 60_500),
            ("0", 3_600_000),
            ("-1", 3_600_000),
            ("null", 3_600_000),
            ("\"x\"", 3_600_000),
        ] {
            let body =
                format!(r#"{{"access_token":"t","expires_in":{expires_in},"application":"x"}}"#);
            let granted = Granted::parse(body.as_bytes()).unwrap();
            assert_eq!(granted.life_ms, expected, "{expires_in}");
        }
    }

    #[test]
    fn what_holds_no_token_is_none() {
        for body in [
            "",
            "{}",
            r#"{"access_token":""}"#,
            r#"{"access_token":7}"#,
            r#"{"access_token":"a b"}"#,
            "<html>",
        ] {
            assert!(Granted::parse(body.as_bytes()).is_none(), "{body}");
        }
    }
}
