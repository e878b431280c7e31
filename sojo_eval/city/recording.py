"""Which months a clean table and each of its optional columns were kept in: what nobody handed in is no zero.

Nobody says that a file or a column ended; it shows in the records. A run of months without any is taken for *not
recorded* where chance hardly gives it: where at the usual pace at least `EXPECTED` were to be expected in it. A table
that fills a column rarely (pages withdrawn) so keeps its true zeros, a table that fills it daily does not.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import ibis.expr.types as ir
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sojo_eval.foundation.fiscal_years import MONTHS_A_YEAR, fiscal_year
from sojo_eval.schema import load_schema

RARE = 0.001
"""Probability of no record at all in a run of months, below which it is not taken for a true zero."""
EXPECTED = -float(np.log(RARE))
"""Records to be expected in the run from which on none is that rare (Poisson): 6.9."""
SURELY_FILLED = 0.95
"""No column is counted on for more of its rows than that: two rows left blank by chance are no end of recording."""
USUAL_LAG = 0.99
"""Share of the rows with a later day that have it within the usual lag."""

DAY_OF_A_RECORD = {
    "cases": "opened_date",
    "community_activities": "date",
    "consultations": "received_date",
    "indicators_published": "period_end",
    "information_reach": "month",
    "meetings": "held_date",
    "outreach_contacts": "date",
    "participation_matches": "requested_date",
    "publications": "published_date",
    "referrals": "made_date",
    "service_changes": "changed_date",
    "submissions": "month",
    "supporters": "month",
    "support_plans": "drafted_date",
    "survey_waves": "fieldwork_end",
}
"""Tables that grow with time, and the column that says when. Not those that say how things stand (areas, population,
plans, targets): they may run ahead of the records."""
MONTHLY = frozenset({"information_reach", "submissions", "supporters"})
"""Those of them whose records stand for the whole month that the column names."""
_WRITTEN_WITH_THE_ROW = frozenset({("support_plans", "review_due_date")})
"""Days that lie ahead when they are written down: they come with the row, not with time."""
_KNOWN_ON: dict[tuple[str, str], tuple[str, int]] = {
    ("consultations", "outcome"): ("closed_date", 0),
    ("participation_matches", "retained_3_months"): ("started_date", 4),
    ("support_plans", "goals_attained"): ("reviewed_date", 0),
}
"""Columns that can be filled only from another day on, and so many months after it."""

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

    last: first day of the last month that the records cover to its end.
    """

    name: str
    table: ir.Table
    last: pd.Timestamp
    _known: dict[str, Unrecorded] = field(default_factory=dict)

    def of_rows(self) -> Unrecorded:
        """Months without any row: a run of them that chance hardly gives, and every whole fiscal year."""
        if "" not in self._known:
            self._known[""] = self._spans(_unlikely_runs(self._rows) | _empty_years(self._rows))
        return self._known[""]

    def of_column(self, column: str) -> Unrecorded:
        """Months in which no row has the optional `column`, although rows have it otherwise."""
        if column not in self._known:
            self._known[column] = self._of_column(column)
        return self._known[column]

    @cached_property
    def _dated(self) -> ir.Table:
        day = self.table[DAY_OF_A_RECORD[self.name]]
        return self.table.mutate(row_month=_number_of(day))

    @cached_property
    def _counts(self) -> pd.DataFrame:
        """By month from the first row to the last month covered: rows, and rows with each optional column."""
        optional = [f.name for f in load_schema().tables[self.name].fields if not f.required]
        dated = self._dated
        sums = {name: _filled(dated[name]) for name in optional}
        found = dated.group_by("row_month").aggregate(rows=dated.count(), **sums).to_pandas()
        return self._by_month(found.set_index("row_month"))

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
        known_on, wait = _KNOWN_ON.get((self.name, column), ("", 0))
        if not self._rows.any():
            return Unrecorded()
        if known_on:
            rows, filled = self._since(column, known_on, wait)
            return self._spans(_blank_runs(rows, filled)) if filled.any() else self._never(rows)
        filled = self._counts[column]
        if not filled.any():
            return self._never(self._rows)
        if self._comes_later(column):
            return self._of_later_day(column, filled)
        return self._spans(_blank_runs(self._rows, filled))

    def _never(self, rows: pd.Series) -> Unrecorded:
        return Unrecorded(never=True) if rows.any() else Unrecorded()

    def _comes_later(self, column: str) -> bool:
        is_date = load_schema().tables[self.name].field(column).type == "date"
        return is_date and (self.name, column) not in _WRITTEN_WITH_THE_ROW

    def _since(self, column: str, known_on: str, wait: int) -> tuple[pd.Series, pd.Series]:
        """Rows, and those with `column`, by the month from which on it can be known."""
        dated = self.table.drop_null(known_on)
        dated = dated.mutate(row_month=_number_of(dated[known_on]) + wait)
        counts = dated.group_by("row_month").aggregate(rows=dated.count(), filled=_filled(dated[column]))
        by_month = self._by_month(counts.to_pandas().set_index("row_month"))
        return by_month["rows"], by_month["filled"]

    def _of_later_day(self, column: str, filled: pd.Series) -> Unrecorded:
        """A day that comes after the row's own: the latest rows still wait for theirs, which is no end of recording."""
        dated = self._dated.drop_null(column)
        dated = dated.mutate(day_month=_number_of(dated[column]))
        pairs = dated.group_by(["row_month", "day_month"]).aggregate(times=dated.count()).to_pandas()
        lag = np.repeat((pairs["day_month"] - pairs["row_month"]).to_numpy(), pairs["times"])
        days = self._by_month(pairs.groupby("day_month")[["times"]].sum())["times"]
        ended = _unlikely_runs(days)
        if days.mean() * MONTHS_A_YEAR >= EXPECTED:
            ended |= _empty_years(days)
        by_day = self._spans(_only_last(ended))
        waited = max(0, int(np.quantile(lag, USUAL_LAG, method="higher")))
        grown = slice(None, len(filled) - waited if waited else None)
        blank = np.zeros(len(filled), dtype=bool)
        old_enough = _blank_runs(self._rows.iloc[grown], filled.iloc[grown])
        blank[: old_enough.size] = old_enough
        if old_enough.size and old_enough[-1]:
            blank[old_enough.size :] = True  # those that still wait follow on a run that was never filled
        by_row = self._spans(blank)
        ends = [end for end in (by_day.until, by_row.until) if end is not None]
        return Unrecorded(min(ends, default=None), by_row.missing)

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


def _number_of(day: ir.DateValue) -> ir.IntegerValue:
    """Months since the year 0: a number is grouped faster than a truncated date."""
    return (day.year() * 12 + day.month()).cast("int64")


def _month_number(month: pd.Timestamp | pd.Period) -> int:
    return int(month.year * 12 + month.month)


def _filled(column: ir.Column) -> ir.IntegerScalar:
    """How many values there are; a text of blanks is none."""
    return column.strip().nullif("").count() if isinstance(column, ir.StringColumn) else column.count()


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
        pace = float(np.median(others)) if others.size else 0.0
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


def _blank_runs(rows: pd.Series, filled: pd.Series) -> NDArray[np.bool_]:
    """Months of stretches whose rows are all blank, which at the share filled elsewhere chance hardly gives."""
    n, f = rows.to_numpy(dtype=float), filled.to_numpy(dtype=float)
    flagged = np.zeros(n.size, dtype=bool)
    for run in _runs(f == 0):
        inside = n[run].sum()
        others = n.sum() - inside
        share = min(f.sum() / (others + 1), SURELY_FILLED)
        flagged[run] = -inside * np.log1p(-share) >= EXPECTED
    return flagged
