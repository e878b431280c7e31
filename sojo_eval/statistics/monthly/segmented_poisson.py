"""The usual interrupted time series: segmented Poisson regression, months taken as independent of each other.

Kept to reproduce published analyses and to stand beside ours. It is not used for verdicts: months resemble the
month before, and where they do its intervals are too short (docs/calibration.md).
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats
from statsmodels.genmod.families import Poisson
from statsmodels.genmod.generalized_linear_model import GLM
from statsmodels.tools.sm_exceptions import PerfectSeparationWarning

from sojo_eval.statistics import inputs
from sojo_eval.statistics.intervals import exp
from sojo_eval.statistics.monthly import calendar
from sojo_eval.statistics.monthly.autoregression import Array, NotIdentifiedError
from sojo_eval.statistics.monthly.design import STEP, harmonic_terms
from sojo_eval.statistics.results import (
    Z_POWER_80_PERCENT,
    Z_TWO_SIDED_5_PERCENT,
    ChangeEstimate,
)

_NO_SCATTER = 1e-10


@dataclass(frozen=True)
class SegmentedPoisson(ChangeEstimate):
    """The step at the boundary as a rate ratio. `before` is what the model expected of the later side without it.

    dispersion: Pearson X²/df (1 where Poisson variance is assumed). coefficients: one row a term, on the log scale:
    term, coefficient, standard_error.
    """

    dispersion: float = 1.0
    coefficients: pd.DataFrame = field(default_factory=pd.DataFrame, repr=False)

    def to_frame(self) -> pd.DataFrame:
        """One row with every number; the coefficients are a table of their own."""
        return super().to_frame().drop(columns="coefficients")


def segmented_poisson(
    counts: pd.Series,
    exposure: pd.Series | float = 1.0,
    *,
    boundary: pd.Timestamp | str,
    trend: bool = True,
    harmonics: int = 2,
    quasi: bool = True,
) -> SegmentedPoisson:
    """Step in a monthly rate at `boundary`, from a Poisson regression with a log offset.

    counts: events a month, indexed by month; a month that is missing or has no row is a gap. exposure: population,
    same index, or a number. boundary: first day of the later side, inside the data; a month that it cuts in two is left
    out. trend: a line over all months, without a change of slope. harmonics: pairs of yearly waves, 0 to 2. quasi:
    standard errors widened by the dispersion. Intervals use normal quantiles, as in the source.
    Source: Lopez Bernal, Cummins & Gasparrini (2017), Int. J. Epidemiology 46:348–355.
    Raises ValueError for an index that is no calendar of months (`calendar.months_of`), infinite or negative counts and
    exposure that is not positive; NotIdentifiedError where the boundary lies outside the data, one side has no event,
    or there are no more months than terms.
    """
    inputs.switch(trend, "trend")
    inputs.switch(quasi, "quasi")
    inputs.whole(harmonics, "harmonics", least=0, most=2)
    months, y, at_risk, after = _known_months(counts, exposure, boundary)
    names = ["intercept", "step"]
    columns = [np.ones(y.size), after.astype(float)]
    if trend:
        names.append("trend a month")
        columns.append((calendar.month_numbers(months) - calendar.month_numbers(months[:1])).astype(float))
    columns += list(harmonic_terms(months)[:, : 2 * harmonics].T)
    names += [f"{wave} {k}" for k in range(1, harmonics + 1) for wave in ("cosine", "sine")]
    X = np.column_stack(columns)
    if y.size <= X.shape[1] or np.linalg.matrix_rank(X) < X.shape[1]:
        raise NotIdentifiedError(f"counts: {y.size} months cannot tell {X.shape[1]} terms apart")
    with warnings.catch_warnings():
        # Months that the model fits perfectly are no separation problem; they are refused below.
        warnings.simplefilter("ignore", PerfectSeparationWarning)
        fit = GLM(y, X, family=Poisson(), offset=np.log(at_risk)).fit()
    dispersion = float(fit.pearson_chi2) / float(fit.df_resid) if quasi else 1.0
    if dispersion < _NO_SCATTER:
        raise NotIdentifiedError(
            "counts: the months do not vary around the model: its noise cannot be judged"
        )
    errors = np.asarray(fit.bse) * np.sqrt(dispersion)
    step, error = float(fit.params[STEP]), float(errors[STEP])
    expected = float(fit.fittedvalues[after].sum() / np.exp(step) / at_risk[after].sum())

    def bound(z: float) -> float:
        return exp(step + z * error)

    z90 = float(stats.norm.ppf(0.95))
    return SegmentedPoisson(
        scale="ratio",
        before=expected,
        after=float(y[after].sum() / at_risk[after].sum()),
        change=exp(step),
        low=bound(-Z_TWO_SIDED_5_PERCENT),
        high=bound(Z_TWO_SIDED_5_PERCENT),
        low_90=bound(-z90),
        high_90=bound(z90),
        p=float(2 * stats.norm.sf(abs(step) / error)),
        detectable=exp((Z_TWO_SIDED_5_PERCENT + Z_POWER_80_PERCENT) * error) - 1,
        n_before=float((~after).sum()),
        n_after=float(after.sum()),
        n_unit="months",
        method=f"segmented {'quasi-' if quasi else ''}Poisson regression, months taken as independent",
        source="Lopez Bernal et al. 2017",
        dispersion=dispersion,
        coefficients=pd.DataFrame({"term": names, "coefficient": fit.params, "standard_error": errors}),
    )


def _known_months(
    counts: pd.Series, exposure: pd.Series | float, boundary: pd.Timestamp | str
) -> tuple[pd.DatetimeIndex, Array, Array, NDArray[np.bool_]]:
    """The months with a count that lie wholly on one side: month, count, exposure, after."""
    y = inputs.numbers(counts, "counts", missing=True, least=0)
    if isinstance(exposure, pd.Series):
        months = calendar.aligned_months(counts=counts, exposure=exposure)
        at_risk = inputs.numbers(exposure, "exposure", missing=True)
    else:
        months = calendar.months_of(counts, "counts")
        at_risk = np.full(y.size, inputs.number(exposure, "exposure", positive=True))
    start, cut = calendar.first_month_after(boundary, months)
    known = ~np.isnan(y) & ~cut
    if not (at_risk[known] > 0).all():
        raise ValueError("exposure must be positive in every month with a count")
    months, y, at_risk = months[known], y[known], at_risk[known]
    after = np.asarray(months >= start)
    if y[after].sum() == 0 or y[~after].sum() == 0:
        raise NotIdentifiedError("counts: one side of the boundary has no event, and no rate ratio")
    return months, y, at_risk, after
