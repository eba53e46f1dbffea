//! `payload.ext`: whatever apps and the platform's own kits put there.

use super::json::Object;
use super::media;
use super::population::User;
use super::rng::Rng;
use super::text;

/// Writes the key with a value, or nothing at all.
pub(crate) fn put(payload: &mut Object<'_>, sender: &User, text: &mut String, rng: &mut Rng) {
    match rng.weighted(&[21, 8, 1, 29, 16, 8, 16, 1]) {
        0 => payload.raw("ext", "{}"),
        1 => {}
        2 => payload.raw("ext", "null"),
        3 => {
            let mut ext = payload.object("ext");
            user_info(&mut ext, sender);
            ext.close();
        }
        4 => push_options(payload, sender, rng),
        5 => customer_service(payload, sender, text, rng),
        6 => app_keys(payload, sender, text, rng),
        _ => payload.raw("ext", rng.pick(ODDITIES)),
    }
}

/// What the chat kit shows beside a message.
fn user_info(ext: &mut Object<'_>, sender: &User) {
    let mut info = ext.object("ease_chat_uikit_user_info");
    info.text("nickname", &sender.nickname);
    info.text("avatarURL", &sender.avatar);
    info.raw("remark", "\"\"");
    info.close();
}

fn push_options(payload: &mut Object<'_>, sender: &User, rng: &mut Rng) {
    let mut ext = payload.object("ext");
    ext.raw("em_ignore_notification", rng.pick(&["true", "false"]));
    let mut apns = ext.object("em_apns_ext");
    apns.text("em_push_title", &sender.nickname);
    apns.text("em_push_content", rng.pick(&["您有一条新消息", "New message", "[图片]"]));
    apns.raw("em_push_badge", "1");
    apns.raw("em_push_sound", "\"default.caf\"");
    apns.close();
    ext.raw("em_android_push_ext", r#"{"fcm_channel_id":"chat","vivo_classification":1}"#);
    if rng.percent(40) {
        ext.raw("em_at_list", rng.pick(&["\"ALL\"", "[]", "[\"user_1\",\"user_2\"]"]));
    }
    ext.close();
}

fn customer_service(payload: &mut Object<'_>, sender: &User, text: &mut String, rng: &mut Rng) {
    let mut ext = payload.object("ext");
    let mut weichat = ext.object("weichat");
    weichat.text("originType", rng.pick(&["webim", "app", "weixin"]));
    text.clear();
    media::push_uuid(text, rng);
    weichat.text("msgId", text);
    weichat.raw("agent", "null");
    weichat.raw("queueId", "null");
    weichat.raw("service_session", r#"{"serviceSessionId":null,"state":"Processing"}"#);
    let mut visitor = weichat.object("visitor");
    visitor.text("userNickname", &sender.nickname);
    visitor.raw("tags", "[\"vip\",\"回访\"]");
    visitor.raw("source", "\"/index?from=bot&k=\\\"v\\\"\"");
    visitor.close();
    weichat.close();
    ext.close();
}

fn app_keys(payload: &mut Object<'_>, sender: &User, text: &mut String, rng: &mut Rng) {
    let mut ext = payload.object("ext");
    ext.text("platform", rng.pick(&["android", "ios", "android", "h5"]));
    ext.raw("appInfo", r#"{"bundle":"com.example.plaza","version":"5.12.0","build":51200}"#);
    if rng.percent(70) {
        ext.text("nickName", &sender.nickname);
    }
    if rng.percent(60) {
        ext.text("headUrl", &sender.avatar);
    }
    if rng.percent(50) {
        ext.raw("level", rng.pick(&["1", "12", "\"3\"", "0.75", "-1", "null"]));
    }
    if rng.percent(15) {
        ext.number("sendTime", 1_543_000_000_000 + rng.next_u64() % 9_000_000_000);
    }
    if rng.percent(8) {
        text.clear();
        text::push_sentence(text, rng);
        let mut quote = ext.object("msgQuote");
        quote.text("msgPreview", text);
        quote.text("msgSender", &sender.id);
        quote.text("msgType", rng.pick(&["txt", "img", "custom"]));
        quote.close();
    }
    ext.close();
}

/// Legal values that simple readers stumble over.
const ODDITIES: &[&str] = &[
    r#"{"a":{"b":{"c":{"d":[[[{"e":null}]]]}}}}"#,
    r#"{"id":123456789012345678901234567890,"ratio":1.0000000000000000001}"#,
    r#"{"k":"first","k":"second"}"#,
    r#"{"":"","with \"quotes\"":"\\","\u4f60":"\u597d"}"#,
    r#"{"json":"{\"orderId\":42,\"items\":[{\"n\":\"a\\\\b\"}]}"}"#,
    r#"{ "spaced" : [ 1 , 2 ] }"#,
    r#"{"big":1e40,"small":-0.0,"exp":1E+2}"#,
    r#"{"emoji":"👨‍👩‍👧‍👦","pair":"\ud83d\udc68","nul":"\u0000"}"#,
    r#"{"type":"fake","from":"nobody","bodies":[{"type":"txt","msg":"inside"}]}"#,
];
