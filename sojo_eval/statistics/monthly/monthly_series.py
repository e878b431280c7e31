"""A monthly series as the models of `level_and_path` take it: checked, on one calendar, on the scale of the link."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from sojo_eval.statistics import inputs
from sojo_eval.statistics.monthly import calendar
from sojo_eval.statistics.monthly.autoregression import Array, NotIdentifiedError, TooFewEventsError
from sojo_eval.statistics.monthly.design import design_matrix, fiscal_year, harmonic_terms, in_any_span
from sojo_eval.statistics.series_change import Question

Family = Literal["rate", "proportion"]
Errors = Literal["by_step", "ar1", "ar1_plus_noise"]
"""What the errors are taken for; "by_step" is AR(1) for months and AR(1) with an independent part for quarters."""

MONTHLY_MEAN_FOR_MONTHS = 20.0
"""Below this many events a month quarters are analysed."""
_UNEVEN = 4.0
"""Times the variance of clean months from which a shock is uneven: a standard deviation twice as large."""
_UNEVEN_BY_CHANCE = 0.001
_LEAST_FREEDOM = 3
LEAST_EVENTS_A_ROW = 2.0
"""With fewer a month (or quarter) on one side the half event added there is what is estimated (docs/near_zero.md)."""


@dataclass(frozen=True)
class Rows:
    """Months or quarters, one after the other; NaN = not known.

    months: first days; numerator: events; denominator: exposure or cases; time: whole steps; y: on the link scale.
    """

    months: pd.DatetimeIndex
    numerator: Array
    denominator: Array
    time: NDArray[np.int64]
    y: Array

    def __len__(self) -> int:
        return len(self.time)

    def __getitem__(self, which: NDArray[np.bool_] | slice) -> Rows:
        return Rows(
            self.months[which],
            self.numerator[which],
            self.denominator[which],
            self.time[which],
            self.y[which],
        )

    def totals(self, of: NDArray[np.int64] | NDArray[np.bool_]) -> tuple[Array, Array]:
        """Events and exposure added up by group, from group 0 on; of: (rows,)."""
        return (
            np.bincount(of, self.numerator).astype(float),
            np.bincount(of, self.denominator).astype(float),
        )


@dataclass(frozen=True)
class MonthlySeries:
    """A checked monthly series: its months, and which lie after the boundary, (months,)."""

    rows: Rows
    after: NDArray[np.bool_]
    boundary: pd.Timestamp
    shocks: tuple[calendar.Span, ...]
    breaks: tuple[pd.Timestamp, ...]
    family: Family
    trend: bool
    errors: Errors

    @property
    def share(self) -> float | None:
        """Of the noise that lasts; None where it is integrated over."""
        alone = self.errors == "ar1" or (self.errors == "by_step" and not self.by_quarter)
        return 1.0 if alone else None

    @property
    def months(self) -> pd.DatetimeIndex:
        return self.rows.months

    @cached_property
    def known(self) -> NDArray[np.bool_]:
        """Reported months."""
        return ~np.isnan(self.rows.y)

    @cached_property
    def shocked(self) -> NDArray[np.bool_]:
        return in_any_span(self.months, self.shocks)

    @cached_property
    def clean(self) -> NDArray[np.bool_]:
        """Reported months outside shocks."""
        return self.known & ~self.shocked

    @cached_property
    def uneven_shock(self) -> bool:
        """Whether the shocked months of a fiscal year lie much further from each other than clean months of a year do, as where
        places open again in the middle of one.

        One pulse a year cannot hold such a shock: what it leaves would be taken for noise that lasts, and the step for
        a part of it. The shocked months are then left out, as if each had a pulse of its own. Compared are variances around the
        mean of the year, the season taken out; what fewer events alone add is allowed for.
        """
        spread, freedom = self._spread_within_years(self.shocked)
        usual, usual_freedom = self._spread_within_years(~self.shocked)
        if min(freedom, usual_freedom) < _LEAST_FREEDOM:
            return False
        few = [
            float(np.mean(1 / (self.rarer(self.rows[self.known & side]) + 0.5)))
            for side in (self.shocked, ~self.shocked)
        ]
        ratio = (spread - max(few[0] - few[1], 0.0)) / usual
        return ratio > _UNEVEN and bool(stats.f.sf(ratio, freedom, usual_freedom) < _UNEVEN_BY_CHANCE)

    @property
    def without_shock(self) -> str:
        """What a method says of an uneven shock; nothing of another."""
        return ", without the months of an uneven shock" if self.uneven_shock else ""

    def _spread_within_years(self, side: NDArray[np.bool_]) -> tuple[float, int]:
        """Variance of known months around the means of their fiscal years, without the season, and its degrees of freedom."""
        seen = self.known & side
        if not seen.any():
            return 0.0, 0
        months, y = self.months[seen], self.rows.y[seen]
        years = fiscal_year(months)
        X = np.column_stack([years[:, None] == np.unique(years), harmonic_terms(months)])
        found, _, rank, _ = np.linalg.lstsq(X, y, rcond=None)
        freedom = int(seen.sum()) - int(rank)
        left = float(np.square(y - X @ found).sum())
        return (left / freedom if freedom > 0 else 0.0), freedom

    def seen(self, *, with_shocks: bool) -> NDArray[np.bool_]:
        """The months that a model is fitted to: known, and not of a shock that pulses cannot hold."""
        return self.clean if with_shocks and self.uneven_shock else self.known

    @cached_property
    def by_quarter(self) -> bool:
        """Whether months hold too few events, on the rarer side for proportions."""
        return bool(np.nanmean(self.rarer(self.rows)) < MONTHLY_MEAN_FOR_MONTHS)

    def rarer(self, rows: Rows) -> Array:
        """(rows,) events; of proportions those on the rarer side."""
        x, n = rows.numerator, rows.denominator
        return x if self.family == "rate" else np.minimum(x, n - x)

    def design(self, *, with_shocks: bool) -> Array:
        shocks = self.shocks if with_shocks else ()
        return design_matrix(self.months, self.boundary, shocks=shocks, breaks=self.breaks, trend=self.trend)


def link(numerator: Array, denominator: Array, family: Family) -> Array:
    """log rate with half an event added, or the empirical logit (Haldane–Anscombe)."""
    others = denominator if family == "rate" else denominator - numerator + 0.5
    return np.asarray(np.log((numerator + 0.5) / others))


def monthly_series(
    counts: pd.Series,
    exposure: Any,
    *,
    boundary: Any,
    shocks: Any,
    breaks: Any,
    family: Family,
    question: Question,
    errors: Errors,
) -> MonthlySeries:
    """The arguments of `level_and_path`, checked. Raises ValueError naming what is wrong, NotIdentifiedError as it."""
    inputs.one_of(family, "family", get_args(Family))
    inputs.one_of(question, "question", get_args(Question))
    inputs.one_of(errors, "errors", get_args(Errors))
    spans, steps = calendar.spans(shocks, "shocks"), calendar.days_of(breaks, "breaks")
    months, x, n = _numbers_by_month(counts, exposure)
    start, cut = calendar.first_month_after(boundary, months)
    if family == "proportion" and (x > n).any():
        raise ValueError("counts: numerators must be less than or equal to denominators (exposure)")
    unknown = ~(n > 0) | np.isnan(x) | cut
    x[unknown] = n[unknown] = np.nan
    after = np.asarray(months >= start)
    _refuse_without_events(x, n, family)
    rows = Rows(months, x, n, calendar.month_numbers(months), link(x, n, family))
    return MonthlySeries(rows, after, start, spans, steps, family, question == "path", errors)


def _numbers_by_month(counts: pd.Series, exposure: Any) -> tuple[pd.DatetimeIndex, Array, Array]:
    """Every month from the first to the last with its count and exposure, NaN where there is no row."""
    x = inputs.numbers(counts, "counts", missing=True, least=0)
    if isinstance(exposure, pd.Series):
        months = calendar.aligned_months(counts=counts, exposure=exposure)
        n = inputs.numbers(exposure, "exposure", missing=True, least=0)
    elif np.isscalar(exposure) and not isinstance(exposure, str):
        months = calendar.months_of(counts, "counts")
        n = np.full(x.size, inputs.number(exposure, "exposure", positive=True))
    else:
        raise ValueError(f"exposure must be a Series or a number, not {type(exposure).__name__}")
    number = calendar.month_numbers(months)
    place = number - number[:1]
    if x.size == 0 or place[-1] == x.size - 1:
        return months, x.copy(), n.copy()
    full = np.full((2, int(place[-1]) + 1), np.nan)
    full[:, place] = x, n
    return calendar.every_month(months), full[0], full[1]


def _refuse_without_events(x: Array, n: Array, family: Family) -> None:
    if np.isnan(x).all():
        raise NotIdentifiedError("counts and exposure: no month has both")
    total = np.nansum(x)
    if total == 0 or (family == "proportion" and total == np.nansum(n)):
        raise NotIdentifiedError(
            "counts: no event in any month"
            if family == "rate"
            else "counts: the share is 0 % or 100 % in every month"
        )


def refuse_a_side_without_events(series: MonthlySeries) -> None:
    """Nought events have no logarithm: half an event added to each month would be all that is estimated."""
    x, n = series.rows.numerator, series.rows.denominator
    for side, words in ((~series.after, "before"), (series.after, "after")):
        here = np.nansum(x[side])
        if here == 0 or (series.family == "proportion" and here == np.nansum(n[side])):
            what = "no event" if series.family == "rate" else "a share of 0 % or 100 %"
            raise NotIdentifiedError(f"counts: {what} in all known months {words} the boundary")


def refuse_sparse_sides(rows: Rows, later: NDArray[np.bool_], series: MonthlySeries) -> None:
    """Where the half event carries the estimate there is none: fewer than `LEAST_EVENTS_A_ROW` on one side.

    rows: the analysed months or quarters; later: (rows,) after the boundary. Rows in shocks do not count.
    """
    clean = ~in_any_span(rows.months, series.shocks)
    rarer_events, step = series.rarer(rows), "quarter" if series.by_quarter else "month"
    for side, words in ((~later, "before"), (later, "after")):
        events = rarer_events[side & clean]
        if events.size and events.mean() < LEAST_EVENTS_A_ROW:
            rarer = "" if series.family == "rate" else " on the rarer side of the share"
            raise TooFewEventsError(
                f"counts: {events.mean():.2g} events a {step}{rarer} {words} the boundary are too few "
                f"({LEAST_EVENTS_A_ROW:g} are needed): half an event added to each would be the estimate"
            )
