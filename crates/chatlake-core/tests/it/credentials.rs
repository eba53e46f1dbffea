//! What is withheld is withheld at every place of `extra`, and nothing else is.

use chatlake_core::{RecordBuf, Secrets};
use chatlake_testing::cases;
use chatlake_testing::json::{self, Json, Unit, unit};
use chatlake_testing::record::message;
use proptest::prelude::*;

fn is_credential(key: &Unit) -> bool {
    *key == unit("secret") || *key == unit("thumb_secret")
}

/// Whether every credential is null.
fn is_silent(json: &Json) -> bool {
    match json {
        Json::Object(members) => members.iter().all(|(key, value)| match is_credential(key) {
            true => value.is_null(),
            false => is_silent(value),
        }),
        Json::Array(elements) => elements.iter().all(is_silent),
        _ => true,
    }
}

/// The same without credentials.
fn without(json: Json) -> Json {
    match json {
        Json::Object(members) => {
            let others = members.into_iter().filter(|(key, _)| !is_credential(key));
            Json::Object(others.map(|(key, value)| (key, without(value))).collect())
        }
        Json::Array(elements) => Json::Array(elements.into_iter().map(without).collect()),
        other => other,
    }
}

/// `message`, `payload` and `body`, without credentials, where something is left.
fn parts(extra: &Json) -> Vec<(Unit, Json)> {
    let parts = extra.members().iter().map(|(place, part)| (place.clone(), without(part.clone())));
    parts.filter(|(_, part)| *part != Json::Object(Vec::new())).collect()
}

proptest! {
    #![proptest_config(cases(1500))]

    #[test]
    fn extra_keeps_credentials_to_itself_and_tells_all_else(message in message()) {
        let record = RecordBuf::from_json(&message).unwrap();
        let record = record.as_record();
        let extras = |secrets| {
            let bodies = record.bodies().map(move |body| body.extra(secrets).to_string());
            [record.extra(secrets).to_string()].into_iter().chain(bodies)
        };
        for (told, all) in extras(Secrets::Withheld).zip(extras(Secrets::Included)) {
            let tree = |text: &str| json::parse(text.as_bytes()).unwrap();
            prop_assert!(is_silent(&tree(&told)), "{}", told);
            prop_assert_eq!(parts(&tree(&told)), parts(&tree(&all)));
        }
    }
}
