//! What is asserted of every parser.

use std::ops::AddAssign;

/// What a parser found: enough to show that it looked at every body and decoded every text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Messages.
    pub messages: u64,
    /// Bodies of all messages.
    pub bodies: u64,
    /// Bytes of all texts (`msg`), in UTF-8, without their escapes.
    pub text_bytes: u64,
}

impl AddAssign for Facts {
    fn add_assign(&mut self, other: Self) {
        let Self { messages, bodies, text_bytes } = other;
        self.messages += messages;
        self.bodies += bodies;
        self.text_bytes += text_bytes;
    }
}
