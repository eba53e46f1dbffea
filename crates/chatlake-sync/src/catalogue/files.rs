//! The files of hours, and which took the place of which.

use chatlake_core::{AppKey, Hour};
use rusqlite::{Row, Transaction};

use super::hours::{ask_at, step};
use super::{Catalogue, CatalogueError, FileRecord};
use crate::state::{Event, State};

impl Catalogue {
    /// The files of an hour, by part and version.
    ///
    /// # Errors
    ///
    /// SQLite refuses.
    pub fn files(&self, app: &AppKey, hour: Hour) -> Result<Vec<FileRecord>, CatalogueError> {
        let mut query = self.connection.prepare_cached(
            "SELECT part, version, path, bytes, sha256, etag, last_modified, fetched_ms, replaced_by
             FROM files WHERE app = ?1 AND hour = ?2 ORDER BY part, version",
        )?;
        let rows = query.query_map((app.as_str(), hour.to_string()), record)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// All files of an hour are in the archive, and whole: these are all that there are, current
    /// and replaced. The hour is looked at again from `ask_ms`.
    ///
    /// # Errors
    ///
    /// It makes no sense in the state of the hour; SQLite refuses.
    pub fn stored(
        &mut self,
        app: &AppKey,
        hour: Hour,
        files: &[FileRecord],
        ask_ms: Option<i64>,
        now_ms: i64,
    ) -> Result<State, CatalogueError> {
        self.change(|transaction| {
            step(transaction, app, hour, Event::Stored, now_ms)?;
            let state = step(transaction, app, hour, Event::Checked, now_ms)?;
            write(transaction, app, hour, files)?;
            ask_at(transaction, app, hour, ask_ms)?;
            Ok(state)
        })
    }

    /// The files of an hour had grown, or there were others: these are all that there are now,
    /// current and replaced.
    ///
    /// # Errors
    ///
    /// As [`Catalogue::stored`].
    pub fn replaced(
        &mut self,
        app: &AppKey,
        hour: Hour,
        files: &[FileRecord],
        ask_ms: Option<i64>,
        now_ms: i64,
    ) -> Result<State, CatalogueError> {
        self.change(|transaction| {
            let state = step(transaction, app, hour, Event::Replaced, now_ms)?;
            write(transaction, app, hour, files)?;
            ask_at(transaction, app, hour, ask_ms)?;
            Ok(state)
        })
    }

    /// The files of an hour are not in the archive any more; it is to be fetched again from
    /// `ask_ms`. What it was converted to stays on record.
    ///
    /// # Errors
    ///
    /// As [`Catalogue::stored`].
    pub fn missing(
        &mut self,
        app: &AppKey,
        hour: Hour,
        ask_ms: i64,
        now_ms: i64,
    ) -> Result<State, CatalogueError> {
        self.change(|transaction| {
            let state = step(transaction, app, hour, Event::Missing, now_ms)?;
            write(transaction, app, hour, &[])?;
            ask_at(transaction, app, hour, Some(ask_ms))?;
            Ok(state)
        })
    }
}

/// Files of an hour, instead of those that are on record.
fn write(
    transaction: &Transaction<'_>,
    app: &AppKey,
    hour: Hour,
    files: &[FileRecord],
) -> Result<(), CatalogueError> {
    let name = hour.to_string();
    transaction.execute("DELETE FROM files WHERE app = ?1 AND hour = ?2", (app.as_str(), &name))?;
    let mut insert = transaction.prepare_cached(
        "INSERT INTO files (app, hour, part, version, path, bytes, sha256, etag, last_modified, fetched_ms, replaced_by)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )?;
    for file in files {
        let FileRecord {
            part,
            version,
            path,
            bytes,
            sha256,
            etag,
            last_modified,
            fetched_ms,
            replaced_by,
        } = file;
        insert.execute((
            app.as_str(),
            &name,
            part,
            version,
            path,
            number(*bytes),
            sha256,
            etag,
            last_modified,
            fetched_ms,
            replaced_by,
        ))?;
    }
    Ok(())
}

/// As SQLite keeps numbers.
pub(super) fn number(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// As they were before they were kept.
pub(super) fn count(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

fn record(row: &Row<'_>) -> Result<FileRecord, rusqlite::Error> {
    Ok(FileRecord {
        part: row.get(0)?,
        version: row.get(1)?,
        path: row.get(2)?,
        bytes: count(row.get(3)?),
        sha256: row.get(4)?,
        etag: row.get(5)?,
        last_modified: row.get(6)?,
        fetched_ms: row.get(7)?,
        replaced_by: row.get(8)?,
    })
}
