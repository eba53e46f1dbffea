//! The arguments of `corpus`.

use std::path::PathBuf;

use chatlake_sim::corpus::{Corpus, HourName, HourNameError, Quantity, Rates, Zone};
use clap::ValueEnum;

/// Write made-up hourly exports
///
/// The corpora of the benches:
///   --out DIR                                      24 hours of 60 MB
///   --out DIR --hours 1 --bytes-per-hour 3GB       one huge file
///   --out DIR --hours 200 --bytes-per-hour 1MB     many small ones
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// Folder to write YYYYMMDDHH.gz files to
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Rewrite the committed `testdata/`, whose content no other option changes
    #[arg(long, conflicts_with = "out")]
    pub(crate) testdata: bool,
    /// How many consecutive hours
    #[arg(long, default_value_t = 24)]
    hours: u32,
    /// Uncompressed size of each, such as 60MB or 3GB (decimal) or 64MiB
    #[arg(long, default_value = "60MB", value_parser = parse_bytes, value_name = "SIZE")]
    bytes_per_hour: u64,
    /// So many records per hour, instead of a size
    #[arg(long, conflicts_with = "bytes_per_hour")]
    records_per_hour: Option<u64>,
    /// Name of the first hour
    #[arg(long, default_value = "2018112700", value_name = "YYYYMMDDHH")]
    first: HourName,
    /// Zone in which hours are named
    #[arg(long, value_enum, default_value = "+08:00")]
    zone: ZoneArg,
    /// Everything follows from it
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// What happens how often
    #[arg(long, value_enum, default_value = "bench")]
    profile: Profile,
    /// Old-style records per million, instead of the profile's
    #[arg(long, value_name = "PPM")]
    legacy: Option<u32>,
    /// Repeated records per million, instead of the profile's
    #[arg(long, value_name = "PPM")]
    duplicates: Option<u32>,
    /// Reused ids per million, instead of the profile's
    #[arg(long, value_name = "PPM")]
    conflicts: Option<u32>,
    /// Broken lines per million, instead of the profile's
    #[arg(long, value_name = "PPM")]
    malformed: Option<u32>,
    /// gzip level
    #[arg(long, default_value_t = 6, value_parser = clap::value_parser!(u32).range(0..=9))]
    pub(crate) level: u32,
    /// Hours written at a time
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) jobs: u32,
}

#[derive(Clone, Copy, ValueEnum)]
enum ZoneArg {
    #[value(name = "+08:00")]
    Beijing,
    Utc,
}

#[derive(Clone, Copy, ValueEnum)]
enum Profile {
    /// Clean, a tenth old-style, one duplicate in a thousand
    Bench,
    /// Duplicates, conflicts and broken lines, each a per cent or two
    Dirty,
}

impl Args {
    pub(crate) fn corpus(&self) -> Corpus {
        let zone = match self.zone {
            ZoneArg::Beijing => Zone::Beijing,
            ZoneArg::Utc => Zone::Utc,
        };
        Corpus::new(self.seed).with_zone(zone).with_rates(self.rates())
    }

    pub(crate) fn plan(&self) -> Result<Vec<(HourName, Quantity)>, HourNameError> {
        let quantity = match self.records_per_hour {
            Some(records) => Quantity::Records(records),
            None => Quantity::Bytes(self.bytes_per_hour),
        };
        (0..self.hours).map(|hours| Ok((self.first.plus(hours)?, quantity))).collect()
    }

    fn rates(&self) -> Rates {
        let profile = match self.profile {
            Profile::Bench => Rates::BENCH,
            Profile::Dirty => Rates::DIRTY,
        };
        Rates {
            legacy: self.legacy.unwrap_or(profile.legacy),
            duplicates: self.duplicates.unwrap_or(profile.duplicates),
            conflicts: self.conflicts.unwrap_or(profile.conflicts),
            malformed: self.malformed.unwrap_or(profile.malformed),
        }
    }
}

fn parse_bytes(text: &str) -> Result<u64, String> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = match &text[digits.len()..] {
        "" | "B" => 1,
        "kB" | "KB" => 1_000,
        "MB" => 1_000_000,
        "GB" => 1_000_000_000,
        "KiB" => 1 << 10,
        "MiB" => 1 << 20,
        "GiB" => 1 << 30,
        unit => return Err(format!("unknown unit `{unit}`")),
    };
    let count: u64 = digits.parse().map_err(|_| "expected a number with a unit, such as 60MB")?;
    count.checked_mul(unit).ok_or_else(|| "too large".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_decimal_unless_they_say_otherwise() {
        assert_eq!(parse_bytes("60MB"), Ok(60_000_000));
        assert_eq!(parse_bytes("3GB"), Ok(3_000_000_000));
        assert_eq!(parse_bytes("2MiB"), Ok(2 << 20));
        assert!(parse_bytes("60 parsecs").is_err());
        assert!(parse_bytes("99999999999GB").is_err());
    }
}
