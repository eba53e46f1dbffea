//! The tables, and their version.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use super::CatalogueError;

/// The version of the tables. A later one is refused, an earlier one is brought up.
const VERSION: i64 = 1;

/// Marks the file as ours: `chat`, as SQLite keeps it in its header.
const APPLICATION_ID: i64 = 0x6368_6174;

/// All times are milliseconds since the epoch, all hashes SHA-256 in hexadecimal, all paths from
/// the root of the archive unless they lie elsewhere.
const TABLES: &str = "
CREATE TABLE apps (
    app TEXT NOT NULL PRIMARY KEY,   -- ORG/APP
    zone TEXT NOT NULL,              -- that its hours are named in
    since TEXT                       -- the first hour that was to be kept
) STRICT, WITHOUT ROWID;

CREATE TABLE hours (
    app TEXT NOT NULL REFERENCES apps,
    hour TEXT NOT NULL,              -- YYYYMMDDHH
    state TEXT NOT NULL,
    ask_ms INTEGER,                  -- from when to ask (again); null for never
    n_absent INTEGER NOT NULL,       -- how often the server said that there is no file
    absent_ms INTEGER,               -- when it said so last
    changed_ms INTEGER NOT NULL,     -- when the state changed last
    PRIMARY KEY (app, hour)
) STRICT, WITHOUT ROWID;

CREATE TABLE files (
    app TEXT NOT NULL,
    hour TEXT NOT NULL,
    part INTEGER NOT NULL,           -- from 1
    version INTEGER NOT NULL,        -- from 1
    path TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    etag TEXT,
    last_modified TEXT,
    fetched_ms INTEGER NOT NULL,
    replaced_by INTEGER,             -- the version that took its place; null for the current one
    PRIMARY KEY (app, hour, part, version),
    FOREIGN KEY (app, hour) REFERENCES hours
) STRICT, WITHOUT ROWID;

CREATE TABLE outputs (
    app TEXT NOT NULL,
    hour TEXT NOT NULL,
    part INTEGER NOT NULL,
    path TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    input_sha256 TEXT NOT NULL,
    made_how TEXT NOT NULL,          -- the options and the schema that it was made with
    records INTEGER NOT NULL,
    written INTEGER NOT NULL,
    rows INTEGER NOT NULL,
    duplicates INTEGER NOT NULL,
    duplicates_dropped INTEGER NOT NULL,
    conflicts INTEGER NOT NULL,
    rejects INTEGER NOT NULL,
    filtered INTEGER NOT NULL,
    converted_ms INTEGER NOT NULL,
    PRIMARY KEY (app, hour, part),
    FOREIGN KEY (app, hour) REFERENCES hours
) STRICT, WITHOUT ROWID;

CREATE TABLE media (
    app TEXT NOT NULL REFERENCES apps,
    hour TEXT NOT NULL,
    msg_id TEXT NOT NULL,
    body INTEGER NOT NULL,           -- from 0
    kind TEXT NOT NULL,              -- the attachment itself, or its thumbnail
    url TEXT NOT NULL,               -- without its query
    state TEXT NOT NULL,
    expires_ms INTEGER NOT NULL,
    path TEXT,
    sha256 TEXT,
    bytes INTEGER,
    n_failed INTEGER NOT NULL,
    PRIMARY KEY (app, hour, msg_id, body, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX media_by_state ON media (app, state, expires_ms);
CREATE INDEX media_by_url ON media (app, url);

CREATE TABLE media_hours (
    app TEXT NOT NULL REFERENCES apps,
    hour TEXT NOT NULL,
    sha256 TEXT NOT NULL,            -- of the hour's files, as they were read for attachments
    PRIMARY KEY (app, hour)
) STRICT, WITHOUT ROWID;
";

/// Makes the tables, unless they are there.
pub(super) fn prepare(connection: &mut Connection, path: &Path) -> Result<(), CatalogueError> {
    let named = |error| CatalogueError::of(path, error);
    let transaction =
        connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(named)?;
    let pragma = |name| transaction.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let found = pragma("user_version").map_err(named)?;
    let application = pragma("application_id").map_err(named)?;
    let n_tables: i64 = transaction
        .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
        .map_err(named)?;
    if application != APPLICATION_ID && n_tables > 0 {
        return Err(CatalogueError::Foreign { path: path.to_owned() });
    }
    if found > VERSION {
        return Err(CatalogueError::TooNew { path: path.to_owned(), found, known: VERSION });
    }
    if n_tables == 0 {
        transaction.execute_batch(TABLES).map_err(named)?;
        transaction.pragma_update(None, "application_id", APPLICATION_ID).map_err(named)?;
        transaction.pragma_update(None, "user_version", VERSION).map_err(named)?;
    }
    transaction.commit().map_err(named)
}
