//! Writing into a folder so that it outlasts a power cut.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use chatlake_lake::{Act, Lake};
use chatlake_store::durable;
use delta_kernel::engine::to_json_bytes;
use delta_kernel::schema::SchemaRef;
use delta_kernel::{
    EngineData, FileDataReadResultIterator, FileMeta, FileSize, FilteredEngineData, JsonHandler,
    KernelError, KernelResult, KernelResultIterator, KernelResultIteratorStatic, ParquetFooter,
    ParquetHandler, PredicateRef,
};
use url::Url;

/// The log, in a folder.
pub(super) struct LastingJson {
    pub(super) json: Arc<dyn JsonHandler>,
    pub(super) lake: Lake,
}

/// Checkpoints of the log, in a folder.
pub(super) struct LastingParquet {
    pub(super) parquet: Arc<dyn ParquetHandler>,
    pub(super) lake: Lake,
}

impl JsonHandler for LastingJson {
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
        let path = local(path)?;
        let bytes = to_json_bytes(data)?;
        ask(&self.lake, &path)?;
        let n_bytes = bytes.len() as FileSize;
        if overwrite {
            durable::write(&path, &bytes)?;
            return Ok(n_bytes);
        }
        match write_new(&path, &bytes) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                Err(KernelError::FileAlreadyExists(path.display().to_string()))
            }
            outcome => Ok(outcome.map(|()| n_bytes)?),
        }
    }
}

impl ParquetHandler for LastingParquet {
    fn read_parquet_files(
        &self,
        files: &[FileMeta],
        physical_schema: SchemaRef,
        predicate: Option<PredicateRef>,
    ) -> KernelResult<FileDataReadResultIterator> {
        self.parquet.read_parquet_files(files, physical_schema, predicate)
    }

    fn write_parquet_file(
        &self,
        location: Url,
        data: KernelResultIteratorStatic<Box<dyn EngineData>>,
    ) -> KernelResult<FileSize> {
        let path = local(&location)?;
        // The kernel's engine takes no name that is on no list.
        let name = unfinished(&path).file_name().unwrap_or_default().to_string_lossy().into_owned();
        let unfinished = path.with_file_name(format!(".{}.part", name.replace('#', ".")));
        let url = Url::from_file_path(&unfinished)
            .map_err(|()| KernelError::InvalidTableLocation(unfinished.display().to_string()))?;
        let n_bytes = self.parquet.write_parquet_file(url, data)?;
        ask(&self.lake, &path)?;
        durable::take(&unfinished, &path)?;
        Ok(n_bytes)
    }

    fn read_parquet_footer(&self, file: &FileMeta) -> KernelResult<ParquetFooter> {
        self.parquet.read_parquet_footer(file)
    }
}

/// Writes a file that nobody else may have written, for its owner alone.
fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new(""));
    durable::create_folder(folder)?;
    let unfinished = unfinished(path);
    let named = written(&unfinished, bytes).and_then(|()| fs::hard_link(&unfinished, path));
    // Only its second name matters; should this fail, what is left is in nobody's way.
    let _ = fs::remove_file(&unfinished);
    named?;
    durable::sync_folder(folder)
}

fn written(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    let mut file: File = options.write(true).create(true).truncate(true).mode(0o600).open(path)?;
    file.set_permissions(fs::Permissions::from_mode(0o600))?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// A name for what is not whole, and nobody else's. What ends in `#` and digits is on no list of
/// files, so what a killed process leaves of it is no part of the table.
fn unfinished(path: &Path) -> PathBuf {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let (process, number) = (std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!("#{process:010}{number:010}"));
    path.with_file_name(name)
}

/// Whether a file may be given its name.
fn ask(lake: &Lake, path: &Path) -> KernelResult<()> {
    let root = lake.store().folder().unwrap_or(Path::new(""));
    let key = path.strip_prefix(root).unwrap_or(path).to_string_lossy();
    lake.ask(Act::Put(&key)).map_err(|error| KernelError::IOError(io::Error::other(error)))
}

fn local(url: &Url) -> KernelResult<PathBuf> {
    url.to_file_path().map_err(|()| KernelError::InvalidTableLocation(url.to_string()))
}

#[cfg(test)]
mod tests {
    use delta_kernel::Engine;
    use delta_kernel::object_store::local::LocalFileSystem;
    use delta_kernel_default_engine::DefaultEngineBuilder;

    use super::*;

    #[test]
    fn what_is_there_is_never_written_over() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("_delta_log/00000000000000000000.json");
        write_new(&path, b"first").expect("a file");
        let refused = write_new(&path, b"second").expect_err("it is there");
        assert_eq!(refused.kind(), ErrorKind::AlreadyExists);
        assert_eq!(fs::read(&path).expect("it is there"), b"first");
        let mode = path.metadata().expect("it is there").permissions().mode() & 0o777;
        assert_eq!(mode, 0o600);
        assert_eq!(fs::read_dir(path.parent().expect("a folder")).expect("a folder").count(), 1);
    }

    #[test]
    fn what_a_killed_process_left_is_in_nobodys_way() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("00000000000000000000.json");
        let left = unfinished(&path);
        fs::write(&left, b"half").expect("a file");
        write_new(&path, b"whole").expect("a file");
        assert_eq!(fs::read(&path).expect("it is there"), b"whole");
        let engine = DefaultEngineBuilder::new(Arc::new(LocalFileSystem::new())).build();
        let url = Url::from_directory_path(folder.path()).expect("a url");
        let listed = engine.storage_handler().list_from(&url).expect("a list").map(Result::unwrap);
        let names: Vec<PathBuf> =
            listed.map(|file| local(&file.location).expect("a path")).collect();
        assert_eq!(names, [path], "{} is on no list", left.display());
    }
}
