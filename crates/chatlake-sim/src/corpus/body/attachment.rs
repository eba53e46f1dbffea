//! Bodies with a file behind a link: pictures, voice, film and the rest.

use super::super::attachment::{Attachment, Served};
use super::super::json::Object;
use super::super::media;
use super::super::rng::Rng;

pub(super) fn img(
    body: &mut Object<'_>,
    text: &mut String,
    served: Option<Served<'_>>,
    rng: &mut Rng,
) {
    let there = served.map(|served| served.draw(8_000_000, 96, rng));
    let type_first = rng.percent(15);
    if type_first {
        body.text("type", "img");
    }
    if rng.percent(95) {
        length(body, 8_000_000, there.as_ref(), rng);
    }
    filename(body, text, &[".jpg", ".jpeg", ".png", ".gif", ".webp", ""], rng);
    if there.is_some() || rng.percent(96) {
        secret(body, "secret", text, there.as_ref(), rng);
    }
    if rng.percent(93) {
        size(body, rng);
    }
    if rng.percent(3) {
        media::filename(text, &["_thumb.jpg"], rng);
        body.text("thumbFilename", text);
    }
    if !type_first {
        body.text("type", "img");
    }
    url(body, "url", text, there.as_ref(), rng);
}

pub(super) fn audio(
    body: &mut Object<'_>,
    text: &mut String,
    served: Option<Served<'_>>,
    rng: &mut Rng,
) {
    let there = served.map(|served| served.draw(90_000, 100, rng));
    length(body, 90_000, there.as_ref(), rng);
    filename(body, text, &[".amr", ".mp3", ".aac"], rng);
    body.number("length", u64::from(rng.between(1, 61)));
    secret(body, "secret", text, there.as_ref(), rng);
    body.text("type", "audio");
    url(body, "url", text, there.as_ref(), rng);
}

pub(super) fn video(
    body: &mut Object<'_>,
    text: &mut String,
    served: Option<Served<'_>>,
    rng: &mut Rng,
) {
    let there = served.map(|served| served.draw(60_000_000, 100, rng));
    let thumb = served.map(|served| served.draw(90_000, 100, rng));
    body.text("type", "video");
    length(body, 60_000_000, there.as_ref(), rng);
    filename(body, text, &[".mp4", ".MOV"], rng);
    let seconds = if rng.percent(12) { 0 } else { rng.between(1, 300) };
    body.number("length", u64::from(seconds));
    secret(body, "secret", text, there.as_ref(), rng);
    if rng.percent(80) {
        size(body, rng);
    }
    url(body, "thumb", text, thumb.as_ref(), rng);
    secret(body, "thumb_secret", text, thumb.as_ref(), rng);
    url(body, "url", text, there.as_ref(), rng);
}

pub(super) fn file(
    body: &mut Object<'_>,
    text: &mut String,
    served: Option<Served<'_>>,
    rng: &mut Rng,
) {
    let there = served.map(|served| served.draw(20_000_000, 100, rng));
    if rng.percent(85) {
        length(body, 20_000_000, there.as_ref(), rng);
    }
    filename(body, text, &[".pdf", ".docx", ".xlsx", ".zip", ".tar.gz", ".txt", ""], rng);
    secret(body, "secret", text, there.as_ref(), rng);
    body.text("type", "file");
    url(body, "url", text, there.as_ref(), rng);
}

/// Bytes; now and then a numeric string.
fn length(body: &mut Object<'_>, below: u32, there: Option<&Attachment>, rng: &mut Rng) {
    let bytes = match there {
        Some(there) => there.length(),
        None => u64::from(rng.below(below)),
    };
    if rng.percent(1) {
        body.text("file_length", &bytes.to_string());
    } else {
        body.number("file_length", bytes);
    }
}

fn filename(body: &mut Object<'_>, text: &mut String, endings: &[&str], rng: &mut Rng) {
    media::filename(text, endings, rng);
    let key = if rng.percent(98) { "filename" } else { "file_name" };
    body.text(key, text);
}

/// The secret, unless what is there has none.
fn secret(
    body: &mut Object<'_>,
    key: &str,
    text: &mut String,
    there: Option<&Attachment>,
    rng: &mut Rng,
) {
    match there.map(Attachment::secret) {
        None => {
            media::secret(text, rng);
            body.text(key, text);
        }
        Some(Some(secret)) => body.text(key, &secret),
        Some(None) => {}
    }
}

fn url(
    body: &mut Object<'_>,
    key: &str,
    text: &mut String,
    there: Option<&Attachment>,
    rng: &mut Rng,
) {
    match there {
        Some(there) => there.url(text),
        None => media::url(text, rng),
    }
    body.text(key, text);
}

/// Pixels; an empty object where the sender did not know.
fn size(body: &mut Object<'_>, rng: &mut Rng) {
    const SIDES: &[u64] = &[120, 360, 480, 640, 720, 828, 1080, 1170, 1280, 1440, 1920, 3024, 4032];
    let mut size = body.object("size");
    if rng.percent(94) {
        let mut side = || SIDES[rng.below(SIDES.len() as u32) as usize];
        size.number("width", side());
        size.number("height", side());
    }
    size.close();
}
