//! What came of a day, in a line.

use chatlake_lake::{DayCompacted, LakeError, Outcome, Sizes};

use crate::console::{Console, Level};
use crate::failure::chain;
use crate::screen::{bytes, count, plural, rate, seconds, visible};

/// Tells what came of a day.
pub(super) fn tell(day: &DayCompacted, elapsed_s: f64, console: &Console) {
    let (level, word) = (level(&day.outcome), word(&day.outcome));
    let line = format!("{}  {}", day.day, rest(day, elapsed_s));
    if console.is_text() {
        console.lay_out(level, &format!("{word:<9}"), &format!("  {}", visible(&line)));
    } else {
        console.say(level, None, &format!("{word}: {line}"));
    }
}

/// The outcome in a word, for people and for scripts.
pub(super) fn word(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Compacted => "compacted",
        Outcome::WouldBe => "would be",
        Outcome::Unchanged => "unchanged",
        Outcome::Busy => "busy",
        Outcome::Failed(_) => "failed",
    }
}

/// Why a day failed, with all causes.
pub(super) fn why(error: &LakeError) -> String {
    chain(error)
}

fn level(outcome: &Outcome) -> Level {
    match outcome {
        Outcome::Compacted | Outcome::WouldBe | Outcome::Unchanged => Level::Info,
        Outcome::Busy => Level::Warn,
        Outcome::Failed(_) => Level::Error,
    }
}

fn rest(day: &DayCompacted, elapsed_s: f64) -> String {
    let rows = plural(day.rows, "row");
    let sizes = |sizes: Sizes| format!("{} ({})", plural(sizes.files, "file"), bytes(sizes.bytes));
    let mut line = match &day.outcome {
        Outcome::Compacted => format!(
            "{rows}, {} -> {}, in {} ({})",
            sizes(day.before),
            sizes(day.after),
            seconds(elapsed_s),
            rate(day.before.bytes, elapsed_s)
        ),
        Outcome::WouldBe => format!("{rows} in {}, compacted", sizes(day.before)),
        Outcome::Unchanged => format!("{rows} in {}", sizes(day.before)),
        Outcome::Busy => "changed again and again meanwhile: run it again".to_owned(),
        Outcome::Failed(error) => why(error),
    };
    if day.removed > 0 {
        line.push_str(&format!(", {} removed", left(day.removed)));
    }
    line
}

/// Files that nobody needs any more.
fn left(removed: u64) -> String {
    let noun = if removed == 1 { "file" } else { "files" };
    format!("{} {noun} that nobody needs", count(removed))
}
