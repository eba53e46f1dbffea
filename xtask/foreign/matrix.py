"""Has many engines read the same lakes, and holds what they find against an independent reading.

    matrix.py --chatlake BINARY --out DIR [--without ENGINE]... FOLDER...

Every FOLDER of raw hours becomes a lake, which is read as its hours were committed and again when
its days are compacted: by the engines themselves, and through the views of `chatlake lake sql`.
Ends with 1 and says where, if anything differs.
"""

import argparse
import shutil
import subprocess
import sys
import time
from pathlib import Path

import engines
import made_up
import views
from compare import Differs, compare
from lake_expected import Lake
from reference import COLUMNS

APP = "007/shop"

# Hours of the test data that are named in another zone than the others: no lake has two zones.
ELSEWHERE = {"2026030114.gz", "2026030115.gz"}


def hours(folder):
    return sorted(file for file in folder.glob("*.gz") if file.name not in ELSEWHERE)


def run(chatlake, *words, ends=(0, 3)):
    done = subprocess.run([chatlake, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          check=False)
    if done.returncode not in ends:
        says = (done.stdout + done.stderr).decode()
        raise Differs(f"chatlake {' '.join(map(str, words))} ended with {done.returncode}:\n{says}")


def equal(what, expected, found):
    if expected != found:
        names = [name for name in {**expected, **found} if expected.get(name) != found.get(name)]
        says = "".join(f"\n  {name}: expected {expected.get(name)}, found {found.get(name)}"
                       for name in names)
        raise Differs(f"{what}:{says}")


class Trial:
    """A lake of some raw hours, and who reads it."""

    def __init__(self, chatlake, folder, out, without):
        self.chatlake, self.name, self.without = chatlake, folder.name, without
        self.files = hours(folder)
        self.expected = Lake(self.files)
        self.lake = out / folder.name
        # A place that wants quoting, for statements that people paste.
        self.quoted = out / f"{folder.name}'s [lake]"
        shutil.rmtree(self.lake, ignore_errors=True)
        self.quoted.unlink(missing_ok=True)
        self.quoted.symlink_to(self.lake)

    def run(self):
        run(self.chatlake, "convert", *self.files, "--lake", self.lake, "--app", APP)
        self.read("by the hour")
        run(self.chatlake, "lake", "compact", "--closed", self.lake)
        self.read("by the day")

    def read(self, state):
        for name, engine in engines.ENGINES.items():
            if name not in self.without:
                self.timed(f"{self.name} {state}, {name}", self.read_files, engine)
        for name, engine in views.ENGINES.items():
            if name not in self.without:
                self.timed(f"{self.name} {state}, views in {name}", self.read_views, engine)

    def timed(self, what, act, engine):
        began = time.monotonic()
        found = act(what, engine)
        print(f"  {what}: {found} ({time.monotonic() - began:.1f} s)", flush=True)

    def read_files(self, what, make):
        return self.hold(what, make(self.lake))

    def read_views(self, what, make):
        engine = make(views.statements(self.chatlake, self.quoted, make.dialect))
        found = self.hold(what, engine)
        for name in views.TABLES:
            expected = getattr(self.expected, name)()
            columns = list(expected[0])
            compare(f"{what}, {name}", expected, views.table(engine, name, columns), columns)
            found += f", {len(expected)} {name}"
        if hasattr(engine, "close"):
            engine.close()
        return found

    def hold(self, what, engine):
        equal(what, self.expected.facts(), engine.facts())
        equal(what, self.expected.days(), engine.days())
        samples = self.expected.samples()
        compare(what, samples, engine.samples(self.expected.ids()), COLUMNS)
        return f"{len(self.expected.rows)} rows, {len(samples)} of them compared"


def main(trial, words):
    """Tries lakes of all folders, and of hours that are made up."""
    parser = argparse.ArgumentParser(description=words)
    parser.add_argument("--chatlake", required=True, type=Path)
    parser.add_argument("--out", required=True, type=Path)
    parser.add_argument("--without", action="append", default=[])
    parser.add_argument("folders", nargs="*", type=Path)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    raw = args.out / "raw" / "made-up"
    made_up.write(raw)
    try:
        for folder in [*args.folders, raw]:
            trial(args.chatlake, folder, args.out, args.without).run()
    except Differs as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main(Trial, __doc__)
