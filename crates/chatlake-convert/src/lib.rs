//! chatlake-convert.
