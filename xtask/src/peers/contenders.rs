//! Who takes part: a line of shell each.

use super::contender::{Contender, Needs};

pub(crate) const CHATLAKE: Contender = Contender::ours(
    "chatlake",
    r#"exec "$CHATLAKE" convert "$IN" --out "$OUT" --to parquet --jobs "$JOBS" -q"#,
    "",
);

pub(crate) const CHATLAKE_ONE_JOB: Contender = Contender::ours(
    "chatlake, one job",
    r#"exec "$CHATLAKE" convert "$IN" --out "$OUT" --to parquet --jobs 1 -q"#,
    "one core",
);

pub(crate) const CHATLAKE_ONE_FILE: Contender = Contender::ours(
    "chatlake, one file",
    r#"exec "$CHATLAKE" convert "$IN" --out "$OUT/all.parquet" --jobs "$JOBS" -q"#,
    "",
);

pub(crate) const CHATLAKE_FEWER_COLUMNS: Contender = Contender::ours(
    "chatlake, columns of arrow-json",
    r#"exec "$CHATLAKE" convert "$IN" --out "$OUT" --to parquet --jobs "$JOBS" -q --drop-columns ext,custom_exts,extra,secret,thumb_secret,source_hour,source_file,source_record"#,
    "to be compared with arrow-json",
);

pub(crate) const CHATLAKE_CSV: Contender = Contender::ours(
    "chatlake",
    r#"exec "$CHATLAKE" convert "$IN" --out "$OUT" --to csv --jobs "$JOBS" -q"#,
    "",
);

pub(crate) const CHATLAKE_JSONL: Contender = Contender::ours(
    "chatlake",
    r#"exec "$CHATLAKE" convert "$IN" --out "$OUT" --to jsonl --compression zstd --zstd-level 3 --jobs "$JOBS" -q"#,
    "every record parsed, validated and accounted for",
);

pub(crate) const CHATLAKE_ARROW: Contender = Contender::ours(
    "chatlake",
    r#"exec "$CHATLAKE" convert "$IN" --out "$OUT" --to arrow --compression lz4 --jobs "$JOBS" -q"#,
    "lz4",
);

pub(crate) const CHATLAKE_VERSION: Contender = Contender::ours(
    "chatlake --version",
    r#"exec "$CHATLAKE" --version"#,
    "the start of the shell is in it",
);

pub(crate) const CHATLAKE_ONE_RECORD: Contender = Contender::ours(
    "chatlake convert, one record",
    r#"exec "$CHATLAKE" convert "$IN" --out "$OUT" --to parquet --jobs "$JOBS" -q"#,
    "and its output flushed to the disk",
);

pub(crate) const CHATLAKE_DROP: Contender = Contender::ours(
    "chatlake, duplicates dropped",
    r#"exec "$CHATLAKE" convert "$IN" --out "$OUT" --to parquet --dedup drop --jobs "$JOBS" -q"#,
    "leaves out what a lake leaves out",
);

pub(crate) const CHATLAKE_LAKE: Contender = Contender::ours(
    "chatlake, a lake",
    r#"exec "$CHATLAKE" convert "$IN" --lake "$OUT/lake" --app example/chat --jobs "$JOBS" -q"#,
    "manifests, and duplicates dropped across hours",
);

pub(crate) const CHATLAKE_COMPACT: Contender = Contender::ours(
    "chatlake, lake compact",
    r#""$CHATLAKE" convert "$IN" --lake "$OUT/lake" --app example/chat --jobs "$JOBS" -q || exit
begun=$(date +%s%N)
for day in "$OUT"/lake/messages/*/*/date=*; do
  "$CHATLAKE" lake compact "$OUT/lake" --date "${day##*=}" --jobs "$JOBS" -q || exit
done
echo "seconds $(echo "$begun $(date +%s%N)" | awk '{ print ($2 - $1) / 1e9 }')""#,
    "the time of compaction alone: Parquet read, sorted, written, read and compared; CPU and memory of making the lake are in it",
);

pub(crate) const UNACCOUNTED: Contender = Contender {
    name: "parser and encoder alone",
    needs: Needs::Nothing,
    line: r#"exec "$UNACCOUNTED" "$IN" "$OUT" "$JOBS""#,
    note: "our crates without hashes, duplicates, rejects, `extra` and flushing to the disk; a file is one thread's",
};

const DUCKDB_DOES: &str = "unknown fields dropped; `ext` rewritten, not verbatim; one file";

pub(crate) const DUCKDB: Contender = Contender::python(
    "DuckDB, ordered",
    "duckdb",
    r#"exec "$PYTHON" "$PEERS/duckdb_peer.py" format=parquet ordered=true level=1"#,
    DUCKDB_DOES,
);

pub(crate) const DUCKDB_UNORDERED: Contender = Contender::python(
    "DuckDB, unordered",
    "duckdb",
    r#"exec "$PYTHON" "$PEERS/duckdb_peer.py" format=parquet ordered=false level=1"#,
    DUCKDB_DOES,
);

pub(crate) const DUCKDB_LEVEL_3: Contender = Contender::python(
    "DuckDB, ordered, level 3",
    "duckdb",
    r#"exec "$PYTHON" "$PEERS/duckdb_peer.py" format=parquet ordered=true level=3"#,
    "the level it takes by itself",
);

pub(crate) const DUCKDB_CSV: Contender = Contender::python(
    "DuckDB, ordered",
    "duckdb",
    r#"exec "$PYTHON" "$PEERS/duckdb_peer.py" format=csv ordered=true"#,
    DUCKDB_DOES,
);

pub(crate) const DUCKDB_CSV_UNORDERED: Contender = Contender::python(
    "DuckDB, unordered",
    "duckdb",
    r#"exec "$PYTHON" "$PEERS/duckdb_peer.py" format=csv ordered=false"#,
    DUCKDB_DOES,
);

const CLICKHOUSE_DOES: &str = "unknown fields dropped; order of rows not promised; one file";

pub(crate) const CLICKHOUSE: Contender = Contender::python(
    "ClickHouse",
    "chdb",
    r#"exec "$PYTHON" "$PEERS/clickhouse_peer.py" format=parquet level=1"#,
    CLICKHOUSE_DOES,
);

pub(crate) const CLICKHOUSE_CSV: Contender = Contender::python(
    "ClickHouse",
    "chdb",
    r#"exec "$PYTHON" "$PEERS/clickhouse_peer.py" format=csv"#,
    CLICKHOUSE_DOES,
);

pub(crate) const ARROW_JSON: Contender = Contender {
    name: "arrow-json",
    needs: Needs::Nothing,
    line: r#"exec "$ARROW_JSON" "$IN" "$OUT" "$JOBS""#,
    note: "no `ext`, no `custom_exts`, unknown fields dropped; a file is one thread's",
};

pub(crate) const PYARROW: Contender = Contender::python(
    "pyarrow",
    "pyarrow",
    r#"exec "$PYTHON" "$PEERS/pyarrow_peer.py" level=1"#,
    "no `ext`, no `custom_exts`, no column that mixes numbers and strings (`timestamp`, `file_length`, `lat`, `lng`); one file",
);

pub(crate) const POLARS: Contender = Contender::python(
    "Polars",
    "polars",
    r#"exec "$PYTHON" "$PEERS/polars_peer.py" level=1"#,
    "no `custom_exts`; `ext` rewritten; unknown fields dropped; one file",
);

pub(crate) const PIGZ_ZSTD: Contender = Contender {
    name: "pigz -dc | zstd -3 -T2",
    needs: Needs::Program("pigz"),
    line: r#"for file in "$IN"/*.gz; do pigz -dc "$file" | zstd -3 -T2 -q -o "$OUT/$(basename "$file" .gz).jsonl.zst" || exit 1; done"#,
    note: "looks at no record; several processes, memory of the largest",
};

pub(crate) const PIGZ_ZSTD_TWO_FILES: Contender = Contender {
    name: "pigz -dc | zstd -3, two files at a time",
    needs: Needs::Program("pigz"),
    line: r#"ls "$IN"/*.gz | xargs -P 2 -I {} sh -c 'pigz -dc -p 1 "{}" | zstd -3 -q -o "$OUT/$(basename "{}" .gz).jsonl.zst"'"#,
    note: "looks at no record; several processes, memory of the largest",
};

pub(crate) const GZIP_ZSTD: Contender = Contender {
    name: "gzip -dc | zstd -3 -T2",
    needs: Needs::Program("zstd"),
    line: r#"for file in "$IN"/*.gz; do gzip -dc "$file" | zstd -3 -T2 -q -o "$OUT/$(basename "$file" .gz).jsonl.zst" || exit 1; done"#,
    note: "looks at no record; several processes, memory of the largest",
};
