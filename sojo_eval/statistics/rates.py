"""Counts and rates: exact and Byar intervals of one count, quasi-Poisson change of yearly counts."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
from scipy import stats
from statsmodels.genmod.families import Poisson
from statsmodels.genmod.generalized_linear_model import GLM
from statsmodels.tools.sm_exceptions import PerfectSeparationWarning

from sojo_eval.statistics.intervals import Interval
from sojo_eval.statistics.results import Z_POWER_80_PERCENT, ChangeEstimate

EXACT_BELOW = 10
"""Byar's lower limit fails for very small counts (negative at 1 with 99.8 %)."""


def exact_poisson_interval(count: float, level: float = 0.95) -> Interval:
    """Garwood (1936) exact interval of a Poisson count."""
    tail = (1 - level) / 2
    low = 0.0 if count == 0 else float(stats.chi2.ppf(tail, 2 * count) / 2)
    return low, float(stats.chi2.ppf(1 - tail, 2 * count + 2) / 2)


def count_interval(count: float, level: float = 0.95) -> Interval:
    """Interval of a count: Byar's method (Breslow & Day 1987), exact below 10. Raises ValueError below 0."""
    if count < 0:
        raise ValueError("a count must not be negative")
    if count < EXACT_BELOW:
        return exact_poisson_interval(count, level)
    z = float(stats.norm.ppf(0.5 + level / 2))
    low = count * (1 - 1 / (9 * count) - z / (3 * np.sqrt(count))) ** 3
    high = (count + 1) * (1 - 1 / (9 * (count + 1)) + z / (3 * np.sqrt(count + 1))) ** 3
    return float(low), float(high)


def yearly_count_change(counts: pd.Series, exposure: pd.Series | float, after: pd.Series) -> ChangeEstimate:
    """Ratio of two periods' rates from yearly counts.

    counts: events a year; exposure: population or months observed, aligned, or a number; after: True for the
    later period. Quasi-Poisson: the dispersion between years is estimated (never below 1) and the interval uses
    t on n − 2 degrees of freedom, so that three years give almost no certainty, as they should.
    Source: McCullagh & Nelder (1989), chapter 6.
    Raises ValueError for fewer than three years, none on one side, or a period without any event.
    """
    side = after.to_numpy(dtype=bool)
    if side.size < 3 or side.all() or not side.any():
        raise ValueError("three years are needed, with at least one on either side")
    y = counts.to_numpy(dtype=float)
    at_risk = np.broadcast_to(np.asarray(exposure, dtype=float), y.shape)
    if (y < 0).any() or (at_risk <= 0).any():
        raise ValueError("counts must not be negative and exposure must be positive")
    if y[side].sum() == 0 or y[~side].sum() == 0:
        raise ValueError("a period without any event has no rate ratio")
    design = np.column_stack([np.ones(y.size), side.astype(float)])
    with warnings.catch_warnings():
        # Equal counts in every year are fitted perfectly; that is no separation problem here.
        warnings.simplefilter("ignore", PerfectSeparationWarning)
        fit = GLM(y, design, family=Poisson(), offset=np.log(at_risk)).fit()
    df = int(fit.df_resid)
    # Less scatter than Poisson allows is itself chance: the dispersion is not taken below 1.
    standard_error = float(fit.bse[1]) * float(np.sqrt(max(1.0, float(fit.pearson_chi2) / df)))
    log_ratio = float(fit.params[1])

    def bound(level: float, sign: int) -> float:
        return float(np.exp(log_ratio + sign * stats.t.ppf(0.5 + level / 2, df) * standard_error))

    reach = float(stats.t.ppf(0.975, df)) + Z_POWER_80_PERCENT
    return ChangeEstimate(
        scale="ratio",
        before=float(y[~side].sum() / at_risk[~side].sum()),
        after=float(y[side].sum() / at_risk[side].sum()),
        change=float(np.exp(log_ratio)),
        low=bound(0.95, -1),
        high=bound(0.95, 1),
        low_90=bound(0.90, -1),
        high_90=bound(0.90, 1),
        p=float(2 * stats.t.sf(abs(log_ratio) / standard_error, df)),
        detectable=float(np.exp(reach * standard_error) - 1),
        n_before=float((~side).sum()),
        n_after=float(side.sum()),
        n_unit="years",
        method=f"quasi-Poisson on yearly counts, t with {df} degrees of freedom",
        source="McCullagh & Nelder 1989",
    )
