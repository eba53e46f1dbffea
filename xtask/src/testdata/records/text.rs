//! Text that is hard to carry.

use super::Row;
use super::Shape::Body;

pub(super) const ROWS: &[Row] = &[
    Row::new("text_empty", "Empty text is not null.", Body(r#"{"msg":"","type":"txt"}"#)),
    Row::new(
        "text_emoji",
        "Emoji of several code points: family, skin tone, flag, keycap.",
        Body(r#"{"msg":"👨‍👩‍👧‍👦👍🏽🇨🇳1️⃣🏳️‍🌈","type":"txt"}"#),
    ),
    Row::new(
        "text_escapes",
        "Every escape that JSON has.",
        Body(r#"{"msg":"\"\\\/\b\f\n\r\t\u4f60\ud83d\ude00\u00E9","type":"txt"}"#),
    ),
    Row::new("text_nul", "An escaped NUL in a text.", Body(r#"{"msg":"a\u0000b","type":"txt"}"#)),
    Row::new(
        "text_lone_surrogate",
        "Half a character: null in the column, the escape in `extra`.",
        Body(r#"{"msg":"half \ud83d","filename":"\ude00.png","type":"txt"}"#),
    ),
    Row::new(
        "text_line_separators",
        "U+2028, U+2029 and U+0085 do not end a line.",
        Body("{\"msg\":\"a\u{2028}b\u{2029}c\u{85}d\",\"type\":\"txt\"}"),
    ),
    Row::new(
        "text_right_to_left",
        "Hebrew, Arabic, marks and an override.",
        Body("{\"msg\":\"שלום مرحبا \u{200f}x\u{202e}abc\u{202c}\",\"type\":\"txt\"}"),
    ),
    Row::new(
        "text_combining",
        "The same letter composed and decomposed: not made equal.",
        Body("{\"msg\":\"\u{e9} e\u{301} \u{fb01} \u{ac00} \u{1100}\u{1161}\",\"type\":\"txt\"}"),
    ),
    Row::new(
        "text_noncharacters",
        "U+FFFD as such, U+FEFF inside, U+FFFF, a private one, DEL.",
        Body("{\"msg\":\"\u{fffd}\u{feff}\u{ffff}\u{e000}\u{10ffff}\u{7f}\",\"type\":\"txt\"}"),
    ),
    Row::new(
        "text_formula",
        "What a spreadsheet would run, and the guard's own sign.",
        Body(
            r#"{"msg":"=HYPERLINK(\"http://x.example\")","title":"'=1","summary":"@SUM(A1)","addr":"-1","filename":"\tx","type":"txt"}"#,
        ),
    ),
    Row::new(
        "text_csv",
        "Quotes, commas and both kinds of line end.",
        Body(r#"{"msg":"a,\"b\"\r\nc\nd\re","filename":"\"","type":"txt"}"#),
    ),
    Row::new(
        "text_rare_han",
        "Characters beyond the basic plane.",
        Body(r#"{"msg":"𠮷野家 𪚥 㐂","type":"txt"}"#),
    ),
    Row::new(
        "text_spaces",
        "White space around text stays.",
        Body("{\"msg\":\" \\t\u{3000}x\u{a0} \",\"type\":\"txt\"}"),
    ),
    Row::new(
        "text_null_word",
        "Words that look like nulls and numbers.",
        Body(
            r#"{"msg":"NULL","title":"null","summary":"\\N","filename":"NaN","addr":"0012","type":"txt"}"#,
        ),
    ),
];
