//! What can go wrong with a table.

use std::error::Error;
use std::io;

use chatlake_lake::LakeError;
use chatlake_store::StoreError;
use delta_kernel::KernelError;
use delta_kernel::object_store;

/// What could not be done with the table of a lake, and why.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DeltaError {
    /// The table cannot be read or written.
    #[error("failed to {act} the Delta table `{table}`: {source}")]
    Table {
        /// What was tried.
        act: &'static str,
        /// Where it lies.
        table: String,
        /// Why it failed.
        source: Box<KernelError>,
    },
    /// Others always were faster.
    #[error("others keep writing to the Delta table `{table}`: run it again")]
    Contended {
        /// Where it lies.
        table: String,
    },
    /// The store cannot tell who was first.
    #[error(
        "`{table}` lies in a store that cannot refuse to write over a file, so two writers of its \
         log would not notice each other: if nothing else writes to it, say --single-writer"
    )]
    Unguarded {
        /// Where the table lies.
        table: String,
    },
    /// The table was made for other rows.
    #[error(
        "the Delta table `{table}` has other columns than the lake: {difference}; to make it anew, \
         remove its folder `_delta_log`"
    )]
    Columns {
        /// Where it lies.
        table: String,
        /// The first column that differs, and how.
        difference: String,
    },
    /// A file is not what its manifest says.
    #[error("`{path}` {why}: see `chatlake lake verify`")]
    Unlike {
        /// Which file.
        path: String,
        /// In what.
        why: String,
    },
    /// The system failed.
    #[error("failed to {act} the Delta table `{table}`: {source}")]
    Io {
        /// What was tried.
        act: &'static str,
        /// Where it lies.
        table: String,
        /// Why it failed.
        source: io::Error,
    },
    /// The lake cannot be read.
    #[error(transparent)]
    Lake(#[from] LakeError),
    /// The place of the lake failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl DeltaError {
    /// What the kernel failed with when it did something with a table.
    pub(crate) fn of(table: &str, act: &'static str, error: KernelError) -> Self {
        if let KernelError::Backtraced { source, .. } = error {
            return Self::of(table, act, *source);
        }
        let table = table.to_owned();
        match of_objects(&error) {
            Some(object_store::Error::NotImplemented { .. }) => {
                return DeltaError::Unguarded { table };
            }
            // Its text may hold urls that are signed.
            Some(error) => return DeltaError::Store(StoreError::of_objects(act, &table, error)),
            None => {}
        }
        match error {
            KernelError::IOError(source) => DeltaError::Io { act, table, source },
            source => DeltaError::Table { act, table, source: Box::new(source) },
        }
    }

    /// The exit code of the command.
    pub fn exit_code(&self) -> u8 {
        match self {
            DeltaError::Contended { .. } => 5,
            DeltaError::Unguarded { .. } => 2,
            DeltaError::Io { .. } => 8,
            DeltaError::Table { .. } | DeltaError::Columns { .. } | DeltaError::Unlike { .. } => 1,
            DeltaError::Lake(error) => error.exit_code(),
            DeltaError::Store(error) => error.exit_code(),
        }
    }
}

/// Whether it says that there is no such file.
pub(crate) fn is_missing(error: &KernelError) -> bool {
    matches!(error.without_backtrace(), KernelError::FileNotFound(_))
}

/// What the store said, wherever in an error that is.
fn of_objects(error: &KernelError) -> Option<&object_store::Error> {
    if let KernelError::ObjectStore(error) = error {
        return Some(error);
    }
    let mut cause = error.source();
    while let Some(error) = cause {
        if let Some(error) = error.downcast_ref() {
            return Some(error);
        }
        cause = error.source();
    }
    None
}
