//! zstd frames of raw blocks (RFC 8878): no compressor, no version.

/// One frame that holds `data`, of less than 128 KiB.
pub(super) fn frame(data: &[u8]) -> Vec<u8> {
    // Magic number; descriptor: single segment, content size of four bytes, no checksum.
    let mut out = vec![0x28, 0xb5, 0x2f, 0xfd, 0b1010_0000];
    let size = data.len() as u32;
    out.extend_from_slice(&size.to_le_bytes());
    // Block header: last block, type raw, size in the upper 21 of 24 bits.
    out.extend_from_slice(&((size << 3) | 1).to_le_bytes()[..3]);
    out.extend_from_slice(data);
    out
}

/// A skippable frame, which readers pass over.
pub(super) fn skippable(note: &[u8]) -> Vec<u8> {
    let mut out = vec![0x50, 0x2a, 0x4d, 0x18];
    out.extend_from_slice(&(note.len() as u32).to_le_bytes());
    out.extend_from_slice(note);
    out
}
