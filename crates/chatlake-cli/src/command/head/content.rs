//! What a body says, in a few words.

use std::fmt::{self, Write};

use chatlake_core::{Body, BodyType, Text};

use crate::screen::{bytes, visible};

/// A screen is no wider.
const LONGEST: usize = 1000;

/// What a body says: its text, or what there is in place of one.
pub(super) fn content(body: Body<'_>) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut add =
        |text: Option<Text<'_>>| words.extend(text.map(|text| text.to_str().into_owned()));
    match body.body_type() {
        BodyType::Combine => {
            add(body.title());
            add(body.summary().or(body.msg()));
        }
        BodyType::Location => {
            add(body.addr());
            if let (Some(lat), Some(lng)) = (body.lat(), body.lng()) {
                words.push(format!("({lat}, {lng})"));
            }
        }
        BodyType::Custom => {
            add(body.custom_event());
            words.extend(body.custom_exts().map(str::to_owned));
        }
        _ => {
            add(body.msg().or(body.cmd_action()));
            add(body.filename());
            words.extend(media(body));
        }
    }
    if words.is_empty() {
        add_rest(body, &mut words);
    }
    let text: String = words.join(" ").chars().take(LONGEST).collect();
    visible(&text).into_owned()
}

/// How large, how long.
fn media(body: Body<'_>) -> Vec<String> {
    let mut words = Vec::new();
    if let (Some(width), Some(height)) = (body.width(), body.height()) {
        words.push(format!("{width}x{height}"));
    }
    if let Some(seconds) = body.duration_s() {
        words.push(format!("{seconds} s"));
    }
    if let Some(length) = body.file_length().and_then(|length| u64::try_from(length).ok()) {
        words.push(bytes(length));
    }
    words
}

fn add_rest(body: Body<'_>, words: &mut Vec<String>) {
    if let Some(url) = body.url() {
        words.push(url.to_str().into_owned());
        return;
    }
    let extra = body.extra(chatlake_core::Secrets::Withheld);
    if !extra.is_empty() {
        let mut beginning = Beginning(String::new());
        // It ends early when it has enough.
        let _ = write!(beginning, "{extra}");
        words.push(beginning.0);
    }
}

/// As much of a text as is shown, and little more: it may be as long as a record.
struct Beginning(String);

impl fmt::Write for Beginning {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.push_str(text);
        // No character takes more bytes.
        if self.0.len() < 4 * LONGEST { Ok(()) } else { Err(fmt::Error) }
    }
}
