//! A client that shows what was on the wire.

use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use serde_json::Value;

/// How a body ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// With as many bytes as were announced.
    Whole,
    /// Earlier, in peace.
    Closed,
    /// Earlier, by a reset.
    Reset,
    /// There was nothing for half a second.
    Silent,
}

/// What came back.
#[derive(Debug)]
pub(super) struct Reply {
    /// 0 if there was not even a head.
    pub(super) status: u16,
    head: String,
    pub(super) body: Vec<u8>,
    /// Bytes behind the announced ones.
    pub(super) n_more: usize,
    pub(super) end: End,
}

impl Reply {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    pub(super) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(super) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

/// A request in the making.
pub(super) struct Request {
    to: Option<SocketAddr>,
    head: String,
    body: String,
}

impl Request {
    pub(super) fn of(method: &str, target: &str) -> Self {
        let head = format!("{method} {target} HTTP/1.1\r\nHost: sim\r\n");
        Self { to: None, head, body: String::new() }
    }

    pub(super) fn get(path: &str) -> Self {
        Self::of("GET", path)
    }

    pub(super) fn post(path: &str, body: String) -> Self {
        Self { body, ..Self::of("POST", path) }
    }

    /// A GET of a url, byte for byte.
    pub(super) fn url(url: &str) -> Self {
        let (to, path) = url.strip_prefix("http://").unwrap().split_once('/').unwrap();
        Self { to: Some(to.parse().unwrap()), ..Self::get(&format!("/{path}")) }
    }

    pub(super) fn bearer(self, token: &str) -> Self {
        self.with("Authorization", &format!("Bearer {token}"))
    }

    pub(super) fn with(mut self, name: &str, value: &str) -> Self {
        self.head.push_str(&format!("{name}: {value}\r\n"));
        self
    }

    pub(super) fn fetch(self) -> Reply {
        let to = self.to.unwrap();
        self.send(to)
    }

    pub(super) fn send(self, to: SocketAddr) -> Reply {
        self.send_on(&TcpStream::connect(to).unwrap())
    }

    pub(super) fn send_on(self, mut stream: &TcpStream) -> Reply {
        let Self { head, body, .. } = self;
        let request = format!("{head}Content-Length: {}\r\n\r\n{body}", body.len());
        stream.write_all(request.as_bytes()).unwrap();
        stream.set_read_timeout(Some(Duration::from_millis(500))).unwrap();
        let is_head = head.starts_with("HEAD ");
        let mut received = Vec::new();
        let mut end = None;
        let mut piece = [0; 4096];
        loop {
            if let Some(length) = whole(&received, is_head)
                && received.len() >= length
            {
                end.get_or_insert(End::Whole);
                // What is too much is seen where nothing else can follow.
                if !is_last(&received) {
                    break;
                }
            }
            let ended = match stream.read(&mut piece) {
                Ok(0) => End::Closed,
                Ok(n) => {
                    received.extend_from_slice(&piece[..n]);
                    continue;
                }
                Err(error) if error.kind() == ErrorKind::ConnectionReset => End::Reset,
                Err(_) => End::Silent,
            };
            end.get_or_insert(ended);
            break;
        }
        reply(&received, end.unwrap(), is_head)
    }
}

fn split(received: &[u8]) -> Option<(String, usize)> {
    let end = received.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
    Some((String::from_utf8(received[..end].to_vec()).unwrap(), end))
}

/// How many bytes there should be, once the head is there.
fn whole(received: &[u8], is_head: bool) -> Option<usize> {
    let (head, end) = split(received)?;
    Some(end + if is_head { 0 } else { content_length(&head) })
}

fn is_last(received: &[u8]) -> bool {
    split(received).is_some_and(|(head, _)| head.contains("\r\nConnection: close\r\n"))
}

fn content_length(head: &str) -> usize {
    let line = head.lines().find_map(|line| line.strip_prefix("Content-Length: ")).unwrap();
    line.parse().unwrap()
}

fn reply(received: &[u8], end: End, is_head: bool) -> Reply {
    let Some((head, start)) = split(received) else {
        return Reply { status: 0, head: String::new(), body: received.to_vec(), n_more: 0, end };
    };
    let status = head[9..12].parse().unwrap();
    let mut body = received[start..].to_vec();
    let length = if is_head { 0 } else { content_length(&head) };
    let n_more = body.len().saturating_sub(length);
    body.truncate(length);
    Reply { status, head, body, n_more, end }
}
