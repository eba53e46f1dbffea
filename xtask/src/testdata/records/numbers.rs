//! Numbers and times that are read although they are written oddly, and those that are not.

use super::Row;
use super::Shape::{Body, Whole};

pub(super) const ROWS: &[Row] = &[
    Row::new(
        "file_length_string",
        "Digits in a string are a number.",
        Body(r#"{"file_length":"214365","type":"file"}"#),
    ),
    Row::new(
        "file_length_negative",
        "Negative ones are kept.",
        Body(r#"{"file_length":-1,"length":"-1","type":"file"}"#),
    ),
    Row::new(
        "file_length_whole_float",
        "Whole numbers, however written.",
        Body(r#"{"file_length":1e3,"length":12.0,"type":"file"}"#),
    ),
    Row::new(
        "file_length_at_the_limit",
        "The largest that fits.",
        Body(r#"{"file_length":9223372036854775807,"length":2147483647,"type":"file"}"#),
    ),
    Row::new(
        "lat_out_of_range",
        "Degrees that are no degrees are kept.",
        Body(r#"{"addr":"x","lat":91.5,"lng":-1000,"type":"loc"}"#),
    ),
    Row::new(
        "lat_exponent",
        "Degrees with an exponent, as number and as string.",
        Body(r#"{"addr":"x","lat":3.02e1,"lng":"1.2E+2","type":"loc"}"#),
    ),
    Row::new(
        "timestamp_string",
        "A timestamp in a string.",
        Whole(r#"{"msg_id":"@ID","timestamp":"1543280400123"}"#),
    ),
    Row::new(
        "timestamp_whole_float",
        "`1543280400123.0` is exact.",
        Whole(r#"{"msg_id":"@ID","timestamp":1543280400123.0}"#),
    ),
    Row::new(
        "timestamp_exponent",
        "`1.5e12` is exact: 2017-07-14T02:40:00Z.",
        Whole(r#"{"msg_id":"@ID","timestamp":1.5e12}"#),
    ),
    Row::new(
        "timestamp_absent",
        "No timestamp is null.",
        Whole(r#"{"msg_id":"@ID","chat_type":"chat"}"#),
    ),
    Row::new(
        "timestamp_seconds",
        "Seconds in place of milliseconds: January 1970, suspect.",
        Whole(r#"{"msg_id":"@ID","timestamp":1543280400}"#),
    )
    .warned(),
    Row::new(
        "timestamp_negative",
        "Before 1970, suspect.",
        Whole(r#"{"msg_id":"@ID","timestamp":"-1"}"#),
    )
    .warned(),
    Row::new(
        "timestamp_far",
        "The last millisecond of microseconds in 64 bits, suspect.",
        Whole(r#"{"msg_id":"@ID","timestamp":9223372036854775}"#),
    )
    .warned(),
    Row::new(
        "timestamp_too_far",
        "One more: a reject.",
        Whole(r#"{"msg_id":"@ID","timestamp":9223372036854776}"#),
    )
    .rejected(),
    Row::new(
        "timestamp_fraction",
        "A fraction of a millisecond: a reject.",
        Whole(r#"{"msg_id":"@ID","timestamp":1543280400123.5}"#),
    )
    .rejected(),
    Row::new(
        "timestamp_float_string",
        "A string takes digits only: a reject.",
        Whole(r#"{"msg_id":"@ID","timestamp":"1543280400123.0"}"#),
    )
    .rejected(),
];
