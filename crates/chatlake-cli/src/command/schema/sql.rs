//! The schema as statements that make a table.

use chatlake_core::schema::ColumnType;
use chatlake_core::{Column, Layout};

const TABLE: &str = "messages";

/// For DuckDB: a table, with what each column is.
pub(super) fn duckdb(layout: Layout) -> String {
    let mut out = format!(
        "-- Fill it with: INSERT INTO {TABLE} BY NAME SELECT * FROM read_parquet('lake/*.parquet');\n\
         CREATE TABLE {TABLE} (\n"
    );
    let body = |column: Column| format!("{} {}", quoted(column), duckdb_type(column));
    let bodies = format!("\"bodies\" STRUCT({})[]", fields(body).join(", "));
    out.push_str(&joined(&columns(layout, body, bodies)));
    out.push_str("\n);\n");
    for column in Column::ALL.iter().filter(|column| is_in(**column, layout)) {
        let comment = literal(column.description());
        out.push_str(&format!("COMMENT ON COLUMN {TABLE}.{} IS {comment};\n", quoted(*column)));
    }
    out
}

/// For Spark SQL: a table over Parquet files.
pub(super) fn spark(layout: Layout) -> String {
    let mut out = format!(
        "-- Over files that are there already: add LOCATION 'lake' behind USING PARQUET.\n\
         CREATE TABLE {TABLE} (\n"
    );
    let message = |column: Column| {
        let comment = column.description().replace('\\', "\\\\").replace('\'', "\\'");
        format!("`{column}` {} COMMENT '{comment}'", spark_type(column))
    };
    let body = |column: Column| format!("`{column}`: {}", spark_type(column));
    let bodies = format!("`bodies` ARRAY<STRUCT<{}>>", fields(body).join(", "));
    out.push_str(&joined(&columns(layout, message, bodies)));
    out.push_str("\n) USING PARQUET;\n");
    out
}

/// The columns of the table; in the nested layout the bodies stand where the body type would.
fn columns(layout: Layout, column: impl Fn(Column) -> String, bodies: String) -> Vec<String> {
    let there = |it: &&Column| is_in(**it, layout);
    let mut all: Vec<String> = Vec::new();
    let mut bodies = Some(bodies).filter(|_| layout == Layout::Nested);
    for it in Column::ALL.iter().filter(there) {
        if *it > Column::BodyType {
            all.extend(bodies.take());
        }
        all.push(column(*it));
    }
    all
}

fn fields(field: impl Fn(Column) -> String) -> Vec<String> {
    Column::ALL.iter().filter(|it| it.is_of_body()).map(|it| field(*it)).collect()
}

fn is_in(column: Column, layout: Layout) -> bool {
    layout == Layout::Flat || column.is_of_message()
}

fn joined(columns: &[String]) -> String {
    columns.iter().map(|column| format!("  {column}")).collect::<Vec<_>>().join(",\n")
}

fn quoted(column: Column) -> String {
    format!("\"{column}\"")
}

fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn duckdb_type(column: Column) -> &'static str {
    match column.column_type() {
        // JSON stays text: the bytes are verbatim, and need not be what a JSON type would take.
        ColumnType::Text | ColumnType::Json => "VARCHAR",
        ColumnType::Int32 => "INTEGER",
        ColumnType::Int64 => "BIGINT",
        ColumnType::Float64 => "DOUBLE",
        ColumnType::Timestamp => "TIMESTAMP WITH TIME ZONE",
    }
}

fn spark_type(column: Column) -> &'static str {
    match column.column_type() {
        ColumnType::Text | ColumnType::Json => "STRING",
        ColumnType::Int32 => "INT",
        ColumnType::Int64 => "BIGINT",
        ColumnType::Float64 => "DOUBLE",
        ColumnType::Timestamp => "TIMESTAMP",
    }
}
