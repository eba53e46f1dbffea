"""Counts the rows that a contender wrote: `count.py FOLDER`. Not timed."""

import pathlib
import subprocess
import sys

import duckdb
import pyarrow.ipc
import pyarrow.parquet


def arrow(path):
    with pyarrow.memory_map(str(path)) as source:
        reader = pyarrow.ipc.open_file(source)
        return sum(reader.get_batch(n).num_rows for n in range(reader.num_record_batches))


def csv(path):
    options = "header = true, all_varchar = true, quote = '\"', escape = '\"', delim = ',', max_line_size = 33554432"
    return duckdb.sql(f"SELECT count(*) FROM read_csv('{path}', {options})").fetchall()[0][0]


def lines(path):
    count = subprocess.run(f"zstd -dc '{path}' | wc -l", shell=True, check=True, capture_output=True)
    return int(count.stdout)


COUNTERS = {
    ".parquet": lambda path: pyarrow.parquet.read_metadata(path).num_rows,
    ".arrow": arrow,
    ".csv": csv,
    ".zst": lines,
}

files = [path for path in sorted(pathlib.Path(sys.argv[1]).rglob("*")) if path.suffix in COUNTERS]
if files:
    print(sum(COUNTERS[path.suffix](path) for path in files))
