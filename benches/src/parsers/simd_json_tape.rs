//! simd-json's tape, the fastest of its forms.

use simd_json::prelude::ValueAsScalar;
use simd_json::tape::Value;
use simd_json::{Buffers, INPUT_PADDING, Tape, fill_tape, fill_tape_padded};

use crate::facts::Facts;

/// Parses every record on its own. It is destroyed by that and must be copied first.
///
/// # Errors
///
/// A record that is not JSON.
pub fn simd_json_tape(records: &[&[u8]]) -> simd_json::Result<Facts> {
    let mut facts = Facts::default();
    let mut buffers = Buffers::default();
    let mut recycled = Tape::null();
    let mut line = Vec::new();
    for record in records {
        line.clear();
        line.extend_from_slice(record);
        let mut tape = recycled.reset();
        fill_tape(&mut line, &mut buffers, &mut tape)?;
        facts += facts_of(tape.as_value());
        recycled = tape.reset();
    }
    Ok(facts)
}

/// The same from a buffer in which each record serves as padding of the one before, which spares
/// simd-json a copy of its own. Packed in pieces of about the size of our blocks.
///
/// # Errors
///
/// A record that is not JSON.
pub fn simd_json_tape_padded(records: &[&[u8]]) -> simd_json::Result<Facts> {
    let mut facts = Facts::default();
    let mut buffers = Buffers::default();
    let mut recycled = Tape::null();
    let mut packed = Vec::new();
    for records in records.chunks(4096) {
        packed.clear();
        for record in records {
            packed.extend_from_slice(record);
        }
        packed.resize(packed.len() + INPUT_PADDING, 0);
        let mut rest = packed.as_mut_slice();
        for record in records {
            let mut tape = recycled.reset();
            fill_tape_padded(rest, record.len(), &mut buffers, &mut tape)?;
            facts += facts_of(tape.as_value());
            recycled = tape.reset();
            rest = rest.get_mut(record.len()..).unwrap_or_default();
        }
    }
    Ok(facts)
}

fn facts_of(message: Value<'_, '_>) -> Facts {
    let mut facts = Facts { messages: 1, ..Facts::default() };
    let bodies = message.get("payload").and_then(|payload| payload.get("bodies"));
    let Some(bodies) = bodies.and_then(|bodies| bodies.as_array()) else { return facts };
    for body in bodies.iter() {
        let text = body.get("msg");
        let text = text.as_ref().and_then(|text| text.as_str());
        facts.bodies += 1;
        facts.text_bytes += text.map_or(0, str::len) as u64;
    }
    facts
}
