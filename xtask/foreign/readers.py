"""How other people's libraries read the files: each reader yields a list of rows.

A row is a dict of plain values: texts, numbers, and instants in microseconds since the epoch.
"""

import csv
import io
import json
import re

import duckdb
import polars
import pyarrow
import pyarrow.csv
import pyarrow.ipc
import pyarrow.parquet

from reference import COLUMNS, FLOATS, INSTANTS, INTEGERS, TEXTS


def of_table(table):
    """The rows of an Arrow table."""
    for name in INSTANTS & set(table.column_names):
        at = table.column_names.index(name)
        assert table.schema.field(at).type == pyarrow.timestamp("us", "UTC"), table.schema.field(at)
        table = table.set_column(at, name, table.column(at).cast(pyarrow.int64()))
    return table.to_pylist()


def of_duckdb(relation):
    """The rows of a relation whose instants are TIMESTAMPTZ."""
    instants = [name for name in relation.columns if name in INSTANTS]
    replaced = ", ".join(f"epoch_us({name}) AS {name}" for name in instants)
    relation = relation.project(f"* REPLACE ({replaced})")
    return [dict(zip(relation.columns, row)) for row in relation.fetchall()]


def of_polars(frame):
    instants = [name for name in frame.columns if name in INSTANTS]
    assert all(frame.schema[name] == polars.Datetime("us", "UTC") for name in instants)
    return frame.with_columns(polars.col(instants).cast(polars.Int64)).to_dicts()


def instant(text):
    """Microseconds since the epoch, of years that Python's calendar lacks too."""
    match = re.fullmatch(r"([+-]?\d{4,})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)\.(\d{6})Z", text)
    year, month, day, hour, minute, second, micro = map(int, match.groups())
    year, month = (year, month - 3) if month > 2 else (year - 1, month + 9)
    days = year * 365 + year // 4 - year // 100 + year // 400 + (153 * month + 2) // 5 + day - 1
    seconds = ((days - 719_468) * 24 + hour) * 3600 + minute * 60 + second
    return seconds * 1_000_000 + micro


def typed(row):
    """A row of texts as what its columns are."""
    kinds = {**dict.fromkeys(INTEGERS, int), **dict.fromkeys(FLOATS, float),
             **dict.fromkeys(INSTANTS, instant)}
    return {name: None if value is None else kinds.get(name, str)(value)
            for name, value in row.items()}


def parquet_pyarrow(path):
    return of_table(pyarrow.parquet.read_table(path))


def parquet_duckdb(path):
    return of_duckdb(duckdb.read_parquet(str(path)))


def parquet_polars(path):
    return of_polars(polars.read_parquet(path))


def arrow_pyarrow(path):
    with pyarrow.ipc.open_file(path) as reader:
        return of_table(reader.read_all())


def arrow_polars(path):
    return of_polars(polars.read_ipc(path))


def arrow_duckdb(path):
    with pyarrow.ipc.open_file(path) as reader:
        table = reader.read_all()
    return of_duckdb(duckdb.from_arrow(table))


def stream_pyarrow(path):
    with pyarrow.ipc.open_stream(path.read_bytes()) as reader:
        return of_table(reader.read_all())


def csv_pyarrow(path):
    options = pyarrow.csv.ConvertOptions(
        column_types=dict.fromkeys(COLUMNS, pyarrow.string()), null_values=[""],
        strings_can_be_null=True, quoted_strings_can_be_null=False)
    parse = pyarrow.csv.ParseOptions(newlines_in_values=True)
    read = pyarrow.csv.ReadOptions(block_size=64 << 20)
    table = pyarrow.csv.read_csv(path, read, parse, options)
    return [typed(row) for row in table.to_pylist()]


def csv_duckdb(path):
    relation = duckdb.read_csv(
        str(path), header=True, all_varchar=True, na_values="", allow_quoted_nulls=False,
        quotechar='"', escapechar='"', delimiter=",", auto_detect=False, parallel=False,
        columns=dict.fromkeys(COLUMNS, "VARCHAR"), max_line_size=32 << 20)
    return [typed(dict(zip(COLUMNS, row))) for row in relation.fetchall()]


def csv_python(path):
    """Python's reader does not tell null from empty text, so both are null here."""
    with open(path, newline="", encoding="utf-8") as file:
        csv.field_size_limit(32 << 20)
        return [typed({k: v or None for k, v in row.items()}) for row in csv.DictReader(file)]


def lines(path):
    """The lines of a JSONL file in zstd."""
    with pyarrow.input_stream(str(path), compression="zstd") as stream:
        return stream.read().split(b"\n")[:-1]


def jsonl_python(path):
    rows = (json.loads(line) for line in lines(path))
    complete = (dict.fromkeys(COLUMNS) | row for row in rows)
    return [{k: instant(v) if k in INSTANTS and v else v for k, v in row.items()}
            for row in complete]


def jsonl_polars(path):
    schema = dict.fromkeys(COLUMNS, polars.String)
    schema |= {name: polars.Int64 for name in INTEGERS} | {name: polars.Float64 for name in FLOATS}
    frame = polars.read_ndjson(io.BytesIO(b"\n".join(lines(path)) + b"\n"), schema=schema)
    return [{k: instant(v) if k in INSTANTS and v else v for k, v in row.items()}
            for row in frame.to_dicts()]


def jsonl_duckdb(path):
    columns = dict.fromkeys(TEXTS, "VARCHAR") | dict.fromkeys(INTEGERS, "BIGINT")
    columns |= dict.fromkeys(FLOATS, "DOUBLE") | dict.fromkeys(INSTANTS, "VARCHAR")
    relation = duckdb.read_json(str(path), format="newline_delimited", compression="zstd",
                                columns={name: columns[name] for name in COLUMNS})
    rows = (dict(zip(COLUMNS, row)) for row in relation.fetchall())
    return [{k: instant(v) if k in INSTANTS and v else v for k, v in row.items()} for row in rows]
