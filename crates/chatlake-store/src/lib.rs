//! Where files lie: in a folder, or in a bucket of an object store; behind one blocking door.
//!
//! A [`Place`] is what a user names, `out/lake` or `s3://bucket/lake`. A [`Store`] is the open
//! place: files in it have keys, relative and with `/` between their parts, and appear whole or
//! not at all, whoever looks and whenever the power fails.
//!
//! ```
//! use chatlake_store::{Place, Store};
//!
//! let folder = tempfile::tempdir()?;
//! let store = Store::open(&Place::Folder(folder.path().to_owned()))?;
//! store.put("_manifest/2018112717.json", b"{}")?;
//! assert_eq!(store.get("_manifest/2018112717.json")?.as_deref(), Some(&b"{}"[..]));
//! let keys: Vec<String> = store.list("")?.into_iter().map(|object| object.key).collect();
//! assert_eq!(keys, ["_manifest/2018112717.json"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What is said here holds for both kinds of place. Where a folder can do more, and names of
//! files are all that is needed, [`Store::folder`] says where it is, and [`durable`] has the acts
//! on names that outlast a power cut.

#![forbid(unsafe_code)]
#![cfg_attr(not(test), warn(clippy::indexing_slicing, clippy::string_slice, clippy::panic))]

mod bucket;
mod connect;
pub mod durable;
mod error;
mod folder;
mod key;
#[cfg(test)]
mod laws;
mod local_file;
mod place;
mod source;
mod store;

pub use error::{StoreError, StoreErrorKind};
pub use local_file::LocalFile;
pub use place::{BadPlace, BucketPlace, Place, Service};
pub use source::StoreSource;
pub use store::{Object, Store};
