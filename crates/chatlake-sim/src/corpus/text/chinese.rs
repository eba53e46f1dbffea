//! Sentences in Chinese, from word lists.

// Words fill lines; rustfmt would give each its own.
#[rustfmt::skip]
mod words;

use super::super::rng::Rng;
use words::{
    ADVERBS, CLOSERS, DESCRIPTIONS, ENDINGS, MEASURES, NAMES, NOUNS, OPENERS, PLACES, SUBJECTS,
    TIMES, VERBS,
};

pub(super) use words::REPLIES;

/// Appends a sentence of some 5 to 60 characters.
pub(super) fn push_sentence(text: &mut String, rng: &mut Rng) {
    if rng.percent(30) {
        text.push_str(rng.word(OPENERS));
        text.push_str(rng.pick(&["，", "，", ",", "", " ", "~"]));
    }
    clause(text, rng);
    while rng.percent(36) {
        text.push_str(rng.pick(&["，", "，", "，", ",", " ", "、", "；"]));
        clause(text, rng);
    }
    if rng.percent(45) {
        text.push_str(rng.word(CLOSERS));
    }
    text.push_str(rng.word(ENDINGS));
}

fn clause(text: &mut String, rng: &mut Rng) {
    match rng.weighted(&[45, 20, 15, 10, 10]) {
        0 => doing(text, rng),
        1 => describing(text, rng),
        2 => counting(text, rng),
        3 => {
            text.push_str(rng.word(TIMES));
            doing(text, rng);
        }
        _ => {
            text.push_str(rng.word(NAMES));
            text.push_str(rng.pick(&["说", "问", "觉得", "告诉我", "刚才讲", "让我转告你"]));
            doing(text, rng);
        }
    }
}

fn doing(text: &mut String, rng: &mut Rng) {
    if rng.percent(70) {
        text.push_str(rng.word(SUBJECTS));
    }
    if rng.percent(45) {
        text.push_str(rng.word(ADVERBS));
    }
    if rng.percent(25) {
        text.push('在');
        text.push_str(rng.word(PLACES));
    }
    text.push_str(rng.word(VERBS));
    text.push_str(rng.word(NOUNS));
}

fn describing(text: &mut String, rng: &mut Rng) {
    text.push_str(rng.pick(&["这个", "那个", "你的", "我的", "新的", "上次的", ""]));
    text.push_str(rng.word(NOUNS));
    text.push_str(rng.pick(&["", "真的", "有点", "太", "不太", "还算", "特别"]));
    text.push_str(rng.word(DESCRIPTIONS));
}

fn counting(text: &mut String, rng: &mut Rng) {
    text.push_str(rng.word(VERBS));
    let digits = rng.weighted(&[5, 4, 3, 1, 1]) as u32 + 1;
    text.push_str(&rng.below(10_u32.pow(digits)).to_string());
    text.push_str(rng.word(MEASURES));
    text.push_str(rng.word(NOUNS));
}
