"""Rows of `reported_totals`, by hand."""

from __future__ import annotations

from typing import Any

import pandas as pd

from sojo_eval.schema import load_schema

CITY = "132292"


def total(
    measure: str, start: str, end: str, *, area: str = CITY, value: float | None, **more: Any
) -> pd.DataFrame:
    """One row."""
    row = {
        "measure": measure,
        "period_start": start,
        "period_end": end,
        "area": area,
        "value": value,
        "source": "月報",
    }
    return _typed(pd.DataFrame([row | more]))


def months(
    number: int,
    *,
    measure: str = "consultations",
    first: str = "2019-04-01",
    area: str = CITY,
    value: float = 30.0,
    **more: Any,
) -> pd.DataFrame:
    """A row a month, each with the same value."""
    start = pd.date_range(first, periods=number, freq="MS")
    rows = {
        "measure": measure,
        "period_start": start,
        "period_end": start + pd.offsets.MonthEnd(0),
        "area": area,
    }
    return _typed(pd.DataFrame(rows | {"value": value, "source": "月報"} | more))


def totals(*rows: pd.DataFrame) -> pd.DataFrame:
    """The table of these rows."""
    return pd.concat(rows, ignore_index=True)


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    names = load_schema().tables["reported_totals"].field_names
    full = frame.reindex(columns=list(names))
    dates = {name: pd.to_datetime(full[name]) for name in ("period_start", "period_end")}
    return full.assign(**dates)
