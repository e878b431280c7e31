"""Taking the yearly pattern out of a monthly series, for charts that assume points without season."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd
from statsmodels.regression.linear_model import OLS

from sojo_eval.statistics.inputs import Column, aligned, flags, numbers
from sojo_eval.statistics.monthly.calendar import month_numbers, months_of
from sojo_eval.statistics.monthly.design import harmonic_terms
from sojo_eval.statistics.results import LINE_COLOUR, Result, new_axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SeasonScale = Literal["log", "raw"]

MONTHS_NEEDED = 24


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
