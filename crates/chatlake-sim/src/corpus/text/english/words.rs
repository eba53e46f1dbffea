//! The words that English sentences are made of.

pub(in super::super) const REPLIES: &[&str] = &[
    "ok", "OK!", "k", "yes", "no", "lol", "thx", "thanks", "sure", "hi", "hello?", "1", "666",
    "??", "on my way", "not yet", "got it", "wait", "nice", "hmm", "np", "brb", "same here",
    "who?", "+1",
];

pub(super) const OPENERS: &[&str] = &[
    "Hi,", "Hello,", "Well,", "By the way,", "Sorry,", "OK,", "Actually", "Honestly,", "Hey",
    "Just so you know,", "Quick question:", "FYI,", "Yes,", "No,", "Maybe", "I guess",
    "Dear team,",
];

pub(super) const SUBJECTS: &[&str] = &[
    "I", "we", "they", "you", "the driver", "my sister", "our office", "the customer", "the app",
    "the new guy", "somebody", "the warehouse", "your package", "the server", "mom", "the bank",
    "this page", "the teacher", "nobody", "the whole team", "Anna", "the landlord", "support",
];

pub(super) const VERBS: &[&str] = &[
    "need", "found", "can't open", "will send", "checked", "lost", "moved", "forgot", "want",
    "asked about", "didn't see", "paid for", "returned", "is waiting for", "should fix",
    "ordered", "cancelled", "has to sign", "already shared", "won't accept", "broke", "likes",
    "updated", "is looking for", "would rather keep", "confirmed", "missed", "printed",
    "picked up", "deleted",
];

pub(super) const ADJECTIVES: &[&str] = &[
    "new", "old", "second", "wrong", "blue", "tiny", "missing", "final", "annual", "weird",
    "cheap", "broken", "other", "same", "shared", "signed", "late", "heavy", "empty", "urgent",
    "spare",
];

pub(super) const NOUNS: &[&str] = &[
    "invoice", "ticket", "keys", "password", "parcel", "screenshot", "meeting", "report",
    "refund", "address", "train", "charger", "contract", "coupon", "photo album", "jacket",
    "link", "table", "schedule", "version", "receipt", "phone number", "discount", "window seat",
    "umbrella", "cake", "spreadsheet", "visa form", "delivery slot", "bicycle", "headphones",
    "room", "battery", "menu",
];

pub(super) const TIMES: &[&str] = &[
    "today", "tomorrow", "after lunch", "last night", "on Monday", "before 6pm", "next week",
    "right now", "again", "in ten minutes", "this weekend", "by the end of the month", "at noon",
    "twice", "on the way home", "at the station", "near the office", "for the third time", "soon",
];

pub(super) const JOINS: &[&str] = &[
    ", but ", ", and ", " because ", ", so ", " while ", " - ", "; ", " if ", " until ",
];
