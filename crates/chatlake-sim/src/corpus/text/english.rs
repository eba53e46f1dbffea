//! Sentences in English, from word lists.

use super::super::rng::Rng;

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

pub(super) const REPLIES: &[&str] = &[
    "ok",
    "OK!",
    "k",
    "yes",
    "no",
    "lol",
    "thx",
    "thanks",
    "sure",
    "hi",
    "hello?",
    "1",
    "666",
    "??",
    "on my way",
    "not yet",
    "got it",
    "wait",
    "nice",
    "hmm",
    "np",
    "brb",
    "same here",
    "who?",
    "+1",
];

const OPENERS: &[&str] = &[
    "Hi,",
    "Hello,",
    "Well,",
    "By the way,",
    "Sorry,",
    "OK,",
    "Actually",
    "Honestly,",
    "Hey",
    "Just so you know,",
    "Quick question:",
    "FYI,",
    "Yes,",
    "No,",
    "Maybe",
    "I guess",
    "Dear team,",
];

const SUBJECTS: &[&str] = &[
    "I",
    "we",
    "they",
    "you",
    "the driver",
    "my sister",
    "our office",
    "the customer",
    "the app",
    "the new guy",
    "somebody",
    "the warehouse",
    "your package",
    "the server",
    "mom",
    "the bank",
    "this page",
    "the teacher",
    "nobody",
    "the whole team",
    "Anna",
    "the landlord",
    "support",
];

const VERBS: &[&str] = &[
    "need",
    "found",
    "can't open",
    "will send",
    "checked",
    "lost",
    "moved",
    "forgot",
    "want",
    "asked about",
    "didn't see",
    "paid for",
    "returned",
    "is waiting for",
    "should fix",
    "ordered",
    "cancelled",
    "has to sign",
    "already shared",
    "won't accept",
    "broke",
    "likes",
    "updated",
    "is looking for",
    "would rather keep",
    "confirmed",
    "missed",
    "printed",
    "picked up",
    "deleted",
];

const ADJECTIVES: &[&str] = &[
    "new", "old", "second", "wrong", "blue", "tiny", "missing", "final", "annual", "weird",
    "cheap", "broken", "other", "same", "shared", "signed", "late", "heavy", "empty", "urgent",
    "spare",
];

const NOUNS: &[&str] = &[
    "invoice",
    "ticket",
    "keys",
    "password",
    "parcel",
    "screenshot",
    "meeting",
    "report",
    "refund",
    "address",
    "train",
    "charger",
    "contract",
    "coupon",
    "photo album",
    "jacket",
    "link",
    "table",
    "schedule",
    "version",
    "receipt",
    "phone number",
    "discount",
    "window seat",
    "umbrella",
    "cake",
    "spreadsheet",
    "visa form",
    "delivery slot",
    "bicycle",
    "headphones",
    "room",
    "battery",
    "menu",
];

const TIMES: &[&str] = &[
    "today",
    "tomorrow",
    "after lunch",
    "last night",
    "on Monday",
    "before 6pm",
    "next week",
    "right now",
    "again",
    "in ten minutes",
    "this weekend",
    "by the end of the month",
    "at noon",
    "twice",
    "on the way home",
    "at the station",
    "near the office",
    "for the third time",
    "soon",
];

const JOINS: &[&str] =
    &[", but ", ", and ", " because ", ", so ", " while ", " - ", "; ", " if ", " until "];
