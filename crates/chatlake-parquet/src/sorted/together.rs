//! What many files have in common.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::datatypes::{Field, Schema, SchemaRef};
use chatlake_core::Projection;
use parquet::file::metadata::KeyValue;

use crate::error::FileError;
use crate::sources::{self, SourcePairs};
use crate::stored::StoredFile;

/// The shape of what is made of several files.
pub(super) struct Together {
    pub(super) projection: Projection,
    pub(super) schema: SchemaRef,
    /// What the footers tell, but of the schema, which writers tell themselves.
    pub(super) pairs: Vec<KeyValue>,
}

impl Together {
    /// Those of these files; none of none.
    ///
    /// # Errors
    ///
    /// Two files have different columns.
    pub(super) fn of(files: &[StoredFile]) -> Result<Option<Self>, FileError> {
        let Some((first, others)) = files.split_first() else { return Ok(None) };
        for other in others {
            if let Some(says) = difference(first.arrow_schema(), other.arrow_schema()) {
                let (name, other) = (other.name().to_owned(), first.name().to_owned());
                return Err(FileError::Differ { name, other, says });
            }
        }
        let ours = chatlake_arrow::schema(first.projection());
        let fields = first.arrow_schema().fields().clone();
        let schema = Schema::new_with_metadata(fields, ours.metadata().clone());
        let pairs = pairs(files, ours.metadata());
        let (projection, schema) = (first.projection().clone(), Arc::new(schema));
        Ok(Some(Self { projection, schema, pairs }))
    }
}

/// The first column in which two schemas differ.
fn difference(one: &Schema, other: &Schema) -> Option<String> {
    let told = |field: Option<&Arc<Field>>| match field {
        Some(field) => format!("`{}`", field.name()),
        None => "nothing".to_owned(),
    };
    let n_fields = one.fields().len().max(other.fields().len());
    let pairs = (0..n_fields).map(|place| (one.fields().get(place), other.fields().get(place)));
    let (one, other) = pairs.into_iter().find(|(one, other)| one != other)?;
    Some(format!("{} where that has {}", told(other), told(one)))
}

/// Everything that files tell and do not contradict each other in, and all inputs of all, once.
fn pairs(files: &[StoredFile], of_schema: &HashMap<String, String>) -> Vec<KeyValue> {
    let (mut inputs, mut all): (Vec<SourcePairs>, Vec<KeyValue>) = (Vec::new(), Vec::new());
    for file in files {
        let (sources, others) = sources::split(file.key_values());
        inputs.extend(sources);
        all.extend(others);
    }
    inputs.sort();
    inputs.dedup();
    let is_schema = |pair: &KeyValue| {
        pair.key == parquet::arrow::ARROW_SCHEMA_META_KEY || of_schema.contains_key(&pair.key)
    };
    all.retain(|pair| !is_schema(pair));
    all.sort_by(|one, other| (&one.key, &one.value).cmp(&(&other.key, &other.value)));
    all.dedup();
    let is_contradicted =
        |pair: &KeyValue| all.iter().any(|other| other.key == pair.key && other != pair);
    let mut pairs: Vec<KeyValue> =
        all.iter().filter(|pair| !is_contradicted(pair)).cloned().collect();
    pairs.extend(sources::pairs(&inputs));
    pairs
}
