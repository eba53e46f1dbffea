//! gzip members whose bytes are the same under every version of every compressor: deflate blocks
//! of type "stored" (RFC 1951, 3.2.4) in the frame of RFC 1952.

/// ID1, ID2, CM = deflate, no flags, no time, no extra flags, unknown system.
pub(super) const HEADER: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];

/// One member that holds `data`.
pub(super) fn member(data: &[u8]) -> Vec<u8> {
    framed(&HEADER, data)
}

/// One member with every optional field of the header: extra field, name, comment, checksum.
pub(super) fn member_with_all_fields(data: &[u8]) -> Vec<u8> {
    let mut header = HEADER.to_vec();
    header[3] = 0b0001_1110;
    header.extend_from_slice(&[4, 0, b'x', b'x', 0, 0]);
    header.extend_from_slice(b"2018112709.json\0");
    header.extend_from_slice(b"an hour of messages\0");
    let check = crc32(&header) as u16;
    header.extend_from_slice(&check.to_le_bytes());
    framed(&header, data)
}

fn framed(header: &[u8], data: &[u8]) -> Vec<u8> {
    let mut out = header.to_vec();
    let mut blocks = data.chunks(0xffff).peekable();
    if blocks.peek().is_none() {
        out.extend_from_slice(&[1, 0, 0, 0xff, 0xff]);
    }
    while let Some(block) = blocks.next() {
        let length = block.len() as u16;
        out.push(u8::from(blocks.peek().is_none()));
        out.extend_from_slice(&length.to_le_bytes());
        out.extend_from_slice(&(!length).to_le_bytes());
        out.extend_from_slice(block);
    }
    out.extend_from_slice(&crc32(data).to_le_bytes());
    out.extend_from_slice(&(data.len() as u32).to_le_bytes());
    out
}

fn crc32(data: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(data);
    crc.sum()
}
