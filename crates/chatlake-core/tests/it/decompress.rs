//! gzip, zstd and plain bytes, whole, padded, cut off and damaged.

mod damaged;
mod whole;

use std::io::Write;

use chatlake_core::{BytesSource, Limits};
use flate2::write::GzEncoder;
use flate2::{Compression, GzBuilder};

use crate::reading::{Report, read_with};

/// Two records on two lines.
const LINES: &str = "{\"msg_id\":\"1\"}\n{\"msg_id\":\"2\",\"x\":\"yyyyyyyyyyyyyyyyyyyyyyyy\"}\n";

fn gzip(plain: impl AsRef<[u8]>) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(plain.as_ref()).unwrap();
    encoder.finish().unwrap()
}

/// A member with everything a header can hold.
fn gzip_with_header(plain: &str) -> Vec<u8> {
    let builder = GzBuilder::new().filename("a name").comment("a comment").extra(vec![1; 300]);
    let mut encoder = builder.mtime(17).write(Vec::new(), Compression::best());
    encoder.write_all(plain.as_bytes()).unwrap();
    let mut member = encoder.finish().unwrap();
    // FHCRC, and the lower half of the CRC32 of the header behind it.
    member[3] |= 2;
    let header_len = 10 + 2 + 300 + "a name".len() + 1 + "a comment".len() + 1;
    let mut crc = flate2::Crc::new();
    crc.update(&member[..header_len]);
    let crc = (crc.sum() as u16).to_le_bytes();
    member.splice(header_len..header_len, crc);
    member
}

fn zstd(plain: &str) -> Vec<u8> {
    let mut encoder = zstd::Encoder::new(Vec::new(), 1).unwrap();
    encoder.include_checksum(true).unwrap();
    encoder.write_all(plain.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

/// A frame that holds no data, as zstd has them.
fn skippable(n_bytes: u8) -> Vec<u8> {
    [&[0x50, 0x2a, 0x4d, 0x18, n_bytes, 0, 0, 0][..], &vec![7; n_bytes.into()]].concat()
}

fn read_named(name: &str, bytes: &[u8]) -> Report {
    read_with(&BytesSource::new(name, bytes), Limits::default(), 1 << 20, None)
}

fn records(report: &Report) -> Vec<String> {
    report.raws()
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::to_owned).collect()
}
