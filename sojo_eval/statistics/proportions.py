"""Intervals for shares and for the difference of two shares; n may be fractional (an effective sample size)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from sojo_eval.statistics import inputs
from sojo_eval.statistics.inputs import Array, Column, aligned, each_once, flags, numbers
from sojo_eval.statistics.intervals import (
    RARE_EVENTS,
    Interval,
    check_parts,
    level_of_z,
    mover,
    newcombe_bounds,
    p_from_intervals,
    share_bounds,
    t_shrinkage,
    wilson_bounds,
)
from sojo_eval.statistics.monthly.autoregression import NotIdentifiedError
from sojo_eval.statistics.results import (
    Z_POWER_80_PERCENT,
    Z_TWO_SIDED_5_PERCENT,
    ChangeEstimate,
    IntervalEstimate,
)


def wilson_interval(x: float, n: float, level: float = 0.95) -> IntervalEstimate:
    """Wilson (1927) score interval of the share x / n; both may be fractional (an effective sample size).

    Raises ValueError unless 0 ≤ x ≤ n and n > 0.
    """
    low, high = wilson_bounds(x, n, level)
    return IntervalEstimate(
        "share",
        float(x / n),
        low,
        high,
        float(n),
        "items",
        "Wilson score interval",
        "Wilson 1927",
        float(level),
    )


def share_interval(share: float, n: float, level: float = 0.95) -> IntervalEstimate:
    """Interval of one share (0..1) with (effective) sample size n.

    Wilson (1927) score interval; Korn & Graubard (1998) where n·min(p, 1−p) < 20.
    Raises ValueError when n is not positive or the share lies outside 0..1.
    """
    low, high = share_bounds(share, n, level)
    rare = n * min(share, 1 - share) < RARE_EVENTS
    return IntervalEstimate(
        what="share",
        value=float(share),
        low=low,
        high=high,
        n=float(n),
        n_unit="effective items",
        method="Clopper–Pearson on effective n" if rare else "Wilson score interval on effective n",
        source="Korn & Graubard 1998" if rare else "Wilson 1927",
        level=level,
    )


def newcombe_interval(x1: float, n1: float, x2: float, n2: float, level: float = 0.95) -> IntervalEstimate:
    """Interval of the difference x1/n1 − x2/n2 of independent shares: Newcombe (1998) method 10.

    Raises ValueError unless 0 ≤ x ≤ n and n > 0 in both.
    """
    check_parts(x1, n1, ("x1", "n1"))
    check_parts(x2, n2, ("x2", "n2"))
    low, high = newcombe_bounds(x1, n1, x2, n2, level)
    return IntervalEstimate(
        what="difference of shares",
        value=float(x1 / n1 - x2 / n2),
        low=low,
        high=high,
        n=float(n1 + n2),
        n_unit="items",
        method="Newcombe's method 10, hybrid Wilson score",
        source="Newcombe 1998",
        level=level,
    )


_LEAST_N = 0.01
"""An interval on fewer items is all of 0..1, and its quantiles no longer numbers."""


def difference_of_shares(
    before: float,
    n_before: float,
    after: float,
    n_after: float,
    *,
    method: str,
    source: str,
    n_unit: str = "effective respondents",
    df: tuple[float, float] = (np.inf, np.inf),
    shown_n: tuple[float, float] | None = None,
) -> ChangeEstimate:
    """`after − before` for two independent shares, by MOVER on their separate intervals.

    `df` are the degrees of freedom on which each n's variance rests: at every level n shrinks by the square of the
    normal over the t quantile (Korn & Graubard 1998), so that the interval widens as a t interval does.
    `shown_n` are the numbers of respondents to report beside the effective ones.
    Raises ValueError when an n is not positive or a share lies outside 0..1.
    """
    before, after = inputs.share(before, "before"), inputs.share(after, "after")
    n_before = inputs.number(n_before, "n_before", positive=True)
    n_after = inputs.number(n_after, "n_after", positive=True)
    if shown_n is not None:
        shown = inputs.numbers(shown_n, "shown_n", least=0)
        if shown.size != 2:
            raise ValueError(f"shown_n must be two numbers, not {shown.size}")
    if not isinstance(df, tuple) or len(df) != 2 or not min(df) > 0:
        raise ValueError(f"df must be two numbers above 0, not {df}")

    def separately(z: float) -> list[Interval]:
        return [
            share_bounds(share, max(n * t_shrinkage(z, d), _LEAST_N), level_of_z(z))
            for share, n, d in ((before, n_before, df[0]), (after, n_after, df[1]))
        ]

    def interval_at(z: float) -> Interval:
        first, second = separately(z)
        return mover(after - before, before, first, after, second)

    low, high = interval_at(Z_TWO_SIDED_5_PERCENT)
    after_low, after_high = separately(Z_TWO_SIDED_5_PERCENT)[1]
    low_90, high_90 = interval_at(float(stats.norm.ppf(0.95)))
    pooled = (before * n_before + after * n_after) / (n_before + n_after)
    half_an_item = min(0.5, 0.5 / (n_before + n_after))
    pooled = min(max(pooled, half_an_item), 1 - half_an_item)
    standard_error = np.sqrt(pooled * (1 - pooled) * (1 / n_before + 1 / n_after))
    reach = float(stats.t.ppf(0.975, min(df))) if np.isfinite(min(df)) else Z_TWO_SIDED_5_PERCENT
    detectable = (reach + Z_POWER_80_PERCENT) * standard_error
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
        # At shares near 0 or 1 the standard error is far below the interval, inside which no change can be found; and
        # a share cannot change by more than 100 points.
        detectable=min(1.0, max(float(detectable), high - (after - before), (after - before) - low)),
        n_before=shown_n[0] if shown_n else n_before,
        n_after=shown_n[1] if shown_n else n_after,
        n_unit=n_unit,
        method=method,
        source=source,
        after_low=after_low,
        after_high=after_high,
    )


def _dispersion(x: Array, n: Array, side: NDArray[np.bool_]) -> tuple[float, int]:
    """Pearson X²/df of yearly shares around their period's share, and its degrees of freedom.

    Both shares lie strictly between 0 and 1. Not below 1: less scatter than chance allows is itself chance.
    """
    share = np.where(side, x[side].sum() / n[side].sum(), x[~side].sum() / n[~side].sum())
    pearson = float(((x - n * share) ** 2 / (n * share * (1 - share))).sum())
    return max(1.0, pearson / (len(x) - 2)), len(x) - 2


def yearly_share_change(numerator: Column, denominator: Column, after: Column) -> ChangeEstimate:
    """Difference of two periods' shares from yearly numerators and denominators.

    numerator, denominator: (years,) counts; after: (years,) True for the later period. Totals by Newcombe with n
    deflated by the dispersion between years, t quantiles on its degrees of freedom.
    Source: Newcombe (1998); Wilson (1927).
    Raises ValueError for fewer than three years or none on one side, a year that stands twice in the index, missing
    values, a year without denominator and a numerator outside 0..denominator; NotIdentifiedError for a period without
    any event, which may as well be one that nobody recorded.
    """
    aligned(numerator=numerator, denominator=denominator, after=after)
    each_once(numerator, "numerator", "year")
    x, n = numbers(numerator, "numerator", least=0), numbers(denominator, "denominator")
    side = flags(after, "after")
    if side.size < 3 or side.all() or not side.any():
        raise ValueError("numerator and after: three years are needed, with at least one on either side")
    if (n <= 0).any():
        raise ValueError(f"denominator must be positive, not {n.min():g}")
    if (x > n).any():
        position = int(np.flatnonzero(x > n)[0])
        raise ValueError(
            f"numerator and denominator: numerators must be less than or equal to denominators (position {position})"
        )
    if x[side].sum() == 0 or x[~side].sum() == 0:
        raise NotIdentifiedError("numerator: a period without any event is set beside nothing")
    x0, x1, n0, n1 = (float(v) for v in (x[~side].sum(), x[side].sum(), n[~side].sum(), n[side].sum()))
    extreme = min(x0, n0 - x0, x1, n1 - x1) == 0  # no scatter can be seen at 0 % or 100 %
    dispersion, df = (1.0, side.size - 2) if extreme else _dispersion(x, n, side)
    return difference_of_shares(
        x0 / n0,
        n0 / dispersion,
        x1 / n1,
        n1 / dispersion,
        method=f"Newcombe on yearly totals, n divided by the dispersion {dispersion:.2f}",
        source="Newcombe 1998; Wilson 1927",
        n_unit="items",
        df=(df, df),
        shown_n=(n0, n1),
    )
