"""The level of a monthly series over a time that is compared with nothing: its mean, and how well that is known."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from scipy.special import expit, logit

from sojo_eval.statistics.monthly.autoregression import NotIdentifiedError, autoregression
from sojo_eval.statistics.monthly.calendar import months_of
from sojo_eval.statistics.monthly.design import harmonic_terms
from sojo_eval.statistics.monthly.monthly_series import (
    MONTHLY_MEAN_FOR_MONTHS,
    Family,
    monthly_series,
)
from sojo_eval.statistics.results import IntervalEstimate

LEAST_MONTHS = 12
_MONTHS_OF_A_SEASON = 24
"""With fewer the four terms of a season would take most of what the months know."""


def level_so_far(
    counts: pd.Series, exposure: Any, *, shocks: Any = (), family: Family = "rate"
) -> IntervalEstimate:
    """Events over exposure of the months outside shocks, with the interval that their autocorrelated noise leaves.

    counts: (months,) indexed by month, missing values stay out; exposure: as long, or a number; family: "rate", or "proportion"
    where counts are a part of it. The model is that of `level_and_path` without a step: log rate or logit, a season of
    two harmonics from 24 months on, AR(1) errors integrated over φ; what its 2.5 and 97.5 % points lie off its centre is laid off
    from the plain mean. Raises NotIdentifiedError for fewer than 12 such months, fewer than 20 events a month (of
    a proportion on the rarer side: other methods than this one are for few events) and no variation; ValueError as
    `level_and_path`.
    """
    if len(counts) < LEAST_MONTHS:
        raise NotIdentifiedError(f"{len(counts)} months: fewer than {LEAST_MONTHS}")
    # A boundary that nothing here asks for: the checks want one within the months.
    series = monthly_series(
        counts, exposure, boundary=months_of(counts, "counts")[1], shocks=shocks, breaks=(), family=family,
        question="level", errors="ar1",
    )  # fmt: skip
    rows = series.rows[series.clean]
    if len(rows) < LEAST_MONTHS:
        raise NotIdentifiedError(f"{len(rows)} months outside shocks: fewer than {LEAST_MONTHS}")
    if float(np.mean(series.rarer(rows))) < MONTHLY_MEAN_FOR_MONTHS:
        raise NotIdentifiedError(f"fewer than {MONTHLY_MEAN_FOR_MONTHS:g} events a month")
    season = harmonic_terms(rows.months) if len(rows) >= _MONTHS_OF_A_SEASON else np.empty((len(rows), 0))
    X = np.column_stack([np.ones(len(rows)), season])
    fit = autoregression(rows.y, X, rows.time, share=1.0)
    weights = rows.denominator
    level = fit.contrast(weights @ X / weights.sum())
    below, above = (level.quantile(at) - level.mean for at in (0.025, 0.975))
    value = float(rows.numerator.sum() / weights.sum())
    if family == "rate":
        low, high = value * float(np.exp(below)), value * float(np.exp(above))
    else:
        low, high = float(expit(logit(value) + below)), float(expit(logit(value) + above))
    return IntervalEstimate(
        "level", value, low, high, len(rows), "months", "mean with AR(1) errors, season of two harmonics",
        "Harvey 1989; as level_and_path without a step",
    )  # fmt: skip
