//! Several messages forwarded as one. `type` is `txt`, or missing altogether.

use super::super::attachment::{Attachment, Served};
use super::super::json::Object;
use super::super::media;
use super::super::rng::Rng;
use super::super::text;

pub(super) fn combine(
    body: &mut Object<'_>,
    text: &mut String,
    served: Option<Served<'_>>,
    rng: &mut Rng,
) {
    let there = served.map(|served| served.draw(90_000, 100, rng));
    if rng.percent(60) {
        body.text("type", "txt");
    }
    body.text("subType", "sub_combine");
    body.number("combineLevel", u64::from(rng.below(4)));
    match &there {
        Some(there) => body.number("file_length", there.length()),
        None => body.number("file_length", u64::from(rng.between(200, 90_000))),
    }
    text.clear();
    text.push_str(&rng.next_u64().to_string());
    body.text("filename", text);
    body.text("msg", "该版本不支持此消息,请升级");
    match there.as_ref().and_then(Attachment::secret) {
        Some(secret) => body.text("secret", &secret),
        None => {
            media::secret(text, rng);
            body.text("secret", text);
        }
    }
    text.clear();
    for _ in 0..rng.between(1, 4) {
        text.push_str(rng.pick(&["小王: ", "user_77: ", "客服: "]));
        text::push_sentence(text, rng);
        text.push('\n');
    }
    body.text("summary", text);
    body.text("title", rng.pick(&["聊天记录", "群聊的聊天记录", "Chat History", ""]));
    match &there {
        Some(there) => there.url(text),
        None => media::url(text, rng),
    }
    body.text("url", text);
}
