"""Taking the yearly pattern out of a monthly series, for charts that assume points without season."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd
from scipy import stats
from statsmodels.regression.linear_model import OLS

from sojo_eval.statistics.inputs import Column, aligned, flags, numbers
from sojo_eval.statistics.monthly.calendar import month_numbers, months_of
from sojo_eval.statistics.monthly.design import harmonic_terms
from sojo_eval.statistics.results import LINE_COLOUR, Result, new_axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SeasonScale = Literal["log", "raw"]

MONTHS_NEEDED = 24
WAVE_SIGNIFICANCE = 0.01


@dataclass(frozen=True, eq=False)
class SeasonallyAdjusted(Result):
    """A monthly series before and after its yearly pattern was taken out.

    scale: "log" where the pattern is a factor, "raw" where it is added.
    """

    observed: pd.Series = field(repr=False)
    adjusted: pd.Series = field(repr=False)
    scale: SeasonScale

    def to_frame(self) -> pd.DataFrame:
        """One row a month: month, observed, adjusted."""
        return pd.DataFrame(
            {
                "month": self.observed.index,
                "observed": self.observed.to_numpy(),
                "adjusted": self.adjusted.to_numpy(),
            }
        )

    def plot(self, ax: Axes | None = None) -> Axes:
        """The observed points, and the line without the season."""
        axes = new_axes(ax, (8.0, 3.0))
        frame = self.to_frame()
        if isinstance(self.observed.index, pd.PeriodIndex):
            frame["month"] = frame["month"].dt.to_timestamp()
        axes.plot(frame["month"], frame["observed"], "o", markersize=3, color="#777777", label="observed")
        axes.plot(frame["month"], frame["adjusted"], color=LINE_COLOUR, label="without the season")
        axes.legend(frameon=False, fontsize=8)
        return axes

    def __str__(self) -> str:
        kind = "a factor" if self.scale == "log" else "an addition"
        return f"{len(self.observed)} months without their yearly pattern, taken out as {kind} (two annual harmonics)"


def yearly_wave(months: pd.DatetimeIndex, values: Column) -> tuple[int, int] | None:
    """The calendar months of the highest and the lowest point of a yearly pattern, or None where there is none.

    months, values: (n,) points a month or a quarter apart, named by their first month; missing ones are passed over. A
    trend with two annual harmonics (of quarters: one level a quarter) is set against the trend alone by the F test, at 1 %.
    None for fewer than two years of points, and for years that do not hold every month (or quarter).
    """
    y = numbers(values, "values", missing=True)
    seen = np.isfinite(y)
    y, when = y[seen], months[seen]
    of_year = np.unique(when.month)
    number = month_numbers(when)
    if y.size < 2 * of_year.size or of_year.size not in (4, 12):
        return None
    trend = np.column_stack([np.ones(y.size), (number - number.mean()) / 12])
    months_of_year = pd.DatetimeIndex([pd.Timestamp(2001, month, 1) for month in of_year])
    if of_year.size == 12:
        terms, pattern_of = harmonic_terms(when), harmonic_terms(months_of_year)
    else:
        pattern_of = np.eye(4)[:, 1:]
        terms = pattern_of[np.searchsorted(of_year, when.month)]
    full, plain = OLS(y, np.column_stack([trend, terms])).fit(), OLS(y, trend).fit()
    # Points that lie on a line but for rounding errors have no wave.
    if plain.ssr <= 1e-20 * float(y @ y) or full.df_resid < 1:
        return None
    left = max(float(full.ssr), 1e-20 * float(y @ y))
    f = (float(plain.ssr) - float(full.ssr)) / terms.shape[1] / (left / full.df_resid)
    if stats.f.sf(f, terms.shape[1], full.df_resid) >= WAVE_SIGNIFICANCE:
        return None
    pattern = pattern_of @ np.asarray(full.params)[2:]
    return int(of_year[pattern.argmax()]), int(of_year[pattern.argmin()])


def without_season(values: pd.Series, fitted_on: Column | None = None) -> SeasonallyAdjusted:
    """The series without its yearly pattern, at its own level, and the scale on which the pattern was taken out.

    values: one a month, indexed by month (`calendar.months_of`), in any unit, missing allowed; fitted_on: True where a
    point may shape the pattern. Two annual harmonics, an intercept and a linear trend are fitted by least squares. If
    every value is positive the pattern is a factor ("log" scale, the twelve factors average 1), else an addition ("raw").
    Source: harmonic regression, e.g. Lopez Bernal, Cummins & Gasparrini (2017).
    Raises ValueError for an index that is no calendar of months, infinite values, and fewer than 24 months or some of
    the calendar months never seen.
    """
    months = months_of(values, "values")
    y = numbers(values, "values", missing=True)
    number = month_numbers(months)
    used = np.isfinite(y)
    if fitted_on is not None:
        aligned(values=values, fitted_on=fitted_on)
        used = used & flags(fitted_on, "fitted_on")
    if used.sum() < MONTHS_NEEDED or np.unique(months.month.to_numpy()[used]).size < 12:
        which = "values" if fitted_on is None else "values and fitted_on"
        raise ValueError(f"{which}: taking out the season needs 24 months that hold every calendar month")
    multiplied = bool((y[np.isfinite(y)] > 0).all())
    design = np.column_stack([np.ones(y.size), (number - number.mean()) / 12, harmonic_terms(months)])
    fit = OLS((np.log(y[used]) if multiplied else y[used]), design[used]).fit()
    pattern = np.asarray(fit.params)[2:]
    of_the_year = harmonic_terms(pd.date_range("2001-01-01", periods=12, freq="MS")) @ pattern
    season = design[:, 2:] @ pattern
    if multiplied:
        adjusted = y / (np.exp(season) / np.exp(of_the_year).mean())
    else:
        adjusted = y - season
    return SeasonallyAdjusted(
        values, pd.Series(adjusted, index=values.index, name=values.name), "log" if multiplied else "raw"
    )
