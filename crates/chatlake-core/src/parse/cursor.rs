//! Walks the values of one record by the structure that was found.

use crate::limits::Limits;
use crate::record::span::Span;
use crate::record::text::Escapes;
use crate::reject::RejectReason;

/// Containers may nest this deep, and what is open now.
#[derive(Debug, Default)]
pub(crate) struct Stack {
    /// For each open container of a skipped value, whether it is an object.
    open: Vec<bool>,
}

/// A position in the structure of one record.
///
/// Every `next` yields a structural character, an opening quote or the first character of a
/// number or word, in order; what lies between two of them is known: white space, or the rest of
/// a string, number or word.
pub(crate) struct Cursor<'a> {
    pub(crate) text: &'a str,
    /// Indexes from the record on; those of later records may follow.
    indexes: &'a [u32],
    /// What an index of the record's first byte would be.
    base: usize,
    taken: usize,
    /// The first backslash at or behind the last string that was looked at, in the record or
    /// behind it: most strings end before it, and then hold no escapes.
    backslash: usize,
    pub(crate) limits: &'a Limits,
    stack: &'a mut Stack,
}

/// What a value is, told by its beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// With the state of its escapes: never `Invalid`.
    Text(Escapes),
    Number,
    True,
    False,
    Null,
    Object,
    Array,
}

/// A value and where it stands, quotes included.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Value {
    pub(crate) kind: Kind,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Value {
    pub(crate) fn raw(&self) -> Span {
        Span::new(self.start, self.end)
    }

    /// The content of a string, if it is text that can be decoded.
    pub(crate) fn text(&self) -> Option<Span> {
        let content = Span::new(self.start + 1, (self.end - 1).max(self.start + 1));
        match self.kind {
            Kind::Text(Escapes::None) => Some(content),
            Kind::Text(Escapes::Chars) => Some(content.escaped()),
            _ => None,
        }
    }
}

type Outcome<T> = Result<T, RejectReason>;

/// A structural character and its place in the record.
#[derive(Clone, Copy)]
pub(crate) struct Token {
    pub(crate) at: usize,
    pub(crate) byte: u8,
}

impl<'a> Cursor<'a> {
    pub(crate) fn new(
        text: &'a str,
        indexes: &'a [u32],
        base: usize,
        backslash: usize,
        limits: &'a Limits,
        stack: &'a mut Stack,
    ) -> Self {
        Self { text, indexes, base, taken: 0, backslash, limits, stack }
    }

    /// How many indexes were used up.
    pub(crate) fn taken(&self) -> usize {
        self.taken
    }

    /// Where the next token stands, or the end of the record.
    #[inline(always)]
    fn next_at(&self) -> usize {
        match self.indexes.get(self.taken) {
            Some(index) => (*index as usize - self.base).min(self.text.len()),
            None => self.text.len(),
        }
    }

    #[inline(always)]
    pub(crate) fn next(&mut self, expected: &'static str) -> Outcome<Token> {
        let at = self.next_at();
        match self.text.as_bytes().get(at) {
            Some(byte) => {
                self.taken += 1;
                Ok(Token { at, byte: *byte })
            }
            None => Err(RejectReason::Syntax { at, expected, found: None }),
        }
    }

    /// That nothing follows the record's value.
    pub(crate) fn finish(&self) -> Outcome<()> {
        let at = self.next_at();
        match self.text.as_bytes().get(at) {
            None => Ok(()),
            found => Err(RejectReason::Syntax {
                at,
                expected: "the end of the record",
                found: found.copied(),
            }),
        }
    }

    /// The next key of an object that was opened, its colon used up; none at the object's end.
    ///
    /// The span is of the spelling between the quotes.
    #[inline(always)]
    pub(crate) fn next_key(&mut self, is_first: bool) -> Outcome<Option<Value>> {
        let mut token = self.next(if is_first { "a key or `}`" } else { "`,` or `}`" })?;
        if token.byte == b'}' && is_first {
            return Ok(None);
        }
        if !is_first {
            match token.byte {
                b'}' => return Ok(None),
                b',' => token = self.next("a key")?,
                _ => return Err(unexpected(token, "`,` or `}`")),
            }
        }
        if token.byte != b'"' {
            return Err(unexpected(token, "a key"));
        }
        let key = self.string(token)?;
        let colon = self.next("`:`")?;
        if colon.byte != b':' {
            return Err(unexpected(colon, "`:`"));
        }
        Ok(Some(key))
    }

    /// The next element of an array that was opened; none at its end.
    #[inline(always)]
    pub(crate) fn next_element(&mut self, is_first: bool) -> Outcome<Option<Token>> {
        let token = self.next("a value")?;
        match token.byte {
            b']' => Ok(None),
            b',' if !is_first => {
                let token = self.next("a value")?;
                if token.byte == b']' { Err(unexpected(token, "a value")) } else { Ok(Some(token)) }
            }
            _ if is_first => Ok(Some(token)),
            _ => Err(unexpected(token, "`,` or `]`")),
        }
    }

    /// That one more container, the `depth`th, may be opened.
    #[inline(always)]
    pub(crate) fn enter(&self, token: Token, depth: usize) -> Outcome<()> {
        if depth > self.limits.max_depth {
            return Err(RejectReason::TooDeep { at: token.at, limit: self.limits.max_depth });
        }
        Ok(())
    }

    /// The whole value that begins with `token`, checked; `depth` containers are open around it.
    #[inline(always)]
    pub(crate) fn value(&mut self, token: Token, depth: usize) -> Outcome<Value> {
        match token.byte {
            b'"' => self.string(token),
            b'{' | b'[' => self.container(token, depth),
            _ => self.scalar(token),
        }
    }

    #[inline(always)]
    fn string(&mut self, token: Token) -> Outcome<Value> {
        let end = self.end_before_next();
        // The scan has closed every string; its end may be followed by white space only.
        if end < token.at + 2 || self.text.as_bytes().get(end - 1) != Some(&b'"') {
            return Err(RejectReason::UnclosedString { at: token.at });
        }
        let escapes =
            if self.backslash < end { self.escapes(token.at + 1, end - 1)? } else { Escapes::None };
        Ok(Value { kind: Kind::Text(escapes), start: token.at, end })
    }

    /// The escapes of a string that ends behind `backslash`.
    fn escapes(&mut self, start: usize, end: usize) -> Outcome<Escapes> {
        if self.backslash < start {
            self.backslash = next_backslash(self.text.as_bytes(), start);
        }
        let Some(content) = self.text.as_bytes().get(self.backslash..end) else {
            return Ok(Escapes::None);
        };
        match Escapes::of(content) {
            Escapes::Invalid(at) => Err(RejectReason::InvalidEscape { at: self.backslash + at }),
            escapes => Ok(escapes),
        }
    }

    #[inline(always)]
    fn scalar(&mut self, token: Token) -> Outcome<Value> {
        let end = self.end_before_next();
        let bytes = self.text.as_bytes().get(token.at..end).unwrap_or_default();
        let kind = match bytes {
            b"true" => Kind::True,
            b"false" => Kind::False,
            b"null" => Kind::Null,
            _ if super::number::is_number(bytes) => Kind::Number,
            _ => return Err(unexpected(token, "a value")),
        };
        Ok(Value { kind, start: token.at, end })
    }

    /// The end of what began before the next token, white space left out.
    #[inline(always)]
    fn end_before_next(&self) -> usize {
        let mut end = self.next_at();
        let bytes = self.text.as_bytes();
        while let Some(b' ' | b'\t' | b'\n' | b'\r') =
            end.checked_sub(1).and_then(|at| bytes.get(at))
        {
            end -= 1;
        }
        end
    }

    /// Checks a container to its end, without recursion.
    fn container(&mut self, token: Token, depth: usize) -> Outcome<Value> {
        self.stack.open.clear();
        self.push(token, depth)?;
        let mut is_first = true;
        while let Some(is_object) = self.stack.open.last().copied() {
            let element = if is_object {
                match self.next_key(is_first)? {
                    Some(_) => Some(self.next("a value")?),
                    None => None,
                }
            } else {
                self.next_element(is_first)?
            };
            is_first = false;
            match element {
                None => {
                    self.stack.open.pop();
                }
                Some(token @ Token { byte: b'{' | b'[', .. }) => {
                    self.push(token, depth)?;
                    is_first = true;
                }
                Some(token) => {
                    self.value(token, depth)?;
                }
            }
        }
        let end = self.last_end();
        let kind = if token.byte == b'{' { Kind::Object } else { Kind::Array };
        Ok(Value { kind, start: token.at, end })
    }

    fn push(&mut self, token: Token, depth: usize) -> Outcome<()> {
        self.enter(token, depth + self.stack.open.len() + 1)?;
        self.stack.open.push(token.byte == b'{');
        Ok(())
    }

    /// Just behind the token that was taken last.
    pub(crate) fn last_end(&self) -> usize {
        let last = self.taken.checked_sub(1).and_then(|taken| self.indexes.get(taken));
        last.map_or(0, |index| *index as usize - self.base + 1)
    }
}

/// Where the next backslash stands from `start` on, or where the bytes end.
pub(crate) fn next_backslash(bytes: &[u8], start: usize) -> usize {
    let rest = bytes.get(start..).unwrap_or_default();
    memchr::memchr(b'\\', rest).map_or(bytes.len(), |at| start + at)
}

/// What is said of a token that does not belong where it stands.
pub(crate) fn unexpected(token: Token, expected: &'static str) -> RejectReason {
    RejectReason::Syntax { at: token.at, expected, found: Some(token.byte) }
}
