//! The rows as they lie there: one per body.

use chatlake_core::Column;
use chatlake_core::schema::ColumnType;

use super::root;
use super::words::{PARTITIONS, escaped_literal, listed, literal, stacked};
use super::{CannotRead, Dialect, RowsFrom, Views};

impl Views<'_> {
    /// The statement that finds the rows.
    pub(super) fn bodies(&self, dialect: Dialect) -> Result<String, CannotRead> {
        let about =
            "-- One row per body, as it lies there; a message without bodies is one row, too.\n";
        let root = self.root(dialect)?;
        let statement = match (dialect, self.rows) {
            (Dialect::BigQuery, _) => self.bigquery(&root),
            (Dialect::Trino, _) => self.trino(&root),
            (Dialect::Spark, RowsFrom::Files) => self.spark(&root),
            _ => format!(
                "{}SELECT\n{}\nFROM {};\n",
                dialect.view("bodies"),
                listed(&self.items(dialect)),
                self.table(dialect, &root)
            ),
        };
        Ok(format!("{about}{statement}"))
    }

    /// A function that reads the rows.
    fn table(&self, dialect: Dialect, root: &str) -> String {
        match (dialect, self.rows) {
            (Dialect::DuckDb, RowsFrom::Delta) => format!("delta_scan({})", literal(root)),
            (Dialect::Spark, _) => format!("delta.`{}`", root.replace('`', "``")),
            (Dialect::ClickHouse, RowsFrom::Delta) if self.is_local() => {
                format!("deltaLakeLocal({})", escaped_literal(root))
            }
            (Dialect::ClickHouse, RowsFrom::Delta) => {
                format!("deltaLake({})", escaped_literal(root))
            }
            (Dialect::ClickHouse, RowsFrom::Files) => {
                let function = if self.is_local() { "file" } else { "s3" };
                let files = escaped_literal(&self.files(root));
                format!("{function}({files}, Parquet)\nSETTINGS use_hive_partitioning = 1")
            }
            _ => format!(
                "read_parquet({},\n  hive_partitioning = true, hive_types = {{'org': VARCHAR, 'app': VARCHAR, 'date': DATE}})",
                literal(&self.files(&root::without_signs(root)))
            ),
        }
    }

    /// Told its columns, for it takes an app that is called `007` for the number 7.
    fn spark(&self, root: &str) -> String {
        format!(
            "CREATE OR REPLACE TEMPORARY VIEW bodies (\n{}\n) USING parquet OPTIONS (path {});\n",
            self.typed(Dialect::Spark),
            escaped_literal(&root::without_globs(root))
        )
    }

    /// A table in a catalog; what is in folders is a partition only when it has been told so.
    fn trino(&self, root: &str) -> String {
        let arguments =
            |location: &str| format!("schema_name => 'chatlake', table_name => 'bodies'{location}");
        if self.rows == RowsFrom::Delta {
            let location = format!(",\n  table_location => {}", literal(root));
            let register = arguments(&location);
            return format!(
                "CREATE SCHEMA IF NOT EXISTS delta.chatlake;\n\
                 CALL delta.system.register_table({register});\n\
                 CREATE SCHEMA IF NOT EXISTS hive.chatlake;\n\
                 {}SELECT\n{}\nFROM delta.chatlake.bodies;\n",
                Dialect::Trino.view("bodies"),
                listed(&self.items(Dialect::Trino))
            );
        }
        format!(
            "CREATE SCHEMA IF NOT EXISTS hive.chatlake;\n\
             CREATE TABLE IF NOT EXISTS hive.chatlake.bodies (\n{}\n) WITH (\n  \
             external_location = {},\n  format = 'PARQUET',\n  \
             partitioned_by = ARRAY['org', 'app', 'date']\n);\n\
             CALL hive.system.sync_partition_metadata({});\n",
            self.typed(Dialect::Trino),
            literal(root),
            arguments(", mode => 'FULL'")
        )
    }

    /// A table of files, whose columns it reads for itself.
    fn bigquery(&self, root: &str) -> String {
        if self.rows == RowsFrom::Delta {
            return format!(
                "CREATE SCHEMA IF NOT EXISTS chatlake;\n\
                 CREATE OR REPLACE EXTERNAL TABLE chatlake.bodies\nWITH CONNECTION DEFAULT\n\
                 OPTIONS (format = 'DELTA_LAKE', uris = [{}]);\n",
                escaped_literal(root)
            );
        }
        let (org, app) = self.names_of_app();
        format!(
            "CREATE SCHEMA IF NOT EXISTS chatlake;\n\
             CREATE OR REPLACE EXTERNAL TABLE chatlake.bodies\n\
             WITH PARTITION COLUMNS (org STRING, app STRING, date DATE)\n\
             OPTIONS (\n  format = 'PARQUET',\n  hive_partition_uri_prefix = {},\n  \
             uris = [{}]\n);\n",
            escaped_literal(root),
            escaped_literal(&format!("{root}/org={org}/app={app}/*.parquet"))
        )
    }

    /// What is selected: the columns, and what the folders tell.
    fn items(&self, dialect: Dialect) -> Vec<String> {
        let mut items: Vec<String> = self.columns.iter().map(Column::to_string).collect();
        items.extend(match (dialect, self.rows) {
            // It takes an app that is called `007` for the number 7; there is one only.
            (Dialect::ClickHouse, RowsFrom::Files) => {
                let (org, app) = self.names_of_app();
                [format!("'{org}' AS org"), format!("'{app}' AS app"), "date".to_owned()]
            }
            _ => PARTITIONS.map(str::to_owned),
        });
        items
    }

    /// Every column with its type.
    fn typed(&self, dialect: Dialect) -> String {
        let text = dialect.kind(ColumnType::Text);
        let columns = self.columns.iter();
        let columns = columns.map(|it| format!("{it} {}", dialect.kind(it.column_type())));
        let folders = [format!("org {text}"), format!("app {text}"), "date DATE".to_owned()];
        stacked(&columns.chain(folders).collect::<Vec<_>>())
    }
}
