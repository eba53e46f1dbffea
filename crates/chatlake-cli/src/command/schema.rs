//! `chatlake schema`.

mod document;
mod sql;
mod text;

use chatlake_core::{Layout, Projection};
use chatlake_parquet::{ParquetFormat, ParquetOptions};

use crate::args::{SchemaArgs, SchemaTo};
use crate::exit::Exit;
use crate::failure::{Failure, chain};

/// Shows the schema that outputs have.
pub(super) fn run(args: &SchemaArgs) -> Result<Exit, Failure> {
    let layout = args.layout;
    let shown = match args.to {
        _ if args.json => document::json(layout)?,
        SchemaTo::Json => document::json(layout)?,
        SchemaTo::Text => text::text(layout),
        SchemaTo::Arrow => text::arrow(&chatlake_arrow::schema(&Projection::new(layout))),
        SchemaTo::Parquet => parquet(layout)?,
        SchemaTo::SqlDuckdb => sql::duckdb(layout),
        SchemaTo::SqlSpark => sql::spark(layout),
    };
    super::print_text(&shown)?;
    Ok(Exit::OK)
}

fn parquet(layout: Layout) -> Result<String, Failure> {
    let format = ParquetFormat::new(&Projection::new(layout), ParquetOptions::default())
        .map_err(|error| Failure::usage(chain(&error)))?;
    let mut out = Vec::new();
    parquet::schema::printer::print_schema(&mut out, format.schema().root_schema());
    Ok(String::from_utf8(out).unwrap_or_default())
}
