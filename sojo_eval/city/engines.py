"""The engines that count: DuckDB on one machine, Spark on many. Both give a clean table as a lazy Ibis table."""

from __future__ import annotations

import os
import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache, reduce
from pathlib import Path
from typing import Any, Literal, Protocol, get_args

import ibis
import ibis.expr.operations as ops
import ibis.expr.types as ir
import pandas as pd
import pyarrow as pa

from sojo_eval.city.clean_files import CleanFiles
from sojo_eval.city.clean_types import BLANKS, AlikeFiles, alike_files, has_blanks, is_exact
from sojo_eval.city.local_spark import spark_session
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.schema import empty_table, load_schema, to_arrow, to_ibis
from sojo_eval.schema.compile import literal, quoted
from sojo_eval.schema.load import Field, FieldType

EngineName = Literal["duckdb", "spark"]
MEMORY = "SOJO_EVAL_MEMORY"
"""Environment variable: the most memory an engine takes, as "512MB" or "4GB"; more goes through the disk."""
_DEFAULT_MEMORY = "1GB"


Tables = Callable[[str], ir.Table]
"""Gives a clean table by its name."""


class Query(Protocol):
    """What is asked of clean tables: a frozen dataclass, whose values alone decide what the expression is."""

    def __hash__(self) -> int: ...

    def expression(self, table: Tables) -> ir.Table:
        """The query, put on the clean tables."""


class Engine(Protocol):
    """What `TablesOnEngine` needs of an engine."""

    def read(self, name: str, files: CleanFiles) -> ir.Table:
        """The table in these files, lazily, with all columns and types of the schema."""

    def empty(self, name: str) -> ir.Table:
        """The table without rows, with all columns of the schema."""

    def answer(self, query: Query, table: Tables) -> pa.Table:
        """The rows that a query gives, put on tables from `read` and `empty`."""


class TablesOnEngine:
    """A city's clean tables on its engine, each made known to it once. It holds no city, so that the engine ends with it."""

    def __init__(self, engine: Engine, files: Mapping[str, CleanFiles]) -> None:
        self.engine, self._files = engine, files
        # Remembered here: Ibis 12 cannot list the tables of DuckDB 2 (fetch_arrow_table is gone).
        self._known: dict[str, ir.Table] = {}

    def table(self, name: str) -> ir.Table:
        """The table, lazily; an empty one where there are no files."""
        if name not in self._known:
            files = self._files.get(name)
            self._known[name] = self.engine.read(name, files) if files else self.engine.empty(name)
        return self._known[name]

    def ask(self, query: Query) -> pd.DataFrame:
        """As `City.ask`."""
        return pd.DataFrame(self.engine.answer(query, self.table).to_pandas(date_as_object=False))


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
        queries = []
        for group in alike_files(files, name):
            paths = ", ".join(literal(str(path)) for path in group.paths)
            # Folder names are read as text (01100 is a code), and only those below the table's own folder.
            hive = "true" if files.partition_keys else "false"
            source = f"read_parquet([{paths}], hive_partitioning = {hive}, hive_types_autocast = false)"
            columns = ", ".join(_duckdb_column(f, group, files) for f in load_schema().tables[name].fields)
            queries.append(f"SELECT {columns} FROM {source}")
        # A view, so that what stands behind a column of a result is a column of the clean table.
        self._connection.raw_sql(f"CREATE OR REPLACE VIEW {quoted(name)} AS {' UNION ALL '.join(queries)}")
        return self._connection.table(name)

    def empty(self, name: str) -> ir.Table:
        """As in `Engine`."""
        table = load_schema().tables[name]
        return self._connection.create_table(name, obj=ibis.memtable(to_arrow(empty_table(table), table)))

    def answer(self, query: Query, table: Tables) -> pa.Table:
        """As in `Engine`."""
        compiled = compile_for_duckdb(query)
        for name in compiled.tables:
            table(name)  # from now on the view of that name is there
        return self._connection.con.sql(compiled.sql).to_arrow_table().cast(compiled.columns)


@dataclass(frozen=True)
class Compiled:
    """A query in DuckDB's words, the tables it reads, and the columns it gives."""

    sql: str
    tables: tuple[str, ...]
    columns: pa.Schema


@lru_cache(maxsize=4096)
def compile_for_duckdb(query: Query) -> Compiled:
    """Tables have the same names and columns in every city: so a query is compiled once for all of them, which takes
    longer than most answers."""
    expression = query.expression(unbound_table)
    names = sorted({table.name for table in expression.op().find(ops.UnboundTable)})
    sql = ibis.to_sql(expression, dialect="duckdb", pretty=False)
    return Compiled(str(sql), tuple(names), expression.schema().to_pyarrow())


@cache
def unbound_table(name: str) -> ir.Table:
    """A clean table without data: to write a query down, and to look at its rule."""
    return ibis.table(to_ibis(load_schema().tables[name]), name=name)


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

    def answer(self, query: Query, table: Tables) -> pa.Table:
        """As in `Engine`."""
        return query.expression(table).to_pyarrow()


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


_DUCKDB_TYPES: dict[FieldType, str] = {
    "string": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
}


def _duckdb_column(field: Field, group: AlikeFiles, files: CleanFiles) -> str:
    """A column of the schema in SQL, cast where the files hold another type; NaN, "" and blanks are no value."""
    name, wanted = quoted(field.name), _DUCKDB_TYPES[field.type]
    held = group.columns.get(field.name)
    if field.name in files.partition_keys:
        return f"CAST({name} AS {wanted}) AS {name}"
    if held is None or pa.types.is_null(held):
        return f"CAST(NULL AS {wanted}) AS {name}"
    if field.type == "string" and has_blanks(group.paths, field.name):
        return f"CASE WHEN trim({name}, {literal(BLANKS)}) <> '' THEN {name} END AS {name}"
    if pa.types.is_floating(held):
        return f"CASE WHEN NOT isnan({name}) THEN TRY_CAST({name} AS {wanted}) END AS {name}"
    return name if is_exact(held, field.type) else f"CAST({name} AS {wanted}) AS {name}"


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
