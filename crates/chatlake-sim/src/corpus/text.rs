//! What people write: Chinese mostly, some English, emoji, other scripts, and things they paste.

mod canned;
mod chinese;
mod emoji;
mod english;
mod paste;
mod scripts;

use std::ops::Range;

use super::rng::Rng;

/// Texts are at most so many bytes; the platform takes 5 KB.
const MAX_BYTES: usize = 5_000;

/// Replaces `text` by a message, from one character to some kilobytes with a long tail.
pub(crate) fn message(text: &mut String, rng: &mut Rng) {
    text.clear();
    match rng.weighted(&[130, 425, 74, 20, 4, 1, 6, 340]) {
        0 => short(text, rng),
        1 => sentences(text, 1..2, rng),
        2 => sentences(text, 2..5, rng),
        3 => sentences(text, 5..16, rng),
        4 => sentences(text, 20..60, rng),
        5 => sentences(text, 60..160, rng),
        6 => paste::push(text, rng),
        _ => text.push_str(rng.word(canned::MESSAGES)),
    }
    cut(text);
}

/// Appends one sentence, for titles and captions.
pub(crate) fn push_sentence(text: &mut String, rng: &mut Rng) {
    match rng.weighted(&[80, 16, 4]) {
        0 => chinese::push_sentence(text, rng),
        1 => english::push_sentence(text, rng),
        _ => text.push_str(rng.pick(scripts::PHRASES)),
    }
}

fn sentences(text: &mut String, counts: Range<u32>, rng: &mut Rng) {
    // People keep to a language within a message.
    let push: fn(&mut String, &mut Rng) = match rng.weighted(&[78, 16, 6]) {
        0 => chinese::push_sentence,
        1 => english::push_sentence,
        _ => |text, rng| text.push_str(rng.pick(scripts::PHRASES)),
    };
    for index in 0..rng.between(counts.start, counts.end) {
        if index > 0 {
            text.push_str(rng.pick(&["", "", " ", "\n", "\n", "\r\n", "\n\n", "\t", "  "]));
        }
        push(text, rng);
        if rng.percent(9) {
            text.push_str(rng.word(emoji::EMOJI));
        }
    }
}

fn short(text: &mut String, rng: &mut Rng) {
    match rng.weighted(&[55, 25, 20]) {
        0 => text.push_str(rng.word(chinese::REPLIES)),
        1 => {
            for _ in 0..rng.between(1, 4) {
                text.push_str(rng.word(emoji::EMOJI));
            }
        }
        _ => text.push_str(rng.word(english::REPLIES)),
    }
}

fn cut(text: &mut String) {
    while text.len() > MAX_BYTES {
        text.pop();
    }
}
