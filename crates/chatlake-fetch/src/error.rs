//! What can go wrong between here and the platform.
//!
//! No error holds a secret, the query of a signed url, or words of the server.

use std::io;
use std::path::{Path, PathBuf};

use chatlake_core::Damage;

use crate::allowed::UrlRefusal;
use crate::answer::Refusal;
use crate::credentials::CredentialsError;
use crate::ticket::BadTicket;

/// Something could not be fetched.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The secret could not be had.
    #[error("no credentials")]
    Credentials(#[from] CredentialsError),
    /// The platform answered, and it was no.
    #[error("{act}: {url}: {refusal}{}", after(*.attempts))]
    Refused {
        /// What was asked.
        act: &'static str,
        /// Where, without a query.
        url: String,
        /// What it said.
        refusal: Refusal,
        /// How many times it was asked.
        attempts: u32,
    },
    /// No answer, or no end of it.
    #[error("{act}: {url}: {reason}{}", after(*.attempts))]
    Network {
        /// What was asked.
        act: &'static str,
        /// Where, without a query.
        url: String,
        /// What happened.
        reason: NetworkError,
        /// How many times it was tried.
        attempts: u32,
    },
    /// A url of the platform's that leads where requests must not go.
    #[error("refused to go to {url}: {refusal}")]
    UrlRefused {
        /// The url, without a query.
        url: String,
        /// Why.
        refusal: UrlRefusal,
    },
    /// An answer that holds no urls.
    #[error("the platform's answer for hour {hour} cannot be read: {reason}")]
    BadTicket {
        /// The hour.
        hour: String,
        /// What is wrong with it.
        reason: BadTicket,
    },
    /// Every url that was given for a file had expired, or was taken for expired.
    #[error(
        "{url}: expired, and so were the urls asked for after it ({tickets} in all); is the clock right?"
    )]
    UrlExpired {
        /// The last one, without its query.
        url: String,
        /// How many were tried.
        tickets: u32,
    },
    /// What was downloaded is not what was asked for, however often it was tried.
    #[error("{url}: {}{}", if *.is_html { "a web page instead of an export: a proxy in between?" } else { "not gzip, so no export" }, after(*.attempts))]
    NotAnExport {
        /// The url, without its query.
        url: String,
        /// Whether it looks like a web page.
        is_html: bool,
        /// How many times it was tried.
        attempts: u32,
    },
    /// An export that is damaged where the platform keeps it: downloaded twice, twice the same.
    #[error("{url}: damaged on the server; its bytes are kept in `{}`", kept.display())]
    Damaged {
        /// The url, without its query.
        url: String,
        /// Where its bytes are.
        kept: PathBuf,
        /// What is wrong with it.
        source: Damage,
    },
    /// The system failed.
    #[error("failed to {act} `{}`", path.display())]
    Io {
        /// What was tried.
        act: &'static str,
        /// With what.
        path: PathBuf,
        /// Why it failed.
        source: io::Error,
    },
    /// No client could be made of what is installed.
    #[error(
        "failed to set up encrypted connections ({0}): are the CA certificates of the system installed? SSL_CERT_FILE can name them"
    )]
    Tls(String),
    /// The caller wanted to stop.
    #[error("interrupted")]
    Interrupted,
}

/// What kind of thing went wrong, for exit codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// What was configured cannot work: the app, the host, where urls may lead.
    Usage,
    /// May work another time.
    Temporary,
    /// Credentials.
    Auth,
    /// Damaged on the server.
    Damaged,
    /// The system here: disk, permissions.
    Local,
    /// The caller wanted it.
    Interrupted,
    /// None of these.
    Failed,
}

impl Error {
    /// What kind of thing went wrong.
    pub fn class(&self) -> Class {
        match self {
            Error::Credentials(_) => Class::Auth,
            Error::Refused { refusal, .. } => match refusal {
                Refusal::BadCredentials | Refusal::TokenRefused | Refusal::Forbidden => Class::Auth,
                Refusal::UnknownApp | Refusal::Redirected { .. } => Class::Usage,
                Refusal::RateLimited(_)
                | Refusal::Quota
                | Refusal::Server { .. }
                | Refusal::FileMissing
                | Refusal::NotTheApi { .. } => Class::Temporary,
                Refusal::BadTime | Refusal::Unexpected { .. } => Class::Failed,
            },
            Error::UrlRefused { .. } => Class::Usage,
            Error::Network { reason: NetworkError::TooLong(_), .. } => Class::Failed,
            Error::Network { .. }
            | Error::BadTicket { .. }
            | Error::UrlExpired { .. }
            | Error::NotAnExport { .. } => Class::Temporary,
            Error::Damaged { .. } => Class::Damaged,
            Error::Io { .. } => Class::Local,
            Error::Tls(_) => Class::Failed,
            Error::Interrupted => Class::Interrupted,
        }
    }

    /// Names the act and the path of what the system said.
    pub(crate) fn io(act: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Error::Io { act, path: path.to_owned(), source }
    }
}

/// For the end of a sentence.
fn after(attempts: u32) -> String {
    if attempts > 1 { format!(" (tried {attempts} times)") } else { String::new() }
}

/// No answer, or no end of it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NetworkError {
    /// Nobody answers there: the name, the port, the certificate.
    #[error("failed to connect: {0}")]
    Connect(String),
    /// Nothing came for too long.
    #[error("nothing came for too long")]
    Idle,
    /// Something came, but so slowly that it would never end.
    #[error("it came too slowly")]
    Slow,
    /// It ended too early.
    #[error("it ended after {done} bytes{}", .total.map(|total| format!(" of {total}")).unwrap_or_default())]
    Short {
        /// How many bytes came.
        done: u64,
        /// How many should have come.
        total: Option<u64>,
    },
    /// More came than anybody would send.
    #[error("the answer is longer than {0} bytes")]
    TooLong(u64),
    /// What came is not HTTP, or the connection broke.
    #[error("the connection broke: {0}")]
    Broken(String),
}

#[cfg(test)]
mod tests {
    use chatlake_core::DamageKind;

    use super::*;

    #[test]
    fn errors_are_of_the_class_that_tells_what_helps() {
        let refused = |refusal: Refusal| Error::Refused {
            act: "ask",
            url: "u".to_owned(),
            refusal,
            attempts: 1,
        };
        let network = |reason: NetworkError| Error::Network {
            act: "ask",
            url: "u".to_owned(),
            reason,
            attempts: 2,
        };
        let damage = Damage { kind: DamageKind::Truncated, at: 1, expanded: 2, verified: 0 };
        let errors = [
            (Error::Credentials(CredentialsError::NoVariable("X".to_owned())), Class::Auth),
            (refused(Refusal::BadCredentials), Class::Auth),
            (refused(Refusal::Forbidden), Class::Auth),
            (refused(Refusal::UnknownApp), Class::Usage),
            (refused(Refusal::Quota), Class::Temporary),
            (refused(Refusal::FileMissing), Class::Temporary),
            (refused(Refusal::BadTime), Class::Failed),
            (Error::UrlRefused { url: "u".to_owned(), refusal: UrlRefusal::Private }, Class::Usage),
            (network(NetworkError::Slow), Class::Temporary),
            (network(NetworkError::Idle), Class::Temporary),
            (Error::UrlExpired { url: "u".to_owned(), tickets: 3 }, Class::Temporary),
            (
                Error::NotAnExport { url: "u".to_owned(), is_html: true, attempts: 1 },
                Class::Temporary,
            ),
            (
                Error::Damaged { url: "u".to_owned(), kept: PathBuf::from("k"), source: damage },
                Class::Damaged,
            ),
            (Error::io("write", Path::new("x"))(io::ErrorKind::StorageFull.into()), Class::Local),
            (Error::Tls("none".to_owned()), Class::Failed),
            (Error::Interrupted, Class::Interrupted),
        ];
        for (error, class) in errors {
            assert_eq!(error.class(), class, "{error}");
        }
    }
}
