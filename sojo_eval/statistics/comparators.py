"""One city against comparable others: did it change more than they did, and how sure is that?

With one treated city its own change is a single number; only the spread of the others' changes says how large a
change chance makes. So each unit gives one change, and the city is compared with the spread of the rest. Two-way
fixed effects with clustered errors are never used for one treated city: they call 16–40 % of nothing a success.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from sojo_eval.statistics import inputs
from sojo_eval.statistics.results import (
    LINE_COLOUR,
    Z_POWER_80_PERCENT,
    ChangeEstimate,
    Scale,
    new_axes,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Array = NDArray[np.float64]

COMPARATORS_NEEDED = 4
YEARS_FOR_A_TREND = 3
"""With two years every line fits: nothing says whether earlier trends were parallel."""


@dataclass(frozen=True)
class AgainstOthers:
    """One unit's number minus the mean of `others` other units' numbers, with the t(J − 1) error of their spread."""

    difference: float
    standard_error: float
    others: int

    def bounds(self, level: float) -> tuple[float, float]:
        reach = float(stats.t.ppf(0.5 + level / 2, self.others - 1)) * self.standard_error
        return self.difference - reach, self.difference + reach

    @property
    def p(self) -> float:
        return float(2 * stats.t.sf(abs(self.difference) / self.standard_error, self.others - 1))


@dataclass(frozen=True, eq=False)
class ComparatorChange(ChangeEstimate):
    """The city's change beyond that of the others; `before` and `after` are the city's own.

    `expected_after` is what the city would have come to had it changed like the mean of the others.
    `unit_changes` has one row a unit: unit, treated, before, after, change, earlier_trend (a year; missing with fewer
    than three earlier years), years_before, years_after, years_missing. `course` (index: year, one column a unit) is
    what `plot` shows. `left_out` says which units are not among
    them, and why; `years_left_out` are those that the city lacks.
    `trend_difference` (a ratio a year, or a difference a year) compares the city's earlier trend with the others';
    `earlier_trends_parallel` is True where its 95 % interval holds no difference, None where it cannot be judged:
    fewer than three earlier years, or others without any spread. True does not prove parallel trends: with five
    others and four earlier years, a trend of its own of 5 % a year passed in 74 % of 400 simulated worlds.
    """

    comparators: int = 0
    expected_after: float = float("nan")
    unit_changes: pd.DataFrame = field(default_factory=pd.DataFrame, repr=False)
    course: pd.DataFrame = field(default_factory=pd.DataFrame, repr=False)
    first_year_after: int = 0
    left_out: Mapping[Hashable, str] = field(default_factory=dict)
    years_left_out: tuple[int, ...] = ()
    trend_difference: float | None = None
    trend_low: float | None = None
    trend_high: float | None = None
    earlier_trends_parallel: bool | None = None

    def to_frame(self) -> pd.DataFrame:
        """One row with every number; the units stand in `unit_changes`."""
        return (
            super()
            .to_frame()
            .drop(columns=["unit_changes", "course"])
            .assign(
                left_out="; ".join(f"{unit}: {why}" for unit, why in self.left_out.items()),
                years_left_out=", ".join(map(str, self.years_left_out)),
            )
        )

    def plot(self, ax: Axes | None = None) -> Axes:
        """Every unit against its own earlier mean: the city bold, the others grey, their mean dashed."""
        from matplotlib.ticker import MaxNLocator  # heavy, as in new_axes

        axes = new_axes(ax, (6.4, 3.2))
        wide = self.course
        city = self.unit_changes.loc[self.unit_changes["treated"], "unit"].iloc[0]
        others = wide.drop(columns=city)
        years = wide.index.to_numpy(dtype=float)
        for position, unit in enumerate(others.columns):
            label = f"{self.comparators} others" if position == 0 else None
            axes.plot(years, others[unit], color="#b8bfc6", linewidth=1, label=label)
        axes.plot(
            years, others.mean(axis=1), "--", color="#555555", linewidth=1.5, label="mean of the others"
        )
        axes.plot(years, wide[city], "o-", color=LINE_COLOUR, linewidth=2.4, markersize=4, label=str(city))
        axes.axvline(self.first_year_after - 0.5, color="#b84300", linewidth=1)
        ratio = self.scale == "ratio"
        axes.axhline(100 if ratio else 0, color="#d0d0d0", linewidth=0.8, zorder=0)
        axes.set_ylabel("own earlier mean = 100" if ratio else "difference from own earlier mean")
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=3, frameon=False, fontsize="small")
        return axes

    def __str__(self) -> str:
        words = {True: "not seen to differ", False: "differ", None: "cannot be judged"}
        left_out = f"; left out: {', '.join(map(str, self.left_out))}" if self.left_out else ""
        return f"{super().__str__()}; earlier trends {words[self.earlier_trends_parallel]}{left_out}"


def comparator_change(
    outcomes: pd.DataFrame, treated: Hashable, first_year_after: int, scale: Scale = "ratio"
) -> ComparatorChange:
    """The treated unit's change from the earlier to the later years beyond the mean change of the other units.

    outcomes: one row a unit and year with columns unit, year (whole number), value and, if values are counts,
    exposure (positive). scale: "ratio" averages log rates a side (values above 0), "difference" averages the values
    or rates themselves. A year counts as later from `first_year_after` on. Years without the city's value are left
    out for all; other units with gaps stay, as long as they have a year on either side.

    The difference has standard error sd(others) · √(1 + 1/J) and t(J − 1) intervals; shocks common to all units
    cancel. It assumes that units would have changed alike but for independent chance of one size.
    Source: Donald & Lang (2007), Review of Economics and Statistics 89:221–233; Conley & Taber (2011), same
    journal 93:113–125.
    Raises ValueError for fewer than four comparators, a city without years on either side, rows that lack unit or
    year, two rows for one unit and year, infinite values, exposure that is missing or not positive, negative counts,
    values not above 0 on the ratio scale, and others that all changed by the same amount.
    """
    inputs.one_of(scale, "scale", get_args(Scale))
    boundary = inputs.number(first_year_after, "first_year_after")
    if not np.isscalar(treated) and not isinstance(treated, tuple | pd.Timestamp | pd.Period):
        raise ValueError(f"treated must be the name of one unit, not {type(treated).__name__}")
    table = _measured(outcomes, scale)
    of_city = np.array([unit == treated for unit in table.index], dtype=bool)
    if not table[of_city].notna().to_numpy().any():
        raise ValueError(f"treated (outcomes): the treated unit {treated!s} has no values")
    lacking = table.columns[table[of_city].isna().all()]
    table = table.drop(columns=lacking)
    later = table.columns.to_numpy() >= boundary
    if later.all() or not later.any():
        raise ValueError(
            "first_year_after (outcomes): the treated unit needs at least one year before and one after the boundary"
        )
    table, left_out = _with_years_on_both_sides(table, later)
    is_city = np.array([unit == treated for unit in table.index], dtype=bool)
    if (~is_city).sum() < COMPARATORS_NEEDED:
        raise ValueError("outcomes: at least four comparator units are needed")

    y = table.to_numpy(dtype=float)
    before, after = np.nanmean(y[:, ~later], axis=1), np.nanmean(y[:, later], axis=1)
    change = after - before
    beyond = _against_others(change, is_city)
    if beyond is None:
        raise ValueError(
            "outcomes: the others all changed by the same amount: there is no spread to compare with"
        )
    earlier_years = table.columns.to_numpy(dtype=float)[~later]
    trends = np.array([_slope(earlier_years, row) for row in y[:, ~later]])
    trend = _against_others(trends, is_city)
    trend_low, trend_high = trend.bounds(0.95) if trend else (None, None)

    def shown(number: float) -> float:
        return float(np.exp(number)) if scale == "ratio" else number

    units = pd.DataFrame(
        {
            "unit": table.index,
            "treated": is_city,
            "before": [shown(v) for v in before],
            "after": [shown(v) for v in after],
            "change": [shown(v) for v in change],
            "earlier_trend": [shown(v) for v in trends],
            "years_before": np.isfinite(y[:, ~later]).sum(axis=1),
            "years_after": np.isfinite(y[:, later]).sum(axis=1),
            "years_missing": [", ".join(map(str, table.columns[row])) for row in np.isnan(y)],
        }
    )
    own = y - before[:, None]
    course = pd.DataFrame(
        (100 * np.exp(own) if scale == "ratio" else own).T, index=table.columns, columns=list(table.index)
    )
    low, high = beyond.bounds(0.95)
    low_90, high_90 = beyond.bounds(0.90)
    df = beyond.others - 1
    detectable = (float(stats.t.ppf(0.975, df)) + Z_POWER_80_PERCENT) * beyond.standard_error
    return ComparatorChange(
        scale=scale,
        before=float(units.loc[is_city, "before"].iloc[0]),
        after=float(units.loc[is_city, "after"].iloc[0]),
        change=shown(beyond.difference),
        low=shown(low),
        high=shown(high),
        low_90=shown(low_90),
        high_90=shown(high_90),
        p=beyond.p,
        detectable=float(np.expm1(detectable)) if scale == "ratio" else detectable,
        n_before=float((~later).sum()),
        n_after=float(later.sum()),
        n_unit="years",
        method=f"city's change against those of {beyond.others} others, t with {df} degrees of freedom",
        source="Donald & Lang 2007; Conley & Taber 2011",
        comparators=beyond.others,
        expected_after=shown(float(before[is_city][0] + change[~is_city].mean())),
        unit_changes=units,
        course=course,
        first_year_after=int(np.ceil(boundary)),
        left_out=left_out,
        years_left_out=tuple(int(year) for year in lacking),
        trend_difference=None if trend is None else shown(trend.difference),
        trend_low=None if trend_low is None else shown(trend_low),
        trend_high=None if trend_high is None else shown(trend_high),
        earlier_trends_parallel=None if trend is None else trend.p > 0.05,
    )


def _measured(outcomes: pd.DataFrame, scale: Scale) -> pd.DataFrame:
    """Units × years: the values, or rates, on the scale of the analysis; missing where not known."""
    inputs.table(outcomes, "outcomes", {"unit", "year", "value"})
    if outcomes.empty or outcomes["value"].isna().all():
        raise ValueError("outcomes: there are no values")
    if outcomes[["unit", "year"]].isna().to_numpy().any():
        raise ValueError("outcomes: every row needs a unit and a year")
    year = inputs.numbers(outcomes["year"], "outcomes: year")
    if (year % 1 != 0).any():
        raise ValueError("outcomes: years must be whole numbers")
    if outcomes.duplicated(["unit", "year"]).any():
        raise ValueError("outcomes: a unit has two rows for one year")
    value = pd.Series(
        inputs.numbers(outcomes["value"], "outcomes: value", missing=True), index=outcomes.index
    )
    if "exposure" in outcomes.columns:
        exposure = pd.Series(
            inputs.numbers(outcomes["exposure"], "outcomes: exposure", missing=True), index=outcomes.index
        )
        if not (exposure > 0)[value.notna()].all():
            raise ValueError("outcomes: exposure must be present and positive")
        if (value < 0).any():
            raise ValueError("outcomes: counts must not be negative")
        value = value / exposure.where(value.notna())
    if scale == "ratio":
        if (value <= 0).any():
            raise ValueError(
                "outcomes and scale: the ratio scale needs values above 0, as nothing has no logarithm: use scale='difference', "
                "or put years together until none is without an event"
            )
        value = pd.Series(np.log(value), index=outcomes.index)
    measured = pd.DataFrame(
        {
            # As categories the units that have no row would be units too.
            "unit": outcomes["unit"].astype(object).to_numpy(),
            "year": year.astype(int),
            "measured": value.to_numpy(),
        }
    )
    wide = measured.pivot_table(index="unit", columns="year", values="measured", sort=False, dropna=False)
    return wide.sort_index(axis=1)


def _with_years_on_both_sides(
    table: pd.DataFrame, later: NDArray[np.bool_]
) -> tuple[pd.DataFrame, dict[Hashable, str]]:
    """The units that have a value before and after, and why the others have not."""
    left_out: dict[Hashable, str] = {}
    for unit, seen in zip(table.index, table.notna().to_numpy(), strict=True):
        if not seen[~later].any():
            left_out[unit] = "no value in the earlier years"
        elif not seen[later].any():
            left_out[unit] = "no value in the later years"
    return table.drop(index=list(left_out)), left_out


def _slope(years: Array, values: Array) -> float:
    """Least-squares slope a year over the years that are there; missing with fewer than three."""
    seen = np.isfinite(values)
    if seen.sum() < YEARS_FOR_A_TREND:
        return float("nan")
    return float(stats.linregress(years[seen], values[seen]).slope)


def _against_others(numbers: Array, is_city: NDArray[np.bool_]) -> AgainstOthers | None:
    """None where the city has no number, fewer than four others have one, or these do not differ."""
    city, others = float(numbers[is_city][0]), numbers[~is_city & np.isfinite(numbers)]
    if not np.isfinite(city) or others.size < COMPARATORS_NEEDED:
        return None
    spread = float(others.std(ddof=1))
    # Equal changes differ by rounding errors, which are no spread.
    if spread <= 1e-10 * max(1.0, float(np.abs(others).max())):
        return None
    return AgainstOthers(
        difference=city - float(others.mean()),
        standard_error=spread * float(np.sqrt(1 + 1 / others.size)),
        others=int(others.size),
    )
