//! What was tried, kept in the tree.

use std::error::Error;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::process::Command;

use jiff::Timestamp;

/// What one run of a target came to.
pub(super) struct Run {
    /// What was built, by [`commit`].
    pub(super) commit: String,
    /// Inputs that were tried.
    pub(super) executions: u64,
    pub(super) seconds: u64,
    /// Inputs that are kept because they lead elsewhere than others.
    pub(super) corpus: usize,
    /// The longest input, in bytes.
    pub(super) max_len: u32,
    /// Inputs that broke the law.
    pub(super) findings: u32,
}

const HEAD: &str = "date\tcommit\texecutions\tseconds\tmax_len\tcorpus\tfindings\n";

impl Run {
    /// Adds the run to those of its target; returns how many inputs all of them tried.
    pub(super) fn put_on_record(&self, root: &Path, target: &str) -> Result<u64, Box<dyn Error>> {
        let folder = root.join("fuzz/runs");
        fs::create_dir_all(&folder)?;
        let path = folder.join(format!("{target}.tsv"));
        let mut file = OpenOptions::new().create(true).append(true).open(&path)?;
        if file.metadata()?.len() == 0 {
            file.write_all(HEAD.as_bytes())?;
        }
        let Self { commit, executions, seconds, corpus, max_len, findings } = self;
        let date = Timestamp::now().strftime("%F");
        writeln!(
            file,
            "{date}\t{commit}\t{executions}\t{seconds}\t{max_len}\t{corpus}\t{findings}"
        )?;
        Ok(total(&fs::read_to_string(&path)?))
    }
}

/// What libFuzzer says of how many inputs it tried, at its end or on the way.
pub(super) fn executions(line: &str) -> Option<u64> {
    let number = line
        .strip_prefix("stat::number_of_executed_units:")
        .or_else(|| line.strip_prefix('#')?.split('\t').next())?;
    number.trim().parse().ok()
}

fn total(record: &str) -> u64 {
    let executions = |line: &str| line.split('\t').nth(2)?.parse::<u64>().ok();
    record.lines().filter_map(executions).sum()
}

/// What the tree is: a commit, with `+` where anything is not as it was committed, but for the
/// record of runs itself.
pub(super) fn commit(root: &Path) -> Result<String, Box<dyn Error>> {
    let git = |words: &[&str]| -> Result<String, Box<dyn Error>> {
        let said = Command::new("git").args(words).current_dir(root).output()?;
        if !said.status.success() {
            return Err(format!("git says: {}", String::from_utf8_lossy(&said.stderr)).into());
        }
        Ok(String::from_utf8(said.stdout)?.trim().to_owned())
    };
    let head = git(&["rev-parse", "--short", "HEAD"])?;
    let changed = git(&["status", "--porcelain", "--", ".", ":!fuzz/runs"])?;
    Ok(name(&head, &changed))
}

fn name(head: &str, changed: &str) -> String {
    format!("{head}{}", if changed.is_empty() { "" } else { "+" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_tried_is_read_from_what_the_fuzzer_says() {
        assert_eq!(executions("stat::number_of_executed_units: 17148127"), Some(17_148_127));
        assert_eq!(executions("#4096\tpulse  cov: 100 ft: 200"), Some(4096));
        assert_eq!(executions("INFO: Seed: 1"), None);
        assert_eq!(executions("#x"), None);
    }

    #[test]
    fn runs_add_up() {
        let record =
            format!("{HEAD}2026-11-23\tabc\t100\t1\t9\t5\t0\n2026-11-24\tabd\t20\t1\t9\t5\t0\n");
        assert_eq!(total(&record), 120);
    }

    #[test]
    fn what_is_not_committed_is_owned_up_to() {
        assert_eq!(name("ef61a59", ""), "ef61a59");
        assert_eq!(name("ef61a59", "?? fuzz/fuzz_targets/new.rs"), "ef61a59+");
    }
}
