//! A line per crate.

use super::lines::Lines;

pub(super) fn row(name: &str, lines: &Lines) -> String {
    let (all, covered) = lines.counts();
    let share = if all == 0 { 100.0 } else { covered as f64 * 100.0 / all as f64 };
    format!("{name:<10} {all:>6} lines {:>6} missed {share:>6.1} %", all - covered)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn a_row_says_how_much_is_missed() {
        let lines = Lines::of_lcov("SF:/x/a.rs\nDA:1,1\nDA:2,0\nDA:3,1\nDA:4,1\n", Path::new("/x"));
        assert_eq!(row("core", &lines), "core            4 lines      1 missed   75.0 %");
    }
}
