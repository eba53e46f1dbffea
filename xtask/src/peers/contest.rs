//! Who competes with whom at what.

use super::contender::Contender;
use super::contenders::*;
use super::corpora::{self, Corpus};

/// Contenders that do the same to the same files. The first one is ours, and what the others are
/// compared with.
pub(crate) struct Contest {
    pub(crate) name: &'static str,
    pub(crate) title: &'static str,
    pub(crate) corpus: &'static Corpus,
    pub(crate) contenders: &'static [Contender],
    /// So many turns, whatever was asked for.
    pub(crate) runs: Option<u32>,
    /// Whether the stages are measured on the same files, right after.
    pub(crate) has_floor: bool,
}

/// Everything that is measured.
pub(crate) const CONTESTS: &[Contest] = &[
    Contest {
        has_floor: true,
        ..contest(
            "parquet/day",
            "hours to Parquet, zstd level 1",
            &corpora::DAY,
            &[
                CHATLAKE,
                CHATLAKE_ONE_JOB,
                CHATLAKE_ONE_FILE,
                CHATLAKE_FEWER_COLUMNS,
                UNACCOUNTED,
                DUCKDB,
                DUCKDB_UNORDERED,
                DUCKDB_LEVEL_3,
                CLICKHOUSE,
                ARROW_JSON,
                PYARROW,
                POLARS,
            ],
        )
    },
    contest(
        "parquet/huge",
        "one huge hour to Parquet, zstd level 1",
        &corpora::HUGE,
        &[CHATLAKE, CHATLAKE_ONE_JOB, DUCKDB, CLICKHOUSE, ARROW_JSON],
    ),
    contest(
        "parquet/small",
        "small hours to Parquet, zstd level 1",
        &corpora::SMALL,
        &[CHATLAKE, DUCKDB, ARROW_JSON],
    ),
    contest(
        "lake/day",
        "hours to a lake",
        &corpora::DAY,
        &[CHATLAKE, CHATLAKE_DROP, CHATLAKE_LAKE, CHATLAKE_COMPACT],
    ),
    contest(
        "csv/day",
        "hours to CSV",
        &corpora::DAY,
        &[CHATLAKE_CSV, DUCKDB_CSV, DUCKDB_CSV_UNORDERED, CLICKHOUSE_CSV],
    ),
    contest(
        "jsonl/day",
        "hours to JSON lines, zstd level 3",
        &corpora::DAY,
        &[CHATLAKE_JSONL, PIGZ_ZSTD, PIGZ_ZSTD_TWO_FILES, GZIP_ZSTD],
    ),
    contest("arrow/day", "hours to Arrow IPC", &corpora::DAY, &[CHATLAKE_ARROW]),
    contest("growth/1MB", "one file to Parquet", &corpora::ONE_MB, GROWING),
    contest("growth/10MB", "one file to Parquet", &corpora::TEN_MB, GROWING),
    contest("growth/100MB", "one file to Parquet", &corpora::HUNDRED_MB, GROWING),
    contest("growth/half", "one file to Parquet", &corpora::HALF_GB, GROWING),
    contest("growth/huge", "one file to Parquet", &corpora::HUGE, GROWING),
    Contest {
        runs: Some(21),
        ..contest(
            "start-up",
            "what is paid before the first record",
            &corpora::ONE_RECORD,
            &[CHATLAKE_VERSION, CHATLAKE_ONE_RECORD],
        )
    },
];

/// With one job first, as the time of a file smaller than a job does not tell of two.
const GROWING: &[Contender] = &[CHATLAKE_ONE_JOB, CHATLAKE];

const fn contest(
    name: &'static str,
    title: &'static str,
    corpus: &'static Corpus,
    contenders: &'static [Contender],
) -> Contest {
    Contest { name, title, corpus, contenders, runs: None, has_floor: false }
}
