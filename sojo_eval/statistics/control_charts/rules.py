"""The rules that mark points on a control chart. Marks invite a look; none of them is a verdict.

NHS rules: NHS England, Making Data Count (2019), as NHSRplotthedots applies them. Runs analysis: Anhøj & Olesen
(2014), PLoS ONE 9:e113825. Every function takes the points of one phase, in order; a missing point (NaN) ends a run.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from scipy import stats

Array = NDArray[np.float64]
Marks = NDArray[np.bool_]
Signs = NDArray[np.int64]
Improvement = Literal["higher", "lower"] | None

POINTS_IN_A_SHIFT = 7
POINTS_IN_A_TREND = 7


def side_of_centre(values: Array, centre: Array) -> Signs:
    """1 above the centre line, −1 below, 0 on it, missing or without a centre. A rounding error beside the line counts as on it."""
    on_it = np.isnan(values) | np.isnan(centre) | np.isclose(values, centre, rtol=1e-9, atol=1e-12)
    return np.where(on_it, 0, np.where(values > centre, 1, -1)).astype(np.int64)


def in_a_shift(side: Signs) -> Marks:
    """Points within at least seven in a row on one side of the centre line; a point on the line ends the run."""
    return np.asarray(_windows_of(side, POINTS_IN_A_SHIFT) != 0)


def trend_direction(values: Array) -> Signs:
    """1 within at least seven points that each rise, −1 within seven that each fall, else 0.

    A turning point that ends one trend and starts another belongs to the later one.
    """
    if values.size < POINTS_IN_A_TREND:
        return np.zeros(values.size, dtype=np.int64)
    steps = np.nan_to_num(np.sign(np.diff(values))).astype(np.int64)
    of_steps = _windows_of(steps, POINTS_IN_A_TREND - 1)
    direction = np.append(of_steps, 0)
    ends = (direction == 0) & (np.append(0, of_steps) != 0)
    direction[ends] = np.append(0, of_steps)[ends]
    return direction


def two_of_three(side: Signs, close_to_limits: Marks) -> Marks:
    """Points close to a limit (beyond two sigma, within three) of which three in a row, all on one side, hold two."""
    marked = np.zeros(side.size, dtype=bool)
    for start in range(side.size - 2):
        three = slice(start, start + 3)
        if abs(side[three].sum()) == 3 and close_to_limits[three].sum() >= 2:
            marked[three] |= close_to_limits[three]
    return marked


@dataclass(frozen=True)
class RunsAnalysis:
    """How runs on either side of the centre line compare with what chance allows.

    `n_useful` points are off the centre line. A run longer than `longest_run_max` or fewer crossings than
    `crossings_min` speaks against chance alone.
    """

    n_useful: int
    longest_run: int
    longest_run_max: int
    crossings: int
    crossings_min: int

    @property
    def long_run(self) -> bool:
        return self.longest_run > self.longest_run_max

    @property
    def few_crossings(self) -> bool:
        return self.crossings < self.crossings_min


def runs_analysis(side: Signs) -> RunsAnalysis:
    """Anhøj's rules. Points on the centre line and missing points are passed over.

    Source: longest run round(log2(n)) + 3, Schilling (2012); crossings qbinom(0.05, n − 1, 0.5), Chen (2010).
    """
    useful = side[side != 0]
    if useful.size == 0:
        return RunsAnalysis(0, 0, 0, 0, 0)
    crossed = np.flatnonzero(np.diff(useful)) + 1
    lengths = np.diff(np.concatenate([[0], crossed, [useful.size]]))
    return RunsAnalysis(
        n_useful=int(useful.size),
        longest_run=int(lengths.max()),
        longest_run_max=round(float(np.log2(useful.size))) + 3,
        crossings=int(crossed.size),
        crossings_min=int(stats.binom.ppf(0.05, useful.size - 1, 0.5)),
    )


def point_types(
    side: Signs, beyond: Marks, trend: Signs, close_pair: Marks, shift: Marks, improvement: Improvement
) -> list[str]:
    """Each point is common_cause, improvement, concern or, without a wished direction, neutral_special_cause.

    A point with several marks takes its direction from the first of: beyond a limit, trend, two of three, shift.
    """
    direction = np.select([beyond, trend != 0, close_pair | shift], [side, trend, side], default=0)
    if improvement is None:
        return ["neutral_special_cause" if d else "common_cause" for d in direction]
    wished = 1 if improvement == "higher" else -1
    names = {0: "common_cause", wished: "improvement", -wished: "concern"}
    return [names[int(d)] for d in direction]


def _windows_of(signs: Signs, length: int) -> Signs:
    """The sign, at every position covered by `length` equal signs in a row that are not 0; else 0."""
    covered = np.zeros(signs.size, dtype=np.int64)
    if signs.size < length:
        return covered
    totals = sliding_window_view(signs, length).sum(axis=1)
    for start in np.flatnonzero(np.abs(totals) == length):
        covered[start : start + length] = signs[start]
    return covered
