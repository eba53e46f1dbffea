//! What no column carries, and what must not be in it.

use chatlake_core::{Column, Secrets};

use super::{body, check_bodies, column, message};

#[test]
fn extra_tells_the_place_and_stands_on_every_row() {
    let record = message(
        r#""uuid":"u","payload":{"type":"x","bodies":[{"a":1},{"msg":"b"},{"size":{"d":4}}],"ext":{}},"modified":[ 7 ]"#,
    )
    .unwrap();
    let of_message = r#""message":{"uuid":"u","modified":[ 7 ]},"payload":{"type":"x"}"#;
    assert_eq!(
        column(&record, Column::Extra, Secrets::Withheld),
        [
            format!(r#"{{{of_message},"body":{{"a":1}}}}"#),
            format!("{{{of_message}}}"),
            format!(r#"{{{of_message},"body":{{"size":{{"d":4}}}}}}"#),
        ]
    );
    assert_eq!(record.as_record().ext(), Some("{}"));
}

#[test]
fn keys_and_values_of_extra_are_verbatim() {
    for member in [
        r#""\u0061\"":"\u0041\/""#,
        r#""":null"#,
        r#""\ud800":"\udfff""#,
        r#""n":1.50e+03"#,
        r#""n":123456789012345678901234567890"#,
        r#""o":{ "a" : 1 , "a" : [ ] }"#,
    ] {
        let record = message(member).unwrap();
        let extra = column(&record, Column::Extra, Secrets::Withheld);
        assert_eq!(extra, [format!("{{\"message\":{{{member}}}}}")]);
    }
}

#[test]
fn credentials_are_told_only_where_asked_for() {
    let text = r#""type":"img","secret":"s3","thumb_secret":"t3""#;
    check_bodies(
        &[(text, Column::Secret, "null", ""), (text, Column::ThumbSecret, "null", "")],
        Secrets::Withheld,
    );
    check_bodies(
        &[(text, Column::Secret, r#""s3""#, ""), (text, Column::ThumbSecret, r#""t3""#, "")],
        Secrets::Included,
    );
    // Of a type that does not fit, or spelled oddly, they are credentials none the less.
    for member in [
        r#""secret":["s3"]"#,
        r#""thumb_secret":"s3\ud800""#,
        r#""s\u0065cret":{"a":"s3"}"#,
        r#""secret":3"#,
    ] {
        check_bodies(&[(member, Column::Secret, "null", "")], Secrets::Withheld);
        check_bodies(&[(member, Column::Secret, "null", member)], Secrets::Included);
    }
}

#[test]
fn credentials_in_bodies_of_unknown_shape_are_withheld() {
    let image = r#"{"type":"img","secret":"s3","x":1}"#;
    let bare = r#"{"type":"img","secret":null,"x":1}"#;
    for (members, place) in [
        (format!(r#""payload":{{"bodies":{image}}}"#), r#"{"payload":{"bodies":B}}"#),
        (format!(r#""payload":{{"bodies":[[{image}]]}}"#), r#"{"body":[B]}"#),
        (format!(r#""payload":{{"bodies":[{{"file":{image}}}]}}"#), r#"{"body":{"file":B}}"#),
    ] {
        let record = message(&members).unwrap();
        for (secrets, told) in [(Secrets::Withheld, bare), (Secrets::Included, image)] {
            assert_eq!(column(&record, Column::Extra, secrets), [place.replace('B', told)]);
        }
    }
}

#[test]
fn a_body_that_only_has_credentials_leaves_nothing() {
    let record = body(r#""secret":7"#);
    let body = record.as_record().bodies().next().unwrap();
    assert!(body.extra(Secrets::Withheld).is_empty());
    assert!(!body.extra(Secrets::Included).is_empty());
}
