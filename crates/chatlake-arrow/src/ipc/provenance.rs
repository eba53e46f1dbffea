//! What a file tells of itself.

use std::fs::File;
use std::path::Path;

use arrow::error::ArrowError;
use arrow::ipc::reader::FileReader;

/// The key-value pairs of an Arrow IPC file: those of its schema and those of its footer.
///
/// # Errors
///
/// The file cannot be read, or is no Arrow file.
pub fn metadata(path: &Path) -> Result<Vec<(String, String)>, ArrowError> {
    let reader = FileReader::try_new(File::open(path)?, None)?;
    let schema = reader.schema();
    let pairs = schema.metadata().iter().chain(reader.custom_metadata());
    Ok(pairs.map(|(key, value)| (key.clone(), value.clone())).collect())
}
