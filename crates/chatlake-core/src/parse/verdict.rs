//! Why a record could not be scanned.

use crate::block_reader::foreign;
use crate::error::DamageKind;
use crate::reject::RejectReason;

/// The bytes as text, or where they stop being UTF-8, and whether that is because they are compressed.
pub(super) fn utf8(bytes: &[u8]) -> Result<&str, RejectReason> {
    simdutf8::compat::from_utf8(bytes).map_err(|error| match foreign(bytes) {
        Some(DamageKind::Nested) => RejectReason::Compressed,
        _ => RejectReason::InvalidUtf8 { at: error.valid_up_to() },
    })
}

/// The reason that the scan did not give: it says no more than that there is one.
pub(super) fn of_unscannable(bytes: &[u8]) -> RejectReason {
    if let Err(reason) = utf8(bytes) {
        return reason;
    }
    let mut opened = None;
    let mut is_escaped = false;
    for (at, byte) in bytes.iter().copied().enumerate() {
        let was_escaped = std::mem::take(&mut is_escaped);
        match byte {
            b'\\' => is_escaped = !was_escaped,
            b'"' if !was_escaped => opened = if opened.is_none() { Some(at) } else { None },
            0..0x20 if opened.is_some() => return RejectReason::ControlCharacter { at, byte },
            _ => {}
        }
    }
    match opened {
        Some(at) => RejectReason::UnclosedString { at },
        None => {
            RejectReason::Syntax { at: 0, expected: "an object", found: bytes.first().copied() }
        }
    }
}
