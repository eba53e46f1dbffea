//! Writing a log where the store would write over what is there.

use std::sync::Arc;

use delta_kernel::schema::SchemaRef;
use delta_kernel::{
    EngineData, FileDataReadResultIterator, FileMeta, FileSize, FilteredEngineData, JsonHandler,
    KernelError, KernelResult, KernelResultIterator, PredicateRef, StorageHandler,
};
use url::Url;

use crate::error::is_missing;

/// A log that has one writer: it looks before it writes, and nobody comes in between.
pub(super) struct GuardedJson {
    pub(super) json: Arc<dyn JsonHandler>,
    pub(super) storage: Arc<dyn StorageHandler>,
}

impl JsonHandler for GuardedJson {
    fn parse_json(
        &self,
        json_strings: Box<dyn EngineData>,
        output_schema: SchemaRef,
    ) -> KernelResult<Box<dyn EngineData>> {
        self.json.parse_json(json_strings, output_schema)
    }

    fn read_json_files(
        &self,
        files: &[FileMeta],
        physical_schema: SchemaRef,
        predicate: Option<PredicateRef>,
    ) -> KernelResult<FileDataReadResultIterator> {
        self.json.read_json_files(files, physical_schema, predicate)
    }

    fn write_json_file(
        &self,
        path: &Url,
        data: KernelResultIterator<'_, FilteredEngineData>,
        overwrite: bool,
    ) -> KernelResult<FileSize> {
        if !overwrite {
            match self.storage.head(path) {
                Ok(_) => return Err(KernelError::FileAlreadyExists(path.path().to_owned())),
                Err(error) if is_missing(&error) => {}
                Err(error) => return Err(error),
            }
        }
        self.json.write_json_file(path, data, true)
    }
}
