//! The parsers that are compared, each a function from records to [`Facts`](crate::Facts).
//!
//! All but ours get the records set apart already, so none of them pays for framing. What they
//! extract is the same; what they do on the way is not. Ours keeps the verbatim bytes of `ext`
//! and of unknown fields and refuses duplicate keys; typed structs keep `ext` and drop unknown
//! fields; trees keep everything in another form.

mod chatlake;
mod serde_json_value;
mod simd_json_tape;
mod typed;

pub use self::chatlake::{chatlake, chatlake_untouched};
pub use serde_json_value::serde_json_value;
pub use simd_json_tape::{simd_json_tape, simd_json_tape_padded};
pub use typed::{serde_json_typed, sonic_rs_typed};
