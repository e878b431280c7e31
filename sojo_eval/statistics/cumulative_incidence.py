"""What happens next, and by when, where one of several things ends the wait: cumulative incidence (Aalen–Johansen).

Kaplan–Meier would treat a wait that ended otherwise (closed without a plan) as if its event were still to come, and
say too high a share. Here each outcome takes its share, and what nobody has seen yet is censored.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats
from statsmodels.duration.survfunc import CumIncidenceRight

from sojo_eval.statistics import inputs
from sojo_eval.statistics.durations import reached
from sojo_eval.statistics.inputs import Array, Column, aligned, confidence_level
from sojo_eval.statistics.intervals import Interval, exp, share_bounds
from sojo_eval.statistics.results import LINE_COLOUR, IntervalEstimate, Result, new_axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

CURVE_COLUMNS = ["outcome", "day", "share", "standard_error", "low", "high", "at_risk", "known"]
_METHOD = "cumulative incidence (Aalen–Johansen), interval on the log(−log) scale"
_SOURCE = "Aalen & Johansen 1978; Marubini & Valsecchi 1995; Choudhury 2002"
_COLOURS = (LINE_COLOUR, "#b84300", "#0067a5", "#6a3d9a", "#777777")


@dataclass(frozen=True, eq=False)
class CumulativeIncidence(Result):
    """By when each outcome has come, of all who began to wait.

    curves: `CURVE_COLUMNS`, a row for each outcome and day on which someone left; share is 0..1, at_risk counts those
    who still waited the day before, known those of whom the state on that day is known (not censored before). counts: persons for each outcome. last: the longest wait seen, in days; exhausted:
    nobody waited longer, so that the shares hold for later days too.
    """

    outcomes: tuple[str, ...]
    counts: dict[str, int]
    persons: int
    censored: int
    curves: pd.DataFrame
    last: float
    exhausted: bool
    level: float = 0.95
    method: str = _METHOD
    source: str = _SOURCE

    def to_frame(self) -> pd.DataFrame:
        """The curves."""
        return self.curves

    def at(self, days: Iterable[float]) -> pd.DataFrame:
        """Columns as the curves, a row for each outcome and day; missing where nobody was followed that long.

        Raises ValueError for days that are missing or negative.
        """
        days = list(days) if isinstance(days, Iterator) else days
        inputs.days(days, "days")  # type: ignore[arg-type]  # whatever it is
        rows: list[tuple[object, ...]] = []
        for outcome in self.outcomes:
            curve = self.curves[self.curves["outcome"] == outcome]
            for day in days:
                seen = curve[curve["day"] <= day]
                left = int(curve["at_risk"].iloc[len(seen)]) if len(seen) < len(curve) else 0
                if day > self.last and not self.exhausted:
                    rows.append((outcome, day, np.nan, np.nan, np.nan, np.nan, 0, 0))
                elif seen.empty:
                    bounds = _bounds(0.0, 0.0, self.persons, self.level)
                    rows.append((outcome, day, 0.0, 0.0, *bounds, left, self.persons))
                else:
                    share, error, low, high, known = seen.iloc[-1][[*CURVE_COLUMNS[2:6], "known"]]
                    rows.append((outcome, day, share, error, low, high, left, int(known)))
        return pd.DataFrame(rows, columns=CURVE_COLUMNS)

    def quantile(self, outcome: str, probability: float = 0.5) -> IntervalEstimate:
        """The day by which a share `probability` of all has had `outcome`; infinite if the curve stays below.

        The bounds are the days on which the upper and the lower limit of the curve reach it (Brookmeyer & Crowley
        1982). Raises ValueError for a probability outside 0..1 and for another outcome.
        """
        if not 0 < inputs.number(probability, "probability") < 1:
            raise ValueError(f"the probability of a quantile lies between 0 and 1, not {probability}")
        if outcome not in self.outcomes:
            raise ValueError(f"there is no outcome {outcome!r}: {', '.join(self.outcomes)}")
        curve = self.curves[self.curves["outcome"] == outcome]

        def first(column: str) -> float:
            days = curve.loc[reached(curve[column].to_numpy(dtype=float), probability), "day"]
            return float(days.iloc[0]) if len(days) else np.inf

        value, low, high = first("share"), first("high"), first("low")
        return IntervalEstimate(
            what=f"days until {100 * probability:g} % had {outcome}",
            value=value,
            low=min(
                low, self.last
            ),  # a curve that never came near says only: longer than anybody was followed
            high=high,
            n=float(self.persons),
            n_unit="persons",
            method=self.method,
            source=f"{self.source}; Brookmeyer & Crowley 1982",
            level=self.level,
        )

    def plot(self, ax: Axes | None = None) -> Axes:
        """The share of each outcome by day, with its band."""
        axes = new_axes(ax, (6.4, 3.2))
        for position, outcome in enumerate(self.outcomes):
            curve = self.curves[self.curves["outcome"] == outcome]
            colour = _COLOURS[position % len(_COLOURS)]
            day = np.concatenate([[0.0], curve["day"]])
            share, low, high = (
                np.concatenate([[0.0], 100 * curve[column]]) for column in ("share", "low", "high")
            )
            axes.step(day, share, where="post", color=colour, label=outcome)
            axes.fill_between(day, low, high, step="post", color=colour, alpha=0.15, linewidth=0)
        axes.set_ylim(0, 102)
        axes.set_xlabel("days")
        axes.set_ylabel("%")
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=3, frameon=False, fontsize="small")
        return axes

    def __str__(self) -> str:
        ends = self.at([self.last])
        told = ", ".join(
            f"{o} {100 * s:.3g} % ({100 * low:.3g} to {100 * high:.3g})"
            for o, s, low, high in zip(ends["outcome"], ends["share"], ends["low"], ends["high"], strict=True)
        )
        return f"of {self.persons} persons within {self.last:g} days: {told}; {self.censored} censored; {self.method}"


def cumulative_incidence(
    days: Column, outcome: Column, *, outcomes: Sequence[str] = (), level: float = 0.95
) -> CumulativeIncidence:
    """Share of all who wait that has had each outcome, by day.

    days: (persons,) to whatever came first; outcome: (persons,) which it was, missing = none yet (censored).
    `outcomes` orders the outcomes and names those that nobody had; others found in the data follow. Standard errors
    by the delta method; intervals on the log(−log) scale of the share, exact (Clopper–Pearson) where it is 0 or 1.
    n is then the persons who had left, or still waited, by that day. Source: Aalen & Johansen (1978); Marubini & Valsecchi (1995); Choudhury (2002).
    Raises ValueError for no persons, days that are missing or negative, and outcomes listed twice.
    """
    aligned(days=days, outcome=outcome)
    times = inputs.days(days, "days")
    if times.size == 0:
        raise ValueError("days and outcome: there are no persons")
    labels = inputs.column(outcome, "outcome").astype(object).reset_index(drop=True)
    labels = labels.where(labels.notna(), None)
    order = [str(x) for x in inputs.labels(outcomes, "outcomes")]
    named = [*order, *sorted({str(x) for x in labels.dropna()} - set(order))]
    if len(set(named)) < len(named):
        raise ValueError("outcomes: an outcome is listed twice")
    numbered = {name: i + 1 for i, name in enumerate(named)}
    code = np.array([0 if x is None else numbered[str(x)] for x in labels], dtype=np.int64)
    level = confidence_level(level)
    last = float(times.max())
    exhausted = bool((code[times == last] > 0).all())
    days_seen, shares, errors = _curves(times, code, exhausted)
    waited = [int((times >= day).sum()) for day in days_seen]
    known = [int(((code > 0) | (times > day)).sum()) for day in days_seen]
    none = np.zeros(len(days_seen))
    rows = [
        (name, day, share, error, *_bounds(share, error, n, level), risk, n)
        for i, name in enumerate(named)
        for day, share, error, risk, n in zip(
            days_seen, shares.get(i + 1, none), errors.get(i + 1, none), waited, known, strict=True
        )
    ]
    return CumulativeIncidence(
        outcomes=tuple(named),
        counts={name: int((code == i + 1).sum()) for i, name in enumerate(named)},
        persons=int(times.size),
        censored=int((code == 0).sum()),
        curves=pd.DataFrame(rows, columns=CURVE_COLUMNS),
        last=last,
        exhausted=exhausted,
        level=level,
    )


def _curves(
    times: Array, code: NDArray[np.int64], exhausted: bool
) -> tuple[Array, dict[int, Array], dict[int, Array]]:
    """Days on which someone left; for each code that occurs its shares and standard errors on these days."""
    days = np.unique(times)
    present = [int(c) for c in np.unique(code[code > 0])]
    if not present:
        return days, {}, {}
    # statsmodels counts outcomes from 1 without gaps.
    status = np.searchsorted(present, code) + 1
    status[code == 0] = 0
    with np.errstate(divide="ignore", invalid="ignore"):  # on the last day, where all leave
        estimate = CumIncidenceRight(times, status)
    errors = estimate.cinc_se
    if exhausted:
        errors = [
            np.append(known[:-1], _last_error(times, status, i + 1, float(share[-1])))
            for i, (known, share) in enumerate(zip(errors, estimate.cinc, strict=True))
        ]
    # Rounding may leave a variance of −1e-18 where nothing varies.
    return (
        days,
        {c: np.minimum(share, 1.0) for c, share in zip(present, estimate.cinc, strict=True)},
        {c: np.nan_to_num(error) for c, error in zip(present, errors, strict=True)},
    )


def _last_error(times: Array, status: NDArray[np.int64], outcome: int, share: float) -> float:
    """Standard error on the last day, when all who still wait leave and the formula divides by zero.

    What did not come on that day has the error of the day before; what alone came is 1 minus the rest, with the
    error of the rest. Where both came, the larger.
    """
    if (status > 0).all():
        return float(np.sqrt(max(0.0, share * (1 - share)) / times.size))
    mine_and_rest = np.where(status == outcome, 1, np.where(status > 0, 2, 0))
    if mine_and_rest.max() < 2:
        return 0.0  # a share of 1
    with np.errstate(divide="ignore", invalid="ignore"):
        mine, rest = (error[-2] for error in CumIncidenceRight(times, mine_and_rest).cinc_se)
    today = set(mine_and_rest[times == times.max()])
    return float(max(mine if today != {1} else 0.0, rest if today != {2} else 0.0))


def _bounds(share: float, error: float, n: int, level: float) -> Interval:
    """Bounds of a share with its standard error; where it is 0 or 1, of none or all of `n` persons."""
    if share <= 0 or share >= 1 or error <= 0:
        return share_bounds(min(max(share, 0.0), 1.0), n, level) if n else (0.0, 1.0)
    z = float(stats.norm.ppf(0.5 + level / 2))
    reach = z * error / (share * -np.log(share))
    return float(share ** exp(reach)), float(share ** exp(-reach))
