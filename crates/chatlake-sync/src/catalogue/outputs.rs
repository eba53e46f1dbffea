//! What hours were converted to.

use chatlake_convert::Counts;
use chatlake_core::{AppKey, Hour};
use rusqlite::{Row, Transaction};

use super::files::{count, number};
use super::hours::step;
use super::{Catalogue, CatalogueError, OutputRecord};
use crate::state::{Event, State};

impl Catalogue {
    /// What an hour was converted to, by part.
    ///
    /// # Errors
    ///
    /// SQLite refuses.
    pub fn outputs(&self, app: &AppKey, hour: Hour) -> Result<Vec<OutputRecord>, CatalogueError> {
        let mut query = self.connection.prepare_cached(
            "SELECT part, path, bytes, sha256, input_sha256, made_how, records, written, rows,
                    duplicates, duplicates_dropped, conflicts, rejects, filtered, converted_ms
             FROM outputs WHERE app = ?1 AND hour = ?2 ORDER BY part",
        )?;
        let rows = query.query_map((app.as_str(), hour.to_string()), record)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// An hour was converted; what it was converted to before is forgotten.
    ///
    /// # Errors
    ///
    /// It makes no sense in the state of the hour; SQLite refuses.
    pub fn converted(
        &mut self,
        app: &AppKey,
        hour: Hour,
        outputs: &[OutputRecord],
        now_ms: i64,
    ) -> Result<State, CatalogueError> {
        self.became(Event::Converted, app, hour, outputs, now_ms)
    }

    /// What an hour was converted to is part of a lake: this is what that has of it.
    ///
    /// # Errors
    ///
    /// As [`Catalogue::converted`].
    pub fn committed(
        &mut self,
        app: &AppKey,
        hour: Hour,
        outputs: &[OutputRecord],
        now_ms: i64,
    ) -> Result<State, CatalogueError> {
        self.became(Event::Committed, app, hour, outputs, now_ms)
    }

    fn became(
        &mut self,
        event: Event,
        app: &AppKey,
        hour: Hour,
        outputs: &[OutputRecord],
        now_ms: i64,
    ) -> Result<State, CatalogueError> {
        self.change(|transaction| {
            let state = step(transaction, app, hour, event, now_ms)?;
            write(transaction, app, hour, outputs)?;
            Ok(state)
        })
    }
}

/// What an hour was converted to, instead of what is on record.
fn write(
    transaction: &Transaction<'_>,
    app: &AppKey,
    hour: Hour,
    outputs: &[OutputRecord],
) -> Result<(), CatalogueError> {
    let name = hour.to_string();
    transaction
        .execute("DELETE FROM outputs WHERE app = ?1 AND hour = ?2", (app.as_str(), &name))?;
    let mut insert = transaction.prepare_cached(
        "INSERT INTO outputs (app, hour, part, path, bytes, sha256, input_sha256, made_how,
            records, written, rows, duplicates, duplicates_dropped, conflicts, rejects,
            filtered, converted_ms)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
    )?;
    for output in outputs {
        let counts = output.counts;
        insert.execute(rusqlite::params![
            app.as_str(),
            &name,
            output.part,
            output.path,
            number(output.bytes),
            output.sha256,
            output.input_sha256,
            output.made_how,
            number(counts.records),
            number(counts.written),
            number(counts.rows),
            number(counts.duplicates),
            number(counts.duplicates_dropped),
            number(counts.conflicts),
            number(counts.rejects),
            number(counts.filtered),
            output.converted_ms,
        ])?;
    }
    Ok(())
}

fn record(row: &Row<'_>) -> Result<OutputRecord, rusqlite::Error> {
    let counted = |column: usize| row.get(column).map(count);
    Ok(OutputRecord {
        part: row.get(0)?,
        path: row.get(1)?,
        bytes: counted(2)?,
        sha256: row.get(3)?,
        input_sha256: row.get(4)?,
        made_how: row.get(5)?,
        counts: Counts {
            records: counted(6)?,
            written: counted(7)?,
            rows: counted(8)?,
            duplicates: counted(9)?,
            duplicates_dropped: counted(10)?,
            conflicts: counted(11)?,
            rejects: counted(12)?,
            filtered: counted(13)?,
            ..Counts::default()
        },
        converted_ms: row.get(14)?,
    })
}
