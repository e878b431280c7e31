"""What is asked of clean tables, whatever counts them."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Protocol

import ibis
import ibis.expr.types as ir

from sojo_eval.schema import load_schema, to_ibis

Tables = Callable[[str], ir.Table]
"""Gives a clean table by its name."""
_DROPPED = re.compile(r"EXCLUDE \(([^)]*)\)")


class Query(Protocol):
    """What is asked of clean tables: a frozen dataclass, whose values alone decide what the expression is."""

    def __hash__(self) -> int: ...

    def expression(self, table: Tables) -> ir.Table:
        """The query, put on the clean tables."""


@cache
def unbound_table(name: str) -> ir.Table:
    """A clean table without data: to write a query down, and to look at its rule."""
    return ibis.table(to_ibis(load_schema().tables[name]), name=name)


def duckdb_sql(expression: ir.Table, *, pretty: bool = False) -> str:
    """The expression in DuckDB's SQL, the same text in every process."""
    text = str(ibis.to_sql(expression, dialect="duckdb", pretty=pretty))
    # Ibis holds dropped columns in a set, whose order changes from one process to the next, and within one.
    return _DROPPED.sub(lambda found: f"EXCLUDE ({', '.join(sorted(found[1].split(', ')))})", text)
