//! Bodies without a file: text, places, commands and types that nobody documents.

use super::super::json::Object;
use super::super::rng::Rng;
use super::super::text;
use super::OTHER_TYPES;

pub(super) fn txt(body: &mut Object<'_>, text: &mut String, rng: &mut Rng) {
    text::message(text, rng);
    if rng.percent(88) {
        body.text("msg", text);
        body.text("type", "txt");
    } else {
        body.text("type", "txt");
        body.text("msg", text);
    }
    if rng.chance(4_000) {
        body.raw("targetLanguages", r#"["en","zh-Hans"]"#);
    }
}

/// Degrees are numbers or strings, with up to 17 significant digits.
pub(super) fn loc(body: &mut Object<'_>, text: &mut String, rng: &mut Rng) {
    text.clear();
    text.push_str(rng.pick(ADDRESSES));
    text.push_str(&format!("{}号", rng.between(1, 800)));
    body.text("addr", text);
    for (key, low, high) in [("lat", 18, 50), ("lng", 75, 134)] {
        let degrees = rng.between(low, high);
        let value = match rng.below(4) {
            0 => format!("{degrees}.{:06}", rng.below(1_000_000)),
            1 => format!("{degrees}.{:014}", 1 + rng.next_u64() % 99_999_999_999_999),
            2 => format!("\"{degrees}.{:06}\"", rng.below(1_000_000)),
            _ => format!("{degrees}"),
        };
        body.raw(key, &value);
    }
    body.text("type", "loc");
}

pub(super) fn cmd(body: &mut Object<'_>, rng: &mut Rng) {
    let key = if rng.percent(92) { "action" } else { "msg" };
    body.text("type", "cmd");
    body.text(key, rng.pick(ACTIONS));
}

pub(super) fn other(body: &mut Object<'_>, text: &mut String, rng: &mut Rng) {
    body.text("type", rng.pick(OTHER_TYPES));
    text.clear();
    text::push_sentence(text, rng);
    body.text("title", text);
    body.raw("options", r#"[{"id":1,"label":"A"},{"id":2,"label":"B","votes":[]}]"#);
    body.number("deadline", 1_600_000_000 + u64::from(rng.below(10_000_000)));
}

const ACTIONS: &[&str] = &[
    "typing",
    "read_ack",
    "refresh",
    "TypingBegin",
    "TypingEnd",
    "call/hangup",
    "call/invite",
    "rtcCallWithAgora",
    "gift_animation",
    "update_profile",
    "em_retrieve_dns",
    "{\"op\":\"kick\"}",
    "",
];

const ADDRESSES: &[&str] = &[
    "北京市朝阳区望京街",
    "上海市徐汇区漕溪北路",
    "深圳市南山区科苑路",
    "杭州市西湖区文三路",
    "成都市武侯区天府大道",
    "12 Harbour View Road, Level ",
    "广州市天河区体育西路",
    "未知位置",
];
