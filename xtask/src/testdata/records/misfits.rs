//! Values of a type that their column does not take: null there, kept in `extra`.

use super::Row;
use super::Shape::{Body, Whole};

pub(super) const ROWS: &[Row] = &[
    Row::new("msg_number", "`msg` is a number.", Body(r#"{"msg":5,"type":"txt"}"#)),
    Row::new("msg_object", "`msg` is an object.", Body(r#"{"msg":{"a":"b"},"type":"txt"}"#)),
    Row::new("type_bool", "`type` is a bool.", Body(r#"{"msg":"hi","type":true}"#)),
    Row::new(
        "url_array",
        "`url` is an array, and a secret is still kept out of `extra`.",
        Body(r#"{"url":["a","b"],"secret":"c2VjcmV0","type":"file"}"#),
    ),
    Row::new(
        "secret_number",
        "A secret that is not text is in no column and not in `extra` either.",
        Body(r#"{"secret":123456,"thumb_secret":{"a":1},"type":"img"}"#),
    ),
    Row::new(
        "file_length_text",
        "`12k` is not a number of bytes.",
        Body(r#"{"file_length":"12k","type":"file"}"#),
    ),
    Row::new(
        "file_length_fraction",
        "Nor is a fraction.",
        Body(r#"{"file_length":1.5,"type":"file"}"#),
    ),
    Row::new(
        "file_length_too_large",
        "Beyond 64 bits.",
        Body(r#"{"file_length":9223372036854775808,"type":"file"}"#),
    ),
    Row::new(
        "duration_too_large",
        "Beyond 32 bits.",
        Body(r#"{"length":2147483648,"type":"audio"}"#),
    ),
    Row::new("size_not_object", "`size` is text.", Body(r#"{"size":"1080x1440","type":"img"}"#)),
    Row::new(
        "size_partial",
        "Only a width, and a key that nobody knows.",
        Body(r#"{"size":{"width":1080,"unit":"px"},"type":"img"}"#),
    ),
    Row::new(
        "lat_text",
        "A latitude in words.",
        Body(r#"{"addr":"x","lat":"north","lng":"NaN","type":"loc"}"#),
    ),
    Row::new(
        "lat_infinite",
        "A latitude that no double holds.",
        Body(r#"{"addr":"x","lat":1e999,"lng":"inf","type":"loc"}"#),
    ),
    Row::new(
        "lat_not_json",
        "Numbers in a string that JSON would not write.",
        Body(r#"{"addr":"x","lat":"+1.0","lng":"01.5","type":"loc"}"#),
    ),
    Row::new(
        "envelope_misfits",
        "The same in the envelope.",
        Whole(
            r#"{"msg_id":"@ID","timestamp":1543280400123,"direction":1,"to":["lihua"],"from":{"u":"wangming"},"chat_type":false,"payload":{"bodies":[],"to":0}}"#,
        ),
    ),
];
