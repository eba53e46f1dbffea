//! A strict reader of RFC 4180 that tells null from empty text.

/// The cells of a file, line by line; none where nothing stands between two commas.
pub(crate) fn parse(file: &str) -> Vec<Vec<Option<String>>> {
    let mut lines = Vec::new();
    let mut line = Vec::new();
    let mut rest = file;
    while !rest.is_empty() {
        let (cell, behind) = cell(rest);
        line.push(cell);
        rest = match behind.strip_prefix("\r\n") {
            Some(behind) => {
                lines.push(std::mem::take(&mut line));
                behind
            }
            None => behind.strip_prefix(',').unwrap(),
        };
    }
    assert!(line.is_empty(), "the last line has an end");
    lines
}

/// The first cell, and what follows it.
fn cell(text: &str) -> (Option<String>, &str) {
    let Some(mut rest) = text.strip_prefix('"') else {
        let (cell, rest) = text.split_at(text.find([',', '\r', '\n', '"']).unwrap());
        return ((!cell.is_empty()).then(|| cell.to_owned()), rest);
    };
    let mut cell = String::new();
    loop {
        let (part, behind) = rest.split_once('"').unwrap();
        cell.push_str(part);
        match behind.strip_prefix('"') {
            Some(behind) => rest = behind,
            None => return (Some(cell), behind),
        }
        cell.push('"');
    }
}
