//! What people paste: JSON, paths, code, links, order slips. Rich in characters that need escapes.

use std::fmt::Write;

use super::super::rng::Rng;

/// Appends something pasted.
pub(super) fn push(text: &mut String, rng: &mut Rng) {
    let number = rng.next_u64();
    let small = rng.below(1_000);
    // Writing to a String cannot fail.
    let _ = match rng.below(8) {
        0 => write!(text, r#"{{"type":"order","id":{number},"price":"{small}.00","ok":true}}"#),
        1 => write!(text, r"C:\Users\{small}\Documents\new folder\report_{small}.docx"),
        2 => {
            write!(text, "<a href=\"https://shop.example.com/i/{small}?f=1&r={number}\">看这里</a>")
        }
        3 => write!(text, "if (a[{small}] != \"x\") {{\n\tthrow new Error('\\n');\n}}"),
        4 => write!(text, "https://m.example.com/s/{number:x}?from=app&share=1#top"),
        5 => write!(text, "【订单】\n编号:{number}\n数量:{small}\n备注:\"易碎\"/轻放\n"),
        6 => write!(text, "姓名,电话,地址\r\n\"李,四\",100{small:08},\"一路 \"\"3\"\" 号\""),
        _ => write!(text, "=SUM(A1:A{small})\u{7f}\u{8}\u{c}|a|b|"),
    };
}
