//! `GET …/chatfiles/{uuid}`: what was sent along with a message.

use std::time::Duration;

use super::answer::Answer;
use super::fault::Fault;
use super::refusal::Refusal;
use super::request::Request;
use super::route::Owner;
use super::state::State;
use crate::corpus::Attachment;

/// The span of the limit of calls.
const SECOND: Duration = Duration::from_secs(1);

/// How long one is kept, from the start of its hour.
const KEPT_MS: i64 = 7 * 24 * 3600 * 1000;

/// Counts a call that something else answers.
pub(crate) fn count(state: &State, owner: Owner<'_>) {
    if let Ok((index, _)) = owner.find(state) {
        let _answered = state.limit(index, "attachment", None, SECOND);
    }
}

/// Gives an attachment, or its thumbnail.
pub(crate) fn answer(
    state: &State,
    owner: Owner<'_>,
    uuid: &str,
    request: &Request,
    fault: Option<&Fault>,
) -> Result<Answer, Refusal> {
    let (index, app) = owner.find(state)?;
    let limit = state.options.attachments_per_second;
    let within_limit = state.limit(index, "attachment", limit, SECOND);
    state.authorize(index, app, request, fault)?;
    within_limit?;
    let attachment = Attachment::of_uuid(state.attachment_seed(app), uuid);
    let attachment = attachment.ok_or_else(Refusal::no_attachment)?;
    if state.now_ms() >= attachment.hour_start() * 1000 + KEPT_MS {
        return Err(Refusal::file_expired());
    }
    if attachment.secret().is_some_and(|secret| request.header("share-secret") != Some(&secret)) {
        return Err(Refusal::wrong_share_secret());
    }
    let is_thumbnail = request.header("thumbnail").is_some_and(|value| value == "true");
    let content = if is_thumbnail { attachment.thumbnail() } else { attachment.content() };
    Ok(Answer::new(200, "application/octet-stream", content))
}
