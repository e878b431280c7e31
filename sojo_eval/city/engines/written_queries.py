"""Queries in DuckDB's words, written down once: for all cities, since tables have the same names and columns in each, and
for all processes, since writing one down takes longer than most answers.

The day that a query names in `day_set_in` is set in afterwards: cities differ in little else.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import lru_cache
from typing import Any

import ibis.expr.operations as ops
import pandas as pd
import pyarrow as pa

from sojo_eval.city.engines.query import Query, duckdb_sql, unbound_table
from sojo_eval.foundation.cache import Kept

WRITTEN = Kept("queries")
STAND_IN = pd.Timestamp(1701, 2, 3)
"""The day of a query that is of any city: no rule names it, so that it is known again in the text."""


@dataclass(frozen=True)
class Compiled:
    """A query in DuckDB's words, the tables it reads, and the columns it gives."""

    sql: str
    tables: tuple[str, ...]
    columns: pa.Schema


def compile_for_duckdb(query: Query) -> Compiled:
    """The query written down, or what was written down of it before."""
    of_any_city = getattr(query, "day_set_in", None)
    if of_any_city is None:
        return _written(query)
    day: pd.Timestamp = getattr(query, of_any_city)
    written = _written(replace(query, **{of_any_city: STAND_IN}))  # type: ignore[type-var]
    return replace(written, sql=written.sql.replace(_in_words(STAND_IN), _in_words(day)))


def _in_words(day: pd.Timestamp) -> str:
    return f"MAKE_DATE({day.year}, {day.month}, {day.day})"


@lru_cache(maxsize=4096)
def _written(query: Query) -> Compiled:
    name = _name(query)
    if name is None:
        return _compile(query)
    kept = WRITTEN.get(name, lambda: _as_json(_compile(query)))
    return Compiled(
        kept["sql"],
        tuple(kept["tables"]),
        pa.ipc.read_schema(pa.py_buffer(base64.b64decode(kept["columns"]))),
    )


def _compile(query: Query) -> Compiled:
    expression = query.expression(unbound_table)
    names = sorted({table.name for table in expression.op().find(ops.UnboundTable)})
    return Compiled(duckdb_sql(expression), tuple(names), expression.schema().to_pyarrow())


def _as_json(compiled: Compiled) -> dict[str, Any]:
    columns = base64.b64encode(compiled.columns.serialize().to_pybytes()).decode()
    return {"sql": compiled.sql, "tables": [*compiled.tables], "columns": columns}


def _name(value: object) -> str | None:
    """A query in words that are the same in every process; None where it holds what only this one knows, such as a function
    of somebody's notebook."""
    if isinstance(value, str | int | float | pd.Timestamp) or value is None:
        return repr(value)
    if hasattr(value, "known_as"):  # an indicator, which stands above this floor
        return value.known_as or None
    if isinstance(value, tuple | frozenset):
        names = [_name(part) for part in value]
        in_order = sorted(n or "" for n in names) if isinstance(value, frozenset) else names
        return None if None in names else f"({', '.join(n or '' for n in in_order)})"
    if is_dataclass(value):
        parts = {field.name: _name(getattr(value, field.name)) for field in fields(value)}
        said = ", ".join(f"{name}={part}" for name, part in parts.items())
        return None if None in parts.values() else f"{type(value).__qualname__}({said})"
    return None
