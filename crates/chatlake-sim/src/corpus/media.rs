//! Links, credentials and file names of attachments.

use super::rng::Rng;

const HOST: &str = "https://a1.easemob.com";
/// An invented organisation and app.
pub(crate) const ORG: &str = "1163201125000042";
pub(crate) const APP: &str = "plaza";

/// Replaces `text` by the address of an attachment.
pub(crate) fn url(text: &mut String, rng: &mut Rng) {
    text.clear();
    text.push_str(HOST);
    for part in [ORG, APP, "chatfiles"] {
        text.push('/');
        text.push_str(part);
    }
    text.push('/');
    push_uuid(text, rng);
}

/// Replaces `text` by a download credential: URL-safe base64.
pub(crate) fn secret(text: &mut String, rng: &mut Rng) {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    text.clear();
    for _ in 0..3 {
        let mut bits = rng.next_u64();
        for _ in 0..8 {
            text.push(char::from(ALPHABET[(bits & 63) as usize]));
            bits >>= 6;
        }
    }
}

/// Appends a version 1 UUID, as the platform's are: 8-4-4-4-12 hex digits.
pub(crate) fn push_uuid(text: &mut String, rng: &mut Rng) {
    let mut high = rng.next_u64();
    let mut low = rng.next_u64();
    for position in 0..32 {
        if matches!(position, 8 | 12 | 16 | 20) {
            text.push('-');
        }
        let bits = if position < 16 { &mut high } else { &mut low };
        let digit = if position == 12 { 1 } else { *bits & 15 };
        *bits >>= 4;
        text.push(char::from(b"0123456789abcdef"[digit as usize]));
    }
}

/// Replaces `text` by a file name with one of the `endings`.
pub(crate) fn filename(text: &mut String, endings: &[&str], rng: &mut Rng) {
    text.clear();
    match rng.weighted(&[40, 30, 15, 10, 5]) {
        0 => text.push_str(&format!("IMG_{:04}", rng.below(10_000))),
        1 => text.push_str(&format!("{}", 1_400_000_000_000 + rng.next_u64() % 300_000_000_000)),
        2 => text.push_str(rng.pick(STEMS)),
        3 => text.push_str(&format!("{}({})", rng.pick(STEMS), rng.between(1, 20))),
        _ => text.push_str("/storage/emulated/0/DCIM/Camera/shot"),
    }
    text.push_str(rng.pick(endings));
}

const STEMS: &[&str] = &[
    "微信截图",
    "合同终稿",
    "image",
    "未命名",
    "报价单 v2",
    "photo",
    "会议纪要",
    "屏幕录制",
    "😀表情",
    "final \"really\" final",
    "发票",
    "身份证正面",
    "scan0001",
    "家装效果图",
    "резюме",
    "見積書",
];
