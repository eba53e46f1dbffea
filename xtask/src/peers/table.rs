//! The results as a page of Markdown.

use std::fmt::Write;

use super::floor::Floor;
use super::goals::GOALS;
use super::results::{ContestResult, Entry, Measured, Outcome, Results};
use super::tools::Tools;
use super::{JOBS, machine};

/// The whole page.
pub(crate) fn markdown(results: &Results, tools: &Tools) -> String {
    let mut page = String::new();
    // Writing to a string does not fail.
    let _ = write_page(&mut page, results, tools);
    page
}

fn write_page(page: &mut String, results: &Results, tools: &Tools) -> std::fmt::Result {
    writeln!(page, "# chatlake and its peers, {}\n", machine::today())?;
    write_machine(page, results, tools)?;
    write_goals(page, results)?;
    for contest in &results.contests {
        write_contest(page, contest)?;
    }
    if let Some(floor) = &results.floor {
        write_floor(page, floor)?;
    }
    Ok(())
}

fn write_machine(page: &mut String, results: &Results, tools: &Tools) -> std::fmt::Result {
    let memory = machine::memory_gib().map(|gib| format!(", {gib:.0} GiB")).unwrap_or_default();
    writeln!(page, "- {}{memory}; {JOBS} threads each", machine::cpu())?;
    writeln!(page, "- commit {}, `cargo xtask peers --runs {}`", machine::commit(), results.runs)?;
    let versions = tools.versions.iter().map(|(name, version)| format!("{name} {version}"));
    writeln!(page, "- {}", versions.collect::<Vec<_>>().join(", "))?;
    if let Some(cores) = results.busy_cores.filter(|cores| *cores > 0.2) {
        writeln!(
            page,
            "- **The machine was busy** ({cores:.1} cores before the first turn): not for publication"
        )?;
    }
    if results.is_quick {
        writeln!(page, "- **Quick corpora**: a trial of the harness, not for publication")?;
    }
    writeln!(page, "\nHow to read it: [docs/performance.md](../../docs/performance.md).")
}

fn write_goals(page: &mut String, results: &Results) -> std::fmt::Result {
    writeln!(page, "\n## Goals\n\n| goal | asked | got | |\n|---|---|---|---|")?;
    for goal in GOALS {
        let verdict = goal.verdict(results);
        let word = match (&verdict.got, verdict.is_met) {
            (None, _) => "not measured",
            (Some(_), true) => "met",
            (Some(_), false) => "**missed**",
        };
        let got = verdict.got.unwrap_or_default();
        writeln!(page, "| {} | {} | {got} | {word} |", cell(goal.title), verdict.asked)?;
    }
    Ok(())
}

fn write_contest(page: &mut String, contest: &ContestResult) -> std::fmt::Result {
    let megabytes = contest.n_bytes as f64 / 1e6;
    writeln!(page, "\n## {}: {}\n", contest.name, contest.title)?;
    writeln!(page, "{}, {megabytes:.2} MB of JSON.\n", contest.corpus)?;
    writeln!(
        page,
        "| | MB/s | ours / it | s, median | min–max | CPU s | peak MiB | output MB | rows | turns | |"
    )?;
    writeln!(page, "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---|")?;
    let ours = contest.entries.first().and_then(|entry| contest.measured(entry.contender.name));
    for entry in &contest.entries {
        match &entry.outcome {
            Outcome::Ran(it) => write_entry(page, megabytes, ours, entry, it)?,
            Outcome::Out(why) => {
                let name = cell(entry.contender.name);
                writeln!(page, "| {name} | | | | | | | | | | {} |", cell(why))?;
            }
        }
    }
    Ok(())
}

fn write_entry(
    page: &mut String,
    megabytes: f64,
    ours: Option<&Measured>,
    entry: &Entry,
    it: &Measured,
) -> std::fmt::Result {
    let seconds = it.seconds();
    let (least, most) = it.spread();
    let ratio = ours.map(|ours| format!("{:.2}", seconds / ours.seconds())).unwrap_or_default();
    writeln!(
        page,
        "| {} | {:.0} | {ratio} | {seconds:.3} | {least:.3}–{most:.3} | {:.2} | {:.0} | {:.1} | {} | {} | {} |",
        cell(entry.contender.name),
        megabytes / seconds,
        it.cpu_seconds(),
        it.peak_mib(),
        it.output_bytes() as f64 / 1e6,
        rows(ours.and_then(|ours| ours.rows), it.rows),
        it.turns.len(),
        cell(entry.contender.note),
    )
}

/// The rows of a contender, with what is missing or too much against ours.
fn rows(ours: Option<u64>, its: Option<u64>) -> String {
    match (ours, its) {
        (_, None) => String::new(),
        (Some(ours), Some(its)) if its < ours => format!("{its}, **{} lost**", ours - its),
        (Some(ours), Some(its)) if its > ours => format!("{its}, **{} too many**", its - ours),
        (_, Some(its)) => its.to_string(),
    }
}

fn write_floor(page: &mut String, floor: &Floor) -> std::fmt::Result {
    writeln!(page, "\n## Stages, CPU seconds on one thread\n")?;
    writeln!(page, "`floor` is reading, parsing and encoding, shared by {JOBS} cores.\n")?;
    writeln!(page, "| stage | s | MB/s | floor, MB/s |\n|---|---:|---:|---:|")?;
    let megabytes = floor.n_bytes as f64 / 1e6;
    for (stage, seconds) in &floor.stages {
        let bound = match stage.as_str() {
            "read" | "parse" => String::new(),
            format => floor.rate(format).map(|rate| format!("{rate:.0}")).unwrap_or_default(),
        };
        writeln!(page, "| {stage} | {seconds:.2} | {:.0} | {bound} |", megabytes / seconds)?;
    }
    Ok(())
}

/// Text that does not end its cell.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contender_that_loses_rows_is_said_so() {
        assert_eq!(rows(Some(10), Some(10)), "10");
        assert_eq!(rows(Some(10), Some(8)), "8, **2 lost**");
        assert_eq!(rows(Some(10), None), "");
    }
}
