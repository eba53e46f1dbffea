//! chatlake-parquet.
