"""Turning a family of intervals into a p-value, and two interval families into the interval of a difference."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy import optimize, stats

Interval = tuple[float, float]
IntervalAtZ = Callable[[float], Interval]
"""Gives the interval whose half-width corresponds to z standard errors."""

_LARGEST_Z = 7.9  # p about 3e-15: beyond this the level of an interval cannot be told from 1


def mover(
    difference: float, first: float, first_ci: Interval, second: float, second_ci: Interval
) -> Interval:
    """Interval for `second − first` from the two separate intervals.

    Source: Zou & Donner (2008), MOVER; with Wilson intervals it is Newcombe's (1998) method 10.
    """
    low = difference - np.hypot(second - second_ci[0], first_ci[1] - first)
    high = difference + np.hypot(second_ci[1] - second, first - first_ci[0])
    return float(low), float(high)


def p_from_intervals(interval_at: IntervalAtZ, null: float) -> float:
    """The two-sided p-value that agrees with the intervals: the level at which `null` just falls outside."""

    def outside(z: float) -> float:
        low, high = interval_at(z)
        return max(low - null, null - high)

    if outside(1e-9) <= 0:
        return 1.0
    if outside(_LARGEST_Z) > 0:
        return float(2 * stats.norm.sf(_LARGEST_Z))
    z = float(optimize.brentq(outside, 1e-9, _LARGEST_Z))
    return float(2 * stats.norm.sf(z))


def z_of_t(level: float, df: float) -> float:
    """Multiplier for a two-sided interval at `level` (0.95) with `df` degrees of freedom."""
    return float(stats.t.ppf(0.5 + level / 2, df))
