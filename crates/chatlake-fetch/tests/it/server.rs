//! A server that answers as it is told and remembers what it was asked.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// What the server was asked.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) method: String,
    pub(crate) target: String,
    /// Names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Asked {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn path(&self) -> &str {
        self.target.split('?').next().unwrap()
    }
}

/// What it answers.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    /// What `Content-Length` says, if it lies.
    length: Option<usize>,
    /// How much of the body comes before the connection ends, or falls silent.
    cut_at: Option<usize>,
    silence: Duration,
    /// Between bytes.
    pause: Duration,
}

impl Reply {
    pub(crate) fn new(status: u16, body: impl AsRef<[u8]>) -> Self {
        let (none, body) = (Duration::ZERO, body.as_ref().to_vec());
        Self {
            status,
            headers: Vec::new(),
            body,
            length: None,
            cut_at: None,
            silence: none,
            pause: none,
        }
    }

    pub(crate) fn status(&self) -> u16 {
        self.status
    }

    pub(crate) fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    pub(crate) fn length(self, length: usize) -> Self {
        Self { length: Some(length), ..self }
    }

    pub(crate) fn cut_at(self, n_bytes: usize) -> Self {
        Self { cut_at: Some(n_bytes), ..self }
    }

    /// The connection ends there, if it has not ended before.
    pub(crate) fn cut_at_most(self, n_bytes: usize) -> Self {
        let n_bytes = n_bytes.min(self.body.len());
        self.cut_at(n_bytes)
    }

    pub(crate) fn then_silent_for(self, silence: Duration) -> Self {
        Self { silence, ..self }
    }

    pub(crate) fn a_byte_every(self, pause: Duration) -> Self {
        Self { pause, ..self }
    }

    fn send(&self, mut stream: &TcpStream) -> std::io::Result<()> {
        let mut head = format!("HTTP/1.1 {} X\r\nConnection: close\r\n", self.status);
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        let length = self.length.unwrap_or(self.body.len());
        head.push_str(&format!("Content-Length: {length}\r\n\r\n"));
        stream.write_all(head.as_bytes())?;
        let body = &self.body[..self.cut_at.unwrap_or(self.body.len())];
        if self.pause.is_zero() {
            stream.write_all(body)?;
        } else {
            for byte in body {
                stream.write_all(&[*byte])?;
                thread::sleep(self.pause);
            }
        }
        thread::sleep(self.silence);
        Ok(())
    }
}

/// A running server; it lives as long as the test's process.
#[derive(Clone)]
pub(crate) struct Server {
    pub(crate) host: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Server {
    /// Answers with what `script` makes of a request and of how many there were before.
    pub(crate) fn start(script: impl Fn(&Asked, usize) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let host = listener.local_addr().unwrap().to_string();
        let server = Self { host, asked: Arc::default() };
        let (asked, script) = (Arc::clone(&server.asked), Arc::new(script));
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (asked, script) = (Arc::clone(&asked), Arc::clone(&script));
                thread::spawn(move || serve(&stream.unwrap(), &asked, &*script));
            }
        });
        server
    }

    pub(crate) fn url(&self, target: &str) -> String {
        format!("http://{}{target}", self.host)
    }

    /// All that it was asked.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    /// How many requests went to paths that end so.
    pub(crate) fn count(&self, end: &str) -> usize {
        self.asked().iter().filter(|asked| asked.path().ends_with(end)).count()
    }
}

fn serve(stream: &TcpStream, asked: &Mutex<Vec<Asked>>, script: &dyn Fn(&Asked, usize) -> Reply) {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    if reader.read_line(&mut line).unwrap_or(0) == 0 {
        return;
    }
    let mut words = line.split_whitespace().map(str::to_owned);
    let (method, target) = (words.next().unwrap(), words.next().unwrap());
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.push((name.to_lowercase(), value.trim().to_owned()));
    }
    let mut request = Asked { method, target, headers, body: String::new() };
    let length = request.header("content-length").map_or(0, |it| it.parse().unwrap());
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    request.body = String::from_utf8(body).unwrap();
    let before = {
        let mut asked = asked.lock().unwrap();
        asked.push(request.clone());
        asked.iter().filter(|it| it.path() == request.path()).count() - 1
    };
    // A client that hangs up early is none of its business.
    let _ = script(&request, before).send(stream);
}
