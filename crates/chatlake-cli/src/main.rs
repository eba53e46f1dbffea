//! The `chatlake` command.
fn main() {}
