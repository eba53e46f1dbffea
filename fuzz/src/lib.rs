//! What the targets share.

mod folder;
mod records;
mod spelling;
mod told;

pub use folder::folder;
pub use records::records;
pub use spelling::{MARK, marked, respelled};
pub use told::told;
