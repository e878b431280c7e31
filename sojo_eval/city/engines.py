"""The engines that count: DuckDB on one machine, Spark on many. Both give a clean table as a lazy Ibis table."""

from __future__ import annotations

import os
import re
import uuid
from pathlib import Path
from typing import Any, Literal, Protocol, get_args

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from sojo_eval.city.clean_files import CleanFiles
from sojo_eval.city.local_spark import spark_session
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.schema import empty_table, load_schema, to_arrow
from sojo_eval.schema.load import FieldType
from sojo_eval.schema.types import ARROW_TYPES

EngineName = Literal["duckdb", "spark"]
MEMORY = "SOJO_EVAL_MEMORY"
"""Environment variable: the most memory an engine takes, as "512MB" or "4GB"; more goes through the disk."""
_DEFAULT_MEMORY = "1GB"


class Engine(Protocol):
    """What `City.ibis` needs of an engine."""

    def read(self, name: str, files: CleanFiles) -> ir.Table:
        """The table in these files, lazily, with the columns of the schema that they hold."""

    def empty(self, name: str) -> ir.Table:
        """The table without rows, with all columns of the schema."""


def start_engine(name: EngineName, city: Path) -> Engine:
    """The engine of that name for the city in this folder. Raises SojoEvalError when it cannot start."""
    return OnDuckDB(city) if name == "duckdb" else OnSpark()


def check_engine(name: str) -> None:
    """Raises SojoEvalError when there is no engine of that name."""
    if name not in get_args(EngineName):
        raise SojoEvalError(
            "no-engine",
            Text(f"エンジン「{name}」はありません", f"There is no engine {name!r}"),
            Text("duckdb か spark を指定してください", "Use duckdb or spark"),
        )


class OnDuckDB:
    """DuckDB in this process. What does not fit into `SOJO_EVAL_MEMORY` is put on the disk for the while."""

    def __init__(self, city: Path) -> None:
        # Rows put aside are people's records: they stay in the city's folder, behind its access rights and on the
        # disk that holds the tables already. The system's temporary folder is shared, and often memory itself.
        # Made only when needed, and removed by DuckDB at its end: hence a name of its own for every connection.
        aside = city.resolve() / f".aside-{uuid.uuid4().hex[:12]}"
        self._connection = ibis.duckdb.connect(memory_limit=memory_limit(), temp_directory=str(aside))
        # Indicators are sums, and what has an order is sorted: the order of the files need not be kept.
        self._connection.raw_sql("SET preserve_insertion_order = false")

    def read(self, name: str, files: CleanFiles) -> ir.Table:
        """As in `Engine`."""
        paths = [str(path) for path in files.files]
        # Folder names are read as text (01100 is a code), and only those below the table's own folder.
        hive = {"hive_partitioning": bool(files.partition_keys), "hive_types_autocast": False}
        return _as_in_the_schema(self._connection.read_parquet(paths, table_name=name, **hive), name, files)

    def empty(self, name: str) -> ir.Table:
        """As in `Engine`."""
        table = load_schema().tables[name]
        return self._connection.create_table(name, obj=ibis.memtable(to_arrow(empty_table(table), table)))


class OnSpark:
    """Spark: the session that is running (a cluster's), else a local one. Views are this object's own."""

    def __init__(self) -> None:
        self._session: Any = spark_session(memory_limit()).newSession()
        for key, value in _SPARK_SETTINGS.items():
            self._session.conf.set(key, value)
        self._backend = ibis.pyspark.connect(self._session)

    def read(self, name: str, files: CleanFiles) -> ir.Table:
        """As in `Engine`."""
        root = files.root if files.partitioned else files.root.parent
        paths = [re.sub(r"([][{}*?\\])", r"\\\1", _spark_path(path)) for path in files.files]
        rows = self._session.read.option("basePath", _spark_path(root)).parquet(*paths)
        rows.createOrReplaceTempView(name)
        return _as_in_the_schema(self._backend.table(name), name, files)

    def empty(self, name: str) -> ir.Table:
        """As in `Engine`."""
        fields = load_schema().tables[name].fields
        columns = ", ".join(f"`{field.name}` {_SPARK_TYPES[field.type]}" for field in fields)
        self._session.createDataFrame([], columns).createOrReplaceTempView(name)
        return self._backend.table(name)


_SPARK_TYPES: dict[FieldType, str] = {
    "string": "string",
    "integer": "bigint",
    "number": "double",
    "boolean": "boolean",
    "date": "date",
}
_SPARK_SETTINGS = {
    # A code such as 01100 in the name of a folder is text.
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",
    # What cannot be computed is an error, as in DuckDB, and no silent null; days do not depend on the machine's zone.
    "spark.sql.ansi.enabled": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
}


def _spark_path(path: Path) -> str:
    """A path on this machine as Spark reads it: with a scheme, but with no character rewritten as in a URI."""
    return "file:///" + path.absolute().as_posix().lstrip("/")


def memory_limit() -> str:
    """What `SOJO_EVAL_MEMORY` says, else 1GB. Raises SojoEvalError when it is no amount of memory."""
    wanted = os.environ.get(MEMORY, "").strip() or _DEFAULT_MEMORY
    if not re.fullmatch(r"[1-9][0-9]*(MB|GB)", wanted):
        raise SojoEvalError(
            "no-memory-amount",
            Text(
                f"{MEMORY} の値「{wanted}」が読めません",
                f"{MEMORY} is {wanted!r}, which is no amount of memory",
            ),
            Text("512MB や 4GB のように書いてください", "Write it as 512MB or 4GB"),
        )
    return wanted


def _as_in_the_schema(rows: ir.Table, name: str, files: CleanFiles) -> ir.Table:
    """Without columns that only divide the files, and with the schema's types for those read from folder names."""
    keys = files.partition_keys
    if not keys:
        return rows
    fields = load_schema().tables[name].fields
    types = ibis.Schema.from_pyarrow(pa.schema([(f.name, ARROW_TYPES[f.type]) for f in fields]))
    return rows.select(
        **{
            field.name: rows[field.name].cast(types[field.name]) if field.name in keys else rows[field.name]
            for field in fields
            if field.name in rows.columns
        }
    )
