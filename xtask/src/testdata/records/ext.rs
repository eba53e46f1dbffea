//! `ext`: its bytes are kept whatever they are, as long as they are JSON.

use super::Row;
use super::Shape::{Ext, Payload};

pub(super) const ROWS: &[Row] = &[
    Row::new("ext_empty", "An empty object is a value.", Ext("{}")),
    Row::new("ext_null", "Null is null.", Ext("null")),
    Row::new("ext_absent", "No `ext`.", Payload(r#"{"bodies":[{"msg":"hi","type":"txt"}]}"#)),
    Row::new("ext_not_object", "Not an object: kept all the same.", Ext(r#"["a", 1]"#)),
    Row::new("ext_white_space", "White space inside stays.", Ext("{ \"a\" :\t[ 1 , 2 ] }")),
    Row::new(
        "ext_big_numbers",
        "Integers beyond 64 bits, more digits than a double has.",
        Ext(
            r#"{"id":123456789012345678901234567890,"neg":-9223372036854775809,"pi":3.14159265358979323846264338327950288}"#,
        ),
    ),
    Row::new(
        "ext_huge_exponent",
        "A number no double can hold.",
        Ext(r#"{"big":1e999999,"tiny":1E-999999,"zero":-0.0}"#),
    ),
    Row::new(
        "ext_duplicate_keys",
        "Duplicate keys inside are kept.",
        Ext(r#"{"k":"first","k":"second"}"#),
    ),
    Row::new(
        "ext_escaped_keys",
        "Keys with escapes, empty keys.",
        Ext(r#"{"":"","a\"b":"\\","\u4f60":"\u597d","tab\t":"\/"}"#),
    ),
    Row::new(
        "ext_lone_surrogate",
        "Lone surrogate escapes stay as they are written.",
        Ext(r#"{"half":"\ud83d","other":"\udc68\ud83d","\ud800":1}"#),
    ),
    Row::new("ext_nul", "An escaped NUL.", Ext(r#"{"nul":"a\u0000b"}"#)),
    Row::new(
        "ext_looks_like_a_record",
        "Keys of a record inside `ext` mean nothing.",
        Ext(
            r#"{"msg_id":"fake","timestamp":"x","payload":{"bodies":[{"type":"txt","msg":"inside"}]},"from":"nobody"}"#,
        ),
    ),
    Row::new(
        "ext_json_in_a_string",
        "JSON in a string in JSON.",
        Ext(r#"{"json":"{\"orderId\":42,\"items\":[{\"n\":\"a\\\\b\"}]}"}"#),
    ),
    Row::new(
        "ext_deep",
        "As deep as allowed by default: the innermost container is number 128.",
        Ext(r#"{"a":@DEEP}"#),
    ),
    Row::new(
        "ext_vendor_keys",
        "Keys of the platform's own kits.",
        Ext(
            r#"{"weichat":{"originType":"webim","agent":null,"visitor":{"userNickname":"小明","tags":["vip"]}},"em_apns_ext":{"em_push_title":"小明","em_push_badge":1},"em_ignore_notification":false,"ease_chat_uikit_user_info":{"nickname":"小明🌿","avatarURL":"https:\/\/img.example.com\/a.png"}}"#,
        ),
    ),
];
