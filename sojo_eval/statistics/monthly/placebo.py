"""Placebo in time: the question asked at earlier months at which nothing is known to have begun.

At each earlier month that has a full window on either side, without a declared shock, a definition change or too many
months missing inside, the same estimator is asked the same question. How often it finds a change there says how far it can
be trusted at the real boundary. Months without such a window are counted with their reason, never filled in.

Source: placebo-in-time tests, e.g. Abadie, Diamond & Hainmueller (2015); the ratio is the root mean square of the
placebo z, which is 1 where the model's own interval is right.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from sojo_eval.statistics.monthly import calendar
from sojo_eval.statistics.monthly.autoregression import Array, NotIdentifiedError
from sojo_eval.statistics.monthly.level_and_path import Step, level_and_path, step_alone
from sojo_eval.statistics.monthly.monthly_series import Family, MonthlySeries, monthly_series
from sojo_eval.statistics.monthly.rare_change import rare_step_alone
from sojo_eval.statistics.results import LINE_COLOUR, Result, new_axes
from sojo_eval.statistics.series_change import Question, SeriesChange

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Reason = Literal[
    "asked", "no_window", "shock", "definition_change", "another_start", "missing", "too_near", "no_answer"
]
"""Why a month was asked about or not; `too_near`: an asked one lies closer than the spacing."""

StepOf = Callable[[MonthlySeries], Step]
"""The estimator that is asked, without all that stands beside the step."""
WINDOWS = ((60, 24), (24, 12))
"""Months before and after; the first that leaves `LEAST_PLACES` is used, else the last."""
LEAST_PLACES = 3
"""Fewer say nothing of a spread."""
MOST_PLACES = 12
SPACING = 4
"""Places lie at least a quarter of the later window apart: nearer ones ask of nearly the same months."""
MISSING_SHARE, LONGEST_GAP = 0.10, 3
"""A window with more missing months, or more in a row, is not full."""
SMALLEST_P = 1e-300
"""Below it a normal score would be infinite."""

COLUMNS = ["month", "reason", "change", "low", "high", "z"]


@dataclass(frozen=True, eq=False)
class PlaceboInTime(Result):
    """What the question gave at months that are no start of the plan.

    places: one row an earlier month: month, reason (`Reason`) and, where asked and answered, change, low, high (95 %
    interval, on the estimator's scale) and z (two-sided p as a normal score, with the sign of the change). before,
    after: months of the window on either side. actual: the real boundary's answer.
    """

    places: pd.DataFrame
    before: int
    after: int
    actual: SeriesChange

    @cached_property
    def asked(self) -> pd.DataFrame:
        """The places with an answer."""
        return self.places[self.places["reason"] == "asked"]

    @property
    def n(self) -> int:
        """How many places gave an answer."""
        return len(self.asked)

    @property
    def up(self) -> int:
        """At how many the 95 % interval lies wholly above no change."""
        return int((self.asked["low"] > self.actual.no_change).sum())

    @property
    def down(self) -> int:
        """At how many the 95 % interval lies wholly below no change."""
        return int((self.asked["high"] < self.actual.no_change).sum())

    @property
    def skipped(self) -> dict[str, int]:
        """Earlier months about which nothing was asked or answered, by reason."""
        counts = self.places["reason"].value_counts()
        return {str(reason): int(n) for reason, n in counts.items() if reason != "asked"}

    @property
    def spread(self) -> float | None:
        """Root mean square of the placebo z; None for fewer than `LEAST_PLACES` different answers."""
        z = self.asked["z"].to_numpy(dtype=float)
        # Equal answers are one answer seen again, not a certainty.
        if np.unique(np.round(z, 9)).size < LEAST_PLACES:
            return None
        return float(np.sqrt(np.mean(z**2)))

    @property
    def ratio(self) -> float | None:
        """By how much the interval is too short, never below 1; None where there are too few places to tell."""
        return None if self.spread is None else max(1.0, self.spread)

    @property
    def widened(self) -> tuple[float, float] | None:
        """The real boundary's 95 % interval with both arms times `ratio` (on the log scale for ratios)."""
        if self.ratio is None:
            return None
        real, ratio = self.actual, self.ratio
        if real.scale == "ratio":
            return real.change * (real.low / real.change) ** ratio, real.change * (
                real.high / real.change
            ) ** ratio
        return real.change + ratio * (real.low - real.change), real.change + ratio * (real.high - real.change)

    def to_frame(self) -> pd.DataFrame:
        """One row an earlier month, with the reason why it was asked about or not."""
        return self.places.copy()

    def plot(self, ax: Axes | None = None) -> Axes:
        """Each placebo estimate with its 95 % interval at its month, and the real boundary's beside them."""
        from matplotlib import dates as mdates  # heavy, as in new_axes

        axes = new_axes(ax, (8.0, 3.0))
        asked, real = self.asked, self.actual
        none, grey = real.no_change, "#777777"

        def percent(value: Any) -> Any:
            return 100 * (value - none)

        for first, last in self._spans_without_window():
            days = [float(mdates.date2num(day)) for day in (first, last)]  # type: ignore[no-untyped-call]
            axes.axvspan(*days, color="#ececec", zorder=0, label="_" if axes.patches else "no clean window")
        axes.axhline(0, linestyle="--", color="#555555", linewidth=0.9)
        axes.vlines(asked["month"], percent(asked["low"]), percent(asked["high"]), color=grey)
        axes.plot(asked["month"], percent(asked["change"]), "o", color=grey, label="no plan began")
        start = real.course.loc[real.course["after"], "month"].iloc[:1]
        axes.vlines(start, percent(real.low), percent(real.high), color=LINE_COLOUR, linewidth=2)
        axes.plot(
            start, [percent(real.change)] * len(start), "D", color=LINE_COLOUR, label="start of the plan"
        )
        axes.set_ylabel("change, %" if real.scale == "ratio" else "change, points")
        axes.legend(frameon=False, fontsize=8, ncols=3, loc="lower left", bbox_to_anchor=(0.0, 1.0))
        return axes

    def _spans_without_window(self) -> list[tuple[pd.Timestamp, pd.Timestamp]]:
        """First and last day of each run of months that have no full clean window around them."""
        none = ~self.places["reason"].isin(["asked", "too_near", "no_answer", "another_start"])
        run = (none != none.shift()).cumsum()
        runs = self.places[none].groupby(run[none])["month"].agg(["min", "max"])
        return [(low, high + pd.offsets.MonthEnd(0)) for low, high in runs.itertuples(index=False)]

    def __str__(self) -> str:
        if not self.n:
            return f"no earlier month has {self.before} + {self.after} clean months around it: nothing could be asked"
        spread = (
            ""
            if self.spread is None
            else f"; their z scatter by {self.spread:.2f} (1 where the model is right)"
        )
        return (
            f"at {self.n} earlier months ({self.before} + {self.after} months) the same question found a rise {self.up} "
            f"and a fall {self.down} times{spread}"
        )


def placebo_in_time(
    counts: pd.Series,
    exposure: pd.Series | float = 1.0,
    *,
    boundary: pd.Timestamp | str,
    shocks: Sequence[tuple[pd.Timestamp | str, pd.Timestamp | str | None]] = (),
    breaks: Sequence[pd.Timestamp | str] = (),
    other_starts: Sequence[pd.Timestamp | str] = (),
    family: Family = "rate",
    question: Question = "level",
    actual: SeriesChange | None = None,
    windows: Sequence[tuple[int, int]] = WINDOWS,
    rare: bool = False,
) -> PlaceboInTime:
    """The question of `level_and_path` at earlier months at which no plan began.

    Arguments as there. other_starts: days at which something else is known to have begun (earlier plans): they are no
    placebos. actual: the real boundary's answer where it is already known (the months may reach further back than its
    own). rare: asked as `rare_change` does, which the actual answer must then be of. windows: (before, after) in months, the first that leaves `LEAST_PLACES` is taken.
    At most `MOST_PLACES` places are asked, from the boundary backwards. Nothing is drawn at random.
    Raises what `level_and_path` raises at the real boundary.
    """
    if actual is None:
        actual = level_and_path(
            counts, exposure, boundary=boundary, shocks=shocks, breaks=breaks, family=family, question=question
        )  # fmt: skip
    series = monthly_series(
        counts, exposure, boundary=boundary, shocks=shocks, breaks=breaks, family=family, question=question,
        errors="by_step",
    )  # fmt: skip
    starts = calendar.days_of(other_starts, "other_starts")
    step_of = rare_step_alone if rare else step_alone
    found = None
    for before, after in windows:
        reasons = _reasons(series, starts, before, after)
        found = _ask(series, reasons, (before, after), step_of)
        if (found["reason"] == "asked").sum() >= LEAST_PLACES:
            break
    if found is None:
        raise ValueError("windows: at least one is needed")
    return PlaceboInTime(found, before, after, actual)


def _reasons(series: MonthlySeries, starts: tuple[pd.Timestamp, ...], before: int, after: int) -> pd.Series:
    """Why each month before the boundary can be asked about ("asked") or not, indexed by its position."""
    months, known = series.months, series.known
    last = int((months < series.boundary).sum())
    # A step inside a window would be taken for its level; one at its first month touches nothing.
    broken, begun = (
        np.asarray(months.isin([when.to_period("M").to_timestamp() for when in days]))
        for days in (series.breaks, starts)
    )
    reasons: dict[int, Reason] = {}
    for place in range(last):
        first, end = place - before, place + after
        inside = slice(first, end)
        if first < 0 or end > last:
            reasons[place] = "no_window"
        elif series.shocked[inside].any():
            reasons[place] = "shock"
        elif broken[first + 1 : end].any():
            reasons[place] = "definition_change"
        elif begun[place]:
            reasons[place] = "another_start"
        elif _too_many_missing(known[inside]):
            reasons[place] = "missing"
        else:
            reasons[place] = "asked"
    return pd.Series(reasons, dtype=object)


def _too_many_missing(known: NDArray[np.bool_]) -> bool:
    missing = ~known
    runs = np.diff(np.flatnonzero(np.concatenate([[True], known, [True]]))) - 1
    return bool(missing.mean() > MISSING_SHARE or runs.max() > LONGEST_GAP)


def _ask(series: MonthlySeries, reasons: pd.Series, window: tuple[int, int], step_of: StepOf) -> pd.DataFrame:
    """The rows of `PlaceboInTime.places`: from the boundary backwards, never nearer than the spacing."""
    possible = [int(place) for place in reasons.index[reasons == "asked"]]
    spacing = max(window[1] // SPACING, -(-len(possible) // MOST_PLACES))
    reasons = reasons.copy()
    answers: dict[int, Array] = {}
    taken: int | None = None
    for place in reversed(possible):
        if (taken is not None and taken - place < spacing) or len(answers) == MOST_PLACES:
            reasons[place] = "too_near"
            continue
        taken = place
        try:
            answers[place] = _answer(series, place, window, step_of)
        except NotIdentifiedError:
            reasons[place] = "no_answer"
    rows = pd.DataFrame(np.nan, index=reasons.index, columns=["change", "low", "high", "z"])
    for place, numbers in answers.items():
        rows.loc[place] = numbers
    return pd.DataFrame({"month": series.months[reasons.index], "reason": reasons, **rows}).reset_index(
        drop=True
    )[COLUMNS]


def _answer(series: MonthlySeries, place: int, around: tuple[int, int], step_of: StepOf) -> Array:
    """(4,): change, low, high and z of the question asked at one place."""
    window = series.rows[place - around[0] : place + around[1]]
    answer = step_of(
        monthly_series(
            pd.Series(window.numerator, window.months),
            pd.Series(window.denominator, window.months),
            boundary=series.months[place],
            shocks=(),
            breaks=(),
            family=series.family,
            question="path" if series.trend else "level",
            errors=series.errors,
        )
    )
    none = 1.0 if series.family == "rate" else 0.0
    size = float(stats.norm.isf(max(answer.p, SMALLEST_P) / 2))
    return np.array([answer.change, answer.low, answer.high, np.copysign(size, answer.change - none)])
