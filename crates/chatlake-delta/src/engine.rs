//! What the kernel reads and writes with.

mod guarded;
mod lasting;

use std::sync::Arc;

use chatlake_lake::{Lake, layout};
use chatlake_store::{Place, Store};
use delta_kernel::object_store::ObjectStore;
use delta_kernel::object_store::local::LocalFileSystem;
use delta_kernel::{
    Engine, EvaluationHandler, JsonHandler, KernelError, ParquetHandler, StorageHandler,
};
use delta_kernel_default_engine::DefaultEngineBuilder;
use delta_kernel_default_engine::executor::tokio::TokioMultiThreadExecutor;
use url::Url;

use guarded::GuardedJson;
use lasting::{LastingJson, LastingParquet};

/// Requests wait and copy, and hardly compute. Checkpoints need two.
const THREADS: usize = 2;

/// Where the table of a lake lies, for the kernel.
pub(crate) fn root(store: &Store) -> Result<Url, KernelError> {
    let outside = |what: String| KernelError::InvalidTableLocation(what);
    match store.place() {
        Place::Folder(path) => {
            let path = std::path::absolute(path.join(layout::MESSAGES))?;
            Url::from_directory_path(&path).map_err(|()| outside(path.display().to_string()))
        }
        Place::Bucket(bucket) => {
            // Only its path is looked at: the objects are the bucket's.
            let mut url = Url::parse("s3://bucket/")?;
            let parts = bucket.prefix().split('/').filter(|part| !part.is_empty());
            let mut path = url.path_segments_mut().map_err(|()| outside(bucket.to_string()))?;
            path.pop_if_empty().extend(parts).extend([layout::MESSAGES, ""]);
            drop(path);
            Ok(url)
        }
    }
}

/// How writers of one log are kept from writing over each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Writers {
    /// The store refuses the second of two.
    Many,
    /// There are none, somebody says.
    One,
}

/// The kernel's own engine over a store.
///
/// In a folder, what is written is on the disk before it has its name, and its owner's alone. In
/// a bucket it is what the bucket makes of it.
pub(crate) fn over(lake: &Lake, writers: Writers) -> Result<Arc<dyn Engine>, KernelError> {
    let store = lake.store();
    let objects: Arc<dyn ObjectStore> =
        store.objects().unwrap_or_else(|| Arc::new(LocalFileSystem::new()));
    let executor = TokioMultiThreadExecutor::new_owned_runtime(Some(THREADS), None)?;
    let engine = DefaultEngineBuilder::new(objects).with_task_executor(Arc::new(executor)).build();
    let (json, parquet) = (engine.json_handler(), engine.parquet_handler());
    let storage = engine.storage_handler();
    let (json, parquet): (Arc<dyn JsonHandler>, Arc<dyn ParquetHandler>) = match store.folder() {
        Some(_) => {
            let json = LastingJson { json, lake: lake.clone() };
            (Arc::new(json), Arc::new(LastingParquet { parquet, lake: lake.clone() }))
        }
        None if writers == Writers::One => {
            (Arc::new(GuardedJson { json, storage: Arc::clone(&storage) }), parquet)
        }
        None => (json, parquet),
    };
    Ok(Arc::new(Assembled { evaluation: engine.evaluation_handler(), storage, json, parquet }))
}

/// An engine of parts, some of them ours.
struct Assembled {
    evaluation: Arc<dyn EvaluationHandler>,
    storage: Arc<dyn StorageHandler>,
    json: Arc<dyn JsonHandler>,
    parquet: Arc<dyn ParquetHandler>,
}

impl Engine for Assembled {
    fn evaluation_handler(&self) -> Arc<dyn EvaluationHandler> {
        Arc::clone(&self.evaluation)
    }

    fn storage_handler(&self) -> Arc<dyn StorageHandler> {
        Arc::clone(&self.storage)
    }

    fn json_handler(&self) -> Arc<dyn JsonHandler> {
        Arc::clone(&self.json)
    }

    fn parquet_handler(&self) -> Arc<dyn ParquetHandler> {
        Arc::clone(&self.parquet)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(place: &str) -> String {
        let store = Store::open(&place.parse().expect("a place")).expect("it opens");
        root(&store).expect("a url").to_string()
    }

    #[test]
    fn a_table_lies_in_the_messages_of_its_lake() {
        assert_eq!(at("/srv/my lake"), "file:///srv/my%20lake/messages/");
        assert_eq!(at("/srv/50%"), "file:///srv/50%25/messages/");
    }
}
