//! The platform as a process.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use super::client::Request;

struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

fn serve(args: &[&str]) -> (Running, Value) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_chatlake-sim"))
        .arg("serve")
        .args(args)
        .env_remove("CHATLAKE_CLOCK")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let out = child.stdout.take().unwrap();
    let running = Running(child);
    let mut line = String::new();
    BufReader::new(out).read_line(&mut line).unwrap();
    (running, serde_json::from_str(&line).unwrap())
}

#[test]
fn the_first_line_is_all_that_a_client_needs() {
    let clock = format!("2026-11-20T09:00:00Z@{}*1", jiff::Timestamp::now());
    let (_running, line) = serve(&["--clock", &clock, "--org-app", "o/a", "--hour-bytes", "10kB"]);
    let env = &line["env"];
    let told = |key: &str| env[key].as_str().unwrap().to_owned();
    assert_eq!(told("CHATLAKE_APP"), "o/a");
    assert_eq!(told("CHATLAKE_CLOCK"), clock);
    let addr = told("CHATLAKE_HOST").strip_prefix("http://").unwrap().parse().unwrap();
    let body = serde_json::json!({
        "grant_type": "client_credentials",
        "client_id": told("CHATLAKE_CLIENT_ID"),
        "client_secret": told("CHATLAKE_CLIENT_SECRET"),
    });
    let token = Request::post("/o/a/token", body.to_string()).send(addr).json();
    let ticket = Request::get("/o/a/chatmessages/2026112015")
        .bearer(token["access_token"].as_str().unwrap())
        .send(addr);
    assert_eq!(ticket.status, 200, "{}", ticket.text());
}

#[test]
fn what_cannot_be_understood_is_refused() {
    for args in [
        ["--fail", "5/1"],
        ["--hour", "2026112015=full"],
        ["--retention", "72"],
        ["--org-app", "o"],
        ["--clock", "now"],
    ] {
        let run = Command::new(env!("CARGO_BIN_EXE_chatlake-sim")).arg("serve").args(args).output();
        assert_eq!(run.unwrap().status.code(), Some(2), "{args:?}");
    }
}
