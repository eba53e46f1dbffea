//! Where and when it was measured.

use std::fs;
use std::process::Command;
use std::thread;
use std::time::Duration;

use super::tools::first_line;

/// Today in UTC, as `YYYY-MM-DD`.
pub(crate) fn today() -> String {
    jiff::Timestamp::now().strftime("%F").to_string()
}

/// What the processor calls itself.
pub(crate) fn cpu() -> String {
    let text = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = text.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    model.map_or_else(|| "unknown processor".to_owned(), |(_, name)| name.trim().to_owned())
}

/// The same for the name of a file.
pub(crate) fn cpu_slug() -> String {
    slug(&cpu())
}

fn slug(name: &str) -> String {
    let name = name.to_lowercase();
    let words = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}

/// Memory in GiB.
pub(crate) fn memory_gib() -> Option<f64> {
    let text = fs::read_to_string("/proc/meminfo").ok()?;
    let kib = text.lines().find_map(|line| line.strip_prefix("MemTotal:"))?;
    let kib: f64 = kib.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kib / f64::from(1 << 20))
}

/// How many cores others keep busy, looked at for two seconds.
pub(crate) fn busy_cores() -> Option<f64> {
    let (busy, all) = ticks()?;
    thread::sleep(Duration::from_secs(2));
    let (busy_after, all_after) = ticks()?;
    let n_cores = thread::available_parallelism().map_or(1.0, |n| n.get() as f64);
    Some((busy_after - busy) / (all_after - all).max(1.0) * n_cores)
}

/// Time that all cores together were busy, and all their time, since the start of the machine.
fn ticks() -> Option<(f64, f64)> {
    let text = fs::read_to_string("/proc/stat").ok()?;
    let numbers = text.lines().next()?.split_whitespace().skip(1);
    let ticks: Vec<f64> = numbers.map_while(|number| number.parse().ok()).collect();
    // user, nice, system, idle, iowait, irq, softirq, steal; guests are in user already.
    let all: f64 = ticks.iter().take(8).sum();
    Some((all - ticks.get(3)? - ticks.get(4)?, all))
}

/// The commit that was measured; `+` after it if there were changes.
pub(crate) fn commit() -> String {
    let git = |args: &[&str]| first_line(Command::new("git").args(args).current_dir(crate::root()));
    let hash = git(&["rev-parse", "--short", "HEAD"]).unwrap_or_else(|| "unknown".to_owned());
    let is_changed = git(&["status", "--porcelain", "--untracked-files=no"]).is_some();
    if is_changed { format!("{hash}+") } else { hash }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_has_letters_digits_and_dashes() {
        assert_eq!(slug("Intel(R) Xeon(R) CPU @ 2.20GHz"), "intel-r-xeon-r-cpu-2-20ghz");
    }
}
