//! What outputs look like, compared with what was blessed.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod golden;
