//! gzip by the letter of RFC 1952, with nothing that the product reads it with.

use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress};

/// Adds what the first member of `source` expands to to `content`, and yields what follows it;
/// none where the member is not whole, not gzip, or not what its trailer says.
pub fn gzip_member<'a>(source: &'a [u8], content: &mut Vec<u8>) -> Option<&'a [u8]> {
    let begin = content.len();
    let rest = inflated(header(source)?, content)?;
    let (trailer, rest) = rest.split_first_chunk::<8>()?;
    let [crc, length] = [&trailer[..4], &trailer[4..]]
        .map(|word| u32::from_le_bytes(word.try_into().expect("four bytes")));
    let expanded = &content[begin..];
    (crc == crc32(expanded) && length == expanded.len() as u32).then_some(rest)
}

/// What follows the header, section 2.3.
fn header(source: &[u8]) -> Option<&[u8]> {
    const HCRC: u8 = 2;
    const EXTRA: u8 = 4;
    const NAME: u8 = 8;
    const COMMENT: u8 = 16;
    const RESERVED: u8 = 0xe0;
    let (fixed, mut rest) = source.split_first_chunk::<10>()?;
    let [0x1f, 0x8b, 8, flags, ..] = *fixed else { return None };
    if flags & RESERVED != 0 {
        return None;
    }
    if flags & EXTRA != 0 {
        let (length, behind) = rest.split_first_chunk::<2>()?;
        rest = behind.get(usize::from(u16::from_le_bytes(*length))..)?;
    }
    for text in [NAME, COMMENT] {
        if flags & text != 0 {
            let end = rest.iter().position(|byte| *byte == 0)?;
            rest = &rest[end + 1..];
        }
    }
    if flags & HCRC != 0 {
        let (crc, behind) = rest.split_first_chunk::<2>()?;
        let header = &source[..source.len() - rest.len()];
        if u16::from_le_bytes(*crc) != crc32(header) as u16 {
            return None;
        }
        rest = behind;
    }
    Some(rest)
}

/// What follows a deflated stream, which is added to `content`.
fn inflated<'a>(mut source: &'a [u8], content: &mut Vec<u8>) -> Option<&'a [u8]> {
    let mut decompressor = Box::<DecompressorOxide>::default();
    // No member reaches back into the one before it.
    let mut out = vec![0; 64 << 10];
    let mut at = 0;
    loop {
        let flags = TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
        let (status, n_read, n_written) =
            decompress(&mut decompressor, source, &mut out, at, flags);
        source = &source[n_read..];
        at += n_written;
        match status {
            TINFLStatus::Done => {
                content.extend_from_slice(&out[..at]);
                return Some(source);
            }
            TINFLStatus::HasMoreOutput => out.resize(out.len() * 2, 0),
            _ => return None,
        }
    }
}

/// Section 8: a byte at a time, by a table.
fn crc32(bytes: &[u8]) -> u32 {
    const TABLE: [u32; 256] = {
        let mut table = [0; 256];
        let mut byte = 0;
        while byte < 256 {
            let mut crc = byte as u32;
            let mut bit = 0;
            while bit < 8 {
                crc = if crc & 1 == 1 { 0xedb8_8320 ^ (crc >> 1) } else { crc >> 1 };
                bit += 1;
            }
            table[byte] = crc;
            byte += 1;
        }
        table
    };
    !bytes.iter().fold(!0, |crc, byte| TABLE[usize::from(crc as u8 ^ byte)] ^ (crc >> 8))
}
