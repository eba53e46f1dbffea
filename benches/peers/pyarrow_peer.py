"""pyarrow: read_json with a schema, file by file, to Parquet. level=N.

pyarrow.json refuses a column whose values are not all of one type, so `ext`, `customExts`,
`timestamp`, `file_length`, `lat` and `lng` are left out: less work than the others do.
"""

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.json
import pyarrow.parquet

from contender import arguments, jobs, output, paths, timed

pa.set_cpu_count(jobs())

text, i32 = pa.string(), pa.int32()
body = pa.struct(
    [(name, text) for name in "type subType msg url filename".split()]
    + [("length", i32), ("size", pa.struct([("width", i32), ("height", i32)]))]
    + [(name, text) for name in "thumb thumbFilename addr action customEvent".split()]
    + [("combineLevel", i32), ("title", text), ("summary", text)]
)
payload = pa.struct([("from", text), ("to", text), ("bodies", pa.list_(body))])
schema = pa.schema(
    [(name, text) for name in "msg_id chat_type direction from to".split()] + [("payload", payload)]
)


def flat(table):
    """A row per body, and one for a message without bodies."""
    sender, recipient, bodies = table["payload"].combine_chunks().flatten()
    counts = pc.fill_null(pc.list_value_length(bodies), 0)
    empty = pc.equal(counts, 0)
    bodiless = pc.indices_nonzero(empty)
    parents = pc.list_parent_indices(bodies)
    rows = pa.concat_arrays([pc.cast(parents, pa.int64()), pc.cast(bodiless, pa.int64())])
    body = pc.list_flatten(bodies)
    body = pa.concat_arrays([body, pa.nulls(len(bodiless), body.type)])
    columns = {name: table[name].take(rows) for name in schema.names[:-1]}
    columns["sender"] = pc.coalesce(sender.take(rows), columns["from"].combine_chunks())
    columns["recipient"] = pc.coalesce(recipient.take(rows), columns["to"].combine_chunks())
    columns["body_count"] = counts.take(rows)
    for field, values in zip(body.type, body.flatten()):
        columns[field.name] = values
    return pa.table(columns)


def convert():
    writer = None
    for path in paths():
        table = pyarrow.json.read_json(
            path,
            read_options=pyarrow.json.ReadOptions(block_size=8 << 20),
            parse_options=pyarrow.json.ParseOptions(
                explicit_schema=schema, unexpected_field_behavior="ignore"
            ),
        )
        table = flat(table)
        if writer is None:
            level = int(arguments().get("level", 3))
            writer = pyarrow.parquet.ParquetWriter(
                output("parquet"), table.schema, compression="zstd", compression_level=level
            )
        writer.write_table(table)
    writer.close()


timed(convert)
