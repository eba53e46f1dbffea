//! A peer for `cargo xtask peers`: `unaccounted IN OUT JOBS` converts a folder or a file of exports
//! to Parquet with the parser and the encoder of chatlake, and nothing that keeps accounts: what
//! accounts cost is the difference.

use std::io::Write;

use chatlake_benches::{Error, each_file, unaccounted};

fn main() -> Result<(), Error> {
    let rows = each_file("unaccounted", unaccounted::convert_file)?;
    writeln!(std::io::stdout(), "{rows} rows")?;
    Ok(())
}
