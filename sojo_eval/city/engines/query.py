"""What is asked of clean tables, whatever counts them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Protocol

import ibis
import ibis.expr.types as ir

from sojo_eval.schema import load_schema, to_ibis

Tables = Callable[[str], ir.Table]
"""Gives a clean table by its name."""


class Query(Protocol):
    """What is asked of clean tables: a frozen dataclass, whose values alone decide what the expression is."""

    def __hash__(self) -> int: ...

    def expression(self, table: Tables) -> ir.Table:
        """The query, put on the clean tables."""


@cache
def unbound_table(name: str) -> ir.Table:
    """A clean table without data: to write a query down, and to look at its rule."""
    return ibis.table(to_ibis(load_schema().tables[name]), name=name)
