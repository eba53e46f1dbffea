//! Converts a folder of exports to Parquet: `cargo run --example folder -- IN OUT`.

use std::error::Error;
use std::path::PathBuf;

use chatlake_convert::{Destination, Format, Input, Listing, Options, Plan, Progress};
use chatlake_convert::{convert, expand};
use chatlake_parquet::ParquetOptions;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(from), Some(to)) = (arguments.next(), arguments.next()) else {
        return Err("two folders are needed: where the exports are, and where Parquet goes".into());
    };
    let paths = expand(&from, Listing::default())?;
    let inputs = paths.iter().map(|path| Input::file(path)).collect();
    let plan = Plan::new(inputs, Destination::Folder(PathBuf::from(to)))?;
    let options = Options::new(Format::Parquet(ParquetOptions::default()));
    let report = convert(&plan, &options, &Progress::new())?;
    for input in &report.inputs {
        writeln(&format!("{}: {:?}, {} rows", input.source, input.status, input.counts.rows));
    }
    Ok(())
}

fn writeln(line: &str) {
    use std::io::Write;
    // Nobody may be reading; that is no error of a conversion.
    let _ = writeln!(std::io::stdout(), "{line}");
}
