"""ClickHouse in a process (chdb): JSONEachRow to a file. format=parquet|csv, level=N."""

import chdb

from contender import arguments, jobs, output, paths, sql, timed

options = arguments()
what = options["format"]
names = {"parquet": "Parquet", "csv": "CSVWithNames"}
settings = {
    "max_threads": jobs(),
    "input_format_skip_unknown_fields": 1,
    "input_format_json_ignore_unknown_keys_in_named_tuple": 1,
    "input_format_json_defaults_for_missing_elements_in_named_tuple": 1,
    "input_format_json_read_objects_as_strings": 1,
    "input_format_json_read_arrays_as_strings": 1,
    "input_format_null_as_default": 1,
}
if what == "parquet":
    settings["output_format_parquet_compression_method"] = "'zstd'"
    settings["output_format_compression_level"] = options.get("level", 3)

files = [str(path) for path in paths()]
inputs = files[0] if len(files) == 1 else f"{paths()[0].parent}/*.gz"
query = sql("clickhouse.sql").replace("{inputs}", inputs)
target = output(what)
target.unlink(missing_ok=True)
query += f"\nINTO OUTFILE '{target}' FORMAT {names[what]}\nSETTINGS "
query += ", ".join(f"{key} = {value}" for key, value in settings.items())
timed(lambda: chdb.query(query))
