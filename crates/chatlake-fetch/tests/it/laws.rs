//! What holds whatever the platform answers.

use chatlake_fetch::allowed::{Allowed, PrivateHosts};
use chatlake_fetch::answer::{Answer, Call};
use chatlake_fetch::{NotThere, Origin, PlainHttp, Refusal, Ticket, Verdict};
use chatlake_testing::cases;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// What the vendor writes, and what it does not.
const CODES: [&str; 8] = [
    "resource_limited",
    "reach_limit",
    "organization_application_not_found",
    "auth_bad_access_token",
    "storage_object_not_found",
    "file_expired",
    "illegal_argument",
    "hunter2!",
];
const WORDS: [&str; 7] = [
    "maybe",
    "expired or unstored",
    "is not supported",
    "time: 2018112717",
    "Failed to find chat message history download url",
    "FILE EXPIRED",
    "hunter2!",
];

fn body() -> impl Strategy<Value = Vec<u8>> {
    let json = (select(&CODES[..]), vec(select(&WORDS[..]), 0..4)).prop_map(|(code, words)| {
        let said = words.join(", ");
        format!(r#"{{"error":"{code}","error_description":"{said}","x":1}}"#).into_bytes()
    });
    let others = ["", "null", "[]", "{", "<html>hunter2!</html>", "{\"error\":{}}"];
    let others = select(others.map(|text| text.as_bytes().to_vec()).to_vec());
    prop_oneof![4 => json, 1 => others, 1 => vec(any::<u8>(), 0..20)]
}

fn answer() -> impl Strategy<Value = (Call, Answer)> {
    let call = select(vec![Call::Token, Call::Hour, Call::Attachment]);
    let documented = select(vec![200, 400, 401, 403, 404, 408, 429, 500, 503]);
    let status = prop_oneof![3 => documented, 1 => 100..1000u16];
    let pause = prop::option::of(prop_oneof![
        "[0-9]{1,30}",
        "\\PC{0,20}",
        Just("Tue, 27 Nov 2018 10:25:00 GMT".to_owned())
    ]);
    (call, status, pause, body()).prop_map(|(call, status, retry_after, body)| {
        (call, Answer { status, retry_after, redirect_to: None, body })
    })
}

proptest! {
    #![proptest_config(cases(3000))]

    #[test]
    fn only_what_is_documented_means_that_something_is_not_there(
        (call, answer) in answer(),
        now_ms in any::<i64>(),
    ) {
        let status = answer.status;
        match answer.verdict(call, now_ms) {
            Verdict::Fine => prop_assert!((200..300).contains(&status)),
            Verdict::NotThere(NotThere::ExpiredOrUnstored) => {
                prop_assert_eq!((call, status), (Call::Hour, 400));
            }
            Verdict::NotThere(NotThere::NoFile) => {
                prop_assert_eq!((call, status), (Call::Hour, 404));
            }
            Verdict::AttachmentExpired => prop_assert_eq!((call, status), (Call::Attachment, 404)),
            Verdict::Refused(refusal) => {
                let shown = format!("{refusal} {refusal:?}");
                prop_assert!(!shown.contains("hunter2"), "{} shows the body", shown);
                let is_busy = matches!(status, 429 | 500.. | 408 | 425);
                let may_pass = refusal.is_transient() || refusal == Refusal::Quota;
                prop_assert!(!is_busy || may_pass, "{} ends it for good", refusal);
            }
        }
    }

    #[test]
    fn a_ticket_has_a_url_for_every_file_or_none_at_all(
        hosts in vec(select(vec!["a1.easemob.com", "files.example.com", "elsewhere.org"]), 0..6),
        timestamp in any::<i64>(),
        now_ms in any::<i64>(),
    ) {
        let origin = Origin::parse("a1.easemob.com", PlainHttp::Refused).unwrap();
        let allowed = Allowed::new(origin, &["example.com".to_owned()], PrivateHosts::Refused);
        let urls: Vec<String> =
            hosts.iter().map(|host| format!(r#"{{"url":"https://{host}/x.gz?s=1"}}"#)).collect();
        let body = format!(r#"{{"data":[{}],"timestamp":{timestamp}}}"#, urls.join(","));
        let ticket = Ticket::parse(body.as_bytes(), now_ms, &allowed);
        let leads_away = hosts.contains(&"elsewhere.org");
        prop_assert_eq!(ticket.is_err(), leads_away);
        if let Ok(ticket) = ticket {
            prop_assert_eq!(ticket.urls.len(), hosts.len());
            prop_assert_eq!(ticket.skew_ms.is_some(), timestamp > 0);
        }
    }
}
