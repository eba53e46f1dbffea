"""The tables of `chatlake lake sql`, as engines answer them."""

import subprocess

import chdb.session
import duckdb

import engines

TABLES = {"messages": ["source_file", "source_record"], "conversations": ["conversation_id"],
          "media": []}
INSTANTS = ["timestamp", "source_hour", "first_timestamp", "last_timestamp"]


def statements(chatlake, lake, dialect):
    """What the command prints."""
    command = [chatlake, "lake", "sql", lake, "--for", dialect]
    return subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout.decode()


class DuckDb(engines.DuckDb):
    dialect = "duckdb"

    def __init__(self, text):
        self.connection = duckdb.connect()
        self.connection.execute(text)


class ClickHouse(engines.ClickHouse):
    dialect = "clickhouse"

    def __init__(self, text):
        self.session = chdb.session.Session()
        self.session.query("CREATE DATABASE lake")
        self.session.query("USE lake")
        self.session.query(text)
        self.rows = "bodies"

    def ask(self, query):
        return engines.arrow_of_clickhouse(self.session.query, query)

    def close(self):
        self.session.close()


class Spark(engines.Spark):
    dialect = "spark"

    def __init__(self, text):
        self.session = engines.spark()
        for statement in text.split(";\n"):
            if statement.strip():
                self.session.sql(statement)
        self.rows = "bodies"


def table(engine, name, columns):
    """All rows of a table: these columns, instants in microseconds."""
    items = [f"{engine.us.format(column)} AS {column}" if column in INSTANTS else column
             for column in columns]
    order = ", ".join(TABLES[name])
    order = f" ORDER BY {order}" if order else ""
    rows = engine.ask(f"SELECT {', '.join(items)} FROM {name}{order}")
    return rows if order else sorted(rows, key=repr)


ENGINES = {"DuckDB": DuckDb, "chDB": ClickHouse, "Spark": Spark}
