"""Polars: scan_ndjson to Parquet. level=N.

`ext` is a string that Polars writes anew from the object. `customExts`, an object or an array, is
left out. Numbers that may be strings are read as strings and cast.
"""

import os

from contender import arguments, jobs, output, paths, timed

os.environ["POLARS_MAX_THREADS"] = str(jobs())
import polars as pl  # noqa: E402

text, i32, i64, f64 = pl.String, pl.Int32, pl.Int64, pl.Float64
body = pl.Struct(
    dict(
        [(name, text) for name in "type subType msg url filename".split()]
        + [("file_length", text), ("length", i32), ("size", pl.Struct({"width": i32, "height": i32}))]
        + [("thumb", text), ("thumbFilename", text), ("lat", text), ("lng", text)]
        + [(name, text) for name in "addr action customEvent".split()]
        + [("combineLevel", i32), ("title", text), ("summary", text)]
    )
)
schema = {
    "msg_id": text,
    "timestamp": text,
    "chat_type": text,
    "direction": text,
    "from": text,
    "to": text,
    "payload": pl.Struct({"from": text, "to": text, "ext": text, "bodies": pl.List(body)}),
}


def convert():
    payload = pl.col("payload").struct
    (
        pl.scan_ndjson(paths(), schema=schema, include_file_paths="source_file")
        .with_columns(
            payload.field("bodies"),
            payload.field("ext"),
            pl.coalesce(payload.field("from"), pl.col("from")).alias("sender"),
            pl.coalesce(payload.field("to"), pl.col("to")).alias("recipient"),
            pl.col("timestamp").cast(i64).cast(pl.Datetime("ms", "UTC")).dt.cast_time_unit("us"),
        )
        .drop("payload")
        .with_columns(pl.col("bodies").list.len().cast(i32).alias("body_count"))
        .explode("bodies", empty_as_null=True, keep_nulls=True)
        .unnest("bodies")
        .with_columns(pl.col("file_length").cast(i64), pl.col("lat", "lng").cast(f64))
        .sink_parquet(
            output("parquet"),
            compression="zstd",
            compression_level=int(arguments().get("level", 3)),
        )
    )


timed(convert)
