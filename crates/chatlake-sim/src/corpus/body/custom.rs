//! Events of the app's own. Their `customExts` is an object, or an array of objects of one key.

use super::super::json::{self, Object};
use super::super::media;
use super::super::rng::Rng;
use super::super::text;

pub(super) fn custom(body: &mut Object<'_>, text: &mut String, rng: &mut Rng) {
    body.text("customEvent", rng.pick(EVENTS));
    match rng.weighted(&[40, 30, 12, 10, 8]) {
        0 => {
            let mut exts = body.object("customExts");
            for _ in 0..rng.between(1, 5) {
                entry(&mut exts, text, rng);
            }
            exts.close();
        }
        1 => array(body, text, rng),
        2 => {
            body.raw("customExts", "{}");
            let mut exts = body.object("v2:customExts");
            entry(&mut exts, text, rng);
            exts.close();
        }
        3 => {
            let mut exts = body.object("v2:customExts");
            entry(&mut exts, text, rng);
            exts.close();
        }
        _ => body.raw("customExts", rng.pick(&["[]", "{}", "null", r#"{"n":3,"b":true,"o":{}}"#])),
    }
    body.text("type", "custom");
}

fn array(body: &mut Object<'_>, text: &mut String, rng: &mut Rng) {
    let escapes = body.escapes;
    let out = body.key("customExts");
    out.push(b'[');
    for index in 0..rng.between(1, 4) {
        if index > 0 {
            out.push(b',');
        }
        let mut one = Object::open(out, escapes);
        entry(&mut one, text, rng);
        one.close();
    }
    out.push(b']');
}

fn entry(exts: &mut Object<'_>, text: &mut String, rng: &mut Rng) {
    text.clear();
    match rng.below(6) {
        0 => {
            text::push_sentence(text, rng);
            exts.text("title", text);
        }
        1 => json::number(exts.key("price"), u64::from(rng.below(1_000_000))),
        2 => {
            text.push_str(&(1_000_000_000_000 + rng.next_u64() % 8_000_000_000_000).to_string());
            exts.text("orderNo", text);
        }
        3 => exts.raw("selected", rng.pick(&["true", "false", "null", "\"1\""])),
        4 => {
            media::push_uuid(text, rng);
            exts.text("goodsId", text);
        }
        _ => exts.text("payload", r#"{"a":[1,2],"b":"c/d"}"#),
    }
}

const EVENTS: &[&str] = &[
    "order_card",
    "gift",
    "userCard",
    "coupon.receive",
    "CHATROOM_GIFT",
    "link",
    "red_packet",
    "like",
    "微名片",
    "goods/share",
    "vote_result",
    "",
];
