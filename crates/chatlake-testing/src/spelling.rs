//! The same JSON with other white space.

/// The JSON without white space around its tokens.
pub fn minified(json: &str) -> String {
    pieces(json).into_iter().collect()
}

/// The JSON as those print it who read it: a member or an element to a line.
pub fn pretty(json: &str) -> String {
    let mut out = String::new();
    let mut depth = 0;
    let mut pieces = pieces(json).into_iter().peekable();
    while let Some(piece) = pieces.next() {
        let next = pieces.peek().copied();
        match piece {
            "{" | "[" => {
                out.push_str(piece);
                depth += 1;
                if !matches!(next, Some("}" | "]")) {
                    line(&mut out, depth);
                }
            }
            "}" | "]" => {
                depth -= 1;
                if !out.ends_with(['{', '[']) {
                    line(&mut out, depth);
                }
                out.push_str(piece);
            }
            "," => {
                out.push_str(piece);
                line(&mut out, depth);
            }
            ":" => out.push_str(": "),
            _ => out.push_str(piece),
        }
    }
    out
}

fn line(out: &mut String, depth: usize) {
    out.push('\n');
    out.push_str(&"  ".repeat(depth));
}

/// Strings, punctuation, and what stands between them.
fn pieces(json: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = json.trim_start_matches(BLANK);
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' => string_len(rest),
            '{' | '}' | '[' | ']' | ',' | ':' => 1,
            _ => rest.find(|c| BLANK.contains(&c) || "{}[],:\"".contains(c)).unwrap_or(rest.len()),
        };
        let (piece, behind) = rest.split_at(length);
        pieces.push(piece);
        rest = behind.trim_start_matches(BLANK);
    }
    pieces
}

const BLANK: [char; 4] = [' ', '\t', '\r', '\n'];

fn string_len(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 1;
    while at < bytes.len() && bytes[at] != b'"' {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    (at + 1).min(bytes.len())
}
