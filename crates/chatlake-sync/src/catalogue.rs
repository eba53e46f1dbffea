//! What is known of every hour, in SQLite.
//!
//! A transition is a transaction: it reads the state, asks [`State::after`](crate::State::after)
//! and writes what follows. What the catalogue says of a file was on the disk before it was said.
//! It holds names, sizes, hashes and times; no urls with signatures, no messages, no secrets.

mod error;
mod facts;
mod files;
mod hours;
mod media;
mod outputs;
mod record;
mod schema;

use std::fs::{self, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::time::Duration;

use chatlake_core::{AppKey, Hour};
use rusqlite::{Connection, OpenFlags, OptionalExtension, Transaction, TransactionBehavior};

use crate::archive::Terms;

pub use error::CatalogueError;
pub use media::{MediaRecord, MediaState};
pub use record::{FileRecord, HourRecord, OutputRecord};

/// The catalogue of an archive, open.
#[derive(Debug)]
pub struct Catalogue {
    connection: Connection,
}

/// Whether a catalogue that is not there is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    /// It is made.
    Create,
    /// It is missed.
    Existing,
}

/// How long to wait for another process that writes, such as `status` beside `sync`.
const PATIENCE: Duration = Duration::from_secs(10);

impl Catalogue {
    /// Opens the catalogue at `path`, and looks whether it can be trusted.
    ///
    /// # Errors
    ///
    /// There is none, and it is not to be made; it is damaged; it was written by a later version;
    /// the system refuses.
    pub fn open(path: &Path, opening: Opening) -> Result<Self, CatalogueError> {
        let named = |error: rusqlite::Error| CatalogueError::of(path, error);
        match opening {
            Opening::Create => create(path).map_err(|error| CatalogueError::io(path, &error))?,
            Opening::Existing if !path.exists() => {
                return Err(CatalogueError::Absent { path: path.to_owned() });
            }
            Opening::Existing => {}
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(path, flags).map_err(named)?;
        look_for_whole_pages(&connection, path)?;
        connection.busy_timeout(PATIENCE).map_err(named)?;
        // A reader must find whole states only, and a state that was told must survive power
        // loss.
        connection.pragma_update(None, "journal_mode", "WAL").map_err(named)?;
        connection.pragma_update(None, "synchronous", "FULL").map_err(named)?;
        connection.pragma_update(None, "foreign_keys", true).map_err(named)?;
        schema::prepare(&mut connection, path)?;
        check(&connection, path)?;
        Ok(Self { connection })
    }

    /// The apps that have hours in it, in order.
    ///
    /// # Errors
    ///
    /// SQLite refuses.
    pub fn apps(&self) -> Result<Vec<AppKey>, CatalogueError> {
        let mut query = self.connection.prepare_cached("SELECT app FROM apps ORDER BY app")?;
        let names = query.query_map([], |row| row.get::<_, String>(0))?;
        names
            .map(|name| name?.parse().map_err(|_| CatalogueError::Nonsense("the name of an app")))
            .collect()
    }

    /// How the hours of an app are named, and since when they are kept; none if it is not known.
    ///
    /// # Errors
    ///
    /// SQLite refuses.
    pub fn terms(&self, app: &AppKey) -> Result<Option<Terms>, CatalogueError> {
        let mut query =
            self.connection.prepare_cached("SELECT zone, since FROM apps WHERE app = ?1")?;
        let found: Option<(String, Option<String>)> =
            query.query_row([app.as_str()], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        let Some((zone, since)) = found else { return Ok(None) };
        let nonsense = || CatalogueError::Nonsense("the terms of an app");
        let since = since.map(|name| Hour::of_name(&name).ok_or_else(nonsense)).transpose()?;
        Ok(Some(Terms { zone: zone.parse().map_err(|_| nonsense())?, since }))
    }

    /// Takes an app into the catalogue, or lets its hours be kept since an earlier one. Returns
    /// what holds from now on.
    ///
    /// # Errors
    ///
    /// Its hours are named in the other zone; SQLite refuses.
    pub fn add_app(&mut self, app: &AppKey, terms: Terms) -> Result<Terms, CatalogueError> {
        let known = self.terms(app)?;
        if let Some(known) = known.map(|known| known.zone).filter(|known| *known != terms.zone) {
            return Err(CatalogueError::OtherZone { app: app.clone(), known, asked: terms.zone });
        }
        let earlier = known.and_then(|known| known.since);
        let since = earlier.into_iter().chain(terms.since).min();
        self.connection.execute(
            "INSERT INTO apps (app, zone, since) VALUES (?1, ?2, ?3)
             ON CONFLICT (app) DO UPDATE SET since = excluded.since",
            (app.as_str(), terms.zone.name(), since.map(|hour| hour.to_string())),
        )?;
        Ok(Terms { since, ..terms })
    }

    /// Brings all of it into its one file, and closes it. When it is dropped instead, nobody is
    /// told of a disk that refuses.
    pub(crate) fn close(self) -> Result<(), CatalogueError> {
        let checkpoint = "PRAGMA wal_checkpoint(TRUNCATE)";
        let is_busy: bool = self.connection.query_row(checkpoint, [], |row| row.get(0))?;
        if is_busy {
            return Err(CatalogueError::Busy);
        }
        Ok(self.connection.close().map_err(|(_, error)| error)?)
    }

    /// A change that happens as a whole or not at all.
    fn change<T>(
        &mut self,
        act: impl FnOnce(&Transaction<'_>) -> Result<T, CatalogueError>,
    ) -> Result<T, CatalogueError> {
        let behaviour = TransactionBehavior::Immediate;
        let transaction = self.connection.transaction_with_behavior(behaviour)?;
        let outcome = act(&transaction)?;
        transaction.commit()?;
        Ok(outcome)
    }
}

/// Makes an empty file that only its owner can read; SQLite gives its companions the same mode.
fn create(path: &Path) -> io::Result<()> {
    let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    match made {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
        Ok(_) => chatlake_store::durable::sync_folder(path.parent().unwrap_or(Path::new(""))),
    }
}

/// SQLite takes a file of one byte for an empty one, and fills up a last page that is torn. What
/// is to be taken from a log of its own beside the file may be torn in the file.
fn look_for_whole_pages(connection: &Connection, path: &Path) -> Result<(), CatalogueError> {
    let len = |path: &Path| fs::metadata(path).map_or(0, |metadata| metadata.len());
    let mut logs = ["-wal", "-journal"].into_iter().map(|suffix| with_suffix(path, suffix));
    if logs.any(|log| len(&log) > 0) {
        return Ok(());
    }
    let page: i64 = connection
        .pragma_query_value(None, "page_size", |row| row.get(0))
        .map_err(|error| CatalogueError::of(path, error))?;
    let is_whole = len(path).is_multiple_of(page.unsigned_abs());
    if is_whole { Ok(()) } else { Err(CatalogueError::damaged(path)) }
}

/// A catalogue is small: looking at all of its pages takes a moment.
fn check(connection: &Connection, path: &Path) -> Result<(), CatalogueError> {
    let verdict: String = connection
        .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))
        .map_err(|error| CatalogueError::of(path, error))?;
    if verdict == "ok" { Ok(()) } else { Err(CatalogueError::damaged(path)) }
}

/// Puts a catalogue aside that cannot be used, with its companions; whatever has that name already
/// is gone.
pub(crate) fn put_aside(path: &Path) -> io::Result<()> {
    for companion in ["-wal", "-shm", "-journal"] {
        chatlake_store::durable::remove(&with_suffix(path, companion))?;
    }
    match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
        Ok(_) => chatlake_store::durable::rename(path, &with_suffix(path, ".damaged")),
    }
}

pub(crate) fn with_suffix(path: &Path, suffix: &str) -> std::path::PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}
