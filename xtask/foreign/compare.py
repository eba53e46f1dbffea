"""Converts exports with the command, and holds what comes out against an independent reading.

    compare.py --chatlake BINARY --out DIR INPUT...

Every INPUT is a folder; its files go into one output of each format together. Ends with 1 and
says where, if anything differs.
"""

import argparse
import json
import math
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pyarrow
import pyarrow.parquet

import readers
import reference
from reference import BODY, COLUMNS, FLOATS, INSTANTS, INTEGERS, JSON
from values import tree

NESTED = [name for name in COLUMNS if name not in ("body_index", "body_count")]

# What may have minima and maxima; nothing that a person wrote, and no credential.
STATISTICS = {"msg_id", "timestamp", "chat_type", "direction", "sender", "recipient",
              "conversation_id", "body_type", "source_hour", "source_file",
              *INTEGERS, *FLOATS}
BLOOM_FILTERS = {"msg_id", "sender", "recipient", "conversation_id"}


class Differs(Exception):
    """Two readings do not agree."""


def same(column, expected, found):
    if column in JSON and expected is not None and found is not None:
        if column != "extra":
            return expected == found
        return expected == tree(found)
    if column == "bodies":
        return found is not None and len(expected) == len(found) and all(
            same(name, ours[name], theirs[name])
            for ours, theirs in zip(expected, found) for name in [*BODY, "extra"])
    if isinstance(expected, float) and isinstance(found, float):
        return expected == found and math.copysign(1, expected) == math.copysign(1, found)
    return type(expected) is type(found) and expected == found


def compare(what, expected, found, columns):
    if len(expected) != len(found):
        raise Differs(f"{what}: {len(found)} rows, expected {len(expected)}")
    for number, (ours, theirs) in enumerate(zip(expected, found)):
        if list(theirs) != columns:
            raise Differs(f"{what}: columns {list(theirs)}, expected {columns}")
        for name in columns:
            if not same(name, ours[name], theirs[name]):
                raise Differs(f"{what}: row {number}, column {name}:\n"
                              f"  expected {ours[name]!r}\n  found    {theirs[name]!r}\n"
                              f"  in {ours['source_file']}, record {ours['source_record']}")


def guarded(row):
    """What the guard against formulas makes of the texts of a row."""
    def guard(value):
        return f"'{value}" if re.match(r"'*[=+\-@\t\r]", value) else value
    # No extra begins like a formula: it is an object.
    return {name: guard(value) if isinstance(value, str) else value
            for name, value in row.items()}


def without_empty(row):
    return {name: None if value == "" else value for name, value in row.items()}


class Group:
    """Some files, what they must become, and where that is written."""

    def __init__(self, chatlake, folder, out):
        self.chatlake, self.name = chatlake, folder.name
        self.out = out / folder.name
        self.files = sorted(path for path in folder.iterdir() if path.is_file())
        self.exports = [reference.Export(path) for path in self.files]
        self.rows = [row for export in self.exports for row in export.rows()]
        self.nested = [row for export in self.exports for row in export.nested()]
        shutil.rmtree(self.out, ignore_errors=True)
        self.out.mkdir(parents=True)

    def convert(self, file, *options, to_stdout=False):
        out = self.out / file
        report = self.out / f"{file}.report.json"
        where = ["-", "--rejects", self.out / f"{file}.rejects"] if to_stdout else [out]
        command = [self.chatlake, "convert", "--report", report, *options, *self.files, "--out",
                   *where]
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        if done.returncode not in (0, 3):
            says = done.stderr.decode()
            raise Differs(f"{self.name}/{file}: chatlake ended with {done.returncode}:\n{says}")
        if to_stdout:
            out.write_bytes(done.stdout)
        self.check_report(file, json.loads(report.read_text()))
        return out

    def check_report(self, file, report):
        for export, told in zip(self.exports, report["inputs"], strict=True):
            expected = {"records": export.count, "written": len(export.messages),
                        "rejects": export.refused}
            found = {name: told[name] for name in expected}
            if expected != found:
                raise Differs(f"{self.name}/{file}: of {export.file} {found}, expected {expected}")

    def check(self, file, rows, columns, *which):
        for reader in which:
            began = time.monotonic()
            compare(f"{self.name}/{file.name} by {reader.__name__}", rows, reader(file), columns)
            print(f"  {self.name}/{file.name}: {len(rows)} rows by {reader.__name__} "
                  f"({time.monotonic() - began:.1f} s)")

    def run(self):
        if not self.rows:
            raise Differs(f"{self.name}: there is nothing to compare")
        flat = self.convert("flat.parquet")
        self.check(flat, self.rows, COLUMNS, readers.parquet_pyarrow, readers.parquet_duckdb,
                   readers.parquet_polars)
        self.check_footer(flat)
        nested = self.convert("nested.parquet", "--layout", "nested")
        columns = ["bodies" if name == "body_type" else name for name in NESTED
                   if name == "body_type" or name not in BODY]
        self.check(nested, self.nested, columns, readers.parquet_pyarrow, readers.parquet_duckdb,
                   readers.parquet_polars)
        self.check_footer(nested)
        arrow = self.convert("rows.arrow")
        self.check(arrow, self.rows, COLUMNS, readers.arrow_pyarrow, readers.arrow_polars,
                   readers.arrow_duckdb)
        stream = self.convert("stream.arrows", "--to", "arrow", to_stdout=True)
        self.check(stream, self.rows, COLUMNS, readers.stream_pyarrow)
        plain = self.convert("plain.csv", "--csv-guard", "off")
        self.check_csv(plain, self.rows)
        self.check_csv(self.convert("guarded.csv"), [guarded(row) for row in self.rows])
        jsonl = self.convert("flat.jsonl.zst", "--layout", "flat")
        self.check(jsonl, self.rows, COLUMNS, readers.jsonl_python, readers.jsonl_polars,
                   readers.jsonl_duckdb)
        self.check_verbatim(self.convert("verbatim.jsonl.zst"))
        open_exports = [reference.Export(path, include_secrets=True) for path in self.files]
        open_rows = [row for export in open_exports for row in export.rows()]
        secrets = self.convert("secrets.parquet", "--include-secrets")
        self.check(secrets, open_rows, COLUMNS, readers.parquet_duckdb)

    def check_csv(self, file, rows):
        self.check(file, rows, COLUMNS, readers.csv_pyarrow, readers.csv_duckdb)
        self.check(file, [without_empty(row) for row in rows], COLUMNS, readers.csv_python)

    def check_verbatim(self, file):
        expected = [message.raw for export in self.exports for _, message in export.messages]
        found = [line.decode() for line in readers.lines(file)]
        if expected != found:
            at = next((i for i, (a, b) in enumerate(zip(expected, found)) if a != b), "the end")
            raise Differs(f"{self.name}/{file.name}: the records differ at {at}")
        print(f"  {self.name}/{file.name}: {len(found)} records as they were")

    def check_footer(self, file):
        metadata = pyarrow.parquet.read_metadata(file)
        check_types(file, pyarrow.parquet.read_schema(file))
        pairs = metadata.metadata
        for key, value in ((b"chatlake.schema", b"1"),
                           (b"chatlake.source.0.file", self.files[0].name.encode())):
            if pairs.get(key) != value:
                raise Differs(f"{file}: {key} is {pairs.get(key)}, expected {value}")
        if any(str(file.parent).encode() in value for value in pairs.values()):
            raise Differs(f"{file}: a path of this machine is in the footer")
        for group in range(metadata.num_row_groups):
            for number in range(metadata.num_columns):
                column = metadata.row_group(group).column(number)
                self.check_statistics(file, column)
        self.check_bloom_filters(file)

    def check_statistics(self, file, column):
        parts = column.path_in_schema.split(".")
        expected, statistics = parts[-1] in STATISTICS, column.statistics
        has_values = statistics is not None and statistics.null_count != column.num_values
        if not expected and statistics is not None and statistics.has_min_max:
            raise Differs(f"{file}: {column.path_in_schema} tells its minimum and maximum")
        if expected and (statistics is None or (has_values and not statistics.has_min_max)):
            raise Differs(f"{file}: {column.path_in_schema} has no statistics")

    def check_bloom_filters(self, file):
        path = str(file)
        present = duckdb.execute(
            "SELECT DISTINCT path_in_schema FROM parquet_metadata(?) "
            "WHERE bloom_filter_offset IS NOT NULL", [path]).fetchall()
        if {name for name, in present} != BLOOM_FILTERS:
            raise Differs(f"{file}: Bloom filters on {present}, expected {BLOOM_FILTERS}")
        for column in sorted(BLOOM_FILTERS):
            values = sorted({row[column] for row in self.rows if row[column]})[:50]
            for value in values:
                probe = "SELECT bool_and(bloom_filter_excludes) FROM parquet_bloom_probe(?, ?, ?)"
                if duckdb.execute(probe, [path, column, value]).fetchall()[0][0]:
                    raise Differs(f"{file}: the filter of {column} excludes {value!r}")


def check_types(file, schema):
    kinds = {**{name: pyarrow.int32() if bits == 32 else pyarrow.int64()
                for name, bits in INTEGERS.items()},
             **dict.fromkeys(FLOATS, pyarrow.float64()),
             **dict.fromkeys(INSTANTS, pyarrow.timestamp("us", "UTC"))}
    for field in schema:
        fields = field.type.value_type if field.name == "bodies" else [field]
        for one in fields:
            expected = kinds.get(one.name, pyarrow.string())
            if one.type != expected or not one.nullable:
                raise Differs(f"{file}: {one.name} is {one.type}, expected {expected}")
            is_json = (one.metadata or {}).get(b"chatlake.type") == b"json"
            if is_json != (one.name in JSON):
                raise Differs(f"{file}: {one.name} is marked as JSON, or is not, wrongly")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chatlake", required=True, type=Path)
    parser.add_argument("--out", required=True, type=Path)
    parser.add_argument("folders", nargs="+", type=Path)
    args = parser.parse_args()
    duckdb.execute("SET TimeZone = 'UTC'")
    try:
        for folder in args.folders:
            Group(args.chatlake, folder, args.out).run()
    except Differs as difference:
        sys.exit(f"differs: {difference}")
    print("every reader finds the same")


if __name__ == "__main__":
    main()
