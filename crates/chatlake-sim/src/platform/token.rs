//! `POST /{org}/{app}/token`.

use std::time::Duration;

use serde_json::{Value, json};

use super::answer::Answer;
use super::fault::Fault;
use super::options::ExpiryUnit;
use super::refusal::Refusal;
use super::request::Request;
use super::route::Owner;
use super::state::{State, lock, ms};

/// Gives a token for client credentials.
pub(crate) fn answer(
    state: &State,
    owner: Owner<'_>,
    request: &Request,
    fault: Option<&Fault>,
) -> Result<Answer, Refusal> {
    let (index, app) = owner.find(state)?;
    let now_ms = state.now_ms();
    let mut tokens = lock(&state.tokens);
    if tokens.is_blocked(index, now_ms) {
        return Err(Refusal::blocked());
    }
    let body: Value = serde_json::from_slice(&request.body)
        .map_err(|_| Refusal::bad_grant("the body is no JSON"))?;
    let text = |key: &str| body.get(key).and_then(Value::as_str);
    if text("grant_type") != Some("client_credentials") {
        return Err(Refusal::bad_grant("grant_type is required"));
    }
    let (Some(id), Some(secret)) = (text("client_id"), text("client_secret")) else {
        return Err(Refusal::bad_grant("client_id and client_secret are required"));
    };
    if id != app.client_id || secret != app.client_secret {
        return Err(Refusal::wrong_credentials());
    }
    let rules = state.options.tokens;
    let asked = body.get("ttl").and_then(Value::as_u64).filter(|ttl| *ttl > 0);
    let life = asked.map_or(rules.life, |ttl| Duration::from_secs(ttl).min(rules.life));
    let real_life = match fault {
        Some(Fault::EarlyDeath(seconds)) => Duration::from_secs(u64::from(*seconds)).min(life),
        _ => life,
    };
    let token = tokens.give(index, now_ms.saturating_add(ms(real_life)));
    let expires_in = match rules.unit {
        ExpiryUnit::Seconds => life.as_secs(),
        ExpiryUnit::Milliseconds => life.as_secs().saturating_mul(1000),
    };
    Ok(Answer::json(
        200,
        &json!({
            "access_token": token,
            "expires_in": expires_in,
            "application": application(state, index),
        }),
    ))
}

/// The id of an app that nobody asks for by.
pub(crate) fn application(state: &State, index: usize) -> String {
    let seed = state.options.apps.get(index).map_or(0, |app| state.attachment_seed(app));
    format!("{:08x}-51be-11e6-b5f3-{:012x}", seed >> 32, seed & 0xffff_ffff)
}
