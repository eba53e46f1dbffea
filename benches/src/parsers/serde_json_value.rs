//! serde_json's tree: what most scripts would use.

use serde_json::Value;

use crate::facts::Facts;

/// Parses every record into an owned tree.
///
/// # Errors
///
/// A record that is not JSON.
pub fn serde_json_value(records: &[&[u8]]) -> serde_json::Result<Facts> {
    let mut facts = Facts::default();
    for record in records {
        let message: Value = serde_json::from_slice(record)?;
        facts.messages += 1;
        for body in message["payload"]["bodies"].as_array().into_iter().flatten() {
            facts.bodies += 1;
            facts.text_bytes += body["msg"].as_str().map_or(0, str::len) as u64;
        }
    }
    Ok(facts)
}
