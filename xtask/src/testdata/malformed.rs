//! Files that are damaged, hostile or only unusual.

mod framing;
mod gzip;
mod lines;
mod unicode;

use std::io;

use super::Sample;
use super::expected::Expected;

pub(super) fn samples() -> io::Result<Vec<Sample>> {
    let mut samples = gzip::samples()?;
    samples.extend(framing::samples());
    samples.extend(lines::samples());
    samples.extend(unicode::samples());
    Ok(samples)
}

fn sample(name: &str, shows: &str, expected: Expected, bytes: impl Into<Vec<u8>>) -> Sample {
    Sample {
        path: format!("malformed/{name}"),
        bytes: bytes.into(),
        shows: shows.to_owned(),
        expected,
    }
}

/// A good record, the `number`-th of its file, without a line feed.
fn record(number: u64) -> String {
    let id = 539_805_344_897_728_531 + 104_729 * number;
    let at_ms = 1_543_280_400_123 + 1_000 * number;
    format!(
        r#"{{"msg_id":"{id}","timestamp":{at_ms},"direction":"outgoing","to":"lihua","from":"wangming","chat_type":"chat","payload":{{"bodies":[{{"msg":"第{number}条","type":"txt"}}],"ext":{{}},"from":"wangming","to":"lihua"}}}}"#
    )
}

/// So many good records, a line each.
fn lines(count: u64) -> String {
    (0..count).map(|number| record(number) + "\n").collect()
}
