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
//! # Who is asking
//!
//! Buckets are opened by what the environment says, in the words of each store's own tools:
//!
//! | place | who | where |
//! |---|---|---|
//! | `s3://` | `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN`; a web identity; the keys of `AWS_PROFILE` in `~/.aws`; a container; the machine | `AWS_REGION`, `AWS_ENDPOINT_URL` |
//! | `gs://` | `GOOGLE_APPLICATION_CREDENTIALS`; what `gcloud` keeps; the machine | `STORAGE_EMULATOR_HOST` |
//! | `az://`, `abfss://` | `AZURE_STORAGE_ACCOUNT_KEY`, `AZURE_STORAGE_SAS_TOKEN`, `AZURE_CLIENT_ID` and its secret and tenant; the machine | `AZURE_STORAGE_ACCOUNT_NAME` |
//! | `oss://` | `OSS_ACCESS_KEY_ID`, `OSS_ACCESS_KEY_SECRET`, `OSS_SESSION_TOKEN` | `OSS_REGION`, `OSS_ENDPOINT` |
//!
//! Single sign-on and roles of a profile are not in files: `aws configure export-credentials
//! --format env` makes variables of them. Where nothing says who is asking, opening fails within a
//! second or so, and names what to set. Plain http is spoken to this machine only, unless
//! `AWS_ALLOW_HTTP` or its like allows more.
//!
//! # What is decided where stores differ
//!
//! * An object has its name when all of it is there. Nothing asks for conditional writes, which
//!   not all stores know, so of two who write one key the later one is right.
//! * Objects beyond 8 MiB go in parts, of which three are in memory. A process that is killed
//!   leaves parts that nobody names: a rule of the bucket should remove incomplete uploads after
//!   some days.
//! * Objects are read in pieces of 8 MiB, of which two are in memory. A connection that breaks is
//!   taken up where it broke. An object that is replaced while it is read is an error.
//! * Requests are made again for some ten seconds where answers come at once, and for three
//!   minutes where none come.
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
