//! Arrow IPC files and streams.
//!
//! A worker's [`IpcEncoder`] turns records into finished messages, compression included; what is
//! left to the ordered thread is to append them and, for a file, to note where they stand. The
//! layout is that of the Arrow columnar format, "Serialization and Interprocess Communication".

mod compression;
mod encoder;
mod footer;
mod format;
mod provenance;
mod sink;
mod stream;

pub use compression::Compression;
pub use encoder::{IpcEncoder, IpcMessages};
pub use format::IpcFormat;
pub use provenance::metadata;
pub use sink::IpcSink;
pub use stream::IpcStreamSink;
