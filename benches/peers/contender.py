"""What every peer in Python does the same way."""

import os
import pathlib
import sys
import time


def paths():
    """The files of an input, a folder or one file, in order."""
    where = pathlib.Path(os.environ["IN"])
    return [where] if where.is_file() else sorted(where.glob("*.gz"))


def output(extension):
    """Where to write one file."""
    folder = pathlib.Path(os.environ["OUT"])
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"all.{extension}"


def jobs():
    """How many threads it may use."""
    return int(os.environ["JOBS"])


def sql(name):
    """A statement that lies beside this file, without its comments."""
    lines = pathlib.Path(__file__).with_name(name).read_text().splitlines()
    return "\n".join(line for line in lines if not line.startswith("--"))


def timed(work):
    """Does the work and prints its seconds, without those of Python's start and imports."""
    start = time.monotonic()
    work()
    print(f"seconds {time.monotonic() - start:.4f}")


def arguments():
    """`key=value` of the command line, as a dictionary."""
    return dict(argument.split("=", 1) for argument in sys.argv[1:])
