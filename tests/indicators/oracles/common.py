"""What the row-by-row oracles have in common.

`T` is one table set, a list of dicts a table; days are `date`s and gaps None. A count yields
(day, area, numerator, denominator or None), a time (day, area, days, seen), an answer a tuple of its columns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

Row = dict[str, Any]
Tables = dict[str, list[Row]]
Oracle = Callable[[Tables, date], Iterable[tuple[Any, ...]]]

COUNTS: dict[str, Oracle] = {}


def count(indicator: str) -> Callable[[Oracle], Oracle]:
    def enter(oracle: Oracle) -> Oracle:
        COUNTS[indicator] = oracle
        return oracle

    return enter


def fiscal_year(day: date) -> int:
    return day.year if day.month >= 4 else day.year - 1


def april(year: int) -> date:
    return date(year, 4, 1)


def area_by(rows: list[Row], key: str) -> dict[Any, Any]:
    return {row[key]: row["area"] for row in rows}
