"""Interval bounds as plain pairs of numbers, and what is made of them: differences and p-values.

The public functions (`wilson_interval` and so on) wrap these into results; loops use these.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy import optimize, stats
from scipy.special import ndtr, stdtrit
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.rates import confint_poisson

from sojo_eval.statistics import inputs
from sojo_eval.statistics.inputs import confidence_level

Interval = tuple[float, float]
IntervalAtZ = Callable[[float], Interval]
"""Gives the interval whose half-width corresponds to z standard errors."""

RARE_EVENTS = 20.0
"""Where n·min(p, 1−p) is smaller than this the Clopper–Pearson form of Korn & Graubard replaces Wilson."""
EXACT_BELOW = 10
"""Byar's lower limit fails for very small counts (negative at 1 with 99.8 %)."""

_LARGEST_Z = 7.9  # p about 3e-15: beyond this the level of an interval cannot be told from 1


def wilson_bounds(x: float, n: float, level: float = 0.95) -> Interval:
    """Wilson (1927) score bounds of x / n; both may be fractional. Raises ValueError unless 0 ≤ x ≤ n, n > 0."""
    check_parts(x, n)
    low, high = proportion_confint(x, n, alpha=1 - confidence_level(level), method="wilson")
    return float(low), float(high)


def check_parts(x: float, n: float, names: tuple[str, str] = ("x", "n")) -> None:
    """Raises ValueError, naming the two, unless 0 ≤ x ≤ n and n > 0."""
    whole, part = inputs.number(n, names[1], positive=True), inputs.number(x, names[0], least=0)
    if part > whole:
        raise ValueError(
            f"{names[0]}: a numerator lies between 0 and its denominator, {x} does not ({names[1]} = {n})"
        )


def share_bounds(share: float, n: float, level: float = 0.95) -> Interval:
    """Bounds of one share with (effective) sample size n: Wilson, Korn & Graubard (1998) where n·min(p, 1−p) < 20.

    Raises ValueError when n is not positive or the share lies outside 0..1.
    """
    n, share = inputs.number(n, "n", positive=True), inputs.share(share, "share")
    method = "beta" if n * min(share, 1 - share) < RARE_EVENTS else "wilson"
    low, high = proportion_confint(share * n, n, alpha=1 - confidence_level(level), method=method)
    return float(low), float(high)


def newcombe_bounds(x1: float, n1: float, x2: float, n2: float, level: float = 0.95) -> Interval:
    """Bounds of x1/n1 − x2/n2: Newcombe (1998) method 10, hybrid Wilson score. Raises ValueError as Wilson does."""
    first, second = wilson_bounds(x1, n1, level), wilson_bounds(x2, n2, level)
    p1, p2 = x1 / n1, x2 / n2
    return mover(p1 - p2, p2, second, p1, first)


def garwood_bounds(count: float, level: float = 0.95) -> Interval:
    """Garwood (1936) exact bounds of a Poisson count. Raises ValueError for a negative or infinite count."""
    _check_count(count)
    low, high = confint_poisson(count, 1.0, method="exact-c", alpha=1 - confidence_level(level))
    return float(low), float(high)


def byar_bounds(count: float, level: float = 0.95) -> Interval:
    """Byar's bounds of a Poisson count (Breslow & Day 1987), whatever its size. Raises ValueError unless above 0."""
    _check_count(count)
    if count == 0:
        raise ValueError("Byar's method needs at least one event; the exact interval does not")
    z = float(stats.norm.ppf(0.5 + confidence_level(level) / 2))
    low = count * (1 - 1 / (9 * count) - z / (3 * np.sqrt(count))) ** 3
    high = (count + 1) * (1 - 1 / (9 * (count + 1)) + z / (3 * np.sqrt(count + 1))) ** 3
    return float(low), float(high)


def count_bounds(count: float, level: float = 0.95) -> Interval:
    """Byar's bounds, exact below 10 events. Raises ValueError for a negative or infinite count."""
    _check_count(count)
    return garwood_bounds(count, level) if count < EXACT_BELOW else byar_bounds(count, level)


def _check_count(count: float) -> None:
    inputs.number(count, "count", least=0)


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


def t_shrinkage(z: float, df: float) -> float:
    """Square of z over the t quantile of the same level, 1 for infinitely many degrees of freedom."""
    if not np.isfinite(df):
        return 1.0
    seen = max(z, 1e-4)  # the ratio has a limit at 0, where both quantiles are 0
    return float((seen / -stdtrit(df, float(ndtr(-seen)))) ** 2)


def level_of_z(z: float) -> float:
    """Level of the two-sided interval that reaches z standard errors."""
    return float(1 - 2 * ndtr(-z))


def exp(logarithm: float) -> float:
    """e to the power of a bound on the log scale; infinite, without complaint, where almost nothing is known."""
    with np.errstate(over="ignore"):
        return float(np.exp(logarithm))
