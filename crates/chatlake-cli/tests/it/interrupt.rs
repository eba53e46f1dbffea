//! Ctrl-C.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command, Stdio};

use crate::run::{Folder, command, messages};

/// Messages of the first input.
const N: u32 = 5000;

/// A conversion of standard input and a file, in the middle of its first input.
struct Waiting {
    child: Child,
    stdin: ChildStdin,
    stdout: BufReader<ChildStdout>,
    stderr: BufReader<ChildStderr>,
}

impl Waiting {
    fn start(export: &str) -> Self {
        let mut child = command()
            .args(["convert", "-", export, "--out", "-", "--to", "csv", "--columns", "msg_id"])
            .args(["--on-reject", "skip", "--jobs", "1"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let stderr = BufReader::new(child.stderr.take().unwrap());
        // The header is written when the conversion has begun.
        let mut header = String::new();
        stdout.read_line(&mut header).unwrap();
        assert_eq!(header, "msg_id\r\n");
        // More than a pipe holds, so it is read when all is written.
        let mut stdin = child.stdin.take().unwrap();
        stdin.write_all(messages(0..N).join("\n").as_bytes()).unwrap();
        Self { child, stdin, stdout, stderr }
    }

    fn interrupt(&mut self) -> String {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
        let mut line = String::new();
        self.stderr.read_line(&mut line).unwrap();
        line
    }

    /// Lets it read, and waits for its end: exit code, the rest of stdout and of stderr.
    fn end(mut self) -> (Option<i32>, String, String) {
        drop(self.stdin);
        let (mut out, mut err) = (String::new(), String::new());
        self.stdout.read_to_string(&mut out).unwrap();
        self.stderr.read_to_string(&mut err).unwrap();
        (self.child.wait().unwrap().code(), out, err)
    }
}

#[test]
fn once_finishes_what_is_in_hand() {
    let folder = Folder::new();
    let mut waiting = Waiting::start(&folder.export("a.gz", &messages(5..6)));
    assert!(waiting.interrupt().contains("finishing"));
    let (exit, out, err) = waiting.end();
    assert_eq!((exit, out.lines().count()), (Some(130), N as usize), "{err}");
    assert!(err.contains("interrupted"), "{err}");
}

#[test]
fn twice_stops() {
    let folder = Folder::new();
    let mut waiting = Waiting::start(&folder.export("a.gz", &messages(5..6)));
    assert!(waiting.interrupt().contains("finishing"));
    assert!(waiting.interrupt().contains("stopping"));
    let (exit, out, err) = waiting.end();
    assert_eq!((exit, out.as_str()), (Some(130), ""), "{err}");
}

#[test]
fn twice_stops_waiting_for_a_bucket() {
    // A bucket with an object of which not a byte ever comes.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let folder = Folder::new();
    let mut child = command()
        .args(["convert", "s3://logs/a.gz", "--out", &folder.arg("lake")])
        .env("AWS_ENDPOINT_URL", endpoint)
        .env("AWS_SKIP_SIGNATURE", "true")
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let (head, _) = listener.accept().unwrap();
    BufReader::new(&head).read_line(&mut String::new()).unwrap();
    let answer = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 9\r\nETag: \"x\"\r\n\
                  Last-Modified: Tue, 27 Nov 2018 09:00:00 GMT\r\n\r\n";
    (&head).write_all(answer.as_bytes()).unwrap();
    drop(head);
    let (get, _) = listener.accept().unwrap();
    BufReader::new(&get).read_line(&mut String::new()).unwrap();
    let mut stderr = BufReader::new(child.stderr.take().unwrap());
    for said in ["finishing", "stopping"] {
        let pid = child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
        let mut line = String::new();
        stderr.read_line(&mut line).unwrap();
        assert!(line.contains(said), "{line}");
    }
    let mut rest = String::new();
    stderr.read_to_string(&mut rest).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130), "{rest}");
    assert!(folder.files().is_empty(), "{:?}", folder.files());
}
