//! Law: what the platform answers, be it an error, a token or a ticket, is understood or refused
//! without a panic; JSON that means the same has the same verdict, however it is spelled; and no
//! verdict shows a text of the body.
//!
//! The last two bytes choose the status and the call, the rest is the body.

#![no_main]

#[path = "../../crates/chatlake-fetch/src/token/granted.rs"]
mod granted;

/// Where `granted` looks for it.
mod secret {
    pub(crate) use chatlake_fetch::Secret;
}

use std::sync::LazyLock;

use chatlake_fetch::allowed::{Allowed, PrivateHosts};
use chatlake_fetch::answer::{Answer, Call};
use chatlake_fetch::{Origin, PlainHttp, Ticket, Verdict};
use chatlake_fuzz::{MARK, marked, respelled};
use granted::Granted;
use libfuzzer_sys::fuzz_target;

const STATUSES: [u16; 15] =
    [200, 204, 302, 400, 401, 403, 404, 408, 416, 418, 425, 429, 500, 503, 999];

const NOW_MS: i64 = 1_543_309_200_000;

static ALLOWED: LazyLock<Allowed> = LazyLock::new(|| {
    let origin = Origin::parse("a1.easemob.com", PlainHttp::Refused).expect("a host");
    Allowed::new(origin, &["example.com".to_owned()], PrivateHosts::Refused)
});

fuzz_target!(|input: &[u8]| {
    let [body @ .., status, call] = input else { return };
    let call = [Call::Token, Call::Hour, Call::Attachment][usize::from(*call) % 3];
    let status = STATUSES[usize::from(*status) % STATUSES.len()];
    // What is a body for one is a header for another.
    let header = std::str::from_utf8(body).ok().map(str::to_owned);
    let answer = |body: &[u8]| Answer {
        status,
        retry_after: header.clone(),
        redirect_to: None,
        body: body.to_vec(),
    };
    let verdict = answer(body).verdict(call, NOW_MS);
    let (token, ticket) = (token(body), Ticket::parse(body, NOW_MS, &ALLOWED));
    let Some(respelled) = respelled(body) else {
        // Bytes that are no text are left alone where nobody reads them.
        let is_nothing = token.is_none() && ticket.is_err();
        assert!(is_nothing || header.is_none(), "what is no JSON grants nothing");
        return;
    };
    assert_eq!(answer(respelled.as_bytes()).verdict(call, NOW_MS), verdict);
    assert_eq!(self::token(respelled.as_bytes()), token);
    assert_eq!(Ticket::parse(respelled.as_bytes(), NOW_MS, &ALLOWED), ticket);

    let marked = marked(body).expect("JSON stays JSON");
    let verdict = answer(marked.as_bytes()).verdict(call, NOW_MS);
    let mut shown = format!("{verdict:?}");
    if let Verdict::Refused(refusal) = verdict {
        shown.push_str(&refusal.to_string());
    }
    assert!(!shown.contains(MARK.trim()), "{shown} shows what it must not");
});

/// A token, and how long it lives.
fn token(body: &[u8]) -> Option<(String, i64)> {
    let granted = Granted::parse(body)?;
    let token = granted.token.expose().to_owned();
    assert!(!token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic()));
    assert!(granted.life_ms >= 0, "a life that ends before it begins");
    let shown = format!("{granted:?}");
    assert!(token.len() < 12 || !shown.contains(&token), "{shown} shows the token");
    Some((token, granted.life_ms))
}
