//! What is told of a table.

use chatlake_delta::{Left, Obstacle, Registered, Tally};
use chatlake_lake::{Lake, layout};
use serde::Serialize;

use crate::console::Console;
use crate::exit::Exit;
use crate::screen::plural;

/// What became of a table, in a line.
pub(super) fn line(lake: &Lake, registered: &Registered) -> String {
    let Registered { version, commits, added, removed, now, superseded, .. } = registered;
    let files = |tally: &Tally| plural(tally.files, "file");
    let news = match commits {
        0 => "nothing new".to_owned(),
        _ => format!("{} added, {} removed", files(added), files(removed)),
    };
    let (rows, files) = (plural(now.rows, "row"), files(now));
    let mut line = format!("{} at version {version}: {news}; {rows} in {files}", table(lake));
    if superseded.removed > 0 {
        line.push_str(&format!("; {} superseded before gone", plural(superseded.removed, "file")));
    }
    if superseded.kept > 0 {
        line.push_str(&format!("; {} superseded before kept", plural(superseded.kept, "file")));
    }
    line
}

/// Says which days are left, and what that ends the command with.
pub(super) fn warn(registered: &Registered, console: &Console) -> Exit {
    for Left { day, slot, why } in &registered.left {
        let why = match why {
            Obstacle::TakenOut => format!(
                "another program took the file of {slot} out of the table, and its rows may be in files of its own"
            ),
            Obstacle::Older => {
                format!("the table has had a later state of {slot} than the lake has")
            }
        };
        console.warn(&format!(
            "{day} is not in the table as it is in the lake: {why}; removing _delta_log and registering again makes the table anew"
        ));
    }
    if registered.left.is_empty() { Exit::OK } else { Exit::WARNINGS }
}

/// What became of a table, for scripts.
#[derive(Serialize)]
pub(super) struct Document {
    lake: String,
    table: String,
    version: u64,
    commits: u64,
    added: TallyDocument,
    removed: TallyDocument,
    now: TallyDocument,
    superseded: SupersededDocument,
    left: Vec<LeftDocument>,
}

#[derive(Serialize)]
struct TallyDocument {
    files: u64,
    rows: u64,
}

#[derive(Serialize)]
struct SupersededDocument {
    removed: u64,
    kept: u64,
}

/// A day that is left as it is.
#[derive(Serialize)]
struct LeftDocument {
    day: String,
    slot: String,
    why: &'static str,
}

/// Everything that the line tells, and the days that are left.
pub(super) fn document(lake: &Lake, registered: &Registered) -> Document {
    let tally = |tally: Tally| TallyDocument { files: tally.files, rows: tally.rows };
    let left = |left: &Left| LeftDocument {
        day: left.day.to_string(),
        slot: left.slot.to_string(),
        why: match left.why {
            Obstacle::TakenOut => "taken_out",
            Obstacle::Older => "older",
        },
    };
    let superseded = registered.superseded;
    Document {
        lake: lake.store().place().to_string(),
        table: table(lake),
        version: registered.version,
        commits: registered.commits,
        added: tally(registered.added),
        removed: tally(registered.removed),
        now: tally(registered.now),
        superseded: SupersededDocument { removed: superseded.removed, kept: superseded.kept },
        left: registered.left.iter().map(left).collect(),
    }
}

fn table(lake: &Lake) -> String {
    lake.store().place().shown(layout::MESSAGES)
}
