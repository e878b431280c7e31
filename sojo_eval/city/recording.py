"""Which months a clean table and each of its optional columns were kept in: what nobody handed in is no zero.

Nobody says that a file or a column ended; it shows in the records. A run of months without any is taken for *not
recorded* where chance hardly gives it: where at the usual pace at least `EXPECTED` were to be expected in it. A table
that fills a column rarely (pages withdrawn) so keeps its true zeros, a table that fills it daily does not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sojo_eval.city.engines.query import Query
from sojo_eval.city.record_queries import (
    DAY_OF_A_RECORD,
    KNOWN_ON,
    NUMBERS,
    EdgesOfMonths,
    MonthsOfRecords,
    MonthsUntilFilled,
    not_zero,
)
from sojo_eval.foundation.fiscal_years import MONTHS_A_YEAR, fiscal_year
from sojo_eval.schema import load_schema

RARE = 0.00001
"""Probability of no record at all in a run of months, below which it is not taken for a true zero. So low because every
run of every column is looked at (measured in docs/absent_records_study.md)."""
EXPECTED = -float(np.log(RARE))
"""Records to be expected in the run from which on none is that rare (Poisson): 11.5."""
SURELY_FILLED = 0.95
"""No column is counted on for more of its rows than that: two rows left blank by chance are no end of recording."""

MONTHS_OF_A_PACE = 6
"""Other months, with or without records, that a pace is read from: a table of two months has none."""
DAYS_OFF = 4
"""Days without a record at the edge of a month that are no sign of a month cut short: a weekend and a holiday."""
OFTEN = 4.0
"""Records a month (median) from which on the days at a month's edge tell whether the month was cut short."""

MONTHLY = frozenset({"commissioner_activities", "information_reach", "staffing", "submissions", "supporters"})
"""Those of them whose records stand for the whole month that the column names."""
_WRITTEN_WITH_THE_ROW = frozenset({("support_plans", "review_due_date")})
"""Days that lie ahead when they are written down: they come with the row, not with time."""

_FIRST_MONTH = pd.Period("1900-01", "M")


@dataclass(frozen=True)
class Unrecorded:
    """What of a table or a column was not kept: everything after `until`, and the months `missing` before it.

    until: the last day it was kept; None where that is the last day of all records. never: no value at all.
    """

    until: pd.Timestamp | None = None
    missing: frozenset[pd.Timestamp] = frozenset()
    never: bool = False


@dataclass(frozen=True)
class Recording:
    """One table's months, counted once: rows, and rows with each optional column.

    ask: gives the answer to a query (`City.ask`). last: first day of the last month that the records cover to its end. shocked: months of declared shocks, in which a
    service may well have stood still.
    """

    name: str
    ask: Callable[[Query], pd.DataFrame]
    last: pd.Timestamp
    shocked: frozenset[pd.Period] = frozenset()
    _known: dict[str, Unrecorded] = field(default_factory=dict)

    def of_rows(self, *, whole_years: bool = True) -> Unrecorded:
        """Months without any row: a run of them that chance hardly gives and, with `whole_years`, every fiscal year."""
        asked = f"rows {whole_years}"
        if asked not in self._known:
            empty = _unlikely_runs(self._rows) & ~self._rows.index.isin([*self.shocked])
            empty = empty | _empty_years(self._rows) if whole_years else empty
            self._known[asked] = self._spans(
                self._with_cut_months(empty, self._rows, self._days, opening=True)
            )
        return self._known[asked]

    def of_column(self, column: str) -> Unrecorded:
        """Months in which no row has the optional `column`, although rows have it otherwise."""
        if column not in self._known:
            self._known[column] = self._of_column(column)
        return self._known[column]

    def zero_months(self, column: str) -> frozenset[pd.Timestamp]:
        """Months in which every row that has `column` says 0 or no, which at its usual values chance hardly gives.

        They are counted as they stand: it may be so. Empty for columns that hold no numbers.
        """
        if column not in self._numbers:
            return frozenset()
        optional = not load_schema().tables[self.name].field(column).required
        filled = self._counts[column] if optional else self._rows
        zero = _blank_runs(filled, self._counts[not_zero(column)], np.ones(filled.size))
        zero &= (filled > 0).to_numpy()
        return frozenset(pd.PeriodIndex(filled.index[zero]).to_timestamp())

    @cached_property
    def _counts(self) -> pd.DataFrame:
        """By month from the first row to the last month covered: rows, and rows with each optional column."""
        return self._by_month(self._months.drop(columns=["first", "last"]))

    @cached_property
    def _months(self) -> pd.DataFrame:
        return self.ask(MonthsOfRecords(self.name)).set_index("row_month")

    def _days(self) -> pd.DataFrame:
        """By month number: the first and the last day with a row."""
        return self._months[["first", "last"]]

    def _days_with(self, column: str, day: str = "") -> Callable[[], pd.DataFrame]:
        """As `_days`, of the rows that have `column`, by their own day or another: asked for only where it matters."""
        query = EdgesOfMonths(self.name, day or DAY_OF_A_RECORD[self.name], column)
        return lambda: self.ask(query).set_index("month")

    @property
    def _numbers(self) -> list[str]:
        return [f.name for f in load_schema().tables[self.name].fields if f.type in NUMBERS]

    @property
    def _rows(self) -> pd.Series:
        return self._counts["rows"]

    def _by_month(self, found: pd.DataFrame) -> pd.DataFrame:
        last = _month_number(self.last)
        first = int(found.index.min()) if len(found) else last + 1
        months = range(first, last + 1)
        return found.reindex(months, fill_value=0).fillna(0).set_axis(
            pd.PeriodIndex([_FIRST_MONTH + (number - _month_number(_FIRST_MONTH)) for number in months], freq="M")
        )  # fmt: skip

    def _of_column(self, column: str) -> Unrecorded:
        filled = self._counts[column]
        if not filled.any():
            return Unrecorded(never=bool(self._rows.any()))
        known_on, wait = KNOWN_ON.get((self.name, column), ("", 0))
        if known_on or self._is_later_day(column):
            return self._of_later_day(column, known_on or column, wait)
        blank = _blank_runs(self._rows, filled, np.ones(filled.size))
        return self._spans(self._with_cut_months(blank, filled, self._days_with(column)))

    def _is_later_day(self, column: str) -> bool:
        is_date = load_schema().tables[self.name].field(column).type == "date"
        return is_date and (self.name, column) not in _WRITTEN_WITH_THE_ROW

    def _of_later_day(self, column: str, day: str, wait: int) -> Unrecorded:
        """A column that is filled on `day`, after the row's own (`wait` months later still).

        It ends where no row has such a day any more, or where the rows of a run have none although rows as old as they
        have one: the latest rows still wait for theirs, which is no end of recording.
        """
        pairs = self.ask(MonthsUntilFilled(self.name, column, day, wait))
        if pairs.empty:  # filled, but no row has the day from which on it could be: that day's column says so
            return Unrecorded()
        days = self._by_month(pairs.groupby("day_month")[["times"]].sum())["times"]
        ended = _unlikely_runs(days)
        if days.mean() * MONTHS_A_YEAR >= EXPECTED:
            ended |= _empty_years(days)
        by_day = self._spans(self._with_cut_months(_only_last(ended), days, self._days_with(column, day)))
        lag = (pairs["day_month"] - pairs["row_month"]).clip(lower=0).to_numpy()
        within = np.cumsum(np.bincount(lag, weights=pairs["times"])) / pairs["times"].sum()
        age = np.arange(len(self._rows))[::-1]
        known = within[np.minimum(age, within.size - 1)]
        filled = self._counts[column]
        by_row = self._spans(
            self._with_cut_months(_blank_runs(self._rows, filled, known), filled, self._days_with(column))
        )
        ends = [end for end in (by_day.until, by_row.until) if end is not None]
        return Unrecorded(min(ends, default=None), by_row.missing)

    def silent_places(self, place_of: Mapping[str, str]) -> dict[str, frozenset[pd.Timestamp]]:
        """Months without a record of a place whose other months let some be expected, while other places had some.

        place_of: the place that each area of the table lies in; rows of other areas are left out. Empty for a table
        without areas and for readings, of which areas not read are known. Months in which the whole table is silent are
        told by `of_rows`.
        """
        if self.name in MONTHLY or "area" not in load_schema().tables[self.name].field_names:
            return {}
        day = DAY_OF_A_RECORD[self.name]
        found = self.ask(EdgesOfMonths(self.name, day, by_area=True)).dropna(subset=["area"])
        found = found.assign(place=found["area"].map(place_of)).dropna(subset=["place"])
        by_place = found.groupby(["place", "month"]).agg({"rows": "sum", "first": "min", "last": "max"})
        whole, months = self.of_rows(), pd.PeriodIndex(self._rows.index)
        first_days, numbers = months.to_timestamp(), (months.year * 12 + months.month).to_numpy()
        told_of_all = first_days.isin(whole.missing) | (self._rows == 0).to_numpy()
        told_of_all |= first_days > (self.last if whole.until is None else whole.until)
        shocked = months.isin([*self.shocked])
        silent = {}
        for place in by_place.index.unique("place"):
            mine = by_place.loc[place]
            since = int(np.searchsorted(numbers, mine.index.min()))
            told, rows = told_of_all[since:], mine["rows"].reindex(numbers[since:], fill_value=0)
            empty = np.zeros(len(rows), dtype=bool)
            empty[~told] = _unlikely_runs(rows[~told])  # what is told already lengthens no stretch
            empty &= ~shocked[since:]
            if not empty.any():
                continue
            rows = rows.set_axis(months[since:])
            empty = self._with_cut_months(empty, rows, lambda mine=mine: mine)  # type: ignore[misc]
            silent[str(place)] = frozenset(first_days[since:][empty])
        return silent

    def _with_cut_months(
        self,
        empty: NDArray[np.bool_],
        counts: pd.Series,
        days_of: Callable[[], pd.DataFrame],
        *,
        opening: bool = False,
    ) -> NDArray[np.bool_]:
        """The months beside an empty stretch as well where their records stop, or begin, in mid-month.

        days_of: gives first and last, the days with a row, by month number. opening: the table's first month as well.
        """
        if self.name in MONTHLY or not empty.size or counts.median() < OFTEN:
            return empty
        cut, runs = empty.copy(), [*([slice(0, 0)] if opening else []), *_runs(empty)]
        days = days_of() if runs else pd.DataFrame()
        for run in runs:
            for beside, edge in ((run.start - 1, "last"), (run.stop, "first")):
                if not 0 <= beside < empty.size:
                    continue
                month = counts.index[beside]
                found = days[edge].get(_month_number(month), np.nan)
                short = found <= month.days_in_month - DAYS_OFF if edge == "last" else found > DAYS_OFF
                if run.stop == 0:  # nothing but the days themselves says that the table began late
                    short &= (found - 1) / month.days_in_month * counts.median() >= EXPECTED
                cut[beside] |= bool(short)
        return cut

    def _spans(self, empty: pd.Series | NDArray[np.bool_]) -> Unrecorded:
        """Flags by month, from the table's first one to the last of all, as an end and gaps before it."""
        flags = np.asarray(empty, dtype=bool)
        if not flags.any():
            return Unrecorded()
        months = pd.period_range(end=self.last.to_period("M"), periods=flags.size, freq="M")
        until, kept = None, flags.size
        if flags[-1]:
            kept = int(np.flatnonzero(~flags)[-1]) + 1 if not flags.all() else 0
            until = months[kept].to_timestamp() - pd.Timedelta(days=1)
        missing = months[:kept][flags[:kept]]
        return Unrecorded(until, frozenset(missing.to_timestamp()))


def _month_number(month: pd.Timestamp | pd.Period) -> int:
    return int(month.year * 12 + month.month)


def _runs(flags: NDArray[np.bool_]) -> list[slice]:
    """The stretches of True."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], flags.astype(np.int8), [0]])))
    return [slice(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _unlikely_runs(counts: pd.Series) -> NDArray[np.bool_]:
    """Months of stretches without any, in which the pace of the other months (their median) lets `EXPECTED` be
    expected. What comes in once a year has a median of none: see `_empty_years`."""
    numbers = counts.to_numpy(dtype=float)
    flagged = np.zeros(numbers.size, dtype=bool)
    for run in _runs(numbers == 0):
        others = np.delete(numbers, run)
        pace = float(np.median(others)) if others.size >= MONTHS_OF_A_PACE else 0.0
        flagged[run] = (run.stop - run.start) * pace >= EXPECTED
    return flagged


def _only_last(flagged: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The stretch that reaches the end alone."""
    kept = np.zeros_like(flagged)
    for run in _runs(flagged):
        kept[run] = run.stop == flagged.size
    return kept


def _empty_years(rows: pd.Series) -> NDArray[np.bool_]:
    """Months of fiscal years that have twelve of them and no row, and those after them up to the end."""
    months = pd.PeriodIndex(rows.index)
    year = pd.Series(fiscal_year(pd.Series(months.to_timestamp())).to_numpy(), index=rows.index)
    by_year = rows.groupby(year).agg(["sum", "size"])
    empty = by_year.index[(by_year["sum"] == 0) & (by_year["size"] == MONTHS_A_YEAR)]
    flagged = year.isin(empty).to_numpy(copy=True)
    numbers = rows.to_numpy()
    for run in _runs(numbers == 0):
        within = flagged[run]
        if run.stop == numbers.size and within.any():
            flagged[run.start + int(np.flatnonzero(within)[0]) : run.stop] = True
    return np.asarray(flagged, dtype=bool)


def _blank_runs(rows: pd.Series, filled: pd.Series, known: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Months of stretches whose rows are all blank, which at the share filled elsewhere chance hardly gives.

    known: for each month the part of the fills of such old rows that must have come by now.
    """
    n, f = rows.to_numpy(dtype=float), filled.to_numpy(dtype=float)
    flagged = np.zeros(n.size, dtype=bool)
    for run in _runs(f == 0):
        others = n.sum() - n[run].sum()
        share = min(f.sum() / (others + 1), SURELY_FILLED)
        flagged[run] = -(n[run] * np.log1p(-share * known[run])).sum() >= EXPECTED
    return flagged
