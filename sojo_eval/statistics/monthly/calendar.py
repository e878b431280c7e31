"""One checked calendar for every series: months in order, each once, gaps kept as gaps.

A month is named by any day in it, or by a monthly period. Time zones fall away: a month is the one on the wall clock of its own zone.
A row that is absent and a row without a value say the same: that month is not known.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sojo_eval.statistics import inputs
from sojo_eval.statistics.monthly.autoregression import NotIdentifiedError

Span = tuple[pd.Timestamp, pd.Timestamp]

END_OF_DATA = pd.Timestamp("2262-01-01")
"""Where a span without an end ends."""


def months_of(values: Any, name: str) -> pd.DatetimeIndex:
    """First day of each month in the index of a Series.

    Raises ValueError unless the index holds dates or monthly periods, in order, each month once, with at least two
    months that follow each other (rows a quarter or a year apart are no months). Stamps in a time zone must be its
    midnights: those of another zone, such as UTC, would lie in the month before.
    """
    index = values.index if isinstance(values, pd.Series) else None
    if not isinstance(index, pd.DatetimeIndex | pd.PeriodIndex):
        raise ValueError(f"{name} must be a Series indexed by month (dates or monthly periods)")
    if isinstance(index, pd.PeriodIndex):
        if index.freqstr != "M":
            raise ValueError(f"{name} must be indexed by month, not by periods of {index.freqstr}")
        index = index.to_timestamp()
    if index.hasnans:
        raise ValueError(f"{name} has a row without a month (position {int(index.isna().argmax())})")
    if index.tz is not None:
        index = index.tz_localize(None)
        if (index != index.normalize()).any():
            raise ValueError(
                f"{name} must be indexed by midnights of its own time zone, not by {index[0]}: "
                "use tz_convert to local time first"
            )
    months = pd.DatetimeIndex(index.to_numpy().astype("datetime64[M]")).as_unit(index.unit)
    steps = np.diff(month_numbers(months))
    if (steps <= 0).any():
        here = int(np.flatnonzero(steps <= 0)[0])
        raise ValueError(
            f"the months of {name} must increase, each once: {months[here + 1]:%Y-%m} stands after {months[here]:%Y-%m}"
        )
    if steps.size and steps.min() > 1:
        raise ValueError(f"{name} must have a row a month: its rows are {steps.min()} or more months apart")
    return months


_MONTHS_TO_1970 = 1970 * 12 + 1


def month_numbers(months: pd.DatetimeIndex) -> NDArray[np.int64]:
    """Months counted from the year 0: absent months count too."""
    return months.to_numpy().astype("datetime64[M]").astype(np.int64) + _MONTHS_TO_1970


def first_day(number: int) -> pd.Timestamp:
    """The first day of a month given by its number, as `month_numbers` counts."""
    return pd.Timestamp(year=(number - 1) // 12, month=(number - 1) % 12 + 1, day=1)


def every_month(months: pd.DatetimeIndex) -> pd.DatetimeIndex:
    """All months from the first to the last, those without a row too."""
    return pd.date_range(months[0], months[-1], freq="MS") if len(months) else months


def aligned_months(**series: Any) -> pd.DatetimeIndex:
    """The months that all Series have. Raises ValueError as `months_of`, and where two Series have others."""
    (first, counted), *others = series.items()
    months = months_of(counted, first)
    for name, values in others:
        one_index = isinstance(values, pd.Series) and values.index is counted.index
        if not (one_index or months_of(values, name).equals(months)):
            raise ValueError(f"{name} must have the months of the {first}")
    return months


def first_month_after(boundary: Any, months: pd.DatetimeIndex) -> tuple[pd.Timestamp, NDArray[np.bool_]]:
    """The first whole month from the boundary on, and where the month lies that the boundary cuts in two.

    That month belongs to neither side: it is to be left out. Raises ValueError unless `boundary` is a date, and
    NotIdentifiedError where it has no whole month of the data on one side.
    """
    when = inputs.day(boundary, "boundary")
    start = when if when.day == 1 else when + pd.offsets.MonthBegin(1)
    cut = np.asarray((months < start) & (months + pd.offsets.MonthEnd(0) >= when))
    if not len(months) or not ((months < start) & ~cut).any() or not (months >= start).any():
        data = f"from {months[0]:%Y-%m} to {months[-1]:%Y-%m}" if len(months) else "without any month"
        raise NotIdentifiedError(
            f"boundary must lie inside the data ({data}), with a month on either side, not on {when:%Y-%m-%d}"
        )
    return start, cut


def spans(given: Any, name: str) -> tuple[Span, ...]:
    """Pairs of days; an end that is missing runs on to the end of the data.

    Raises ValueError for anything but pairs of dates, and for an end before its start.
    """
    found = []
    for pair in _listed(given, name):
        if isinstance(pair, str) or not isinstance(pair, Sequence) or len(pair) != 2:
            raise ValueError(f"{name} must be pairs of a first and a last day, not {pair!r}")
        start = inputs.day(pair[0], name)
        end: pd.Timestamp = END_OF_DATA if pd.isna(pair[1]) else inputs.day(pair[1], name)
        if end < start:
            raise ValueError(f"{name}: one ends on {end:%Y-%m-%d}, before it starts on {start:%Y-%m-%d}")
        found.append((start, end))
    return tuple(found)


def days_of(given: Any, name: str) -> tuple[pd.Timestamp, ...]:
    """Several days. Raises ValueError for anything but dates."""
    return tuple(inputs.day(value, name) for value in _listed(given, name))


def _listed(given: Any, name: str) -> list[Any]:
    if isinstance(given, str | pd.DataFrame) or not hasattr(given, "__iter__"):
        raise ValueError(f"{name} must be a list, not {given!r}")
    return list(given)
