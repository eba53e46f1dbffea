//! Sentences in English, from word lists.

// Words fill lines; rustfmt would give each its own.
#[rustfmt::skip]
mod words;

use super::super::rng::Rng;
use words::{ADJECTIVES, JOINS, NOUNS, OPENERS, SUBJECTS, TIMES, VERBS};

pub(super) use words::REPLIES;

/// Appends a sentence of some 3 to 20 words.
pub(super) fn push_sentence(text: &mut String, rng: &mut Rng) {
    if rng.percent(35) {
        text.push_str(rng.word(OPENERS));
        text.push(' ');
    }
    clause(text, rng);
    while rng.percent(30) {
        text.push_str(rng.word(JOINS));
        clause(text, rng);
    }
    text.push_str(rng.pick(&[".", ".", "", "!", "?", "...", " :)"]));
}

fn clause(text: &mut String, rng: &mut Rng) {
    let word = |text: &mut String, words: &[&'static str], rng: &mut Rng| {
        text.push(' ');
        text.push_str(rng.word(words));
    };
    text.push_str(rng.word(SUBJECTS));
    word(text, VERBS, rng);
    if rng.percent(40) {
        word(text, ADJECTIVES, rng);
    }
    word(text, NOUNS, rng);
    if rng.percent(35) {
        text.push_str(" and");
        word(text, NOUNS, rng);
    }
    if rng.percent(55) {
        word(text, TIMES, rng);
    }
    if rng.percent(12) {
        text.push_str(&format!(" ({})", rng.below(3_000)));
    }
}
