"""A column of a result: what it holds, in which unit, in whose words, and whether it may be published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from sojo_eval.foundation.language import Text

Holds = Literal["text", "number", "flag", "date"]
Disclosure = Literal["open", "count", "derived", "exact"]
"""`open` tells of no one and stays. `count` is a number of people or cases, `derived` is worked out from such numbers: both
are emptied in rows that are hidden. `exact` never leaves the city, hidden or not. What has no class is emptied as `exact` is."""


@dataclass(frozen=True)
class Column:
    """One column. unit: in the words of the docs; empty for what has none."""

    name: str
    holds: Holds
    disclosure: Disclosure
    title: Text
    unit: str = ""


def named(columns: Iterable[Column]) -> Mapping[str, Column]:
    """The columns by name. Raises ValueError for a name that stands twice."""
    listed = [*columns]
    by_name = {column.name: column for column in listed}
    if len(by_name) < len(listed):
        raise ValueError("a column stands twice")
    return by_name


_DTYPES: Mapping[Holds, str] = {
    "text": "str",
    "number": "float64",
    "flag": "bool",
    "date": "datetime64[us]",
}


def typed(frame: pd.DataFrame, columns: Iterable[Column]) -> pd.DataFrame:
    """The frame with each column in the type of what it holds, also where all of it is missing: a text without a value is
    empty, a missing date is NaT. Else a column's type would change with the data, and Stata would refuse it."""
    there = {column.name: column for column in columns if column.name in frame.columns}
    filled = frame.fillna({name: "" for name, column in there.items() if column.holds == "text"})
    return filled.astype({name: _DTYPES[column.holds] for name, column in there.items()})
