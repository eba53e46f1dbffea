//! How an input is packed.

use std::io::{self, Read, Write};

use flate2::Compression;
use flate2::write::GzEncoder;

use super::content::{Part, reader};

/// How an input is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Packing {
    /// gzip, in members of some megabytes where it is long.
    Gzip,
    /// gzip in one member, however long.
    OneMember,
    /// One zstd frame of runs of the first byte of each part, with a window of 128 MiB.
    Zstd,
    /// It says itself what its bytes are.
    AsItIs,
}

impl Packing {
    pub(super) fn extension(self) -> &'static str {
        match self {
            Packing::Gzip | Packing::OneMember | Packing::AsItIs => "gz",
            Packing::Zstd => "zst",
        }
    }

    pub(super) fn write(self, parts: &[Part], out: &mut dyn Write) -> io::Result<()> {
        match self {
            Packing::AsItIs => io::copy(&mut reader(parts), out).map(|_| ()),
            Packing::OneMember => {
                let mut member = GzEncoder::new(out, Compression::default());
                io::copy(&mut reader(parts), &mut member)?;
                member.finish().map(|_| ())
            }
            Packing::Gzip => parts.iter().try_for_each(|part| members(*part, out)),
            Packing::Zstd => zstd_runs(parts, out),
        }
    }
}

const MEMBER: u64 = 64 << 20;

/// A part in members. What is the same in each is compressed once.
fn members(part: Part, out: &mut dyn Write) -> io::Result<()> {
    let Part::Same(bytes, n) = part else {
        return Packing::OneMember.write(&[part], out);
    };
    let n_in_member = (MEMBER / bytes.len() as u64).max(1);
    let mut member = Vec::new();
    if n >= n_in_member {
        Packing::OneMember.write(&[Part::Same(bytes, n_in_member)], &mut member)?;
    }
    for _ in 0..n / n_in_member {
        out.write_all(&member)?;
    }
    Packing::OneMember.write(&[Part::Same(bytes, n % n_in_member)], out)
}

/// A frame of RFC 8878: no compressor makes such runs of such a window.
fn zstd_runs(parts: &[Part], out: &mut dyn Write) -> io::Result<()> {
    const BLOCK: u64 = 128 << 10;
    // Magic number; descriptor: no content size, no checksum; window of 2^(10 + 17).
    out.write_all(&[0x28, 0xb5, 0x2f, 0xfd, 0, 17 << 3])?;
    // Block header: type in two bits, size in the upper 21 of 24.
    let mut block = |size: u64, kind: u64, last: u64, content: &[u8]| {
        out.write_all(&((size << 3) | (kind << 1) | last).to_le_bytes()[..3])?;
        out.write_all(content)
    };
    for part in parts {
        match part {
            Part::Same(bytes @ [_], n) => {
                (0..*n / BLOCK).try_for_each(|_| block(BLOCK, 1, 0, bytes))?;
                block(*n % BLOCK, 1, 0, bytes)?;
            }
            part => {
                let mut bytes = Vec::new();
                part.reader().read_to_end(&mut bytes)?;
                for chunk in bytes.chunks(BLOCK as usize) {
                    block(chunk.len() as u64, 0, 0, chunk)?;
                }
            }
        }
    }
    block(0, 0, 1, &[])
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use chatlake_core::{BytesSource, Expander, Limits};
    use flate2::read::MultiGzDecoder;

    use super::*;

    const PARTS: [Part; 3] =
        [Part::Same(b"x", 300_000), Part::Same(b"{}\n", 7), Part::Each(3, |_, out| out.push(b'y'))];

    fn packed(packing: Packing) -> Vec<u8> {
        let mut out = Vec::new();
        packing.write(&PARTS, &mut out).unwrap();
        out
    }

    fn plain() -> Vec<u8> {
        packed(Packing::AsItIs)
    }

    #[test]
    fn gzip_holds_the_parts() {
        for packing in [Packing::Gzip, Packing::OneMember] {
            let mut expanded = Vec::new();
            MultiGzDecoder::new(&*packed(packing)).read_to_end(&mut expanded).unwrap();
            assert!(expanded == plain(), "{packing:?}");
        }
    }

    #[test]
    fn long_parts_are_in_members_of_the_same_bytes() {
        let mut out = Vec::new();
        Packing::Gzip.write(&[Part::Same(b"ab", 100 << 20)], &mut out).unwrap();
        let n = io::copy(&mut MultiGzDecoder::new(&*out), &mut io::sink()).unwrap();
        assert_eq!(n, 200 << 20);
    }

    #[test]
    fn zstd_holds_the_parts() {
        let limits = Limits { max_ratio: u64::MAX, ..Limits::default() };
        let source = BytesSource::new("a.zst", packed(Packing::Zstd));
        let mut expander = Expander::open(&source, limits).unwrap();
        let (mut expanded, mut buffer) = (Vec::new(), [0; 4096]);
        loop {
            match expander.read(&mut buffer).unwrap() {
                0 => break,
                n => expanded.extend_from_slice(&buffer[..n]),
            }
        }
        assert!(expanded == plain());
    }
}
