//! `GET …/chatmessages/{hour}`: the urls of the files of an hour.

use std::time::Duration;

use serde_json::{Value, json};

use super::answer::Answer;
use super::fault::Fault;
use super::options::NotYet;
use super::refusal::Refusal;
use super::request::Request;
use super::route::Owner;
use super::state::{Standing, State, ms};
use super::token;
use crate::corpus::HourName;

/// The span of the limit of calls.
const MINUTE: Duration = Duration::from_secs(60);

/// Counts a call that something else answers.
pub(crate) fn count(state: &State, owner: Owner<'_>) {
    if let Ok((index, _)) = owner.find(state) {
        let _answered = state.limit(index, "ticket", None, MINUTE);
    }
}

/// Gives the ticket of an hour. Every call counts against the limit, however it ends.
pub(crate) fn answer(
    state: &State,
    owner: Owner<'_>,
    time: &str,
    request: &Request,
    fault: Option<&Fault>,
) -> Result<Answer, Refusal> {
    let (index, app) = owner.find(state)?;
    let within_limit = state.limit(index, "ticket", state.options.calls_per_minute, MINUTE);
    state.authorize(index, app, request, fault)?;
    within_limit?;
    let key = app.key();
    let is_ten_digits = time.len() == 10 && time.bytes().all(|byte| byte.is_ascii_digit());
    let hour = time.parse::<HourName>().ok().filter(|_| is_ten_digits);
    let Some(hour) = hour else { return Err(Refusal::bad_time(&key, time)) };
    match state.standing(hour) {
        Standing::Gone => return Err(Refusal::unstored(&key, time)),
        Standing::NotYet => {
            return Err(match state.options.not_yet {
                NotYet::Unstored => Refusal::unstored(&key, time),
                NotYet::NotFound => Refusal::no_history(),
            });
        }
        Standing::Absent => return Err(Refusal::no_history()),
        Standing::There { .. } => {}
    }
    let told_ms = state.told_ms(fault);
    let server_ms = state.told_ms(None);
    let expires_ms = match fault {
        Some(Fault::Expired) => server_ms - 1000,
        _ => server_ms.saturating_add(ms(state.options.url_life)),
    };
    let urls = (0..state.shape(hour).n_urls).map(|part| {
        let name = if part == 0 { format!("{hour}.gz") } else { format!("{hour}-{}.gz", part + 1) };
        let path = format!("/history/3D/{}/{}/{name}", app.org, app.name);
        json!({"url": state.sign(&path, expires_ms.div_euclid(1000))})
    });
    let mut ticket = json!({
        "action": "get",
        "application": token::application(state, index),
        "uri": format!("http://{}{}", state.api, request.path),
        "data": urls.collect::<Vec<Value>>(),
        "timestamp": told_ms,
        "duration": 2,
    });
    if let (Owner::Key(org, name), Some(ticket)) = (owner, ticket.as_object_mut()) {
        ticket.insert("organization".into(), org.into());
        ticket.insert("applicationName".into(), name.into());
    }
    Ok(Answer::json(200, &ticket))
}
