//! Requests, as they come from a connection.

use std::io::{self, Read};

/// A request. There is no `Debug`: it holds credentials.
pub(crate) struct Request {
    pub(crate) method: String,
    /// As sent, without the query.
    pub(crate) path: String,
    /// As sent, without the question mark.
    pub(crate) query: String,
    /// Names in lower case.
    headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Request {
    /// The first header of a name, which is in lower case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        headers.find(|(header, _)| header == name).map(|(_, value)| value.as_str())
    }

    /// What stands behind `Bearer`.
    pub(crate) fn token(&self) -> Option<&str> {
        let (scheme, token) = self.header("authorization")?.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then_some(token)
    }

    pub(crate) fn is_head(&self) -> bool {
        self.method == "HEAD"
    }

    /// Whether the client wants no more on this connection.
    pub(crate) fn is_last(&self) -> bool {
        self.header("connection").is_some_and(|value| value.eq_ignore_ascii_case("close"))
    }
}

/// Why there is no request.
pub(crate) enum NoRequest {
    /// The client has left.
    Closed,
    /// What it sent is no request, or too long for one.
    Malformed,
}

impl From<io::Error> for NoRequest {
    fn from(_: io::Error) -> Self {
        Self::Closed
    }
}

/// Bytes that a head or a body may have.
const LONGEST: usize = 64 * 1024;

/// Reads one request after another.
pub(crate) struct RequestReader<R> {
    from: R,
    buffer: Vec<u8>,
}

impl<R: Read> RequestReader<R> {
    pub(crate) fn new(from: R) -> Self {
        Self { from, buffer: Vec::new() }
    }

    pub(crate) fn read_request(&mut self) -> Result<Request, NoRequest> {
        let (mut request, length) = loop {
            match parse(&self.buffer)? {
                Some((request, length)) => break (request, length),
                None => self.fill()?,
            }
        };
        self.buffer.drain(..length);
        let n_bytes = match request.header("content-length").map(str::parse::<usize>) {
            None if request.header("transfer-encoding").is_some() => {
                return Err(NoRequest::Malformed);
            }
            None => 0,
            Some(Ok(n_bytes)) if n_bytes <= LONGEST => n_bytes,
            Some(_) => return Err(NoRequest::Malformed),
        };
        while self.buffer.len() < n_bytes {
            self.fill()?;
        }
        request.body = self.buffer.drain(..n_bytes).collect();
        Ok(request)
    }

    fn fill(&mut self) -> Result<(), NoRequest> {
        if self.buffer.len() > 2 * LONGEST {
            return Err(NoRequest::Malformed);
        }
        let mut piece = [0; 8192];
        match self.from.read(&mut piece)? {
            0 => Err(NoRequest::Closed),
            n => {
                self.buffer.extend(piece.iter().take(n));
                Ok(())
            }
        }
    }
}

/// The head at the start of a buffer and its length, if all of it is there.
fn parse(buffer: &[u8]) -> Result<Option<(Request, usize)>, NoRequest> {
    let mut headers = [httparse::EMPTY_HEADER; 64];
    let mut head = httparse::Request::new(&mut headers);
    let status = head.parse(buffer).map_err(|_| NoRequest::Malformed)?;
    let httparse::Status::Complete(length) = status else { return Ok(None) };
    let (Some(method), Some(target)) = (head.method, head.path) else {
        return Err(NoRequest::Malformed);
    };
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let headers = head.headers.iter().map(|header| {
        (header.name.to_ascii_lowercase(), String::from_utf8_lossy(header.value).into_owned())
    });
    let request = Request {
        method: method.to_owned(),
        path: path.to_owned(),
        query: query.to_owned(),
        headers: headers.collect(),
        body: Vec::new(),
    };
    Ok(Some((request, length)))
}
