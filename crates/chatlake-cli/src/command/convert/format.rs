//! Which format comes out, and how it is compressed.

use chatlake_arrow::ipc;
use chatlake_convert::Format;
use chatlake_core::{Compression, Layout};
use chatlake_csv::Guard;
use chatlake_parquet::{Compression as ParquetCompression, ParquetOptions};

use super::out::Out;
use crate::args::{Codec, ConvertArgs, EffortArgs, Given, RowArgs, To};
use crate::failure::Failure;

/// The format that was asked for, by `--to` or by the name of `--out`.
///
/// What the command line says must agree with the name of a file; what settings say gives way.
pub(super) fn choose(args: &ConvertArgs, out: &Out) -> Result<Format, Failure> {
    let to = format(args, out)?;
    let codec = codec(args, out)?;
    let is_stdout = matches!(out, Out::Stdout);
    let jsonl = if is_stdout { Codec::None } else { Codec::Zstd };
    let (rows, effort, given) = (&args.rows, &args.effort, &args.given);
    Chosen { to, codec, jsonl, rows, effort, given }.format()
}

fn format(args: &ConvertArgs, out: &Out) -> Result<To, Failure> {
    let to = match (args.to, out) {
        (Some(to), Out::File(path, extension)) if to != extension.to => {
            if args.given.has("to") {
                return Err(Failure::usage(format!(
                    "--to {} contradicts --out `{}`, which is {} by its name",
                    to.name(),
                    path.display(),
                    extension.to.name()
                )));
            }
            extension.to
        }
        (Some(to), _) => to,
        (None, Out::Stdout) => {
            return Err(Failure::usage(
                "with --out -, say what to write: --to csv, --to jsonl, or --to arrow for a stream",
            ));
        }
        (None, _) => out.to().unwrap_or(To::Parquet),
    };
    if to == To::Parquet && *out == Out::Stdout {
        return Err(Failure::usage(
            "parquet cannot go to standard output: use --to arrow, csv or jsonl, or write a file",
        ));
    }
    Ok(to)
}

/// The compression that was asked for, by `--compression` or by the name of a file.
fn codec(args: &ConvertArgs, out: &Out) -> Result<Option<Codec>, Failure> {
    let Out::File(path, extension) = out else { return Ok(args.compression) };
    match (extension.codec, args.compression) {
        (None, codec) => Ok(codec),
        (Some(by_name), Some(codec)) if args.given.has("compression") && codec != by_name => {
            Err(Failure::usage(format!(
                "--compression {} contradicts --out `{}`, which is {} by its name",
                codec.name(),
                path.display(),
                if by_name == Codec::None { "plain" } else { by_name.name() },
            )))
        }
        (Some(by_name), _) => Ok(Some(by_name)),
    }
}

/// A format, and the options that go with it or do not.
pub(in crate::command) struct Chosen<'a> {
    pub(in crate::command) to: To,
    /// None for what is usual.
    pub(in crate::command) codec: Option<Codec>,
    /// What is usual for JSONL.
    pub(in crate::command) jsonl: Codec,
    pub(in crate::command) rows: &'a RowArgs,
    pub(in crate::command) effort: &'a EffortArgs,
    pub(in crate::command) given: &'a Given,
}

impl Chosen<'_> {
    /// The format with its compression, layout and limits.
    pub(in crate::command) fn format(&self) -> Result<Format, Failure> {
        self.fits()?;
        Ok(match self.to {
            To::Parquet => Format::Parquet(self.parquet()?),
            To::Arrow => Format::Arrow(self.arrow()?),
            To::Csv => {
                let guard = if self.rows.csv_guard { Guard::On } else { Guard::Off };
                Format::Csv(self.text(Codec::None)?, guard)
            }
            To::Jsonl => {
                let compression = self.text(self.jsonl)?;
                match self.rows.layout {
                    Some(_) => Format::FlatJsonl(compression),
                    None => Format::Jsonl(compression),
                }
            }
        })
    }

    /// Whether the options go with the format.
    fn fits(&self) -> Result<(), Failure> {
        let RowArgs { layout, columns, drop_columns, pseudonyms, .. } = self.rows;
        let name = self.to.name();
        let has_columns = !columns.is_empty() || !drop_columns.is_empty();
        if self.to == To::Jsonl && layout.is_none() && has_columns {
            return Err(Failure::usage(
                "jsonl is the records as they are, and has no columns to choose: add --layout flat for the columns as JSON",
            ));
        }
        if self.to == To::Jsonl && layout.is_none() && !pseudonyms.pseudonymise.is_empty() {
            return Err(Failure::usage(
                "jsonl is the records as they are, and has no place for pseudonyms: add --layout flat for the columns as JSON",
            ));
        }
        if *layout == Some(Layout::Nested) && matches!(self.to, To::Csv | To::Jsonl) {
            return Err(Failure::usage(format!(
                "{name} has no nested layout: use --layout flat, or parquet or arrow"
            )));
        }
        let is_for = |id: &str, option: &str, only: To| {
            if self.given.has(id) && self.to != only {
                let message = format!("{option} is for {}, and the output is {name}", only.name());
                return Err(Failure::usage(message));
            }
            Ok(())
        };
        is_for("csv_guard", "--csv-guard", To::Csv)?;
        is_for("row_group_rows", "--row-group-rows", To::Parquet)
    }

    fn parquet(&self) -> Result<ParquetOptions, Failure> {
        let mut options = ParquetOptions::default();
        let level = self.effort.zstd_level;
        options.compression = match self.codec {
            None | Some(Codec::Zstd) => level.map_or(options.compression, ParquetCompression::Zstd),
            Some(Codec::Snappy) => ParquetCompression::Snappy,
            Some(Codec::Lz4) => ParquetCompression::Lz4,
            Some(Codec::None) => ParquetCompression::None,
            Some(Codec::Gzip) => return Err(self.no_such("zstd, snappy, lz4 and none")),
        };
        self.check_level(matches!(self.codec, None | Some(Codec::Zstd)))?;
        if let Some(rows) = self.effort.row_group_rows {
            options.row_group_rows = rows.get();
        }
        Ok(options)
    }

    fn arrow(&self) -> Result<ipc::Compression, Failure> {
        self.check_level(self.codec == Some(Codec::Zstd))?;
        Ok(match self.codec {
            None => ipc::Compression::default(),
            Some(Codec::Lz4) => ipc::Compression::Lz4,
            Some(Codec::Zstd) => ipc::Compression::Zstd(self.effort.zstd_level.unwrap_or(3)),
            Some(Codec::None) => ipc::Compression::None,
            Some(Codec::Snappy | Codec::Gzip) => return Err(self.no_such("lz4, zstd and none")),
        })
    }

    fn text(&self, default: Codec) -> Result<Compression, Failure> {
        let codec = self.codec.unwrap_or(default);
        self.check_level(codec == Codec::Zstd)?;
        Ok(match codec {
            Codec::None => Compression::Plain,
            Codec::Zstd => self.effort.zstd_level.map_or(Compression::ZSTD, Compression::Zstd),
            Codec::Gzip => Compression::GZIP,
            Codec::Snappy | Codec::Lz4 => return Err(self.no_such("zstd, gzip and none")),
        })
    }

    fn no_such(&self, there_are: &str) -> Failure {
        let codec = self.codec.map_or("", Codec::name);
        Failure::usage(format!(
            "{} has no {codec} compression; there are {there_are}",
            self.to.name()
        ))
    }

    fn check_level(&self, is_zstd: bool) -> Result<(), Failure> {
        if is_zstd || !self.given.has("zstd_level") {
            return Ok(());
        }
        Err(Failure::usage(format!(
            "--zstd-level is for zstd, and this {} is not: add --compression zstd",
            self.to.name()
        )))
    }
}
