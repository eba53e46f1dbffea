//! chatlake-core.
