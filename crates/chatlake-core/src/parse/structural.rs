//! Where the structure of JSON text stands: stage 1 of simd-json, and nothing after it.
//!
//! simd-json finds the structural characters of a text at some gigabytes a second, and checks
//! UTF-8, the ends of strings and unescaped control characters on the way. Its second stage
//! would build a tape and unescape in place. The records of an export are decoded straight from
//! the structure instead: that is faster, gives the byte span of every value (`ext` must come
//! out verbatim), and takes integers of any size. So each text is scanned behind one byte that
//! no JSON text can begin with: stage 2 refuses it before it has touched anything, and the
//! indexes of stage 1 remain.

use simd_json::{Buffers, INPUT_PADDING, Tape};

/// Bytes that must follow a text to be scanned, with any content.
pub(crate) const PADDING: usize = INPUT_PADDING;

/// Begins no JSON text.
const SENTINEL: u8 = b',';

/// Scans texts for their structure. Recycles its buffers.
pub(crate) struct Scanner {
    buffers: Buffers,
    tape: Option<Tape<'static>>,
    /// A copy of a single record, between the sentinel and the padding.
    single: Vec<u8>,
}

/// The text has an unclosed string, a control character in a string, no content at all, or is
/// not UTF-8.
#[derive(Debug)]
pub(crate) struct NotScannable;

impl Scanner {
    pub(crate) fn new() -> Self {
        Self { buffers: Buffers::new(0), tape: None, single: Vec::new() }
    }

    /// Scans `bytes[1..=len]`; the byte before is lent as the place of the sentinel, the
    /// [`PADDING`] after it must be there.
    ///
    /// Afterwards [`Scanner::indexes`] counts from `bytes[0]`, and begins with the sentinel.
    pub(crate) fn scan(&mut self, bytes: &mut [u8], len: usize) -> Result<(), NotScannable> {
        let Some(first) = bytes.first_mut() else { return Err(NotScannable) };
        let lent = std::mem::replace(first, SENTINEL);
        let outcome = scan(bytes, len + 1, &mut self.buffers, &mut self.tape);
        if let Some(first) = bytes.first_mut() {
            *first = lent;
        }
        outcome
    }

    /// Scans a copy of one record; the indexes count from one byte before it.
    pub(crate) fn scan_copy(&mut self, record: &[u8]) -> Result<(), NotScannable> {
        self.single.clear();
        self.single.push(SENTINEL);
        self.single.extend_from_slice(record);
        self.single.extend_from_slice(&[0; PADDING]);
        scan(&mut self.single, record.len() + 1, &mut self.buffers, &mut self.tape)
    }

    /// Offsets of the structural characters, of the opening quotes, and of the first character
    /// of every number and word, in ascending order.
    pub(crate) fn indexes(&self) -> &[u32] {
        self.buffers.structural_indexes()
    }
}

fn scan(
    bytes: &mut [u8],
    len: usize,
    buffers: &mut Buffers,
    recycled: &mut Option<Tape<'static>>,
) -> Result<(), NotScannable> {
    let mut tape = recycled.take().unwrap_or_else(Tape::null).reset();
    let refusal = simd_json::fill_tape_padded(bytes, len, buffers, &mut tape).err();
    *recycled = Some(tape.reset());
    // Stage 2 names the character it refuses; stage 1 names none.
    match refusal {
        Some(refusal) if refusal.character() == Some(char::from(SENTINEL)) => Ok(()),
        _ => Err(NotScannable),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scanned(text: &[u8]) -> Option<Vec<u32>> {
        let mut scanner = Scanner::new();
        scanner.scan_copy(text).ok()?;
        Some(scanner.indexes().to_vec())
    }

    #[test]
    fn the_structure_is_found_behind_the_sentinel() {
        let text = br#"{"a": "x,y" , "b":[1, null]}"#;
        assert_eq!(scanned(text), Some(vec![0, 1, 2, 5, 7, 13, 15, 18, 19, 20, 21, 23, 27, 28]));
    }

    #[test]
    fn several_lines_are_scanned_as_one_text() {
        assert_eq!(scanned(b"{}\n{\"a\":7}\n"), Some(vec![0, 1, 2, 4, 5, 8, 9, 10]));
    }

    #[test]
    fn what_stage_one_refuses_is_refused() {
        for text in [&b"{\"a"[..], b"{\"a\nb\":1}", b"\"\x01\"", b"{\"a\":\"\xff\"}"] {
            assert_eq!(scanned(text), None, "{text:?}");
        }
    }

    #[test]
    fn scanning_in_place_changes_nothing() {
        let mut bytes = b"\n{\"a\":\"\\u0041\"}\n{}".to_vec();
        bytes.resize(bytes.len() + PADDING, b'x');
        let before = bytes.clone();
        Scanner::new().scan(&mut bytes, 17).expect("both lines are fine");
        assert_eq!(bytes, before);
    }
}
