"""Intervals for shares and for the difference of two shares; n may be fractional (an effective sample size)."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from sojo_eval.statistics.intervals import Interval, mover, p_from_intervals, z_of_t
from sojo_eval.statistics.results import (
    Z_POWER_80_PERCENT,
    Z_TWO_SIDED_5_PERCENT,
    ChangeEstimate,
)

RARE_EVENTS = 20.0
"""Where n·min(p, 1−p) is smaller than this the Clopper–Pearson form of Korn & Graubard replaces Wilson."""


def share_interval(share: float, n: float, level: float = 0.95) -> Interval:
    """Interval of one share with (effective) sample size n.

    Wilson (1927) score interval; Korn & Graubard (1998) where n·min(p, 1−p) < 20.
    Raises ValueError when n ≤ 0 or the share lies outside 0..1.
    """
    if not n > 0:
        raise ValueError("n must be positive")
    if not 0 <= share <= 1:
        raise ValueError("a share lies between 0 and 1")
    method = "beta" if n * min(share, 1 - share) < RARE_EVENTS else "wilson"
    low, high = proportion_confint(share * n, n, alpha=1 - level, method=method)
    return float(low), float(high)


def wilson_interval(x: float, n: float, level: float = 0.95) -> Interval:
    """Wilson (1927) score interval of x / n."""
    low, high = proportion_confint(x, n, alpha=1 - level, method="wilson")
    return float(low), float(high)


def _level_of(z: float) -> float:
    return float(1 - 2 * stats.norm.sf(z))


def newcombe_interval(x1: float, n1: float, x2: float, n2: float, level: float = 0.95) -> Interval:
    """Interval of x1/n1 − x2/n2: Newcombe (1998) method 10, hybrid Wilson score."""
    p1, p2 = x1 / n1, x2 / n2
    return mover(p1 - p2, p2, wilson_interval(x2, n2, level), p1, wilson_interval(x1, n1, level))


def difference_of_shares(
    before: float,
    n_before: float,
    after: float,
    n_after: float,
    *,
    method: str,
    source: str,
    n_unit: str = "effective respondents",
    z_inflation: float = 1.0,
    shown_n: tuple[float, float] | None = None,
) -> ChangeEstimate:
    """`after − before` for two independent shares, by MOVER on their separate intervals.

    `z_inflation` widens every interval (t instead of normal quantiles when n rests on an estimated dispersion).
    `shown_n` are the numbers of respondents to report beside the effective ones.
    """

    def interval_at(z: float) -> Interval:
        level = min(_level_of(z * z_inflation), 1 - 1e-15)
        first, second = share_interval(before, n_before, level), share_interval(after, n_after, level)
        return mover(after - before, before, first, after, second)

    low, high = interval_at(Z_TWO_SIDED_5_PERCENT)
    low_90, high_90 = interval_at(float(stats.norm.ppf(0.95)))
    pooled = (before * n_before + after * n_after) / (n_before + n_after)
    pooled = min(max(pooled, 0.5 / (n_before + n_after)), 1 - 0.5 / (n_before + n_after))
    standard_error = np.sqrt(pooled * (1 - pooled) * (1 / n_before + 1 / n_after))
    detectable = (Z_TWO_SIDED_5_PERCENT * z_inflation + Z_POWER_80_PERCENT) * standard_error
    return ChangeEstimate(
        scale="difference",
        before=before,
        after=after,
        change=after - before,
        low=low,
        high=high,
        low_90=low_90,
        high_90=high_90,
        p=p_from_intervals(interval_at, 0.0),
        detectable=min(1.0, float(detectable)),  # a share cannot change by more than 100 points
        n_before=shown_n[0] if shown_n else n_before,
        n_after=shown_n[1] if shown_n else n_after,
        n_unit=n_unit,
        method=method,
        source=source,
    )


def binomial_dispersion(numerator: pd.Series, denominator: pd.Series, after: pd.Series) -> tuple[float, int]:
    """Pearson X²/df of yearly shares around their period's share, and its degrees of freedom.

    Both shares lie strictly between 0 and 1. Not below 1: less scatter than chance allows is itself chance.
    """
    side = after.to_numpy(dtype=bool)
    x, n = numerator.to_numpy(dtype=float), denominator.to_numpy(dtype=float)
    share = np.where(side, x[side].sum() / n[side].sum(), x[~side].sum() / n[~side].sum())
    pearson = float(((x - n * share) ** 2 / (n * share * (1 - share))).sum())
    return max(1.0, pearson / (len(x) - 2)), len(x) - 2


def yearly_share_change(numerator: pd.Series, denominator: pd.Series, after: pd.Series) -> ChangeEstimate:
    """Difference of two periods' shares from yearly numerators and denominators (three aligned series).

    Totals by Newcombe with n deflated by the dispersion between years, t quantiles on its degrees of freedom.
    Raises ValueError when there are fewer than three years, or none on one side.
    """
    after = after.astype(bool)
    if len(after) < 3 or after.all() or not after.any():
        raise ValueError("three years are needed, with at least one on either side")
    totals = pd.DataFrame({"x": numerator, "n": denominator}).groupby(after.to_numpy()).sum()
    (x0, x1), (n0, n1) = totals["x"].astype(float), totals["n"].astype(float)
    extreme = min(x0, n0 - x0, x1, n1 - x1) == 0  # no scatter can be seen at 0 % or 100 %
    dispersion, df = (1.0, len(after) - 2) if extreme else binomial_dispersion(numerator, denominator, after)
    return difference_of_shares(
        x0 / n0,
        n0 / dispersion,
        x1 / n1,
        n1 / dispersion,
        method=f"Newcombe on yearly totals, n divided by the dispersion {dispersion:.2f}",
        source="Newcombe 1998; Wilson 1927",
        n_unit="items",
        z_inflation=z_of_t(0.95, df) / Z_TWO_SIDED_5_PERCENT,
        shown_n=(n0, n1),
    )
