//! `harden`: all that is tried to break the program with, the whole of it, in turn.
//!
//! `.ci/run` holds a sample of each; this takes hours. A step that fails does not end it: the
//! summary says which did.

use std::error::Error;
use std::process::Command;
use std::time::Instant;

use crate::print_line;

/// Run tests, fuzzers, faults, hostile input, losses of power and coverage in full
#[derive(clap::Args)]
pub(crate) struct Args {
    /// For how long each law is fuzzed
    #[arg(long, value_name = "N", default_value_t = 600)]
    fuzz_seconds: u32,
    /// How many points of faults are tried at a time
    #[arg(long, default_value_t = 2)]
    jobs: usize,
    /// Leave out these steps
    #[arg(long, value_name = "STEP", value_delimiter = ',')]
    without: Vec<String>,
}

/// A step by its name, and the words behind `cargo`.
struct Step {
    name: &'static str,
    words: Vec<String>,
}

impl Args {
    /// The steps, in the order in which they are likely to find something soon.
    fn steps(&self) -> Result<Vec<Step>, String> {
        let step =
            |name, words: &str| Step { name, words: words.split(' ').map(str::to_owned).collect() };
        let mut steps = vec![
            step("tests", "test --locked"),
            step("power", "xtask faults --power"),
            step("faults", &format!("xtask faults --jobs {}", self.jobs)),
            step("hostile", "xtask hostile"),
            step("fuzz", &format!("xtask fuzz --all --record --seconds {}", self.fuzz_seconds)),
            step("coverage", "xtask coverage"),
        ];
        for name in &self.without {
            if !steps.iter().any(|step| step.name == name) {
                let names: Vec<&str> = steps.iter().map(|step| step.name).collect();
                return Err(format!("there is no step `{name}`, but {}", names.join(", ")));
            }
        }
        steps.retain(|step| !self.without.iter().any(|name| name == step.name));
        Ok(steps)
    }
}

pub(crate) fn run(args: &Args) -> Result<(), Box<dyn Error>> {
    let mut summary = Vec::new();
    let mut n_failed = 0;
    for Step { name, words } in args.steps()? {
        print_line(&format!("==> {name}: cargo {}", words.join(" ")))?;
        let began = Instant::now();
        let done = crate::succeed(Command::new("cargo").args(words).current_dir(crate::root()));
        n_failed += usize::from(done.is_err());
        let end = done.map_or_else(|error| error.to_string(), |()| "well".to_owned());
        summary.push(format!("{:>6} s  {name}: {end}", began.elapsed().as_secs()));
    }
    print_line("==> in all")?;
    summary.iter().try_for_each(|line| print_line(line))?;
    match n_failed {
        0 => Ok(()),
        n => Err(format!("{n} of {} steps failed", summary.len()).into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(without: &[&str]) -> Result<Vec<&'static str>, String> {
        let without = without.iter().map(ToString::to_string).collect();
        let steps = Args { fuzz_seconds: 1, jobs: 1, without }.steps()?;
        Ok(steps.into_iter().map(|step| step.name).collect())
    }

    #[test]
    fn steps_are_left_out_by_their_names() {
        let all = ["tests", "power", "faults", "hostile", "fuzz", "coverage"];
        assert_eq!(names(&[]).as_deref(), Ok(&all[..]));
        assert_eq!(names(&["faults", "fuzz"]).map(|names| names.len()), Ok(4));
        assert!(names(&["fault"]).is_err_and(|told| told.contains("tests, power")));
    }
}
