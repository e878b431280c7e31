"""DuckDB, the engine of one machine."""

from __future__ import annotations

import uuid
from pathlib import Path

import ibis
import ibis.expr.types as ir
import pandas as pd
import pyarrow as pa

from sojo_eval.city.clean_files import CleanFiles
from sojo_eval.city.clean_types import BLANKS, AlikeFiles, alike_files, has_blanks, is_exact
from sojo_eval.city.engines.fetched import from_duckdb
from sojo_eval.city.engines.memory import memory_limit
from sojo_eval.city.engines.query import Query, Tables
from sojo_eval.city.engines.written_queries import compile_for_duckdb
from sojo_eval.schema import empty_table, load_schema, to_arrow
from sojo_eval.schema.compile import literal, quoted
from sojo_eval.schema.load import Field, FieldType

LARGE_TABLE = 4_000_000
"""Bytes of a table's files beyond which a query is worth more than one thread."""


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
        # Every query reads the same few files.
        self._connection.raw_sql("SET parquet_metadata_cache = true")
        # What threads say to each other takes longer than a small table: the others join in with the first large one.
        self._connection.raw_sql("SET threads = 1")
        self._alone = True

    def read(self, name: str, files: CleanFiles) -> ir.Table:
        """As in `Engine`."""
        if self._alone and sum(path.stat().st_size for path in files.files) > LARGE_TABLE:
            self._connection.raw_sql("RESET threads")
            self._alone = False
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

    def answer(self, query: Query, table: Tables) -> pd.DataFrame:
        """As in `Engine`."""
        compiled = compile_for_duckdb(query)
        for name in compiled.tables:
            table(name)  # from now on the view of that name is there
        return from_duckdb(self._connection.con, compiled.sql, compiled.columns)


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
