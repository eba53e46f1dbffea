//! Hours, and what happens to them.

use chatlake_core::{AppKey, Hour};
use rusqlite::{Connection, OptionalExtension, Row, Transaction};

use super::{Catalogue, CatalogueError, HourRecord};
use crate::due::{Asked, Judgement};
use crate::state::{Event, State};

const COLUMNS: &str = "hour, state, ask_ms, n_absent, absent_ms, changed_ms";

impl Catalogue {
    /// All hours of an app, in order.
    ///
    /// # Errors
    ///
    /// SQLite refuses.
    pub fn hours(&self, app: &AppKey) -> Result<Vec<HourRecord>, CatalogueError> {
        let query = format!("SELECT {COLUMNS} FROM hours WHERE app = ?1 ORDER BY hour");
        let mut query = self.connection.prepare_cached(&query)?;
        let mut rows = query.query([app.as_str()])?;
        let mut hours = Vec::new();
        while let Some(row) = rows.next()? {
            hours.push(record(row)?);
        }
        Ok(hours)
    }

    /// An hour of an app, if it is known.
    ///
    /// # Errors
    ///
    /// SQLite refuses.
    pub fn hour(&self, app: &AppKey, hour: Hour) -> Result<Option<HourRecord>, CatalogueError> {
        find(&self.connection, app, hour)
    }

    /// Takes hours in that are not known yet, to be asked for from the instant given. Says how
    /// many were new.
    ///
    /// # Errors
    ///
    /// SQLite refuses.
    pub fn add_hours(
        &mut self,
        app: &AppKey,
        hours: impl IntoIterator<Item = (Hour, State, Option<i64>)>,
        now_ms: i64,
    ) -> Result<usize, CatalogueError> {
        self.change(|transaction| {
            let mut insert = transaction.prepare_cached(
                "INSERT OR IGNORE INTO hours (app, hour, state, ask_ms, n_absent, absent_ms, changed_ms)
                 VALUES (?1, ?2, ?3, ?4, 0, NULL, ?5)",
            )?;
            let mut n_new = 0;
            for (hour, state, ask_ms) in hours {
                n_new += insert.execute((
                    app.as_str(),
                    hour.to_string(),
                    state.name(),
                    ask_ms,
                    now_ms,
                ))?;
            }
            Ok(n_new)
        })
    }

    /// Something happened to an hour. Returns its state after it.
    ///
    /// # Errors
    ///
    /// The event makes no sense in its state; SQLite refuses.
    pub fn happened(
        &mut self,
        app: &AppKey,
        hour: Hour,
        event: Event,
        now_ms: i64,
    ) -> Result<State, CatalogueError> {
        self.change(|transaction| step(transaction, app, hour, event, now_ms))
    }

    /// The server said that there is no file, which means what the judgement says.
    ///
    /// # Errors
    ///
    /// The event makes no sense in its state; SQLite refuses.
    pub fn absent(
        &mut self,
        app: &AppKey,
        hour: Hour,
        judgement: Judgement,
        now_ms: i64,
    ) -> Result<State, CatalogueError> {
        self.change(|transaction| {
            let state = step(transaction, app, hour, judgement.event, now_ms)?;
            transaction.execute(
                "UPDATE hours SET n_absent = n_absent + 1, absent_ms = ?3 WHERE app = ?1 AND hour = ?2",
                (app.as_str(), hour.to_string(), now_ms),
            )?;
            ask_at(transaction, app, hour, judgement.ask_ms)?;
            Ok(state)
        })
    }

    /// Says from when to ask for an hour; none for never.
    ///
    /// # Errors
    ///
    /// SQLite refuses.
    pub fn ask_at(
        &mut self,
        app: &AppKey,
        hour: Hour,
        ask_ms: Option<i64>,
    ) -> Result<(), CatalogueError> {
        self.change(|transaction| ask_at(transaction, app, hour, ask_ms))
    }
}

pub(super) fn find(
    connection: &Connection,
    app: &AppKey,
    hour: Hour,
) -> Result<Option<HourRecord>, CatalogueError> {
    let query = format!("SELECT {COLUMNS} FROM hours WHERE app = ?1 AND hour = ?2");
    let mut query = connection.prepare_cached(&query)?;
    let found = query.query_row((app.as_str(), hour.to_string()), |row| Ok(record(row)));
    found.optional()?.transpose()
}

/// Takes an hour to the state after an event.
pub(super) fn step(
    transaction: &Transaction<'_>,
    app: &AppKey,
    hour: Hour,
    event: Event,
    now_ms: i64,
) -> Result<State, CatalogueError> {
    let found = find(transaction, app, hour)?.ok_or(CatalogueError::UnknownHour(hour))?;
    let after =
        found.state.after(event).map_err(|refused| CatalogueError::Refused { hour, refused })?;
    if after != found.state {
        transaction.execute(
            "UPDATE hours SET state = ?3, changed_ms = ?4 WHERE app = ?1 AND hour = ?2",
            (app.as_str(), hour.to_string(), after.name(), now_ms),
        )?;
    }
    Ok(after)
}

pub(super) fn ask_at(
    transaction: &Transaction<'_>,
    app: &AppKey,
    hour: Hour,
    ask_ms: Option<i64>,
) -> Result<(), CatalogueError> {
    transaction.execute(
        "UPDATE hours SET ask_ms = ?3 WHERE app = ?1 AND hour = ?2",
        (app.as_str(), hour.to_string(), ask_ms),
    )?;
    Ok(())
}

fn record(row: &Row<'_>) -> Result<HourRecord, CatalogueError> {
    let hour: String = row.get(0)?;
    let state: String = row.get(1)?;
    Ok(HourRecord {
        hour: Hour::of_name(&hour).ok_or(CatalogueError::Nonsense("the name of an hour"))?,
        state: state.parse().map_err(|_| CatalogueError::Nonsense("the state of an hour"))?,
        ask_ms: row.get(2)?,
        asked: Asked { n_absent: row.get(3)?, absent_ms: row.get(4)? },
        changed_ms: row.get(5)?,
    })
}
