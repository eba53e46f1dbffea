//! Bodies of messages, one writer per kind, with the traps that each kind is known for.

mod attachment;
mod combine;
mod custom;
mod simple;

use super::attachment::Served;
use super::json::{Escapes, Object};
use super::rng::Rng;

/// What a body is, as a reader should name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyKind {
    /// Text.
    Txt,
    /// A picture.
    Img,
    /// A place.
    Loc,
    /// A voice message.
    Audio,
    /// A film.
    Video,
    /// Any other file.
    File,
    /// A command that no user sees.
    Cmd,
    /// An event of the app's own.
    Custom,
    /// Several messages forwarded as one: `subType` is `sub_combine`, whatever `type` says.
    Combine,
    /// A type that no documentation knows.
    Other,
}

impl BodyKind {
    /// All kinds, in the order of their discriminants.
    pub const ALL: [Self; 10] = [
        Self::Txt,
        Self::Img,
        Self::Loc,
        Self::Audio,
        Self::Video,
        Self::File,
        Self::Cmd,
        Self::Custom,
        Self::Combine,
        Self::Other,
    ];

    /// The body type that a reader should report, `None` for those with names of their own.
    pub fn name(self) -> Option<&'static str> {
        match self {
            Self::Txt => Some("txt"),
            Self::Img => Some("img"),
            Self::Loc => Some("loc"),
            Self::Audio => Some("audio"),
            Self::Video => Some("video"),
            Self::File => Some("file"),
            Self::Cmd => Some("cmd"),
            Self::Custom => Some("custom"),
            Self::Combine => Some("combine"),
            Self::Other => None,
        }
    }

    /// A kind, as often as it is met in the wild.
    pub(crate) fn draw(rng: &mut Rng) -> Self {
        const WEIGHTS: [u32; BodyKind::ALL.len()] = [715, 90, 10, 46, 12, 15, 62, 38, 6, 6];
        Self::ALL[rng.weighted(&WEIGHTS)]
    }
}

/// The types of [`BodyKind::Other`].
pub(crate) const OTHER_TYPES: &[&str] = &["sticker", "vote", "live_location", "richText"];

/// Appends one body. `text` is scratch.
pub(crate) fn push(
    out: &mut Vec<u8>,
    kind: BodyKind,
    text: &mut String,
    escapes: Escapes,
    served: Option<Served<'_>>,
    rng: &mut Rng,
) {
    let mut body = Object::open(out, escapes);
    match kind {
        BodyKind::Txt => simple::txt(&mut body, text, rng),
        BodyKind::Loc => simple::loc(&mut body, text, rng),
        BodyKind::Cmd => simple::cmd(&mut body, rng),
        BodyKind::Other => simple::other(&mut body, text, rng),
        BodyKind::Img => attachment::img(&mut body, text, served, rng),
        BodyKind::Audio => attachment::audio(&mut body, text, served, rng),
        BodyKind::Video => attachment::video(&mut body, text, served, rng),
        BodyKind::File => attachment::file(&mut body, text, served, rng),
        BodyKind::Custom => custom::custom(&mut body, text, rng),
        BodyKind::Combine => combine::combine(&mut body, text, served, rng),
    }
    body.close();
}
