//! A point: a call to the system, and what becomes of it.

use std::fmt;
use std::str::FromStr;

use super::class::Class;

/// The call of this number, counted by thread, and what becomes of it.
///
/// Its text is `CALL[@PATH]#NUMBER=FAULT`, as in `fsync@out/a.parquet#1=EIO`,
/// `write#12=ENOSPC+` and `openat@in#1=KILL`. A path is taken from the folder of the scenario.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Point {
    pub(super) site: Site,
    pub(super) fault: Fault,
}

/// A call that can be pointed at.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Site {
    pub(super) call: String,
    /// Only calls on this path count; all do, if none.
    pub(super) path: Option<String>,
    /// From 1.
    pub(super) number: u32,
}

/// What becomes of a call.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fault {
    /// It fails.
    Once(String),
    /// It fails, and so do all that follow.
    Lasting(String),
    /// The process ends before it.
    Kill,
}

impl Point {
    pub(super) fn class(&self) -> Option<Class> {
        Class::of(&self.site.call)
    }

    /// Whether whoever called is meant to try again.
    pub(super) fn is_interruption(&self) -> bool {
        self.fault == Fault::Once("EINTR".to_owned())
    }
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Site { call, path, number } = &self.site;
        match path {
            Some(path) => write!(f, "{call}@{path}#{number}=")?,
            None => write!(f, "{call}#{number}=")?,
        }
        self.fault.fmt(f)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Once(error) => f.write_str(error),
            Self::Lasting(error) => write!(f, "{error}+"),
            Self::Kill => f.write_str("KILL"),
        }
    }
}

impl FromStr for Point {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parse = || {
            let (site, fault) = text.rsplit_once('=')?;
            let (place, number) = site.rsplit_once('#')?;
            let (call, path) = match place.split_once('@') {
                Some((call, path)) => (call, Some(path.to_owned())),
                None => (place, None),
            };
            let is_error =
                |text: &str| text.starts_with('E') && text.chars().all(|c| c.is_ascii_uppercase());
            let fault = match (fault, fault.strip_suffix('+')) {
                ("KILL", _) => Fault::Kill,
                (_, Some(error)) if is_error(error) => Fault::Lasting(error.to_owned()),
                (error, None) if is_error(error) => Fault::Once(error.to_owned()),
                _ => return None,
            };
            Class::of(call)?;
            let number = number.parse().ok().filter(|number| *number > 0)?;
            Some(Self { site: Site { call: call.to_owned(), path, number }, fault })
        };
        parse().ok_or_else(|| {
            "write CALL[@PATH]#NUMBER=FAULT, as in fsync@out/a.parquet#1=EIO".to_owned()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_is_what_its_text_says() {
        for text in ["fsync@out/a.parquet#1=EIO", "write#12=ENOSPC+", "openat@in#1=KILL"] {
            assert_eq!(text.parse::<Point>().map(|point| point.to_string()).as_deref(), Ok(text));
        }
        for text in ["", "fsync#1", "fsync#0=EIO", "getpid#1=EIO", "fsync#1=eio", "fsync#x=KILL"] {
            assert!(text.parse::<Point>().is_err(), "{text}");
        }
    }
}
