//! What can be wrong below the records: members, checksums, magic bytes.

use std::io::{self, Write};

use super::super::Sample;
use super::super::expected::{Exit, Expected};
use super::super::gzip_stored::{HEADER, member, member_with_all_fields};
use super::super::zstd_raw;
use super::{lines, record, sample};

pub(super) fn samples() -> io::Result<Vec<Sample>> {
    let three = lines(3);
    let whole = member(three.as_bytes());
    let flipped = |from_end: usize| {
        let mut bytes = whole.clone();
        let at = bytes.len() - from_end;
        bytes[at] ^= 0x55;
        bytes
    };
    let first = member(lines(2).as_bytes());
    let (damaged, fine) = (Expected::damaged, Expected::fine);
    let mut samples = vec![
        sample(
            "truncated.gz",
            "Ends inside its second record. `--salvage` gives 1 record.",
            damaged(),
            &whole[..HEADER.len() + 5 + record(0).len() + 100],
        ),
        sample(
            "no_trailer.gz",
            "Ends after its last record, before the trailer. `--salvage` gives 3 records.",
            damaged(),
            &whole[..whole.len() - 8],
        ),
        sample("bad_crc.gz", "The checksum is wrong.", damaged(), flipped(8)),
        sample("bad_isize.gz", "The length in the trailer is wrong.", damaged(), flipped(4)),
        sample(
            "bad_content.gz",
            "A byte of a record has changed: only the checksum tells.",
            damaged(),
            flipped(60),
        ),
        sample(
            "bad_method.gz",
            "A compression method that does not exist.",
            damaged(),
            [&[0x1f, 0x8b, 7][..], &whole[3..]].concat(),
        ),
        sample("header_only.gz", "A header and nothing after it.", damaged(), HEADER),
        sample("header_torn.gz", "Half a header.", damaged(), &HEADER[..6]),
        sample(
            "second_member_bad_block.gz",
            "The second member has a block of the reserved type. `--salvage` gives the 2 records of the first.",
            damaged(),
            [&first[..], &HEADER, &[0b111, 0, 0, 0, 0]].concat(),
        ),
        sample(
            "second_member_bad_crc.gz",
            "The checksum of the second member is wrong. `--salvage` gives the 2 records of the first.",
            damaged(),
            [&first[..], &flipped(8)].concat(),
        ),
        sample(
            "second_member_torn.gz",
            "The second member ends in its header. `--salvage` gives 2 records.",
            damaged(),
            [&first[..], &HEADER[..5]].concat(),
        ),
        sample(
            "zero_bytes.gz",
            "0 bytes: not an export of an empty hour, which is a gzip of nothing.",
            damaged(),
            [],
        ),
        sample("not_gzip.gz", "Text.", damaged(), "This is not a gzip file.\n"),
        sample(
            "storage_error.gz",
            "The answer of a storage service, saved as if it were the file.",
            damaged(),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error>\n  <Code>AccessDenied</Code>\n  <Message>Request has expired.</Message>\n</Error>\n",
        ),
        sample(
            "plain.gz",
            "Records that are not compressed: read, with a warning.",
            Expected::warned(3),
            three.as_bytes(),
        ),
        sample(
            "trailing_garbage.gz",
            "17 bytes after the last member: all records kept, trailing_bytes 17.",
            Expected::warned(3),
            [&whole[..], b"this is not gzip\n"].concat(),
        ),
        sample(
            "nul_padding.gz",
            "1024 NUL bytes after the last member.",
            fine(3),
            [&whole[..], &[0; 1024]].concat(),
        ),
        sample(
            "multi_member.gz",
            "Three members, cut inside records.",
            fine(3),
            three.as_bytes().chunks(250).flat_map(member).collect::<Vec<u8>>(),
        ),
        sample(
            "empty_members.gz",
            "Members of nothing before, between and after.",
            fine(3),
            [
                member(b""),
                member(&three.as_bytes()[..200]),
                member(b""),
                member(&three.as_bytes()[200..]),
                member(b""),
            ]
            .concat(),
        ),
        sample(
            "header_fields.gz",
            "A header with extra field, name, comment and checksum.",
            fine(3),
            member_with_all_fields(three.as_bytes()),
        ),
        sample("nothing.gz", "The gzip of nothing.", fine(0), member(b"")),
        sample("gzip_in_gzip.gz", "Compressed twice.", Expected::refused(), member(&whole)),
        sample(
            "html_error.gz",
            "An error page, compressed: a line that is not a record.",
            Expected::rejects(1, 0),
            member(b"<html><head><title>502 Bad Gateway</title></head><body>502</body></html>\n"),
        ),
        sample("bomb.gz", "4 MiB of line feeds in 4 KB: `--max-ratio`.", damaged(), bomb()?),
        sample("zstd.jsonl.zst", "zstd.", fine(3), zstd_raw::frame(three.as_bytes())),
        sample(
            "zstd_frames.jsonl.zst",
            "Two frames cut inside a record, a skippable one between.",
            fine(3),
            [
                zstd_raw::frame(&three.as_bytes()[..200]),
                zstd_raw::skippable(b"note"),
                zstd_raw::frame(&three.as_bytes()[200..]),
            ]
            .concat(),
        ),
        sample(
            "zstd_named.gz",
            "zstd under the name of gzip: told by its magic bytes.",
            fine(3),
            zstd_raw::frame(three.as_bytes()),
        ),
        sample("gzip_named.jsonl", "gzip under the name of text.", fine(3), &whole[..]),
        sample(
            "zstd_truncated.jsonl.zst",
            "zstd that ends early.",
            damaged(),
            &zstd_raw::frame(three.as_bytes())[..300],
        ),
        sample(
            "many_rows.gz",
            "A message of 1000 bodies and one of none.",
            many_rows(),
            member(bodies_by_the_thousand().as_bytes()),
        ),
    ];
    samples.push(sample(
        "trailing_plain.gz",
        "A member with plain records after it: they are not read, and counted as trailing bytes.",
        Expected::warned(3),
        [&whole[..], three.as_bytes()].concat(),
    ));
    Ok(samples)
}

fn bomb() -> io::Result<Vec<u8>> {
    let mut out = chatlake_sim::corpus::gzip(Vec::new(), 9);
    for _ in 0..4096 {
        out.write_all(&[b'\n'; 1024])?;
    }
    out.finish()
}

fn many_rows() -> Expected {
    Expected { exit: Exit::Fine, records: 2, rows: 1_001, ..Expected::default() }
}

fn bodies_by_the_thousand() -> String {
    let bodies: Vec<_> =
        (0..1000).map(|number| format!(r#"{{"msg":"{number}","type":"txt"}}"#)).collect();
    let bodies = bodies.join(",");
    format!(
        "{{\"msg_id\":\"1\",\"payload\":{{\"bodies\":[{bodies}]}}}}\n{{\"msg_id\":\"2\",\"payload\":{{\"bodies\":[]}}}}\n"
    )
}
