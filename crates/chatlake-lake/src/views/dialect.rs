//! Who is spoken to, and what they call things.

use std::fmt;
use std::str::FromStr;

use chatlake_core::schema::ColumnType;

/// An engine that is asked in SQL.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dialect {
    /// DuckDB.
    #[default]
    DuckDb,
    /// Spark SQL.
    Spark,
    /// Trino, and what is made of it.
    Trino,
    /// ClickHouse, clickhouse-local and chDB.
    ClickHouse,
    /// BigQuery.
    BigQuery,
}

/// A name that is no engine's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no engine is called `{0}`; there are duckdb, spark, trino, clickhouse and bigquery")]
pub struct UnknownDialect(pub String);

impl Dialect {
    /// All of them.
    pub const ALL: [Dialect; 5] =
        [Dialect::DuckDb, Dialect::Spark, Dialect::Trino, Dialect::ClickHouse, Dialect::BigQuery];

    /// As its makers write it.
    pub const fn name(self) -> &'static str {
        match self {
            Dialect::DuckDb => "DuckDB",
            Dialect::Spark => "Spark",
            Dialect::Trino => "Trino",
            Dialect::ClickHouse => "ClickHouse",
            Dialect::BigQuery => "BigQuery",
        }
    }

    /// What the values of a column are called; where folders tell them, too.
    pub(super) fn kind(self, kind: ColumnType) -> &'static str {
        match (self, kind) {
            (Dialect::Spark | Dialect::BigQuery, ColumnType::Text | ColumnType::Json) => "STRING",
            (Dialect::ClickHouse, ColumnType::Text | ColumnType::Json) => "Nullable(String)",
            (_, ColumnType::Text | ColumnType::Json) => "VARCHAR",
            (Dialect::Spark, ColumnType::Int32) => "INT",
            (Dialect::BigQuery, ColumnType::Int32 | ColumnType::Int64) => "INT64",
            (Dialect::ClickHouse, ColumnType::Int32) => "Nullable(Int32)",
            (_, ColumnType::Int32) => "INTEGER",
            (Dialect::ClickHouse, ColumnType::Int64) => "Nullable(Int64)",
            (_, ColumnType::Int64) => "BIGINT",
            (Dialect::BigQuery, ColumnType::Float64) => "FLOAT64",
            (Dialect::ClickHouse, ColumnType::Float64) => "Nullable(Float64)",
            (_, ColumnType::Float64) => "DOUBLE",
            (Dialect::DuckDb, ColumnType::Timestamp) => "TIMESTAMPTZ",
            (Dialect::ClickHouse, ColumnType::Timestamp) => "Nullable(DateTime64(6, 'UTC'))",
            // Its tables of files take no other precision by default; the export has no finer one.
            (Dialect::Trino, ColumnType::Timestamp) => "TIMESTAMP(3)",
            (_, ColumnType::Timestamp) => "TIMESTAMP",
        }
    }

    /// What stands before the name of a view.
    pub(super) fn schema(self) -> &'static str {
        match self {
            Dialect::Trino => "hive.chatlake.",
            Dialect::BigQuery => "chatlake.",
            _ => "",
        }
    }

    /// The beginning of a statement that makes a view.
    pub(super) fn view(self, name: &str) -> String {
        let schema = self.schema();
        match self {
            Dialect::Spark => format!("CREATE OR REPLACE TEMPORARY VIEW {name} AS\n"),
            _ => format!("CREATE OR REPLACE VIEW {schema}{name} AS\n"),
        }
    }

    /// From where: the rows, as `b`.
    pub(super) fn rows(self) -> String {
        format!("FROM {}bodies AS b\n", self.schema())
    }
}

impl fmt::Display for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Dialect {
    type Err = UnknownDialect;

    fn from_str(name: &str) -> Result<Self, UnknownDialect> {
        let is_it = |dialect: &Dialect| dialect.name().eq_ignore_ascii_case(name);
        Dialect::ALL.into_iter().find(is_it).ok_or_else(|| UnknownDialect(name.to_owned()))
    }
}
