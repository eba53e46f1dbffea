"""DuckDB: COPY of typed newline-delimited JSON. format=parquet|csv, ordered=true|false, level=N."""

import duckdb

from contender import arguments, jobs, output, paths, sql, timed

options = arguments()
what = options["format"]
how = {
    "parquet": f"FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL {options.get('level', 3)}",
    "csv": "FORMAT csv, HEADER true",
}[what]

connection = duckdb.connect(config={"threads": jobs()})
connection.execute(f"SET preserve_insertion_order = {options.get('ordered', 'true')}")
connection.execute("SET TimeZone = 'UTC'")
query = sql("duckdb.sql").replace("{inputs}", str([str(path) for path in paths()]))
target = output(what)
timed(lambda: connection.execute(f"COPY ({query}) TO '{target}' ({how})"))
