//! What came of it, line by line.

use super::trial::{Outcome, Trial};

pub(super) fn head() -> String {
    format!(
        "{:<18} {:<8} {:>7} {:>5} {:>8} {:>9} {:>6}",
        "input", "way", "workers", "exit", "seconds", "peak MiB", "bound"
    )
}

pub(super) fn line(trial: &Trial<'_>, outcome: &Outcome) -> String {
    let exit = outcome.status.code().map_or_else(|| "-".to_owned(), |code| code.to_string());
    let line = format!(
        "{:<18} {:<8} {:>7} {exit:>5} {:>8.2} {:>9.1} {:>6}",
        trial.input.name,
        trial.way.name(),
        trial.workers,
        outcome.seconds,
        mib(outcome.peak),
        mib(trial.bound()),
    );
    match &outcome.faults[..] {
        [] => line,
        faults => format!("{line}  {}", faults.join("; ")),
    }
}

fn mib(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1 << 20)
}
