//! Who asks: a client id with its secret, or a token that somebody else has made.

mod command;

use std::io::{self, BufRead, BufReader, Read};
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::secret::Secret;

pub use command::{BadCommand, CommandLine};

/// What opens the API.
#[derive(Clone, Debug)]
pub enum Credentials {
    /// A client id and its secret, which are exchanged for tokens.
    Client {
        /// The id, which is no secret.
        id: String,
        /// Where the secret comes from.
        secret: SecretSource,
    },
    /// A ready-made token, as users of Agora and Shengwang bring it.
    Token(SecretSource),
}

/// Where a secret comes from; never from the command line, which everybody can read.
#[derive(Clone, Debug)]
pub enum SecretSource {
    /// It is at hand.
    Given(Secret),
    /// A variable of the environment.
    Env(String),
    /// The first line of a file that only its owner may read.
    File(PathBuf),
    /// The first line that a command prints.
    Command(CommandLine),
}

impl SecretSource {
    /// Fetches it, without the white space around it.
    ///
    /// # Errors
    ///
    /// It is not there, it is empty, others may read it, or the command failed.
    pub fn read(&self) -> Result<Secret, CredentialsError> {
        let text = match self {
            SecretSource::Given(secret) => secret.expose().to_owned(),
            SecretSource::Env(name) => {
                std::env::var(name).map_err(|_| CredentialsError::NoVariable(name.clone()))?
            }
            SecretSource::File(path) => read_file(path)?,
            SecretSource::Command(command) => run(command)?,
        };
        let text = text.trim();
        // What goes into a header must fit there.
        if text.is_empty() || text.chars().any(char::is_control) {
            return Err(CredentialsError::Empty(self.place()));
        }
        Ok(Secret::new(text))
    }

    /// What to call it in messages.
    fn place(&self) -> String {
        match self {
            SecretSource::Given(_) => "the secret".to_owned(),
            SecretSource::Env(name) => format!("the variable {name}"),
            SecretSource::File(path) => format!("the file `{}`", path.display()),
            SecretSource::Command(command) => format!("the output of `{}`", command.program()),
        }
    }
}

/// Secrets are short; what is longer is something else.
const LONGEST: u64 = 64 << 10;

fn read_file(path: &PathBuf) -> Result<String, CredentialsError> {
    let failed = |source| CredentialsError::File { path: path.clone(), source };
    let file = std::fs::File::open(path).map_err(failed)?;
    // Asked of what was opened, so that nothing can be put in its place in between.
    let mode = file.metadata().map_err(failed)?.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        return Err(CredentialsError::Readable { path: path.clone(), mode });
    }
    first_line(file).map_err(failed)
}

fn run(command: &CommandLine) -> Result<String, CredentialsError> {
    let program = || command.program().to_owned();
    let failed = |source| CredentialsError::Command { program: program(), source };
    let mut child = Command::new(command.program())
        .args(command.arguments())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(failed)?;
    let output = child.stdout.take().map_or_else(|| Ok(String::new()), first_line);
    let status = child.wait().map_err(failed)?;
    let line = output.map_err(failed)?;
    if status.success() {
        return Ok(line);
    }
    Err(CredentialsError::Failed { program: program(), status: status.to_string() })
}

/// The first line; the rest is read and dropped, so that whoever writes it can end in peace.
fn first_line(stream: impl Read) -> io::Result<String> {
    let mut reader = BufReader::new(stream.take(LONGEST));
    let mut line = String::new();
    reader.read_line(&mut line)?;
    io::copy(&mut reader, &mut io::sink())?;
    Ok(line)
}

/// A secret that could not be had.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CredentialsError {
    /// No such variable, or not text.
    #[error("the variable {0} is not set")]
    NoVariable(String),
    /// Nothing there, or characters that no secret has.
    #[error("{0} is empty, or no single line of text")]
    Empty(String),
    /// A file that could not be read.
    #[error("failed to read the secret in `{}`", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file that others may read.
    #[error("others may read the secret in `{}` (mode {mode:o}): chmod 600 it first", path.display())]
    Readable {
        /// The file.
        path: PathBuf,
        /// Its mode.
        mode: u32,
    },
    /// A command that could not be run.
    #[error("failed to run `{program}` for the secret")]
    Command {
        /// The command, without its arguments.
        program: String,
        /// Why.
        source: io::Error,
    },
    /// A command that failed.
    #[error("`{program}` should print the secret and failed: {status}")]
    Failed {
        /// The command, without its arguments.
        program: String,
        /// How it ended.
        status: String,
    },
}
