"""Counts and rates: exact and Byar intervals of one count, quasi-Poisson change of yearly counts."""

from __future__ import annotations

import warnings

import numpy as np
from scipy import stats
from statsmodels.genmod.families import Poisson
from statsmodels.genmod.generalized_linear_model import GLM
from statsmodels.tools.sm_exceptions import PerfectSeparationWarning

from sojo_eval.statistics import inputs
from sojo_eval.statistics.inputs import Column, aligned, each_once, flags, numbers
from sojo_eval.statistics.intervals import EXACT_BELOW, count_bounds, exp, garwood_bounds
from sojo_eval.statistics.monthly.autoregression import NotIdentifiedError
from sojo_eval.statistics.results import Z_POWER_80_PERCENT, ChangeEstimate, IntervalEstimate

_EXACT = ("exact Poisson interval", "Garwood 1936")
_BYAR = ("Byar's approximate Poisson interval", "Breslow & Day 1987")


def exact_poisson_interval(count: float, level: float = 0.95) -> IntervalEstimate:
    """Garwood (1936) exact interval of the mean of a Poisson count (events).

    Raises ValueError for a negative, missing or infinite count.
    """
    low, high = garwood_bounds(count, level)
    return IntervalEstimate("events", float(count), low, high, float(count), "events", *_EXACT, level)


def count_interval(count: float, level: float = 0.95) -> IntervalEstimate:
    """Interval of a count of events: Byar's method (Breslow & Day 1987), exact (Garwood 1936) below 10.

    Raises ValueError for a negative, missing or infinite count.
    """
    low, high = count_bounds(count, level)
    method = _EXACT if count < EXACT_BELOW else _BYAR
    return IntervalEstimate("events", float(count), low, high, float(count), "events", *method, level)


def yearly_count_change(counts: Column, exposure: Column | float, after: Column) -> ChangeEstimate:
    """Ratio of two periods' rates from yearly counts.

    counts: (years,) events; exposure: (years,) population or months observed, or a number; after: (years,) True for
    the later period. Quasi-Poisson: the dispersion between years is estimated (never below 1) and the interval uses
    t on n − 2 degrees of freedom, so that three years give almost no certainty, as they should.
    Source: McCullagh & Nelder (1989), chapter 6.
    Raises ValueError for fewer than three years, none on one side, a year that stands twice in the index, and counts
    or exposures that are missing, infinite, negative or (exposure) zero; NotIdentifiedError for a period without any event.
    """
    each_once(counts, "counts", "year")
    y = numbers(counts, "counts", least=0)
    if exposure is None or np.ndim(exposure) == 0:
        aligned(counts=counts, after=after)
        at_risk = np.full(y.shape, inputs.number(exposure, "exposure", positive=True))
    else:
        by_year: Column = exposure  # type: ignore[assignment]  # not a number
        aligned(counts=counts, exposure=by_year, after=after)
        at_risk = numbers(by_year, "exposure")
    side = flags(after, "after")
    if side.size < 3 or side.all() or not side.any():
        raise ValueError("counts and after: three years are needed, with at least one on either side")
    if not (at_risk > 0).all():
        raise ValueError(f"exposure must be positive and finite, not {at_risk.min():g}")
    if y[side].sum() == 0 or y[~side].sum() == 0:
        raise NotIdentifiedError("counts: a period without any event has no rate ratio")
    design = np.column_stack([np.ones(y.size), side.astype(float)])
    with warnings.catch_warnings():
        # Equal counts in every year are fitted perfectly; that is no separation problem here.
        warnings.simplefilter("ignore", PerfectSeparationWarning)
        fit = GLM(y, design, family=Poisson(), offset=np.log(at_risk)).fit()
    df = int(fit.df_resid)
    # Less scatter than Poisson allows is itself chance: the dispersion is not taken below 1.
    dispersion = float(np.sqrt(max(1.0, float(fit.pearson_chi2) / df)))
    standard_error = float(fit.bse[1]) * dispersion
    log_ratio = float(fit.params[1])

    def bound(level: float, sign: int) -> float:
        return exp(log_ratio + sign * float(stats.t.ppf(0.5 + level / 2, df)) * standard_error)

    reach = float(stats.t.ppf(0.975, df)) + Z_POWER_80_PERCENT
    later = float(y[side].sum() / at_risk[side].sum())
    # The log rate of the later side is the intercept with the step.
    of_later = float(fit.t_test([1.0, 1.0]).sd.item()) * dispersion * float(stats.t.ppf(0.975, df))
    return ChangeEstimate(
        scale="ratio",
        before=float(y[~side].sum() / at_risk[~side].sum()),
        after=later,
        change=exp(log_ratio),
        low=bound(0.95, -1),
        high=bound(0.95, 1),
        low_90=bound(0.90, -1),
        high_90=bound(0.90, 1),
        p=float(2 * stats.t.sf(abs(log_ratio) / standard_error, df)),
        detectable=exp(reach * standard_error) - 1,
        n_before=float((~side).sum()),
        n_after=float(side.sum()),
        n_unit="years",
        method=f"quasi-Poisson on yearly counts, t with {df} degrees of freedom",
        source="McCullagh & Nelder 1989",
        after_low=later * exp(-of_later),
        after_high=later * exp(of_later),
    )
