"""Comparing what an indicator counts with a few rows counted by hand."""

from __future__ import annotations

import pandas as pd

import sojo_eval as se
from sojo_eval.indicators import counted, find

Month = str
ByHand = dict[str, dict[Month, int | tuple[int, int]]]
"""Indicator → month → numerator, or (numerator, denominator), for the whole city."""


def counts(city: se.City, indicator: str) -> dict[Month, int | tuple[int, int]]:
    """What the indicator counts in each month, in the shape of `ByHand`."""
    rows = counted(city, find(city, indicator))
    columns = [c for c in ("numerator", "denominator") if c in rows]
    sums = rows.groupby(rows["month"].dt.strftime("%Y-%m"))[columns].sum().astype(int)
    if columns == ["numerator"]:
        return {str(month): int(n) for month, n in sums["numerator"].items()}
    return {
        str(month): (int(n), int(d))
        for month, n, d in zip(sums.index, sums["numerator"], sums["denominator"], strict=True)
    }


def times(city: se.City, indicator: str) -> list[tuple[int, bool]]:
    """Days and whether the event was seen, by month of start and days."""
    rows = counted(city, find(city, indicator)).sort_values(["month", "days"])
    return [(int(d), bool(e)) for d, e in zip(rows["days"], rows["event"], strict=True)]


def table(columns: str, *rows: tuple[object, ...]) -> pd.DataFrame:
    """A frame from its column names, divided by spaces, and rows as tuples."""
    return pd.DataFrame(list(rows), columns=columns.split(), dtype=object)
