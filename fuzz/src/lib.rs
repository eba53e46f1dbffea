//! What the targets share.

mod folder;
mod gzip_member;
mod records;
mod spelling;
mod told;

pub use folder::folder;
pub use gzip_member::gzip_member;
pub use records::records;
pub use spelling::{MARK, marked, respelled, spelled};
pub use told::told;
