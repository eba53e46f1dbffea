//! chatlake-csv.
