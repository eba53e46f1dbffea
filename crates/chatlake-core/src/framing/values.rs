//! JSON values one after the other, or in an array.
//!
//! Follows strings and brackets only; whether a value is right is the parser's business. A value
//! that is broken (a line break in a string, or a new record at the margin while it is still
//! open) ends before the next line that begins a record at the margin where it began itself.

use super::{BOM, Found, is_blank, trimmed_end};

/// Finds the records of concatenated values and arrays.
#[derive(Debug, Default)]
pub(crate) struct ValueFramer {
    /// Whether `[` opens a list of records rather than a record.
    in_arrays: bool,
    /// How many such lists are open: 0 or 1.
    is_open: bool,
    /// The next byte to look at.
    at: usize,
    /// How far `at` is from the last line break.
    column: usize,
    /// What must come next of an array.
    due: Due,
    /// Whether something else came: records are found all the same.
    is_irregular: bool,
    state: State,
}

/// What may stand between the values of an array, and outside of arrays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Due {
    /// An array.
    #[default]
    Array,
    /// The first value, or the end.
    First,
    /// A comma, or the end.
    Comma,
    /// A value.
    Value,
}

#[derive(Clone, Copy, Debug, Default)]
enum State {
    #[default]
    Between,
    /// A number, a word or rubbish, up to white space or punctuation.
    Word {
        start: usize,
    },
    /// A string that is a record of its own.
    Text {
        start: usize,
        is_escaped: bool,
    },
    Container(Container),
}

#[derive(Clone, Copy, Debug)]
struct Container {
    start: usize,
    /// The column of its first byte.
    margin: usize,
    depth: usize,
    in_string: bool,
    is_escaped: bool,
    /// Only white space since the line began.
    at_line_start: bool,
    /// Whether every line within began to the right of the margin, and there was one.
    is_indented: bool,
    n_lines: usize,
    is_broken: bool,
}

impl ValueFramer {
    /// Values in arrays, or one after the other; the data begins at this column of its line.
    pub(crate) fn new(in_arrays: bool, column: usize) -> Self {
        Self { in_arrays, column, ..Self::default() }
    }

    /// Whether an array was opened and not closed.
    pub(crate) fn is_unclosed(&self) -> bool {
        self.is_open
    }

    /// Whether the arrays are not set out as JSON has it.
    pub(crate) fn is_irregular(&self) -> bool {
        self.in_arrays && self.is_irregular
    }

    /// Notes what comes next of an array: whether it may, and what is due then.
    fn expect(&mut self, may_come: bool, due: Due) {
        self.is_irregular |= !may_come;
        self.due = due;
    }

    /// Notes that a value begins.
    fn expect_value(&mut self) {
        let due = if self.is_open { Due::Comma } else { Due::Array };
        self.expect(matches!(self.due, Due::First | Due::Value), due);
    }

    /// The data now begins `n` bytes later.
    pub(crate) fn rebase(&mut self, n: usize) {
        self.at = self.at.saturating_sub(n);
        match &mut self.state {
            State::Between => {}
            State::Word { start } | State::Text { start, .. } => *start = start.saturating_sub(n),
            State::Container(container) => container.start = container.start.saturating_sub(n),
        }
    }

    /// The next record in `data`, which has grown since, or is the same.
    pub(crate) fn next(&mut self, data: &[u8], is_end: bool) -> Found {
        while let Some(byte) = data.get(self.at).copied() {
            let step = match self.state {
                State::Between => self.between(data, byte, is_end),
                State::Word { start } => self.word(byte, start),
                State::Text { start, is_escaped } => self.text(byte, start, is_escaped),
                State::Container(container) => self.container(byte, container),
            };
            match step {
                Step::Next => {
                    self.at += 1;
                    self.column = if byte == b'\n' { 0 } else { self.column + 1 };
                }
                Step::Stay => {}
                Step::Wait => return Found::Unfinished { start: self.at },
                Step::End { start, end } => {
                    let end = self.at.max(start) + end;
                    self.state = State::Between;
                    self.column += end - self.at;
                    self.at = end;
                    return Found::Record { start, end: trimmed(data, start, end), behind: end };
                }
            }
        }
        let start = match self.state {
            State::Between => self.at,
            State::Word { start } | State::Text { start, .. } => start,
            State::Container(container) => container.start,
        };
        if is_end && start < data.len() {
            self.state = State::Between;
            self.at = data.len();
            let end = trimmed(data, start, data.len());
            return Found::Record { start, end, behind: data.len() };
        }
        Found::Unfinished { start }
    }

    fn between(&mut self, data: &[u8], byte: u8, is_end: bool) -> Step {
        let start = self.at;
        match byte {
            _ if is_blank(byte) => Step::Next,
            0xef => {
                let rest = data.get(start..).unwrap_or_default();
                if rest.starts_with(BOM) {
                    self.at += BOM.len();
                    Step::Stay
                } else if rest.len() < BOM.len() && !is_end {
                    Step::Wait
                } else {
                    self.expect_value();
                    self.state = State::Word { start };
                    Step::Next
                }
            }
            b'[' if self.in_arrays && !self.is_open => {
                self.is_open = true;
                self.expect(self.due == Due::Array, Due::First);
                Step::Next
            }
            b']' if self.is_open => {
                self.is_open = false;
                self.expect(self.due != Due::Value, Due::Array);
                Step::Next
            }
            b',' if self.in_arrays => {
                let due = if self.is_open { Due::Value } else { Due::Array };
                self.expect(self.due == Due::Comma && self.is_open, due);
                Step::Next
            }
            b'{' | b'[' => {
                self.expect_value();
                self.state = State::Container(Container {
                    start,
                    margin: self.column,
                    depth: 1,
                    in_string: false,
                    is_escaped: false,
                    at_line_start: false,
                    is_indented: true,
                    n_lines: 0,
                    is_broken: false,
                });
                Step::Next
            }
            b'"' => {
                self.expect_value();
                self.state = State::Text { start, is_escaped: false };
                Step::Next
            }
            _ => {
                self.expect_value();
                self.state = State::Word { start };
                Step::Next
            }
        }
    }

    fn word(&self, byte: u8, start: usize) -> Step {
        let ends = is_blank(byte)
            || matches!(byte, b'{' | b'[' | b'"')
            || (self.in_arrays && matches!(byte, b',' | b']'));
        if ends { Step::End { start, end: 0 } } else { Step::Next }
    }

    fn text(&mut self, byte: u8, start: usize, is_escaped: bool) -> Step {
        match byte {
            b'"' if !is_escaped => return Step::End { start, end: 1 },
            b'\n' => return Step::End { start, end: 0 },
            _ => {}
        }
        self.state = State::Text { start, is_escaped: byte == b'\\' && !is_escaped };
        Step::Next
    }

    fn container(&mut self, byte: u8, mut open: Container) -> Step {
        if byte == b'\n' {
            // A string cannot hold a line break: it was cut off.
            open.is_broken |= open.in_string;
            open.in_string = false;
            open.is_escaped = false;
            open.at_line_start = true;
            open.n_lines += 1;
            self.state = State::Container(open);
            return Step::Next;
        }
        if open.at_line_start && !is_blank(byte) {
            open.at_line_start = false;
            let at_margin = self.column <= open.margin;
            let is_torn = open.is_broken || (open.is_indented && open.n_lines > 1);
            if byte == b'{' && at_margin && is_torn {
                return Step::End { start: open.start, end: 0 };
            }
            open.is_indented &= !at_margin;
        }
        if open.is_broken {
            self.state = State::Container(open);
            return Step::Next;
        }
        if open.in_string {
            match byte {
                b'"' if !open.is_escaped => open.in_string = false,
                _ => open.is_escaped = byte == b'\\' && !open.is_escaped,
            }
            self.state = State::Container(open);
            return Step::Next;
        }
        match byte {
            b'"' => {
                open.in_string = true;
                open.is_escaped = false;
            }
            b'{' | b'[' => open.depth += 1,
            b'}' | b']' => {
                open.depth -= 1;
                if open.depth == 0 {
                    return Step::End { start: open.start, end: 1 };
                }
            }
            _ => {}
        }
        self.state = State::Container(open);
        Step::Next
    }
}

enum Step {
    /// On to the next byte.
    Next,
    /// The same byte, or another that `at` was moved to.
    Stay,
    /// More bytes are needed to tell.
    Wait,
    /// The record that began at `start` ends `end` bytes behind this one's beginning.
    End { start: usize, end: usize },
}

fn trimmed(data: &[u8], start: usize, end: usize) -> usize {
    start + trimmed_end(data.get(start..end).unwrap_or_default()).len()
}
