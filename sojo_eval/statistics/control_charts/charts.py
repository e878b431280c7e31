"""Control charts: individuals with moving range, proportions, rates and counts, with limits that may start again.

A control chart is a display, never a verdict. Its limits assume points that do not depend on each other; the months
of a year do, so take the season out first, and leave the judgement to `level_and_path`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np
import pandas as pd

from sojo_eval.statistics import inputs
from sojo_eval.statistics.control_charts import rules
from sojo_eval.statistics.control_charts.rules import Array, Improvement, Marks
from sojo_eval.statistics.inputs import Column
from sojo_eval.statistics.monthly.seasonal_adjustment import without_season
from sojo_eval.statistics.results import LINE_COLOUR, Result, new_axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Kind = Literal["xmr", "p", "u", "c"]

SIGMA_PER_MOVING_RANGE = 1 / 1.128
"""Three of these are the 2.66 of the XmR chart (Montgomery, appendix VI, d2 for two points)."""
RANGE_LIMIT = 3.267
"""Moving ranges above this many times their mean are screened out (Nelson 1982)."""
SHORT_PHASE = 12
"""Limits from fewer points than this are provisional (NHSRplotthedots)."""

_TITLES = {"xmr": "XmR chart", "p": "p chart", "u": "u chart", "c": "c chart"}
_LOOKS = {
    "common_cause": ("o", "#777777", "common cause"),
    "improvement": ("^", "#0067a5", "special cause: improvement"),
    "concern": ("v", "#b84300", "special cause: concern"),
    "neutral_special_cause": ("D", "#6a3d9a", "special cause"),
}


@dataclass(frozen=True, eq=False)
class ControlChart(Result):
    """One row a point in `points`; see `control_chart` for the columns. A display, never a verdict."""

    points: pd.DataFrame
    kind: Kind
    improvement: Improvement
    season: Literal["log", "raw"] | None
    method: str
    source: str

    def to_frame(self) -> pd.DataFrame:
        """One row a point: x, value, centre, lower, upper, phase, included, the marks and what they rest on."""
        return self.points.copy()

    def plot(self, ax: Axes | None = None) -> Axes:
        """Points on their line, the centre of each phase (solid) and its limits (dashed); marked points are shaped."""
        axes = new_axes(ax, (8.0, 3.4))
        points = self.points
        if isinstance(points["x"].dtype, pd.PeriodDtype):
            points = points.assign(x=points["x"].dt.to_timestamp())
        axes.plot(points["x"], points["value"], color="#9aa5b1", linewidth=1, zorder=2)
        for _, phase in points.groupby("phase"):
            axes.plot(phase["x"], phase["centre"], color=LINE_COLOUR, linewidth=1.3, zorder=1)
            for limit in ("lower", "upper"):
                axes.plot(
                    phase["x"], phase[limit], "--", color=LINE_COLOUR, linewidth=1, drawstyle="steps-mid"
                )
        for name, (marker, colour, words) in _LOOKS.items():
            some = points[points["point_type"] == name]
            if len(some):
                axes.plot(some["x"], some["value"], marker, color=colour, markersize=5, label=words, zorder=3)
        left_out = points[points["excluded"] & points["value"].notna()]
        if len(left_out):
            axes.plot(
                left_out["x"], left_out["value"], "o", mfc="none", mec="#555555", markersize=10,
                label="left out of the limits", zorder=4,
            )  # fmt: skip
        axes.set_ylabel("value" if self.season is None else "value without its season")
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=3, frameon=False, fontsize="small")
        return axes

    def __str__(self) -> str:
        marked = int((self.points["point_type"] != "common_cause").sum())
        phases = int(self.points["phase"].iloc[-1])
        last = self.points[self.points["centre"].notna()].iloc[-1]
        return (
            f"{_TITLES[self.kind]} of {int(self.points['value'].notna().sum())} points in "
            f"{phases} phase(s), {marked} marked as special cause; last limits {last['lower']:.4g} to "
            f"{last['upper']:.4g} around {last['centre']:.4g}; {self.method}. A display, not a verdict"
        )


def control_chart(
    values: Column,
    denominators: Column | None = None,
    *,
    kind: Kind = "xmr",
    rebase: Sequence[Any] = (),
    freeze: int | None = None,
    exclude: Sequence[Any] = (),
    improvement: Improvement = None,
    deseasonalise: bool = False,
    screen: bool = True,
) -> ControlChart:
    """Limits and marks of every point.

    values: (n,) in order of time, in any unit for "xmr", counts of events else; a missing value stays as a gap.
    denominators: (n,) positive; required for "p" (numbers at risk) and "u" (exposure), turns "xmr" values into
    rates, not allowed for "c"; 0 of 0 is a gap. rebase: index labels, or positions where no such label exists, at which new limits
    start. freeze: so many first points of the first phase fix its limits. exclude: labels or positions of points
    that are shown and marked but do not fix limits. improvement: which direction is wished, if any.
    deseasonalise: take the yearly pattern out first ("xmr" only; `season` says on which scale). screen: leave moving
    ranges above 3.267 times their mean out of the limits.

    Columns of the frame: x, observed (before the season is taken out), value, centre, lower, upper, phase (from 1),
    included (fixes the limits), excluded (as asked), beyond_limits, shift_nhs and trend_nhs (seven points each),
    two_of_three, run_anhoej and crossings_anhoej (the same for a whole phase, from n_useful, longest_run,
    longest_run_max, crossings, crossings_min, over points not excluded), point_type (by the NHS rules alone), short_phase (limits from fewer than
    12 points), reason (why a value or limit is missing, else empty; a phase that has no limits says why and leaves the
    others theirs).

    Source: Montgomery, Introduction to Statistical Quality Control, chapters 6 and 7; NHS Making Data Count (2019);
    Anhøj & Olesen (2014). Raises ValueError for empty or wholly missing input, infinite values, denominators that
    are missing or not positive, negative counts, more events than numbers at risk, labels that are not there, and
    where no phase has limits: too few points, or no variation at all.
    """
    inputs.one_of(improvement, "improvement", ("higher", "lower", None))
    inputs.switch(deseasonalise, "deseasonalise")
    inputs.switch(screen, "screen")
    observed, at_risk = _checked(values, denominators, kind)
    index = observed.index
    starts = sorted({0, *_positions(index, rebase, "rebase")})
    phase = np.searchsorted(starts, np.arange(len(index)), side="right")
    excluded = np.zeros(len(index), dtype=bool)
    excluded[_positions(index, exclude, "exclude")] = True
    fixes = ~excluded & observed.notna().to_numpy()
    if freeze is not None:
        if not 2 <= inputs.whole(freeze, "freeze", least=0) <= int((phase == 1).sum()):
            raise ValueError(
                "freeze must be at least 2 and at most the number of points in the first phase (rebase)"
            )
        fixes[freeze : int((phase == 1).sum())] = False

    shown = observed if at_risk is None else observed / at_risk
    season: Literal["log", "raw"] | None = None
    if deseasonalise:
        if kind != "xmr":
            raise ValueError(
                "deseasonalise: the season can be taken out of an xmr chart only: other limits rest on raw counts"
            )
        seasonal = without_season(shown, ~excluded)
        shown, season = seasonal.adjusted, seasonal.scale
    y = shown.to_numpy(dtype=float)
    raw = observed.to_numpy(dtype=float)
    n = np.ones(y.size) if at_risk is None else at_risk.to_numpy(dtype=float)

    frames = []
    refused: list[str] = []
    for number in range(1, len(starts) + 1):
        here = phase == number
        try:
            if kind == "xmr":
                centre, sigma = _moving_range_limits(y[here], fixes[here], number, screen)
            else:
                centre, sigma = _count_limits(raw[here], n[here], fixes[here], number, kind)
            refused.append("")
        except ValueError as error:
            centre = sigma = np.full(int(here.sum()), np.nan)
            refused.append(str(error))
        frames.append(_marked(y[here], centre, sigma, excluded[here], kind, improvement))
        frames[-1]["phase"] = number
        frames[-1]["short_phase"] = int(fixes[here].sum()) < SHORT_PHASE
    points = pd.concat(frames, ignore_index=True)
    points = points.assign(
        x=index, observed=raw if at_risk is None else raw / n, included=fixes, excluded=excluded
    )
    if all(refused):
        raise ValueError(f"values: {'; '.join(refused)}")
    points["reason"] = np.where(
        np.isnan(y), "the value is missing", np.array(refused, dtype=object)[phase - 1]
    )
    points.loc[np.isnan(n), "reason"] = "the value and its denominator are missing"
    if at_risk is not None:
        points.loc[nothing_of_nothing(values, denominators), "reason"] = (
            "the denominator is 0: nothing to divide by"
        )
    first = ["x", "observed", "value", "centre", "lower", "upper", "phase", "included", "excluded"]
    points = points[first + [name for name in points.columns if name not in first]]
    return ControlChart(
        points=points, kind=kind, improvement=improvement, season=season, method=_method(kind, season, screen),
        source="Montgomery, Introduction to Statistical Quality Control; NHS Making Data Count 2019; "
        "Anhøj & Olesen 2014",
    )  # fmt: skip


def _checked(values: Column, denominators: Column | None, kind: Kind) -> tuple[pd.Series, pd.Series | None]:
    inputs.one_of(kind, "kind", get_args(Kind))
    inputs.aligned(values=values, denominators=denominators)
    numbers = inputs.numbers(values, "values", missing=True, least=-np.inf if kind == "xmr" else 0)
    y = pd.Series(numbers, index=_labels(inputs.column(values, "values").index), copy=True)
    if y.isna().all():
        raise ValueError("values: there are no values")
    if denominators is None:
        if kind in ("p", "u"):
            raise ValueError(f"denominators: a {kind} chart needs denominators")
        return y, None
    if kind == "c":
        raise ValueError("denominators: a c chart has no denominators: use a u chart")
    n = pd.Series(inputs.numbers(denominators, "denominators", missing=True), index=y.index, copy=True)
    empty = nothing_of_nothing(values, denominators)
    y[empty] = n[empty] = np.nan
    if y.isna().all():
        raise ValueError("values and denominators: 0 of 0 at every point")
    if n[y.notna()].isna().any() or (n.dropna() <= 0).any():
        raise ValueError("denominators must be present and positive")
    if kind == "p" and (y > n).any():
        raise ValueError("values: numerators must be less than or equal to denominators")
    return y, n


def nothing_of_nothing(values: Column, denominators: Column | None) -> Marks:
    """(n,) points at which nothing was counted of nothing: gaps, as elsewhere."""
    if denominators is None:
        return np.zeros(len(values), dtype=bool)
    y, n = (
        inputs.numbers(part, name, missing=True)
        for part, name in ((values, "values"), (denominators, "denominators"))
    )
    return np.asarray((n == 0) & ((y == 0) | np.isnan(y)))


def _labels(index: pd.Index) -> pd.Index:
    """The points' labels, each once; times and numbers (years) in order, times by the wall clock of their zone."""
    if isinstance(index, pd.DatetimeIndex) and index.tz is not None:
        index = index.tz_localize(None)
    if not index.is_unique or index.hasnans:
        raise ValueError("values: the labels of the points must be distinct, and none missing")
    in_time = isinstance(index, pd.DatetimeIndex | pd.PeriodIndex) or pd.api.types.is_numeric_dtype(index)
    if in_time and not index.is_monotonic_increasing:
        raise ValueError("values: the points must be in order of time")
    return index


def _positions(index: pd.Index, labels: Any, name: str) -> list[int]:
    if isinstance(labels, str) or not hasattr(labels, "__iter__"):
        raise ValueError(f"{name} must be a list of labels, not {labels!r}")
    return [_position(index, label, name) for label in labels]


def _position(index: pd.Index, label: Any, name: str) -> int:
    wanted = label
    if isinstance(index, pd.DatetimeIndex | pd.PeriodIndex) and not isinstance(
        label, int | np.integer | pd.Period
    ):
        try:
            wanted = pd.Timestamp(label).tz_localize(None)
        except (TypeError, ValueError):
            raise ValueError(f"{name}: there is no point {label} among the values") from None
        if isinstance(index, pd.PeriodIndex) and not pd.isna(wanted):
            wanted = wanted.to_period(index.freqstr)
    found = np.flatnonzero([_same(each, wanted) for each in index])
    if found.size:
        return int(found[0])
    if isinstance(label, int | np.integer) and not isinstance(label, bool) and 0 <= label < len(index):
        return int(label)
    raise ValueError(f"{name}: there is no point {label} among the values")


def _same(one: object, other: object) -> bool:
    comparable = np.isscalar(other) or isinstance(other, pd.Timestamp | pd.Period)
    return comparable and not isinstance(other, bool) and bool(one == other)


def _moving_range_limits(y: Array, fixes: Marks, phase: int, screen: bool) -> tuple[Array, Array]:
    """Centre and sigma of each point. ValueError where there are none. A range is taken between neighbours only, never across a gap."""
    base = np.where(fixes, y, np.nan)
    ranges = np.abs(np.diff(base))
    ranges = ranges[~np.isnan(ranges)]
    if ranges.size == 0:
        raise ValueError(f"phase {phase}: limits need at least two neighbouring points")
    if screen:
        ranges = ranges[ranges <= RANGE_LIMIT * ranges.mean()]
    centre = float(np.nanmean(base))
    # Taking out a season leaves rounding errors of a flat series behind: they are no variation.
    if ranges.mean() <= 1e-10 * abs(centre):
        raise ValueError(f"phase {phase}: points that do not vary have no limits")
    sigma = float(ranges.mean()) * SIGMA_PER_MOVING_RANGE
    return np.full(y.size, centre), np.full(y.size, sigma)


def _count_limits(counts: Array, n: Array, fixes: Marks, phase: int, kind: Kind) -> tuple[Array, Array]:
    """Centre and sigma of each point: binomial for p, Poisson for u and c (n is 1)."""
    if fixes.sum() < 2:
        raise ValueError(f"phase {phase}: limits need at least two points")
    centre = float(counts[fixes].sum() / n[fixes].sum())
    if centre == 0:
        raise ValueError(f"phase {phase}: points without any event have no limits")
    if kind == "p" and centre == 1:
        raise ValueError(f"phase {phase}: points where everyone has the event have no limits")
    variance = centre * (1 - centre) if kind == "p" else centre
    return np.full(counts.size, centre), np.sqrt(variance / n)


def _marked(
    y: Array, centre: Array, sigma: Array, excluded: Marks, kind: Kind, improvement: Improvement
) -> pd.DataFrame:
    lower, upper = centre - 3 * sigma, centre + 3 * sigma
    if kind != "xmr":
        lower = np.maximum(lower, 0.0)
    if kind == "p":
        upper = np.minimum(upper, 1.0)
    side = rules.side_of_centre(y, centre)
    beyond = (y > upper) | (y < lower)
    close = ~beyond & (np.abs(y - centre) > 2 * sigma)
    shift, trend = rules.in_a_shift(side), rules.trend_direction(y)
    pair = rules.two_of_three(side, close)
    runs = rules.runs_analysis(side[~excluded])
    return pd.DataFrame(
        {
            "value": y, "centre": centre, "lower": lower, "upper": upper,
            "beyond_limits": beyond, "shift_nhs": shift, "trend_nhs": trend != 0, "two_of_three": pair,
            "run_anhoej": runs.long_run, "crossings_anhoej": runs.few_crossings,
            "point_type": rules.point_types(side, beyond, trend, pair, shift, improvement),
            **vars(runs),
        }
    )  # fmt: skip


def _method(kind: Kind, season: Literal["log", "raw"] | None, screen: bool) -> str:
    words = {"p": "3 sigma limits, binomial", "u": "3 sigma limits, Poisson", "c": "3 sigma limits, Poisson"}
    text = words.get(kind, "2.66 × mean moving range" + (", large ranges screened" if screen else ""))
    return text if season is None else f"{text}; two annual harmonics taken out on the {season} scale"
