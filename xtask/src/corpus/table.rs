//! The table of what was written.

use std::io::{self, Write};

use chatlake_sim::corpus::Census;

use super::hours::HourFile;

/// Prints a line per file, and one for all.
pub(crate) fn print(files: &[HourFile]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "{:<10} {:>10} {:>10} {:>8} {:>9} {:>8} {:>6} {:>6} {:>6} {:>6}",
        "hour", "records", "rows", "bytes/r", "MB", "gz MB", "ratio", "dup", "confl", "bad"
    )?;
    let mut sum = Census::default();
    let mut compressed = 0;
    for file in files {
        line(&mut out, &file.hour.to_string(), &file.census, file.compressed)?;
        sum += &file.census;
        compressed += file.compressed;
    }
    line(&mut out, "all", &sum, compressed)
}

/// Prints one line.
pub(crate) fn print_line(text: &str) -> io::Result<()> {
    writeln!(io::stdout().lock(), "{text}")
}

fn line(out: &mut impl Write, name: &str, census: &Census, compressed: u64) -> io::Result<()> {
    let megabytes = |bytes: u64| bytes as f64 / 1e6;
    writeln!(
        out,
        "{name:<10} {:>10} {:>10} {:>8} {:>9.2} {:>8.2} {:>6.2} {:>6} {:>6} {:>6}",
        census.records,
        census.rows(),
        census.bytes / census.records.max(1),
        megabytes(census.bytes),
        megabytes(compressed),
        census.bytes as f64 / compressed.max(1) as f64,
        census.duplicates,
        census.conflicts,
        census.malformed(),
    )
}
