//! A row per message.

use chatlake_core::Column;

use super::words::{PARTITIONS, listed, stacked};
use super::{Dialect, Views};

impl Views<'_> {
    /// Most messages have one body and are taken as they stand; the others are put together. So
    /// nothing is grouped that need not be, and a condition on a column reaches the files.
    pub(super) fn messages(&self, dialect: Dialect) -> String {
        let keys = self.keys();
        let keys: Vec<&str> = keys.iter().map(|column| column.name()).collect();
        let of_bodies: Vec<Column> =
            self.those_of(&[Column::BodyType, Column::Text, Column::Ext, Column::Extra]).collect();
        let single: Vec<&str> = of_bodies.iter().map(|column| column.name()).collect();
        let gathered = of_bodies.iter().map(|column| match column {
            Column::Text => format!("{} AS text", texts(dialect)),
            _ => format!("max(CASE WHEN b.body_index = 0 THEN b.{column} END) AS {column}"),
        });
        let mut gathered: Vec<String> = gathered.collect();
        gathered.splice(0..0, [listed(&keys).trim_start().to_owned()]);
        let partitions = PARTITIONS.join(", ");
        gathered.push(partitions.clone());
        let single: Vec<&str> = keys.iter().copied().chain(single).chain(PARTITIONS).collect();
        let from = dialect.rows();
        let about = "-- One row per message: body_type, ext and extra of the first body, the texts of all of them in\n-- lines. A message is one record of one file; messages that share an id and differ all count.\n";
        format!(
            "{about}{view}SELECT\n{single}\n{from}WHERE b.body_count <= 1\n\
             UNION ALL\n\
             SELECT\n{gathered}\n{from}WHERE b.body_count > 1\n\
             GROUP BY\n{keys},\n  {partitions};\n",
            view = dialect.view("messages"),
            single = listed(&single),
            gathered = stacked(&gathered),
            keys = listed(&keys),
        )
    }

    /// What is the same on every row of a message; the place of its record is among it.
    fn keys(&self) -> Vec<Column> {
        let is_long = |column: &Column| matches!(column, Column::Ext | Column::Extra);
        let is_key = |column: &Column| {
            (column.is_of_message() && !is_long(column)) || *column == Column::BodyCount
        };
        self.columns.iter().copied().filter(is_key).collect()
    }
}

/// The texts of a message's bodies in lines; null where none has any.
fn texts(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::DuckDb => "string_agg(b.text, chr(10) ORDER BY b.body_index)",
        Dialect::BigQuery => "string_agg(b.text, '\\n' ORDER BY b.body_index)",
        Dialect::Trino => {
            "array_join(\n    array_agg(b.text ORDER BY b.body_index) FILTER (WHERE b.text IS NOT NULL), chr(10))"
        }
        Dialect::Spark => {
            "CASE WHEN count(b.text) > 0 THEN array_join(transform(\n    \
             array_sort(collect_list(struct(b.body_index, b.text))), it -> it.text), char(10)) END"
        }
        Dialect::ClickHouse => {
            "CASE WHEN count(b.text) > 0 THEN arrayStringConcat(arrayMap(it -> it.2,\n    \
             arraySort(groupArrayIf((assumeNotNull(b.body_index), assumeNotNull(b.text)),\n    \
             b.text IS NOT NULL))), char(10)) END"
        }
    }
}
