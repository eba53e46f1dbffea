//! The columns of bodies.

use chatlake_core::{BodyType, Column, Secrets};

use super::{body, check_bodies, column, message};

#[test]
fn whole_numbers_fit_whole_columns_and_misfits_are_kept() {
    check_bodies(
        &[
            (r#""file_length":0"#, Column::FileLength, "0", ""),
            (r#""file_length":"12""#, Column::FileLength, "12", ""),
            (r#""file_length":"-012""#, Column::FileLength, "-12", ""),
            (r#""file_length":1.0"#, Column::FileLength, "1", ""),
            (r#""file_length":1e3"#, Column::FileLength, "1000", ""),
            (r#""file_length":-5"#, Column::FileLength, "-5", ""),
            (r#""file_length":9223372036854775807"#, Column::FileLength, "9223372036854775807", ""),
            (
                r#""file_length":9223372036854775808"#,
                Column::FileLength,
                "null",
                r#""file_length":9223372036854775808"#,
            ),
            (r#""file_length":"12k""#, Column::FileLength, "null", r#""file_length":"12k""#),
            (r#""file_length":"1.0""#, Column::FileLength, "null", r#""file_length":"1.0""#),
            (r#""file_length":1.5"#, Column::FileLength, "null", r#""file_length":1.5"#),
            (r#""file_length":true"#, Column::FileLength, "null", r#""file_length":true"#),
            (r#""file_length":null"#, Column::FileLength, "null", ""),
            (r#""length":2147483647"#, Column::DurationS, "2147483647", ""),
            (r#""length":2147483648"#, Column::DurationS, "null", r#""length":2147483648"#),
            (r#""length":"-2147483648""#, Column::DurationS, "-2147483648", ""),
            (
                r#""combineLevel":{"x":1}"#,
                Column::CombineLevel,
                "null",
                r#""combineLevel":{"x":1}"#,
            ),
        ],
        Secrets::Withheld,
    );
}

#[test]
fn degrees_are_finite_numbers_in_the_syntax_of_json() {
    check_bodies(
        &[
            (r#""lat":39.90743000000001"#, Column::Lat, "39.90743000000001", ""),
            (r#""lat":"116.39770507812501""#, Column::Lat, "116.39770507812501", ""),
            (r#""lat":"1e2""#, Column::Lat, "100.0", ""),
            (r#""lng":-0"#, Column::Lng, "-0.0", ""),
            (r#""lng":1000"#, Column::Lng, "1000.0", ""),
            (r#""lng":1e400"#, Column::Lng, "null", r#""lng":1e400"#),
            (r#""lng":"inf""#, Column::Lng, "null", r#""lng":"inf""#),
            (r#""lng":"NaN""#, Column::Lng, "null", r#""lng":"NaN""#),
            (r#""lng":"+1""#, Column::Lng, "null", r#""lng":"+1""#),
            (r#""lng":" 1""#, Column::Lng, "null", r#""lng":" 1""#),
            (r#""lng":"1.""#, Column::Lng, "null", r#""lng":"1.""#),
            (r#""lng":"""#, Column::Lng, "null", r#""lng":"""#),
            (r#""lng":[1]"#, Column::Lng, "null", r#""lng":[1]"#),
        ],
        Secrets::Withheld,
    );
}

#[test]
fn text_is_text_and_all_else_is_kept() {
    check_bodies(
        &[
            (r#""msg":"""#, Column::Text, r#""""#, ""),
            (r#""msg":"a\n\u4f60\ud83d\ude00""#, Column::Text, "\"a\\n你😀\"", ""),
            (r#""msg":"\ud800""#, Column::Text, "null", r#""msg":"\ud800""#),
            (r#""msg":"\ude00\ud83d""#, Column::Text, "null", r#""msg":"\ude00\ud83d""#),
            (r#""msg":true"#, Column::Text, "null", r#""msg":true"#),
            (r#""msg": [1, "2"] "#, Column::Text, "null", r#""msg":[1, "2"]"#),
            (r#""msg":null"#, Column::Text, "null", ""),
            (r#""m\u0073g":"a""#, Column::Text, r#""a""#, ""),
            (r#""m\u0073g":7"#, Column::Text, "null", r#""m\u0073g":7"#),
            (r#""MSG":"a""#, Column::Text, "null", r#""MSG":"a""#),
            // Columns go by key, whatever the type.
            (r#""type":"cmd","msg":"a""#, Column::Text, r#""a""#, ""),
            (r#""type":"txt","action":"a""#, Column::CmdAction, r#""a""#, ""),
            (r#""thumbFilename":"a""#, Column::ThumbFilename, r#""a""#, ""),
            (r#""file_name":"a""#, Column::Filename, "null", r#""file_name":"a""#),
        ],
        Secrets::Withheld,
    );
}

#[test]
fn sizes_are_taken_apart_and_what_is_left_is_kept() {
    check_bodies(
        &[
            (r#""size":{"width":1,"height":2}"#, Column::Width, "1", ""),
            (r#""size":{"height":"2"}"#, Column::Height, "2", ""),
            (r#""size":{}"#, Column::Width, "null", ""),
            (r#""size":null"#, Column::Width, "null", ""),
            (r#""size":{"width":null}"#, Column::Width, "null", ""),
            (
                r#""size":{"width":1.5,"z":{}}"#,
                Column::Width,
                "null",
                r#""size":{"width":1.5,"z":{}}"#,
            ),
            (r#""size":{"z":1,"width":1},"y":2"#, Column::Width, "1", r#""y":2,"size":{"z":1}"#),
            (r#""size":"1x2""#, Column::Width, "null", r#""size":"1x2""#),
            (r#""size":[1,2]"#, Column::Height, "null", r#""size":[1,2]"#),
        ],
        Secrets::Withheld,
    );
}

#[test]
fn combined_messages_are_known_by_their_sub_type() {
    check_bodies(
        &[
            (
                r#""type":"txt","subType":"sub_combine""#,
                Column::BodyType,
                r#""combine""#,
                r#""type":"txt""#,
            ),
            (r#""subType":"sub_combine""#, Column::BodyType, r#""combine""#, ""),
            (r#""subType":"sub_\u0063ombine""#, Column::BodyType, r#""combine""#, ""),
            (r#""type":"combine""#, Column::BodyType, r#""combine""#, r#""type":"combine""#),
            (
                r#""type":"combine","subType":"sub_combine""#,
                Column::BodyType,
                r#""combine""#,
                r#""type":"combine","subType":"sub_combine""#,
            ),
            (
                r#""type":7,"subType":"sub_combine""#,
                Column::BodyType,
                r#""combine""#,
                r#""type":7"#,
            ),
            (
                r#""type":"txt","subType":"other""#,
                Column::BodyType,
                r#""txt""#,
                r#""subType":"other""#,
            ),
            (r#""type":"txt","subType":null"#, Column::BodyType, r#""txt""#, ""),
            (r#""type":"red_packet""#, Column::BodyType, r#""red_packet""#, ""),
            (r#""type":null"#, Column::BodyType, "null", ""),
        ],
        Secrets::Withheld,
    );
    let kind = |members: &str| {
        let record = body(members);
        let kind =
            record.as_record().bodies().next().map(|body| body.body_type() == BodyType::Combine);
        kind == Some(true)
    };
    assert!(kind(r#""subType":"sub_combine""#) && !kind(r#""type":"txt""#));
}

#[test]
fn custom_extensions_are_verbatim_and_the_newer_key_gives_way() {
    check_bodies(
        &[
            (r#""customExts":{ "a" : 1.0 }"#, Column::CustomExts, r#"{ "a" : 1.0 }"#, ""),
            (r#""customExts":[{"a":"\ud800"}]"#, Column::CustomExts, r#"[{"a":"\ud800"}]"#, ""),
            (r#""customExts":"text""#, Column::CustomExts, r#""text""#, ""),
            (r#""v2:customExts":{"b":2}"#, Column::CustomExts, r#"{"b":2}"#, ""),
            (
                r#""v2:customExts":{"b":2},"customExts":{"a":1}"#,
                Column::CustomExts,
                r#"{"a":1}"#,
                r#""v2:customExts":{"b":2}"#,
            ),
            (r#""customExts":null,"v2:customExts":{"b":2}"#, Column::CustomExts, r#"{"b":2}"#, ""),
            (r#""customExts":null,"v2:customExts":null"#, Column::CustomExts, "null", ""),
            (r#""customExts":{}"#, Column::CustomExts, "{}", ""),
        ],
        Secrets::Withheld,
    );
}

#[test]
fn every_message_is_at_least_one_row() {
    for (members, count, indexes, extra) in [
        (r#""x":1"#, "0", &["0"][..], r#"{"message":{"x":1}}"#),
        (r#""payload":{}"#, "0", &["0"], "null"),
        (r#""payload":null"#, "0", &["0"], "null"),
        (r#""payload":"p""#, "0", &["0"], r#"{"message":{"payload":"p"}}"#),
        (r#""payload":{"bodies":[]}"#, "0", &["0"], "null"),
        (r#""payload":{"bodies":null}"#, "0", &["0"], "null"),
        (r#""payload":{"bodies":{"a":1}}"#, "0", &["0"], r#"{"payload":{"bodies":{"a":1}}}"#),
        (r#""payload":{"bodies":[{},{}]}"#, "2", &["0", "1"], "null"),
        (r#""payload":{"bodies":[{}],"ext":null}"#, "1", &["0"], "null"),
        (r#""payload":{"bodies":["b"]}"#, "1", &["0"], r#"{"body":"b"}"#),
        (r#""payload":{"bodies":[null]}"#, "1", &["0"], r#"{"body":null}"#),
        (r#""payload":{"bodies":[[{"msg":"a"}]]}"#, "1", &["0"], r#"{"body":[{"msg":"a"}]}"#),
    ] {
        let record = message(members).unwrap();
        let told = |name| column(&record, name, Secrets::Withheld);
        assert_eq!(told(Column::BodyIndex), indexes, "{members}");
        assert!(told(Column::BodyCount).iter().all(|n| n == count), "{members}");
        assert!(told(Column::Extra).iter().all(|told| told == extra), "{members}");
    }
}
