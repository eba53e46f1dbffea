//! What a file tells of itself.

use std::fs::File;
use std::path::Path;

use parquet::errors::Result;
use parquet::file::reader::{FileReader, SerializedFileReader};

/// The key-value pairs in the footer of a Parquet file.
///
/// # Errors
///
/// The file cannot be read, or is no Parquet file.
pub fn metadata(path: &Path) -> Result<Vec<(String, String)>> {
    let reader = SerializedFileReader::new(File::open(path)?)?;
    let pairs = reader.metadata().file_metadata().key_value_metadata();
    Ok(pairs
        .into_iter()
        .flatten()
        .map(|pair| (pair.key.clone(), pair.value.clone().unwrap_or_default()))
        .collect())
}
