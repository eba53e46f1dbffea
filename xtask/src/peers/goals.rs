//! What is asked of ours, and whether it was met.

use super::results::Results;

/// A contest and one of its contenders.
type Place = (&'static str, &'static str);

/// A goal.
pub(crate) struct Goal {
    pub(crate) title: &'static str,
    ask: Ask,
}

/// How a goal is measured.
enum Ask {
    /// The rate of one, at least so many times that of the other.
    Faster(Place, Place, f64),
    /// The rate of a place, at least this share of the floor of a format.
    OfFloor(Place, &'static str, f64),
    /// No turn of ours in any contest took more MiB.
    PeakMib(f64),
    /// The memory of one, at most so many times that of the other.
    Leaner(Place, Place, f64),
    /// The median of a place, in milliseconds.
    Within(Place, f64),
}

/// What became of a goal.
pub(crate) struct Verdict {
    pub(crate) asked: String,
    /// None where a part of it was not measured.
    pub(crate) got: Option<String>,
    pub(crate) is_met: bool,
}

const OURS: Place = ("parquet/day", "chatlake");

/// All goals, in the order of their importance.
pub(crate) const GOALS: &[Goal] = &[
    goal("Parquet, hours: DuckDB", Ask::Faster(OURS, ("parquet/day", "DuckDB, ordered"), 2.8)),
    goal("Parquet, hours: ClickHouse", Ask::Faster(OURS, ("parquet/day", "ClickHouse"), 2.2)),
    goal("Parquet, hours: perfect overlap", Ask::OfFloor(OURS, "parquet", 0.85)),
    goal(
        "one huge file: its own single job",
        Ask::Faster(("parquet/huge", "chatlake"), ("parquet/huge", "chatlake, one job"), 1.7),
    ),
    goal(
        "one huge file: DuckDB",
        Ask::Faster(("parquet/huge", "chatlake"), ("parquet/huge", "DuckDB, ordered"), 2.5),
    ),
    goal(
        "small files, per byte: large ones (at most 15 % more time)",
        Ask::Faster(("parquet/small", "chatlake"), OURS, 1.0 / 1.15),
    ),
    goal("CSV: DuckDB", Ask::Faster(("csv/day", "chatlake"), ("csv/day", "DuckDB, ordered"), 4.0)),
    goal("CSV: ClickHouse", Ask::Faster(("csv/day", "chatlake"), ("csv/day", "ClickHouse"), 3.0)),
    goal(
        "JSONL zstd, validated: `pigz -dc | zstd -3 -T2`",
        Ask::Faster(("jsonl/day", "chatlake"), ("jsonl/day", "pigz -dc | zstd -3 -T2"), 1.2),
    ),
    goal(
        "Arrow IPC lz4: the Parquet of DuckDB",
        Ask::Faster(("arrow/day", "chatlake"), ("parquet/day", "DuckDB, ordered"), 3.0),
    ),
    goal("peak memory, any contest", Ask::PeakMib(200.0)),
    goal(
        "accounting, rejects, `extra` and dedup cost at most 10 %",
        Ask::Faster(OURS, ("parquet/day", "parser and encoder alone"), 0.9),
    ),
    goal(
        "a lake costs at most 5 % over files",
        Ask::Faster(("lake/day", "chatlake, a lake"), ("lake/day", "chatlake"), 1.0 / 1.05),
    ),
    goal(
        "growth: time per byte of the huge file against 100 MB (at most 10 % more)",
        Ask::Faster(
            ("growth/huge", "chatlake, one job"),
            ("growth/100MB", "chatlake, one job"),
            1.0 / 1.1,
        ),
    ),
    goal(
        "growth: memory of the huge file against half a GB (at most a tenth more)",
        Ask::Leaner(("growth/huge", "chatlake"), ("growth/half", "chatlake"), 1.1),
    ),
    goal("start-up", Ask::Within(("start-up", "chatlake --version"), 10.0)),
];

const fn goal(title: &'static str, ask: Ask) -> Goal {
    Goal { title, ask }
}

impl Goal {
    /// Holds the goal against what was measured.
    pub(crate) fn verdict(&self, results: &Results) -> Verdict {
        let rate = |(contest, contender): Place| results.rate(contest, contender);
        let measured = |(contest, contender): Place| results.measured(contest, contender);
        let (asked, got, is_met) = match &self.ask {
            Ask::Faster(ours, theirs, least) => {
                let ratio = rate(*ours).zip(rate(*theirs)).map(|(ours, theirs)| ours / theirs);
                (format!("≥ {least:.2} ×"), times(ratio), ratio >= Some(*least))
            }
            Ask::OfFloor(ours, format, least) => {
                let floor = results.floor.as_ref().and_then(|floor| floor.rate(format));
                let share = rate(*ours).zip(floor).map(|(rate, floor)| rate / floor);
                let got = share.map(|share| format!("{:.0} %", share * 100.0));
                (format!("≥ {:.0} %", least * 100.0), got, share >= Some(*least))
            }
            Ask::PeakMib(most) => {
                let peak = peak_mib(results);
                let is_met = peak.is_some_and(|peak| peak <= *most);
                (format!("≤ {most:.0} MiB"), peak.map(|peak| format!("{peak:.0} MiB")), is_met)
            }
            Ask::Leaner(ours, theirs, most) => {
                let pair = measured(*ours).zip(measured(*theirs));
                let ratio = pair.map(|(ours, theirs)| ours.peak_mib() / theirs.peak_mib());
                let is_met = ratio.is_some_and(|ratio| ratio <= *most);
                (format!("≤ {most:.2} ×"), times(ratio), is_met)
            }
            Ask::Within(place, most) => {
                let ms = measured(*place).map(|measured| measured.seconds() * 1e3);
                let is_met = ms.is_some_and(|ms| ms <= *most);
                (format!("≤ {most:.0} ms"), ms.map(|ms| format!("{ms:.1} ms")), is_met)
            }
        };
        Verdict { asked, got, is_met }
    }
}

fn times(ratio: Option<f64>) -> Option<String> {
    ratio.map(|ratio| format!("{ratio:.2} ×"))
}

/// The most memory of any turn of ours.
fn peak_mib(results: &Results) -> Option<f64> {
    let entries = results.contests.iter().flat_map(|contest| {
        let ours = contest.entries.iter().filter(|entry| entry.contender.is_ours());
        ours.filter_map(|entry| contest.measured(entry.contender.name))
    });
    entries.map(super::results::Measured::peak_mib).max_by(f64::total_cmp)
}
