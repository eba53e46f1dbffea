//! `buckets`: has those who write into buckets write into one.
//!
//! Moto, which stands in for S3 in many a test, is fetched into `target/buckets` and started on
//! the loopback, with an empty disk and a bucket. Then the test targets of all packages that are
//! called `buckets` are run, with the variables by which S3's own tools would find it. Such a
//! target has `test = false` in its manifest, so that `cargo test` needs no Python, and every
//! test of it takes a folder of the bucket for itself: `CHATLAKE_TEST_BUCKET` is `s3://NAME`.

use std::error::Error;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// Run the tests that need a bucket, against a server that stands in for S3
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Only the tests of this package
    #[arg(long, short, value_name = "PACKAGE")]
    package: Option<String>,
    /// What the tests are asked for, such as a part of a name
    #[arg(last = true)]
    rest: Vec<String>,
}

/// What the server consists of, by the names under which Python's registry has it.
const SERVER: [&str; 3] = ["moto[s3]", "flask", "flask-cors"];

/// How long it may take to start; it reads a thousand files of Python.
const PATIENCE: Duration = Duration::from_secs(60);

const BUCKET: &str = "chatlake";
/// Nobody puts anything into it, but those who need all of a bucket.
const EMPTY_BUCKET: &str = "chatlake-empty";

pub(crate) fn run(args: &Args) -> Result<(), Box<dyn Error>> {
    let root = crate::root();
    let folder = root.join("target/buckets");
    fs::create_dir_all(&folder)?;
    let python = python(&folder)?;
    let server = Server::start(&python, folder.join("server.log"))?;
    for bucket in [BUCKET, EMPTY_BUCKET] {
        server.create_bucket(bucket)?;
    }
    // The packages that `cargo test` takes, with the same features: so nothing is built twice.
    let mut test = Command::new("cargo");
    test.args(["test", "--test", "buckets"]);
    if let Some(package) = &args.package {
        test.args(["--package", package]);
    }
    test.arg("--").args(&args.rest).envs(server.variables()).current_dir(&root);
    crate::succeed(&mut test)
}

/// The folder that the server is in, fetched if it is not there yet.
fn python(folder: &Path) -> Result<PathBuf, Box<dyn Error>> {
    let python = folder.join("python");
    let is_there = || {
        let mut probe = Command::new("python3");
        probe.args(["-c", "import moto.server, flask_cors"]).env("PYTHONPATH", &python);
        probe.output().is_ok_and(|output| output.status.success())
    };
    if is_there() {
        return Ok(python);
    }
    let mut install = Command::new("python3");
    install.args(["-m", "pip", "install", "--quiet", "--upgrade", "--target"]).arg(&python);
    crate::succeed(install.args(SERVER))?;
    if is_there() { Ok(python) } else { Err("the server does not load".into()) }
}

/// A server that ends when this does.
struct Server {
    process: Child,
    address: SocketAddr,
    /// What it has to say, for whoever asks why it refused.
    log: PathBuf,
}

impl Server {
    fn start(python: &Path, log: PathBuf) -> Result<Self, Box<dyn Error>> {
        // Free now, and so it will most likely still be in a second.
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let mut command = Command::new("nice");
        command
            .args(["python3", "-m", "moto.server", "--host", "127.0.0.1", "--port"])
            .arg(address.port().to_string())
            .env("PYTHONPATH", python)
            .stdout(Stdio::null())
            .stderr(File::create(&log)?);
        let process = command.spawn().map_err(|error| format!("failed to run `nice`: {error}"))?;
        let mut server = Self { process, address, log };
        let start = Instant::now();
        while TcpStream::connect(server.address).is_err() {
            if let Some(status) = server.process.try_wait()? {
                return Err(format!("the server ended with {status}").into());
            }
            if start.elapsed() > PATIENCE {
                return Err("the server does not answer".into());
            }
            thread::sleep(Duration::from_millis(50));
        }
        Ok(server)
    }

    /// Makes a bucket, and asks again while the server says that it failed: it loads what it needs
    /// with the first request.
    fn create_bucket(&self, name: &str) -> Result<(), Box<dyn Error>> {
        let start = Instant::now();
        loop {
            let answer = self.put(name)?;
            let first = answer.lines().next().unwrap_or_default();
            if first.contains(" 200 ") {
                return Ok(());
            }
            if !first.contains(" 50") || start.elapsed() > PATIENCE {
                let log = fs::read_to_string(&self.log).unwrap_or_default();
                return Err(format!("no bucket: {answer}\nthe server says:\n{log}").into());
            }
            thread::sleep(Duration::from_secs(1));
        }
    }

    fn put(&self, name: &str) -> io::Result<String> {
        let mut connection = TcpStream::connect(self.address)?;
        let host = self.address;
        write!(connection, "PUT /{name} HTTP/1.0\r\nHost: {host}\r\nContent-Length: 0\r\n\r\n")?;
        let mut answer = String::new();
        connection.read_to_string(&mut answer)?;
        Ok(answer)
    }

    /// What finds it. The server believes everybody.
    fn variables(&self) -> Vec<(&'static str, String)> {
        vec![
            ("AWS_ENDPOINT_URL", format!("http://{}", self.address)),
            ("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE".to_owned()),
            ("AWS_SECRET_ACCESS_KEY", "believed".to_owned()),
            ("AWS_REGION", "us-east-1".to_owned()),
            ("NO_PROXY", "127.0.0.1".to_owned()),
            ("CHATLAKE_TEST_BUCKET", format!("s3://{BUCKET}")),
            ("CHATLAKE_TEST_EMPTY_BUCKET", format!("s3://{EMPTY_BUCKET}")),
        ]
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // One that has ended by itself is as good.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
