//! The columns of the table.

use std::sync::Arc;

use chatlake_core::schema::ColumnType;
use chatlake_core::{AppKey, Column};
use chatlake_lake::Day;
use chatlake_parquet::has_statistics;
use delta_kernel::KernelError;
use delta_kernel::schema::{DataType, SchemaRef, StructField, StructType};

/// The columns that the names of folders tell, and the files do not hold.
pub(crate) const PARTITIONS: [&str; 3] = ["org", "app", "date"];

/// The columns of a table: those of its files, then those of its folders.
pub(crate) fn schema(columns: &[Column]) -> Result<SchemaRef, KernelError> {
    let of_files = columns.iter().map(|column| field(*column));
    let of_folders = PARTITIONS.map(|name| {
        let data_type = if name == "date" { DataType::DATE } else { DataType::STRING };
        StructField::nullable(name, data_type)
    });
    Ok(Arc::new(StructType::try_new(of_files.chain(of_folders))?))
}

/// What the folders say of a file, in the order of [`PARTITIONS`].
pub(crate) fn partition_values(app: &AppKey, day: Day) -> [String; 3] {
    let (org, app) = app.as_str().split_once('/').unwrap_or((app.as_str(), ""));
    [org.to_owned(), app.to_owned(), day.to_string()]
}

/// The columns of which a table may know minima and maxima, in order. They stand in its log in
/// the clear, so they are the same few as in the files.
pub(crate) fn columns_with_statistics(columns: &[Column]) -> Vec<Column> {
    columns.iter().copied().filter(|column| has_statistics(*column)).collect()
}

/// In what the columns of a table differ from those that it should have; none if they do not.
pub(crate) fn difference(found: &StructType, expected: &StructType) -> Option<String> {
    let shape = |field: Option<&StructField>| {
        field.map(|field| format!("`{}` of type {}", field.name(), field.data_type()))
    };
    let (mut found, mut expected) = (found.fields(), expected.fields());
    loop {
        let (has, wants) = (found.next(), expected.next());
        match (shape(has), shape(wants)) {
            (None, None) => return None,
            (has, wants) if has == wants => {}
            (Some(has), Some(wants)) => return Some(format!("it has {has} for {wants}")),
            (Some(has), None) => return Some(format!("it has {has}")),
            (None, Some(wants)) => return Some(format!("it lacks {wants}")),
        }
    }
}

fn field(column: Column) -> StructField {
    let data_type = match column.column_type() {
        ColumnType::Text | ColumnType::Json => DataType::STRING,
        ColumnType::Int32 => DataType::INTEGER,
        ColumnType::Int64 => DataType::LONG,
        ColumnType::Float64 => DataType::DOUBLE,
        ColumnType::Timestamp => DataType::TIMESTAMP,
    };
    let field = StructField::nullable(column.name(), data_type);
    // What engines show as the description of a column.
    field.with_metadata([("comment", column.description())])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_has_the_columns_of_its_files_and_those_of_its_folders() {
        let schema = schema(&[Column::MsgId, Column::Timestamp]).expect("a schema");
        let names: Vec<&String> = schema.fields().map(StructField::name).collect();
        assert_eq!(names, ["msg_id", "timestamp", "org", "app", "date"]);
        assert!(schema.fields().all(StructField::is_nullable));
    }

    #[test]
    fn the_first_difference_is_named() {
        let of = |columns: &[Column]| schema(columns).expect("a schema");
        let all = of(&[Column::MsgId, Column::Timestamp]);
        assert_eq!(difference(&all, &all), None);
        let told = difference(&of(&[Column::MsgId]), &all).expect("they differ");
        assert_eq!(told, "it has `org` of type string for `timestamp` of type timestamp");
    }

    #[test]
    fn nothing_that_a_person_wrote_has_statistics() {
        let columns = columns_with_statistics(Column::ALL);
        assert!(columns.contains(&Column::Timestamp));
        for column in [Column::Text, Column::Ext, Column::Secret, Column::Url, Column::Filename] {
            assert!(!columns.contains(&column), "{column:?}");
        }
    }
}
