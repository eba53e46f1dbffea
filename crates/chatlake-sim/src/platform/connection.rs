//! One connection: a request, its answer, the next.

use std::net::TcpStream;

use super::answer::{Answer, http_date};
use super::endpoint::Endpoint;
use super::fault::Fault;
use super::log::{LogEntry, Receipt};
use super::options::RetryAfter;
use super::refusal::Refusal;
use super::request::{NoRequest, Request, RequestReader};
use super::route::Route;
use super::state::{State, lock};
use super::wire::Sending;
use super::{attachment, file, ticket, token, wire};

/// Answers until the client leaves, the platform is over, or a fault ends it.
pub(crate) fn serve(state: &State, stream: &TcpStream, is_file_host: bool) {
    let mut reader = RequestReader::new(stream);
    loop {
        let request = match reader.read_request() {
            Ok(request) => request,
            Err(NoRequest::Closed) => return,
            Err(NoRequest::Malformed) => {
                let answer = refuse(state, &Refusal::of_status(400), None);
                let sending =
                    Sending { answer: &answer, fault: None, is_head: false, is_last: true };
                wire::send(state, stream, &sending, &mut Receipt::of(&state.log, None));
                return;
            }
        };
        if state.is_over() || !answer_one(state, stream, &request, is_file_host) {
            return;
        }
    }
}

/// Whether the connection goes on.
fn answer_one(state: &State, stream: &TcpStream, request: &Request, is_file_host: bool) -> bool {
    let route = Route::of(&request.path, is_file_host, state.has_file_host());
    let endpoint = route.endpoint();
    if endpoint == Endpoint::Control {
        let answer = Answer::new(200, "application/jsonl", log_lines(state));
        return send(state, stream, request, &answer, None, None);
    }
    let fault = lock(&state.schedule).strike(endpoint, &request.path);
    let fault = fault.as_ref();
    let number = state.log.begin(LogEntry {
        at_ms: state.now_ms(),
        is_file_host,
        method: request.method.clone(),
        path: request.path.clone(),
        endpoint,
        is_authorized: request.header("authorization").is_some(),
        range: request.header("range").map(str::to_owned),
        status: None,
        bytes: 0,
        fault: fault.map(ToString::to_string),
    });
    let mut answer = compose(state, route, request, fault);
    match fault {
        Some(Fault::Garbled) => {
            let (half, _) = answer.body().split_at(answer.body().len() / 2);
            answer.set_body(half.to_vec());
        }
        Some(Fault::Doubled) => answer.set_body(answer.body().repeat(2)),
        _ => {}
    }
    send(state, stream, request, &answer, fault, Some(number))
}

/// Whether the connection goes on.
fn send(
    state: &State,
    stream: &TcpStream,
    request: &Request,
    answer: &Answer,
    fault: Option<&Fault>,
    number: Option<usize>,
) -> bool {
    let (is_head, is_last) = (request.is_head(), request.is_last());
    let sending = Sending { answer, fault, is_head, is_last };
    wire::send(state, stream, &sending, &mut Receipt::of(&state.log, number))
}

fn compose(state: &State, route: Route<'_>, request: &Request, fault: Option<&Fault>) -> Answer {
    if let Some(answer) = struck(state, route, fault) {
        return answer;
    }
    let method = if matches!(route, Route::Token(_)) { "POST" } else { "GET" };
    if request.method != method && !(method == "GET" && request.is_head()) {
        return refuse(state, &Refusal::of_status(405), fault);
    }
    let answer = match route {
        Route::File(org, app, name) => {
            return file::answer(state, (org, app, name), request, fault);
        }
        Route::Token(owner) => token::answer(state, owner, request, fault),
        Route::Ticket(owner, time) => ticket::answer(state, owner, time, request, fault),
        Route::Attachment(owner, uuid) => attachment::answer(state, owner, uuid, request, fault),
        Route::Log | Route::Nowhere => Err(Refusal::no_resource()),
    };
    answer.unwrap_or_else(|refusal| refuse(state, &refusal, fault))
}

/// The answer of a fault that needs to know nothing of what was asked for. The call counts all the
/// same.
fn struck(state: &State, route: Route<'_>, fault: Option<&Fault>) -> Option<Answer> {
    let answer = match fault? {
        Fault::Status(status, retry_after) => {
            let refusal = Refusal { is_for_now: false, ..Refusal::of_status(*status) };
            let answer = refuse(state, &refusal, fault);
            match retry_after {
                Some(retry_after) => come_back(state, answer, *retry_after, fault),
                None => answer,
            }
        }
        Fault::Html => {
            let page = "<!DOCTYPE html>\n<html><head><title>Welcome</title></head><body><h1>Please log in to the network</h1></body></html>\n";
            Answer::new(200, "text/html; charset=utf-8", page.as_bytes().to_vec())
        }
        Fault::Redirect(url) => {
            Answer::new(302, "text/html", Vec::new()).with("Location", url.clone())
        }
        _ => return None,
    };
    match route {
        Route::Ticket(owner, _) => ticket::count(state, owner),
        Route::Attachment(owner, _) => attachment::count(state, owner),
        _ => {}
    }
    Some(answer)
}

/// An error of the API.
fn refuse(state: &State, refusal: &Refusal, fault: Option<&Fault>) -> Answer {
    let body = refusal.body(state.told_ms(fault), state.describes());
    let answer = Answer::json(refusal.status, &body);
    match state.options.retry_after {
        Some(retry_after) if refusal.is_for_now => come_back(state, answer, retry_after, fault),
        _ => answer,
    }
}

fn come_back(
    state: &State,
    answer: Answer,
    retry_after: RetryAfter,
    fault: Option<&Fault>,
) -> Answer {
    let value = match retry_after {
        RetryAfter::Seconds(seconds) => seconds.to_string(),
        RetryAfter::Date(seconds) => http_date(state.told_ms(fault) + i64::from(seconds) * 1000),
    };
    answer.with("Retry-After", value)
}

fn log_lines(state: &State) -> Vec<u8> {
    let entries = state.log.entries();
    entries.iter().flat_map(|entry| (entry.to_json() + "\n").into_bytes()).collect()
}
