//! chatlake-jsonl.
