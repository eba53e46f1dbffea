//! The catalogue as text, for comparison.

use std::fmt::Write;

use super::{Catalogue, CatalogueError, FileRecord, OutputRecord};
use crate::archive::Terms;
use crate::catalogue::MediaState;

impl Catalogue {
    /// What does not depend on when things happened, nor on how a server spoke of them: two
    /// archives with the same files have the same facts, however they came to them. A line each.
    ///
    /// # Errors
    ///
    /// SQLite refuses.
    pub fn facts(&self) -> Result<String, CatalogueError> {
        let mut facts = String::new();
        let mut say = |line: std::fmt::Arguments<'_>| {
            // Writing to a string cannot fail.
            let _ = writeln!(facts, "{line}");
        };
        for app in self.apps()? {
            if let Some(Terms { zone, since }) = self.terms(&app)? {
                let since = since.map_or_else(String::new, |hour| format!(" since {hour}"));
                say(format_args!("app {app} {}{since}", zone.name()));
            }
            for hour in self.hours(&app)? {
                let name = hour.hour;
                say(format_args!("hour {app} {name} {}", hour.state));
                for file in self.files(&app, name)? {
                    let FileRecord { part, version, path, bytes, sha256, replaced_by, .. } = file;
                    let by = replaced_by.map_or_else(String::new, |by| format!(" by {by}"));
                    say(format_args!("file {part} {version}{by} {path} {bytes} {sha256}"));
                }
                for output in self.outputs(&app, name)? {
                    let OutputRecord {
                        part,
                        path,
                        bytes,
                        sha256,
                        input_sha256,
                        made_how,
                        counts,
                        converted_ms: _,
                    } = output;
                    say(format_args!(
                        "output {part} {path} {bytes} {sha256} of {input_sha256}, {made_how}"
                    ));
                    say(format_args!(
                        "counts {} {} {} {} {} {} {} {}",
                        counts.records,
                        counts.written,
                        counts.rows,
                        counts.duplicates,
                        counts.duplicates_dropped,
                        counts.conflicts,
                        counts.rejects,
                        counts.filtered
                    ));
                }
            }
            for state in MediaState::ALL {
                for media in self.media(&app, state)? {
                    let path = media.path.unwrap_or_default();
                    let (hour, id, body, kind) = (media.hour, media.msg_id, media.body, media.kind);
                    say(format_args!("media {hour} {id} {body} {kind} {state} {path}"));
                }
            }
        }
        Ok(facts)
    }
}
