//! The attachments of archived messages.

use std::fmt;
use std::str::FromStr;

use chatlake_core::{AppKey, Hour};
use rusqlite::{OptionalExtension, Row};

use super::files::{count, number};
use super::{Catalogue, CatalogueError};

/// What became of an attachment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MediaState {
    /// It is to be fetched.
    Pending,
    /// It is in the archive.
    Done,
    /// The server has deleted it.
    Expired,
    /// It cannot be fetched, however often it is tried.
    Failed,
}

impl MediaState {
    /// All of them.
    pub const ALL: [MediaState; 4] =
        [MediaState::Pending, MediaState::Done, MediaState::Expired, MediaState::Failed];

    /// The name in reports and in the catalogue.
    pub const fn name(self) -> &'static str {
        match self {
            MediaState::Pending => "pending",
            MediaState::Done => "done",
            MediaState::Expired => "expired",
            MediaState::Failed => "failed",
        }
    }
}

impl fmt::Display for MediaState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for MediaState {
    type Err = CatalogueError;

    fn from_str(name: &str) -> Result<Self, CatalogueError> {
        let mut all = Self::ALL.into_iter();
        all.find(|state| state.name() == name)
            .ok_or(CatalogueError::Nonsense("the state of an attachment"))
    }
}

/// An attachment of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MediaRecord {
    /// The hour that the message is in.
    pub hour: Hour,
    /// The message.
    pub msg_id: String,
    /// Which of its bodies, from 0.
    pub body: u32,
    /// Which file of the body: `file`, or `thumb`.
    pub kind: String,
    /// Where it is on the server, without the query.
    pub url: String,
    /// What became of it.
    pub state: MediaState,
    /// When the server deletes it, milliseconds since the epoch.
    pub expires_ms: i64,
    /// Where it lies, from the root of the archive.
    pub path: Option<String>,
    /// The hash of its bytes.
    pub sha256: Option<String>,
    /// Its size.
    pub bytes: Option<u64>,
    /// How many runs have tried in vain.
    pub n_failed: u32,
}

impl Catalogue {
    /// The attachments of an app in a state, those that are deleted next first.
    ///
    /// # Errors
    ///
    /// SQLite refuses.
    pub fn media(
        &self,
        app: &AppKey,
        state: MediaState,
    ) -> Result<Vec<MediaRecord>, CatalogueError> {
        let mut query = self.connection.prepare_cached(
            "SELECT hour, msg_id, body, kind, url, state, expires_ms, path, sha256, bytes, n_failed
             FROM media WHERE app = ?1 AND state = ?2
             ORDER BY expires_ms, hour, msg_id, body, kind",
        )?;
        let mut rows = query.query((app.as_str(), state.name()))?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(record(row)?);
        }
        Ok(found)
    }

    /// An attachment that is in the archive, by where it is on the server.
    ///
    /// # Errors
    ///
    /// SQLite refuses.
    pub fn media_at(&self, app: &AppKey, url: &str) -> Result<Option<MediaRecord>, CatalogueError> {
        let mut query = self.connection.prepare_cached(
            "SELECT hour, msg_id, body, kind, url, state, expires_ms, path, sha256, bytes, n_failed
             FROM media WHERE app = ?1 AND url = ?2 AND state = 'done' LIMIT 1",
        )?;
        query.query_row((app.as_str(), url), |row| Ok(record(row))).optional()?.transpose()
    }

    /// How many attachments of an app are in each state, those that there are any of.
    ///
    /// # Errors
    ///
    /// SQLite refuses.
    pub fn media_counts(&self, app: &AppKey) -> Result<Vec<(MediaState, u64)>, CatalogueError> {
        let mut query = self.connection.prepare_cached(
            "SELECT state, count(*) FROM media WHERE app = ?1 GROUP BY state ORDER BY state",
        )?;
        let rows = query
            .query_map([app.as_str()], |row| Ok((row.get::<_, String>(0)?, count(row.get(1)?))))?;
        rows.map(|row| {
            row.map_err(CatalogueError::from).and_then(|(name, n)| Ok((name.parse()?, n)))
        })
        .collect()
    }

    /// The hash of the files of an hour, as they were when they were read for attachments; none
    /// if they were not.
    ///
    /// # Errors
    ///
    /// SQLite refuses.
    pub fn media_hour(&self, app: &AppKey, hour: Hour) -> Result<Option<String>, CatalogueError> {
        let mut query = self
            .connection
            .prepare_cached("SELECT sha256 FROM media_hours WHERE app = ?1 AND hour = ?2")?;
        Ok(query.query_row((app.as_str(), hour.to_string()), |row| row.get(0)).optional()?)
    }

    /// The files of an hour, whose hash is `sha256`, were read for attachments, and these were
    /// found. What is known of them already stays.
    ///
    /// # Errors
    ///
    /// SQLite refuses.
    pub fn found_media(
        &mut self,
        app: &AppKey,
        hour: Hour,
        sha256: &str,
        found: &[MediaRecord],
    ) -> Result<(), CatalogueError> {
        self.change(|transaction| {
            let mut insert = transaction.prepare_cached(
                "INSERT OR IGNORE INTO media (app, hour, msg_id, body, kind, url, state, expires_ms, n_failed)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0)",
            )?;
            for media in found {
                insert.execute((
                    app.as_str(),
                    media.hour.to_string(),
                    &media.msg_id,
                    media.body,
                    &media.kind,
                    &media.url,
                    media.state.name(),
                    media.expires_ms,
                ))?;
            }
            transaction.execute(
                "INSERT OR REPLACE INTO media_hours (app, hour, sha256) VALUES (?1, ?2, ?3)",
                (app.as_str(), hour.to_string(), sha256),
            )?;
            Ok(())
        })
    }

    /// Takes an attachment over as it is on record elsewhere. Its hour must be known.
    ///
    /// # Errors
    ///
    /// SQLite refuses.
    pub(crate) fn add_media(
        &mut self,
        app: &AppKey,
        media: &MediaRecord,
    ) -> Result<(), CatalogueError> {
        self.connection.execute(
            "INSERT OR IGNORE INTO media (app, hour, msg_id, body, kind, url, state, expires_ms, path, sha256, bytes, n_failed)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
            rusqlite::params![
                app.as_str(),
                media.hour.to_string(),
                media.msg_id,
                media.body,
                media.kind,
                media.url,
                media.state.name(),
                media.expires_ms,
                media.path,
                media.sha256,
                media.bytes.map(number),
                media.n_failed,
            ],
        )?;
        Ok(())
    }

    /// Writes down what became of an attachment.
    ///
    /// # Errors
    ///
    /// SQLite refuses.
    pub fn update_media(
        &mut self,
        app: &AppKey,
        media: &MediaRecord,
    ) -> Result<(), CatalogueError> {
        self.change(|transaction| {
            transaction.execute(
                "UPDATE media SET state = ?6, path = ?7, sha256 = ?8, bytes = ?9, n_failed = ?10
                 WHERE app = ?1 AND hour = ?2 AND msg_id = ?3 AND body = ?4 AND kind = ?5",
                (
                    app.as_str(),
                    media.hour.to_string(),
                    &media.msg_id,
                    media.body,
                    &media.kind,
                    media.state.name(),
                    &media.path,
                    &media.sha256,
                    media.bytes.map(number),
                    media.n_failed,
                ),
            )?;
            Ok(())
        })
    }
}

fn record(row: &Row<'_>) -> Result<MediaRecord, CatalogueError> {
    let hour: String = row.get(0)?;
    let state: String = row.get(5)?;
    Ok(MediaRecord {
        hour: Hour::of_name(&hour).ok_or(CatalogueError::Nonsense("the hour of an attachment"))?,
        msg_id: row.get(1)?,
        body: row.get(2)?,
        kind: row.get(3)?,
        url: row.get(4)?,
        state: state.parse()?,
        expires_ms: row.get(6)?,
        path: row.get(7)?,
        sha256: row.get(8)?,
        bytes: row.get::<_, Option<i64>>(9)?.map(count),
        n_failed: row.get(10)?,
    })
}
