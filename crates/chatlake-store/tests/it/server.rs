//! A server that speaks as S3 does about one object, and breaks down on demand.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use chatlake_store::{Place, Store};

/// What becomes of the next request.
pub(crate) enum Act {
    /// It is answered well.
    Serve,
    /// The answer ends after so many bytes of the object.
    Cut(usize),
    /// The object is another one from now on.
    Replace(Vec<u8>),
    /// It is refused with a status and a body.
    Refuse(&'static str, &'static str),
}

/// Closes when it is dropped.
pub(crate) struct Server {
    address: SocketAddr,
    seen: Arc<Mutex<Vec<String>>>,
    is_closing: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

struct Object {
    bytes: Vec<u8>,
    version: u32,
}

impl Server {
    /// Requests for which no act is left are served.
    pub(crate) fn start(bytes: Vec<u8>, script: Vec<Act>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let is_closing = Arc::new(AtomicBool::new(false));
        let is_closed = Arc::clone(&is_closing);
        let (log, mut script) = (Arc::clone(&seen), VecDeque::from(script));
        let mut object = Object { bytes, version: 1 };
        let thread = std::thread::spawn(move || {
            for connection in listener.incoming() {
                if is_closed.load(Ordering::Relaxed) {
                    return;
                }
                // Clients that give up leave connections without a request.
                let Some(request) = Request::read(&connection.unwrap()) else { continue };
                log.lock().unwrap().push(request.line());
                let answer = object.answer(&request, script.pop_front().unwrap_or(Act::Serve));
                // A client that has gone is one that gave up.
                let _ = (&request.connection).write_all(&answer);
            }
        });
        Self { address, seen, is_closing, thread: Some(thread) }
    }

    /// The bucket that it serves.
    pub(crate) fn store(&self) -> Store {
        let place: Place = "s3://logs".parse().unwrap();
        let variables = [
            ("AWS_ENDPOINT_URL", format!("http://{}", self.address)),
            ("AWS_ACCESS_KEY_ID", "AKIAID".to_owned()),
            ("AWS_SECRET_ACCESS_KEY", "hunter2".to_owned()),
        ];
        let variables = variables.map(|(name, value)| (name.to_owned(), value));
        Store::open_with(&place, variables).unwrap()
    }

    /// What was asked for: methods, paths with queries, and ranges.
    pub(crate) fn seen(&self) -> Vec<String> {
        self.seen.lock().unwrap().clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.is_closing.store(true, Ordering::Relaxed);
        drop(TcpStream::connect(self.address));
        self.thread.take().unwrap().join().unwrap();
    }
}

impl Object {
    fn answer(&mut self, request: &Request, act: Act) -> Vec<u8> {
        let mut n_kept = usize::MAX;
        match act {
            Act::Serve => {}
            Act::Cut(n) => n_kept = n,
            Act::Replace(bytes) => *self = Self { bytes, version: self.version + 1 },
            Act::Refuse(status, body) => return whole(status, "", body.as_bytes()),
        }
        let etag = format!("\"v{}\"", self.version);
        let headers = format!("ETag: {etag}\r\nLast-Modified: Tue, 27 Nov 2018 09:00:00 GMT\r\n");
        match (request.method.as_str(), request.query()) {
            ("POST", "uploads" | "uploads=") => {
                let body = "<InitiateMultipartUploadResult><UploadId>u1</UploadId></InitiateMultipartUploadResult>";
                return whole("200 OK", "", body.as_bytes());
            }
            ("POST", _) => {
                let body = "<CompleteMultipartUploadResult><ETag>\"c\"</ETag></CompleteMultipartUploadResult>";
                return whole("200 OK", "", body.as_bytes());
            }
            ("PUT", _) => return whole("200 OK", &headers, b""),
            ("DELETE", _) => return whole("204 No Content", "", b""),
            _ => {}
        }
        if request.header("if-match").is_some_and(|asked| asked != etag) {
            return whole("412 Precondition Failed", "", b"<Code>PreconditionFailed</Code>");
        }
        let n = self.bytes.len();
        let range = request.header("range").map(|range| {
            let (start, end) = range.trim_start_matches("bytes=").split_once('-').unwrap();
            (start.parse().unwrap(), end.parse::<usize>().unwrap().min(n.saturating_sub(1)) + 1)
        });
        let (status, headers, body) = match range {
            Some((start, _)) if start >= n => {
                return whole("416 Range Not Satisfiable", "", b"<Code>InvalidRange</Code>");
            }
            Some((start, end)) => (
                "206 Partial Content",
                format!("{headers}Content-Range: bytes {start}-{}/{n}\r\n", end - 1),
                &self.bytes[start..end],
            ),
            None => ("200 OK", headers, &self.bytes[..]),
        };
        let mut answer = head(status, &headers, body.len());
        if request.method != "HEAD" {
            answer.extend_from_slice(&body[..body.len().min(n_kept)]);
        }
        answer
    }
}

fn head(status: &str, headers: &str, n_bytes: usize) -> Vec<u8> {
    format!("HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {n_bytes}\r\n{headers}\r\n")
        .into_bytes()
}

fn whole(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let mut answer = head(status, headers, body.len());
    answer.extend_from_slice(body);
    answer
}

struct Request {
    method: String,
    target: String,
    headers: Vec<(String, String)>,
    connection: TcpStream,
}

impl Request {
    /// None where a connection ends before there is one.
    fn read(connection: &TcpStream) -> Option<Self> {
        let mut reader = BufReader::new(connection);
        let mut line = || {
            let mut line = String::new();
            reader.read_line(&mut line).ok()?;
            Some(line.trim_end().to_owned()).filter(|line| !line.is_empty())
        };
        let first = line()?;
        let mut words = first.split(' ').map(str::to_owned);
        let (method, target) = (words.next()?, words.next()?);
        let mut headers = Vec::new();
        while let Some(line) = line() {
            let (name, value) = line.split_once(": ").unwrap();
            headers.push((name.to_ascii_lowercase(), value.to_owned()));
        }
        let connection = connection.try_clone().unwrap();
        let mut request = Self { method, target, headers, connection };
        let n_bytes = request.header("content-length").map_or(0, |n| n.parse().unwrap());
        std::io::copy(&mut reader.take(n_bytes), &mut std::io::sink()).unwrap();
        request.headers.retain(|(name, _)| name != "authorization");
        Some(request)
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    fn query(&self) -> &str {
        self.target.split_once('?').map_or("", |(_, query)| query)
    }

    fn line(&self) -> String {
        let range = self.header("range").map(|range| format!(" {range}")).unwrap_or_default();
        format!("{} {}{range}", self.method, self.target)
    }
}
