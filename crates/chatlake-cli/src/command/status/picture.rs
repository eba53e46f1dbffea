//! Days as rows, hours as signs.

use std::collections::BTreeMap;

use super::sign::Sign;

/// A day of a picture.
pub(in crate::command) struct DrawnDay {
    /// `YYYY-MM-DD`.
    pub(in crate::command) date: String,
    /// A sign for each hour; none outside what is drawn.
    pub(in crate::command) hours: Vec<Option<Sign>>,
}

/// Draws the last `n_days` days, and lists what the signs mean, with how many hours there are of
/// each on all days.
pub(in crate::command) fn picture(days: &[DrawnDay], n_days: usize, is_coloured: bool) -> String {
    let mut out = String::from("              00     06     12     18\n");
    let n_hidden = days.len().saturating_sub(n_days);
    for day in days.iter().skip(n_hidden) {
        out.push_str(&format!("  {}  {}\n", day.date, row(day, is_coloured)));
    }
    if n_hidden > 0 {
        let are = if n_hidden == 1 { "day is" } else { "days are" };
        out.push_str(&format!(
            "  {n_hidden} earlier {are} not drawn, but counted (--days {} draws all)\n",
            days.len()
        ));
    }
    out.push('\n');
    let mut legend: BTreeMap<Sign, u64> = BTreeMap::new();
    for sign in days.iter().flat_map(|day| &day.hours).flatten() {
        *legend.entry(*sign).or_default() += 1;
    }
    for (sign, count) in legend {
        let Sign { name, meaning, .. } = sign;
        out.push_str(&format!(
            "  {}  {count:>4}  {name:<10}  {meaning}\n",
            shown(sign, is_coloured)
        ));
    }
    out
}

/// The hours of a day, in four groups of six.
fn row(day: &DrawnDay, is_coloured: bool) -> String {
    let group = |hours: &[Option<Sign>]| -> String {
        hours
            .iter()
            .map(|sign| sign.map_or(" ".to_owned(), |sign| shown(sign, is_coloured)))
            .collect()
    };
    let groups: Vec<String> = day.hours.chunks(6).map(group).collect();
    groups.join(" ").trim_end().to_owned()
}

fn shown(sign: Sign, is_coloured: bool) -> String {
    let Sign { sign, colour, .. } = sign;
    if is_coloured { format!("\x1b[{colour}m{sign}\x1b[0m") } else { sign.to_string() }
}

#[cfg(test)]
mod tests {
    use chatlake_core::{Hour, Zone};
    use chatlake_sync::{Calendar, State, Window};

    use super::*;

    #[test]
    fn every_hour_has_its_place_and_its_sign() {
        let hour = |name: &str| Hour::of_name(name).expect("an hour");
        let known = [
            ("2018112722", State::Expired),
            ("2018112723", State::Converted),
            ("2018112800", State::Empty),
            ("2018112806", State::Verified),
        ];
        let known = known.iter().map(|(name, state)| (hour(name), *state)).collect();
        let window = Window::new(Zone::Utc);
        let now_ms = window.due_ms(hour("2018112806"));
        let (first, last) = (hour("2018112722"), hour("2018112808"));
        let calendar = Calendar::new(&window, &known, first, last, now_ms);
        let days = super::super::page::drawn(&calendar);
        let drawn = picture(&days, 14, false);
        let expected = "              00     06     12     18
  2018-11-27                           X#
  2018-11-28  0????? +..

  #     1  converted   in the archive and converted
  +     1  verified    in the archive, not converted
  0     1  empty       no messages
  .     2  not due     cannot be there yet
  ?     5  missing     can still be had
  X     1  lost        the server deleted it before it was fetched
";
        assert_eq!(drawn, expected);
        let drawn = picture(&days, 1, false);
        assert!(!drawn.contains("2018-11-27") && drawn.contains("1 earlier day is not drawn"));
        let coloured = picture(&days, 14, true);
        assert!(coloured.contains("\x1b[1;31mX\x1b[0m\x1b[32m#\x1b[0m"), "{coloured}");
    }
}
