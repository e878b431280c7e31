"""Spark, the engine of many machines."""

from __future__ import annotations

import re
from functools import reduce
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
import pandas as pd
import pyarrow as pa

from sojo_eval.city.clean_files import CleanFiles
from sojo_eval.city.clean_types import BLANKS, AlikeFiles, alike_files, has_blanks, is_exact
from sojo_eval.city.engines.fetched import from_arrow
from sojo_eval.city.engines.local_spark import spark_session
from sojo_eval.city.engines.memory import memory_limit
from sojo_eval.city.engines.query import Query, Tables
from sojo_eval.schema import load_schema
from sojo_eval.schema.load import Field, FieldType


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
        parts = []
        for group in alike_files(files, name):
            paths = [re.sub(r"([][{}*?\\])", r"\\\1", _spark_path(path)) for path in group.paths]
            # Only the columns that are wanted: Spark cannot even open a file that holds a type it does not know.
            held = ", ".join(f"`{n}` {t}" for n, held in group.columns.items() if (t := _held_on_spark(held)))
            reader = self._session.read.option("basePath", _spark_path(root)).schema(held or "`row` int")
            fields = load_schema().tables[name].fields
            parts.append(reader.parquet(*paths).selectExpr(*(_spark_column(f, group, files) for f in fields)))
        reduce(lambda above, below: above.unionByName(below), parts).createOrReplaceTempView(name)
        return self._backend.table(name)

    def empty(self, name: str) -> ir.Table:
        """As in `Engine`."""
        fields = load_schema().tables[name].fields
        columns = ", ".join(f"`{field.name}` {_SPARK_TYPES[field.type]}" for field in fields)
        self._session.createDataFrame([], columns).createOrReplaceTempView(name)
        return self._backend.table(name)

    def answer(self, query: Query, table: Tables) -> pd.DataFrame:
        """As in `Engine`."""
        return from_arrow(query.expression(table).to_pyarrow())


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


def _spark_column(field: Field, group: AlikeFiles, files: CleanFiles) -> str:
    """As `_duckdb_column`, for Spark."""
    name, wanted = f"`{field.name}`", _SPARK_TYPES[field.type]
    held = group.columns.get(field.name)
    if field.name in files.partition_keys:
        return f"CAST({name} AS {wanted}) AS {name}"
    if held is None or pa.types.is_null(held):
        return f"CAST(NULL AS {wanted}) AS {name}"
    if field.type == "string" and has_blanks(group.paths, field.name):
        blanks = BLANKS.encode("unicode_escape").decode()
        return f"CASE WHEN trim(BOTH '{blanks}' FROM {name}) <> '' THEN {name} END AS {name}"
    if pa.types.is_floating(held):
        return f"CAST(nanvl(CAST({name} AS double), CAST(NULL AS double)) AS {wanted}) AS {name}"
    if _is_nanoseconds(held):
        return f"date_from_unix_date(CAST({name} div {_NANOSECONDS_A_DAY} AS int)) AS {name}"
    return name if is_exact(held, field.type) else f"CAST({name} AS {wanted}) AS {name}"


_NANOSECONDS_A_DAY = 24 * 60 * 60 * 10**9
_HELD_ON_SPARK = {
    pa.int8(): "tinyint", pa.int16(): "smallint", pa.int32(): "int", pa.int64(): "bigint",
    pa.uint8(): "smallint", pa.uint16(): "int", pa.uint32(): "bigint", pa.uint64(): "decimal(20,0)",
    pa.float32(): "float", pa.float64(): "double", pa.bool_(): "boolean", pa.string(): "string",
    pa.date32(): "date", pa.date64(): "date",
}  # fmt: skip


def _is_nanoseconds(held: pa.DataType) -> bool:
    return bool(pa.types.is_timestamp(held) and held.unit == "ns")


def _held_on_spark(held: pa.DataType) -> str:
    """How Spark calls the type that a file holds; "" for a column without any value."""
    if pa.types.is_decimal(held):
        return f"decimal({held.precision},{held.scale})"
    if pa.types.is_timestamp(held):
        return "bigint" if _is_nanoseconds(held) else "timestamp_ntz"
    return _HELD_ON_SPARK.get(held, "")
