//! What the head of an answer means for a file in the making.

use reqwest::Url;

use super::Version;
use super::part::Mark;
use crate::http::Reply;

/// The head of an answer, as far as it decides.
#[derive(Clone, Debug, Default)]
pub(super) struct Head {
    status: u16,
    length: Option<u64>,
    range: Option<Range>,
    version: Version,
}

/// `Content-Range`: the first byte that comes, and how many the object has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Range {
    from: Option<u64>,
    total: Option<u64>,
}

/// What to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The body goes on where the part ends.
    Append,
    /// The body is the whole object.
    Afresh,
    /// The part is the whole object.
    Complete,
    /// There is no newer version than the known one.
    Unchanged,
    /// The part is of another object, or the server contradicts itself.
    Changed,
    /// The body is not the object: read what it says.
    Answer,
}

impl Head {
    pub(super) fn of(reply: &Reply) -> Self {
        let version =
            Version { etag: reply.header("etag"), last_modified: reply.header("last-modified") };
        let range = reply.header("content-range").and_then(|text| Range::parse(&text));
        Self { status: reply.status, length: reply.length, range, version }
    }

    /// What a body that begins afresh is going to be a part of.
    pub(super) fn mark(&self, url: &Url) -> Mark {
        Mark { path: url.path().to_owned(), version: self.version.clone(), total: self.length }
    }

    /// Decides. `from` is the byte that was asked for, if not the first; `mark` what the part is
    /// a part of.
    pub(super) fn step(&self, from: Option<u64>, mark: Option<&Mark>) -> Step {
        let is_same = mark.is_some_and(|mark| mark.version.may_be(&self.version));
        let total = mark.and_then(|mark| mark.total);
        match (self.status, from, self.range) {
            (200, _, _) => Step::Afresh,
            (206, Some(from), Some(range)) => {
                let fits = range.from == Some(from)
                    && (range.total.is_none() || total.is_none() || range.total == total);
                if is_same && fits { Step::Append } else { Step::Changed }
            }
            (206, _, _) => Step::Changed,
            // Nothing is left to send: all is here, unless there is less than that now.
            (416, Some(from), Some(range)) if is_same && range.total == Some(from) => {
                Step::Complete
            }
            (416, Some(_), _) => Step::Changed,
            (304, None, _) => Step::Unchanged,
            (304, Some(_), _) => Step::Changed,
            _ => Step::Answer,
        }
    }
}

impl Range {
    /// Reads `bytes 7-9/10`, `bytes 7-9/*` and `bytes */10`.
    fn parse(text: &str) -> Option<Self> {
        let (range, total) = text.trim().strip_prefix("bytes")?.trim().split_once('/')?;
        let number = |text: &str| text.trim().parse::<u64>().ok();
        let total = if total.trim() == "*" { None } else { Some(number(total)?) };
        if range.trim() == "*" {
            return Some(Self { from: None, total });
        }
        let (from, to) = range.split_once('-')?;
        let (from, to) = (number(from)?, number(to)?);
        (from <= to && total.is_none_or(|total| to < total))
            .then_some(Self { from: Some(from), total })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(etag: &str) -> Version {
        Version { etag: Some(etag.to_owned()), last_modified: None }
    }

    #[test]
    fn bytes_are_added_only_to_what_they_belong_to() {
        let mark = Mark { path: String::new(), version: version("\"a\""), total: Some(10) };
        for (status, from, range, etag, expected) in [
            (200, None, "", "\"a\"", Step::Afresh),
            (200, Some(4), "", "\"a\"", Step::Afresh),
            (206, Some(4), "bytes 4-9/10", "\"a\"", Step::Append),
            (206, Some(4), "bytes 4-9/*", "\"a\"", Step::Append),
            (206, Some(4), "bytes 4-7/10", "\"a\"", Step::Append),
            (206, Some(4), "bytes 4-9/10", "\"b\"", Step::Changed),
            (206, Some(4), "bytes 4-10/11", "\"a\"", Step::Changed),
            (206, Some(4), "bytes 0-9/10", "\"a\"", Step::Changed),
            (206, Some(4), "bytes 5-9/10", "\"a\"", Step::Changed),
            (206, Some(4), "bytes 9-4/10", "\"a\"", Step::Changed),
            (206, Some(4), "", "\"a\"", Step::Changed),
            (206, None, "bytes 0-9/10", "\"a\"", Step::Changed),
            (416, Some(10), "bytes */10", "\"a\"", Step::Complete),
            (416, Some(12), "bytes */10", "\"a\"", Step::Changed),
            (416, Some(10), "bytes */10", "\"b\"", Step::Changed),
            (416, Some(10), "", "\"a\"", Step::Changed),
            (416, None, "bytes */10", "\"a\"", Step::Answer),
            (304, None, "", "\"a\"", Step::Unchanged),
            (304, Some(4), "", "\"a\"", Step::Changed),
            (403, Some(4), "", "", Step::Answer),
            (500, None, "", "", Step::Answer),
            (204, None, "", "", Step::Answer),
        ] {
            let head =
                Head { status, length: None, range: Range::parse(range), version: version(etag) };
            assert_eq!(head.step(from, Some(&mark)), expected, "{status} {from:?} {range} {etag}");
        }
    }

    #[test]
    fn a_part_of_nobody_knows_what_is_not_added_to() {
        let head = Head { status: 206, range: Range::parse("bytes 4-9/10"), ..Head::default() };
        assert_eq!(head.step(Some(4), None), Step::Changed);
    }
}
