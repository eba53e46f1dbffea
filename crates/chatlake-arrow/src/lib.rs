//! chatlake-arrow.
