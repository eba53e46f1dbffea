"""Has readers of Delta tables read the tables of lakes, and holds what they find against an
independent reading of the raw files.

    tables.py --chatlake BINARY --out DIR [--without READER]... FOLDER...

Every FOLDER of raw hours becomes a lake: half of its hours first, then all, then one that has
grown, then the days compacted. It is registered after each step, and then read. Ends with 1 and
says where, if anything differs.
"""

import gzip
import json
import shutil
import subprocess
import time
from pathlib import Path

import deltalake
import duckdb
import duckdb_extension_delta
import polars

import engines
from compare import compare
from lake_expected import Lake
from matrix import APP, equal, hours, main, run
from reference import COLUMNS


EXTENSION = next(Path(duckdb_extension_delta.__file__).parent.rglob("*.duckdb_extension"))


class DeltaLake(engines.PyArrow):
    """The library that most tools of Python read tables with."""

    def __init__(self, lake):
        self.rows = deltalake.DeltaTable(lake / "messages").to_pyarrow_dataset()


class Polars(engines.Polars):
    def __init__(self, lake):
        self.rows = polars.scan_delta(str(lake / "messages"))


class ClickHouse(engines.ClickHouse):
    def __init__(self, lake):
        self.rows = f"deltaLakeLocal('{lake}/messages')"


class DuckDb(engines.DuckDb):
    def __init__(self, lake):
        self.connection = duckdb.connect()
        self.connection.sql(f"LOAD '{EXTENSION}'")
        self.rows = f"delta_scan('{lake}/messages')"


READERS = {"deltalake": DeltaLake, "Polars": Polars, "chDB": ClickHouse, "DuckDB": DuckDb}
FILES = {"DuckDB, the files": engines.DuckDb}


class Trial:
    """A lake of some raw hours, and who reads its table."""

    def __init__(self, chatlake, folder, out, without):
        self.chatlake, self.name = chatlake, folder.name
        self.readers = {name: reader for name, reader in {**READERS, **FILES}.items()
                        if name not in without}
        self.files = hours(folder)
        self.out = out / folder.name
        self.lake = self.out / "lake"
        shutil.rmtree(self.out, ignore_errors=True)

    def run(self):
        half = self.files[: len(self.files) // 2]
        self.step("half of its hours", half, half)
        self.step("all hours", self.files, self.files)
        largest = max(self.files, key=lambda file: file.stat().st_size)
        larger = self.grown(largest)
        grown = [larger if file == largest else file for file in self.files]
        self.step("one that has grown", [larger], grown)
        run(self.chatlake, "lake", "compact", "--closed", self.lake)
        self.read("compacted", grown)

    def step(self, state, converted, files):
        run(self.chatlake, "convert", *converted, "--lake", self.lake, "--app", APP, "--overwrite")
        self.read(state, files)

    def grown(self, file):
        """The same hour with another message."""
        folder = self.out / "grown"
        folder.mkdir(parents=True)
        content = gzip.decompress(file.read_bytes())
        more = json.loads(content.splitlines()[0]) | {"msg_id": "9" * 19}
        path = folder / file.name
        path.write_bytes(gzip.compress(content + json.dumps(more).encode() + b"\n", mtime=0))
        return path

    def register(self):
        done = subprocess.run([self.chatlake, "lake", "register", self.lake, "--json"],
                              stdout=subprocess.PIPE, check=True)
        return json.loads(done.stdout)

    def read(self, state, files):
        expected = Lake(files)
        told = self.register()
        equal(f"{self.name}, {state}", {"rows": len(expected.rows)}, {"rows": told["now"]["rows"]})
        equal(f"{self.name}, {state}, again", {"commits": 0, "version": told["version"]},
              {name: self.register()[name] for name in ["commits", "version"]})
        for name, make in self.readers.items():
            what = f"{self.name}, {state}, {name}"
            began = time.monotonic()
            reader = make(self.lake)
            equal(what, expected.facts(), reader.facts())
            equal(what, expected.days(), reader.days())
            compare(what, expected.samples(), reader.samples(expected.ids()), COLUMNS)
            print(f"  {what}: {len(expected.rows)} rows at version {told['version']} "
                  f"({time.monotonic() - began:.1f} s)", flush=True)


if __name__ == "__main__":
    main(Trial, __doc__)
