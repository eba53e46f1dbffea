//! Answers as they come in.

use std::error::Error as _;
use std::io::{self, Read};
use std::time::Instant;

use reqwest::Url;
use reqwest::blocking::Response;

use crate::answer::Answer;
use crate::error::NetworkError;
use crate::options::Patience;

/// The head of an answer, and its body as it comes.
pub(crate) struct Reply {
    pub(crate) url: Url,
    pub(crate) status: u16,
    /// As the server says.
    pub(crate) length: Option<u64>,
    response: Response,
    patience: Patience,
    since: Instant,
    in_window: u64,
}

/// Answers that are no files are short.
const LONGEST: u64 = 1 << 20;

impl Reply {
    pub(super) fn new(url: Url, response: Response, patience: Patience) -> Self {
        let status = response.status().as_u16();
        let length = response.headers().get("content-length");
        let length = length.and_then(|length| length.to_str().ok()?.trim().parse().ok());
        Self { url, status, length, response, patience, since: Instant::now(), in_window: 0 }
    }

    /// A header, if it is text.
    pub(crate) fn header(&self, name: &str) -> Option<String> {
        Some(self.response.headers().get(name)?.to_str().ok()?.to_owned())
    }

    /// Where a redirect leads.
    pub(crate) fn redirect_to(&self) -> Option<Url> {
        let is_redirect = matches!(self.status, 301 | 302 | 303 | 307 | 308);
        let location = self.header("location").filter(|_| is_redirect)?;
        self.url.join(&location).ok()
    }

    /// Reads the next piece of a file; 0 at its end. A connection that brings too little is given
    /// up.
    pub(crate) fn read(&mut self, buffer: &mut [u8]) -> Result<usize, NetworkError> {
        let n = read(&mut self.response, buffer)?;
        self.in_window += n as u64;
        if self.since.elapsed() >= self.patience.window {
            if self.in_window < self.patience.least {
                return Err(NetworkError::Slow);
            }
            (self.since, self.in_window) = (Instant::now(), 0);
        }
        Ok(n)
    }

    /// Reads the whole of an answer that is no file.
    pub(crate) fn answer(mut self) -> Result<Answer, NetworkError> {
        let redirect_to =
            self.redirect_to().and_then(|url| Some(url.host_str()?.escape_debug().to_string()));
        let retry_after = self.header("retry-after");
        let mut body = Vec::new();
        let mut buffer = [0; 8 << 10];
        loop {
            let n = read(&mut self.response, &mut buffer)?;
            if n == 0 {
                break;
            }
            body.extend_from_slice(buffer.get(..n).unwrap_or_default());
            if body.len() as u64 > LONGEST {
                return Err(NetworkError::TooLong(LONGEST));
            }
            if self.since.elapsed() > self.patience.answer {
                return Err(NetworkError::Slow);
            }
        }
        Ok(Answer { status: self.status, retry_after, redirect_to, body })
    }
}

fn read(response: &mut Response, buffer: &mut [u8]) -> Result<usize, NetworkError> {
    loop {
        match response.read(buffer) {
            Ok(n) => return Ok(n),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) if error.kind() == io::ErrorKind::TimedOut => {
                return Err(NetworkError::Idle);
            }
            Err(error) => {
                return Err(match error.downcast::<reqwest::Error>() {
                    Ok(error) => failure(error),
                    Err(error) => NetworkError::Broken(error.to_string()),
                });
            }
        }
    }
}

/// What a failure was, without the url that the library would tell.
pub(super) fn failure(error: reqwest::Error) -> NetworkError {
    if error.is_connect() {
        NetworkError::Connect(words(error))
    } else if error.is_timeout() {
        NetworkError::Idle
    } else {
        NetworkError::Broken(words(error))
    }
}

/// An error and its causes, without the url.
pub(super) fn words(error: reqwest::Error) -> String {
    let error = error.without_url();
    let mut cause = error.source();
    let mut words = Vec::new();
    while let Some(error) = cause {
        words.push(error.to_string());
        cause = error.source();
    }
    // The last one says most, those before it mostly that there is one after.
    words.pop().unwrap_or_else(|| error.to_string())
}
