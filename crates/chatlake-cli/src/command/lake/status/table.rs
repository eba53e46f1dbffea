//! Columns that line up.

use crate::screen::{padded, width};

/// Rows of cells as lines, indented by two. `is_left` says which columns begin at their left edge;
/// the others are numbers.
pub(super) fn lined_up(rows: &[Vec<String>], is_left: impl Fn(usize) -> bool) -> String {
    let n_columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widest = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| width(cell)).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..n_columns).map(widest).collect();
    let mut out = String::new();
    for row in rows {
        let cells = row.iter().zip(&widths).enumerate().map(|(column, (cell, n_cells))| {
            if is_left(column) {
                return padded(cell, *n_cells);
            }
            format!("{}{cell}", " ".repeat(n_cells.saturating_sub(width(cell))))
        });
        let line = cells.collect::<Vec<_>>().join("  ");
        out.push_str(&format!("  {}\n", line.trim_end()));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_end_where_numbers_end() {
        let rows = [["day", "rows", "state"], ["x", "1,234", "你好"]];
        let rows = rows.map(|row| row.map(str::to_owned).to_vec());
        assert_eq!(
            lined_up(&rows, |column| column != 1),
            "  day   rows  state\n  x    1,234  你好\n"
        );
    }
}
