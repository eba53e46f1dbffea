"""Engines that read the files of a lake by themselves, each with its own idea of folders.

An engine is opened on a lake. `facts` are counts and sums, `days` the rows of each day, `samples`
the rows of some messages, with instants in microseconds since the epoch.
"""

import json

import chdb
import datafusion
import duckdb
import polars
import pyarrow
import pyarrow.compute
import pyarrow.dataset

from readers import of_polars, of_table
from reference import COLUMNS, INSTANTS

ORDER = ["source_file", "source_record", "body_index"]
FOLDERS = pyarrow.schema([("org", pyarrow.string()), ("app", pyarrow.string()),
                          ("date", pyarrow.date32())])


def quoted(ids):
    return ", ".join(f"'{id}'" for id in ids)


class Sql:
    """What engines that are asked in SQL have in common. They differ in what functions are called,
    and in how rows come back."""

    ms, us = "epoch_ms({})", "epoch_us({})"
    characters, octets = "length({})", "strlen({})"
    rows = "bodies"

    def facts(self):
        sums = {"rows": "count(*)",
                "messages": "count(CASE WHEN body_index = 0 THEN 1 END)",
                "timestamp_ms": f"sum({self.ms.format('timestamp')})",
                "file_bytes": "sum(file_length)",
                "characters": f"sum({self.characters.format('text')})",
                "octets": f"sum({self.octets.format('text')})"}
        sums |= {f"n_{name}": f"count({name})" for name in COLUMNS}
        items = ", ".join(f"{value} AS {name}" for name, value in sums.items())
        [facts] = self.ask(f"SELECT {items} FROM {self.rows}")
        return {name: int(value) for name, value in facts.items()}

    def days(self):
        days = self.ask(f"SELECT date AS day, count(*) AS n FROM {self.rows} GROUP BY date")
        return {str(day["day"]): day["n"] for day in sorted(days, key=lambda day: str(day["day"]))}

    def samples(self, ids):
        items = [f"{self.us.format(name)} AS {name}" if name in INSTANTS else name
                 for name in COLUMNS]
        return self.ask(f"SELECT {', '.join(items)} FROM {self.rows} "
                        f"WHERE msg_id IN ({quoted(ids)}) ORDER BY {', '.join(ORDER)}")


class DuckDb(Sql):
    def __init__(self, lake):
        self.connection = duckdb.connect()
        files = str(lake / "messages/**/*.parquet").replace("'", "''")
        self.rows = f"read_parquet('{files}', hive_partitioning = true)"

    def ask(self, query):
        relation = self.connection.sql(query)
        return [dict(zip(relation.columns, row)) for row in relation.fetchall()]


class DataFusion(Sql):
    ms = "CAST(arrow_cast({}, 'Timestamp(Millisecond, Some(\"UTC\"))') AS BIGINT)"
    us = "CAST({} AS BIGINT)"
    characters, octets = "character_length({})", "octet_length({})"

    def __init__(self, lake):
        self.context = datafusion.SessionContext()
        folders = [(field.name, field.type) for field in FOLDERS]
        self.context.register_parquet("bodies", f"{lake}/messages/", folders)

    def ask(self, query):
        return self.context.sql(query).to_arrow_table().to_pylist()


class ClickHouse(Sql):
    ms, us = "toUnixTimestamp64Milli({})", "toUnixTimestamp64Micro({})"
    characters, octets = "lengthUTF8({})", "length({})"

    def __init__(self, lake):
        self.rows = f"file('{lake}/messages/*/*/*/*.parquet', Parquet)"

    def ask(self, query):
        return arrow_of_clickhouse(chdb.query, query)


def arrow_of_clickhouse(ask, query):
    """What a query comes to."""
    content = ask(query, "ArrowStream").bytes()
    with pyarrow.ipc.open_stream(content) as reader:
        return reader.read_all().to_pylist()


class Spark(Sql):
    ms, us = "unix_millis({})", "unix_micros({})"
    characters, octets = "char_length({})", "octet_length({})"

    def __init__(self, lake):
        self.session = spark()
        frame = self.session.read.parquet(f"file://{lake}/messages")
        frame.createOrReplaceTempView("found")
        self.rows = "found"

    def ask(self, query):
        return [row.asDict() for row in self.session.sql(query).collect()]


def spark():
    """One session for all lakes: to begin one takes longer than all questions."""
    from pyspark.sql import SparkSession
    builder = SparkSession.builder.master("local[2]").appName("lake")
    for key, value in [("spark.ui.enabled", "false"), ("spark.ui.showConsoleProgress", "false"),
                       ("spark.sql.shuffle.partitions", "2"),
                       ("spark.sql.session.timeZone", "UTC"), ("spark.log.level", "ERROR"),
                       ("spark.driver.host", "127.0.0.1"), ("spark.driver.bindAddress", "127.0.0.1")]:
        builder = builder.config(key, value)
    return builder.getOrCreate()


class PyArrow:
    def __init__(self, lake):
        folders = pyarrow.dataset.partitioning(FOLDERS, flavor="hive")
        self.rows = pyarrow.dataset.dataset(lake / "messages", format="parquet",
                                            partitioning=folders)

    def facts(self):
        table = self.rows.to_table()
        call = pyarrow.compute
        texts = table["text"]
        ms = call.divide(table["timestamp"].cast(pyarrow.int64()), 1000)
        values = {f"n_{name}": call.count(table[name]) for name in COLUMNS}
        facts = {"rows": pyarrow.scalar(table.num_rows),
                 "messages": call.sum(call.equal(table["body_index"], 0)),
                 "timestamp_ms": call.sum(ms), "file_bytes": call.sum(table["file_length"]),
                 "characters": call.sum(call.utf8_length(texts)),
                 "octets": call.sum(call.binary_length(texts))}
        return {name: value.as_py() for name, value in {**facts, **values}.items()}

    def days(self):
        days = self.rows.to_table(columns=["date"])["date"].value_counts().to_pylist()
        return {str(day["values"]): day["counts"] for day in sorted(days, key=lambda day: str(day["values"]))}

    def samples(self, ids):
        table = self.rows.to_table(columns=COLUMNS, filter=pyarrow.dataset.field("msg_id").isin(ids))
        return of_table(table.sort_by([(name, "ascending") for name in ORDER]))


class Polars:
    def __init__(self, lake):
        self.rows = polars.scan_parquet(lake / "messages/**/*.parquet", hive_partitioning=True,
                                        hive_schema={"org": polars.String, "app": polars.String,
                                                     "date": polars.Date})

    def facts(self):
        column = polars.col
        facts = self.rows.select(
            polars.len().alias("rows"), (column("body_index") == 0).sum().alias("messages"),
            column("timestamp").dt.epoch("ms").sum().alias("timestamp_ms"),
            column("file_length").sum().alias("file_bytes"),
            column("text").str.len_chars().cast(polars.Int64).sum().alias("characters"),
            column("text").str.len_bytes().cast(polars.Int64).sum().alias("octets"),
            *[column(name).count().alias(f"n_{name}") for name in COLUMNS])
        return facts.collect().to_dicts()[0]

    def days(self):
        days = self.rows.group_by("date").len().sort("date").collect().rows()
        return {str(day): count for day, count in days}

    def samples(self, ids):
        rows = self.rows.filter(polars.col("msg_id").is_in(ids)).select(COLUMNS).sort(ORDER)
        return of_polars(rows.collect())


ENGINES = {"DuckDB": DuckDb, "pyarrow.dataset": PyArrow, "Polars": Polars,
           "DataFusion": DataFusion, "chDB": ClickHouse, "Spark": Spark}
