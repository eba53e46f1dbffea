//! The least time that two cores could take if stages overlapped perfectly and nothing else cost
//! anything.

use std::error::Error;
use std::process::Command;

use super::JOBS;
use super::corpora::Files;
use super::results::median;
use super::tools::Tools;

/// CPU seconds of the stages on one thread, medians, and what they come to.
pub(crate) struct Floor {
    pub(crate) n_bytes: u64,
    /// Stage and seconds, in the order of `stages`: `read`, `parse`, and one per format.
    pub(crate) stages: Vec<(String, f64)>,
}

impl Floor {
    /// Reading, parsing and encoding, shared by the cores, as MB/s.
    pub(crate) fn rate(&self, format: &str) -> Option<f64> {
        let seconds = self.stage("read")? + self.stage("parse")? + self.stage(format)?;
        Some(self.n_bytes as f64 / 1e6 / (seconds / f64::from(JOBS)))
    }

    fn stage(&self, name: &str) -> Option<f64> {
        self.stages.iter().find(|(stage, _)| stage == name).map(|(_, seconds)| *seconds)
    }
}

/// Measures the stages `runs` times.
pub(crate) fn measure(tools: &Tools, input: &Files, runs: u32) -> Result<Floor, Box<dyn Error>> {
    let mut told = Vec::new();
    for _ in 0..runs {
        let output = Command::new(&tools.stages).arg(&input.folder).output()?;
        if !output.status.success() {
            return Err(format!("`stages` ended with {}", output.status).into());
        }
        told.push(parse(&String::from_utf8(output.stdout)?)?);
    }
    let names = told.first().ok_or("the stages were not measured")?.iter().map(|(name, _)| name);
    let stages = names.enumerate().map(|(at, name)| {
        (name.clone(), median(told.iter().filter_map(|told| told.get(at)).map(|(_, value)| *value)))
    });
    Ok(Floor {
        n_bytes: input.n_bytes,
        stages: stages.filter(|(name, _)| name != "bytes").collect(),
    })
}

fn parse(text: &str) -> Result<Vec<(String, f64)>, Box<dyn Error>> {
    text.lines()
        .map(|line| {
            let (name, value) = line.split_once(' ').ok_or("a stage has no time")?;
            Ok((name.to_owned(), value.parse()?))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_floor_is_the_sum_of_the_stages_shared_by_the_cores() {
        let stages = parse("read 1\nparse 1\nparquet 2\ncsv 0.5\n").unwrap();
        let floor = Floor { n_bytes: 100_000_000, stages };
        assert_eq!(floor.rate("parquet"), Some(50.0));
        assert_eq!(floor.rate("csv"), Some(80.0));
        assert_eq!(floor.rate("orc"), None);
    }
}
