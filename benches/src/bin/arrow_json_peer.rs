//! A peer for `cargo xtask peers`: `arrow_json_peer IN OUT JOBS` converts a folder or a file of
//! exports to Parquet with arrow-json, one file per thread.

use std::io::Write;

use chatlake_benches::arrow_json::convert_file;
use chatlake_benches::{Error, each_file};

fn main() -> Result<(), Error> {
    let rows = each_file("arrow_json_peer", |input, output| Ok(convert_file(input, output)?.rows))?;
    writeln!(std::io::stdout(), "{rows} rows")?;
    Ok(())
}
