"""Did a rare count, or a share with few on its rarer side, change at a plan boundary? By month, without a logarithm of nought.

The level question of `level_and_path` for series whose months hold few events: a latent AR(1) rate under Poisson counts
or binomial shares (`latent_rates`), a step at the boundary, one annual harmonic (few events do not show two), a pulse for
each shocked fiscal year, a step for each definition break. A side without events needs no half event: the likelihood says
how far the rate may lie below the other side's, and the prior how far it may at most (docs/rare_counts.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import expit

from sojo_eval.statistics.monthly.autoregression import (
    Array,
    MixedCoefficient,
    NotIdentifiedError,
    TooFewEventsError,
)
from sojo_eval.statistics.monthly.design import (
    STEP,
    design_matrix,
    fiscal_year,
    in_any_span,
    independent_columns,
)
from sojo_eval.statistics.monthly.latent_rates import (
    WEAK_PRIOR,
    LatentFit,
    LatentPrior,
    Observed,
    ProfiledCoefficient,
    latent_rates,
    profile,
)
from sojo_eval.statistics.monthly.level_and_path import MONTHS_OF_A_WHOLE_YEAR, Step
from sojo_eval.statistics.monthly.monthly_series import Family, MonthlySeries, Rows, monthly_series
from sojo_eval.statistics.series_change import SeriesChange

EVENTS_FOR_A_NORMAL_STEP = 10.0
"""With fewer outside shocks on the rarer side of either period the step's distribution is too skewed for a normal one."""
_HARDLY_ANY = (0.001,)
"""Standard deviation of the noise where years are added up: the two sides' totals alone."""
_LARGEST_LOG = 700.0


@dataclass(frozen=True)
class _Model:
    """The known months with their terms, and which of them lie outside shocks in the later period."""

    rows: Rows
    X: Array
    clean_later: NDArray[np.bool_]

    def observed(self, family: Family) -> Observed:
        return Observed(
            self.rows.numerator, self.rows.denominator, self.rows.time, shares=family == "proportion"
        )


def _model(series: MonthlySeries, *, with_shocks: bool) -> _Model:
    shocks = series.shocks if with_shocks else ()
    X = design_matrix(series.months, series.boundary, shocks=shocks, breaks=series.breaks, harmonics=1)
    seen = series.seen(with_shocks=with_shocks)
    X = X[seen]
    X = X[:, independent_columns(X)]
    later = series.after[seen] & ~series.shocked[seen]
    return _Model(series.rows[seen], X, later)


@dataclass(frozen=True)
class _Fitted:
    """The model with its fit and the step's distribution on the link scale.

    events, base: (2,) events and exposure (cases) outside shocks, before and after.
    """

    series: MonthlySeries
    model: _Model
    fit: LatentFit
    step: MixedCoefficient | ProfiledCoefficient
    events: Array
    base: Array

    @cached_property
    def weights(self) -> Array:
        """(m,): shares of exposure of the later clean months."""
        exposure = self.model.rows.denominator[self.model.clean_later]
        return np.asarray(exposure / exposure.sum())

    @cached_property
    def _expected(self) -> Array:
        """(m,): the line of the later clean months without the step."""
        without = self.fit.mean.copy()
        without[STEP] = 0.0
        return np.asarray(self.model.X[self.model.clean_later] @ without)

    def on_readers_scale(self, coefficient: float) -> float:
        """A ratio of rates, or points of share: what the step does to what was expected of the later months."""
        if self.series.family == "rate":
            return float(np.exp(np.clip(coefficient, -_LARGEST_LOG, _LARGEST_LOG)))
        return float(self.weights @ (expit(self._expected + coefficient) - expit(self._expected)))

    def at(self, probability: float) -> float:
        """The change below which the true one lies with this probability."""
        return self.on_readers_scale(self.step.quantile(probability))

    @property
    def detectable(self) -> float:
        """The true change whose estimate lies outside the 95 % interval around none in 80 % of series like this one."""
        low, high = self.step.quantile(0.025), self.step.quantile(0.975)
        reach = (high - low) / 2 + (self.step.quantile(0.80) - self.step.quantile(0.20)) / 2
        if self.series.family == "rate":
            return self.on_readers_scale(reach) - 1
        return max(abs(self.on_readers_scale(sign * reach)) for sign in (1.0, -1.0))


def _fitted(series: MonthlySeries, prior: LatentPrior) -> _Fitted:
    model = _model(series, with_shocks=True)
    later = series.after[series.clean]
    if later.all() or not later.any():
        raise NotIdentifiedError("no month outside the shocks on one side of the boundary")
    events, base = series.rows[series.clean].totals(later)
    _refuse_nothing(events, base, series.family)
    fit = latent_rates(model.observed(series.family), model.X, prior)
    rarer = events if series.family == "rate" else np.minimum(events, base - events)
    # Where both periods hold enough events the step is a mixture of normals.
    step = fit.coefficient(STEP) if rarer.min() >= EVENTS_FOR_A_NORMAL_STEP else profile(fit, STEP)
    return _Fitted(series, model, fit, step, events, base)


def rare_step_alone(series: MonthlySeries) -> Step:
    """What `rare_change` says of the step, without all that stands beside it there.

    Raises NotIdentifiedError as there.
    """
    fitted = _fitted(series, WEAK_PRIOR)
    return Step(fitted.at(0.5), fitted.at(0.025), fitted.at(0.975), fitted.step.p)


def rare_change(
    counts: pd.Series,
    exposure: pd.Series | float = 1.0,
    *,
    boundary: pd.Timestamp | str,
    shocks: Sequence[tuple[pd.Timestamp | str, pd.Timestamp | str | None]] = (),
    breaks: Sequence[pd.Timestamp | str] = (),
    family: Family = "rate",
    prior: LatentPrior = WEAK_PRIOR,
) -> SeriesChange:
    """Change of the level of a rare monthly count or share at `boundary`.

    Arguments, scales and `SENSITIVITIES` as of `level_and_path`; prior: `LatentPrior`. Returns a ratio for rates and a
    difference of shares for proportions, the median of the posterior. A side without events gives an interval whose
    far end only the prior holds: wide, and finite. `after_low`/`after_high` bound the later rate or
    share outside shocks.
    Raises NotIdentifiedError when nothing at all (of shares: nothing else) was counted, when the boundary lies outside
    the data or cannot be told from shocks or breaks, when no month lies outside shocks on one side, and where there
    are no more months than terms; ValueError on bad input.
    """
    if not isinstance(prior, LatentPrior):
        raise ValueError(f"prior must be a LatentPrior, not {prior!r}")
    series = monthly_series(
        counts, exposure, boundary=boundary, shocks=shocks, breaks=breaks, family=family, question="level",
        errors="by_step",
    )  # fmt: skip
    fitted = _fitted(series, prior)
    model, fit = fitted.model, fitted.fit
    before, after = (float(rate) for rate in fitted.events / fitted.base)
    after_low, after_high = _interval_of_later(fit, model, fitted.weights, family)
    clean_later = float(model.clean_later.sum())
    counted = "log rate under Poisson counts" if family == "rate" else "logit under binomial counts"
    return SeriesChange(
        scale="ratio" if family == "rate" else "difference",
        before=before,
        after=after,
        change=fitted.at(0.5),
        low=fitted.at(0.025),
        high=fitted.at(0.975),
        low_90=fitted.at(0.05),
        high_90=fitted.at(0.95),
        p=fitted.step.p,
        detectable=fitted.detectable,
        n_before=float(series.clean.sum()) - clean_later,
        n_after=clean_later,
        n_unit="months",
        method=f"level: latent AR(1) {counted}, Laplace on a grid of φ and σ{series.without_shock}",
        source="Rue, Martino & Chopin 2009",
        phi=fit.phi,
        sensitivities={
            name: fitted.on_readers_scale(x) for name, x in _sensitivity_steps(series, model, prior).items()
        },
        after_low=min(after_low, after),
        after_high=max(after_high, after),
        question="level",
        step="month",
        course=_course(model, fit, series),
    )


def _refuse_nothing(events: Array, base: Array, family: Family) -> None:
    """Nought before and nought after (of shares: nothing else either way) say nothing of a change."""
    if events.sum() == 0 or (family == "proportion" and events.sum() == base.sum()):
        raise TooFewEventsError(
            "counts: no event outside the shocks"
            if family == "rate"
            else "counts: the share is 0 % or 100 % in every month outside the shocks"
        )


def _interval_of_later(fit: LatentFit, model: _Model, weights: Array, family: Family) -> tuple[float, float]:
    """95 % interval of the rate or share of the later clean months together, by the delta method at every point."""
    X = model.X[model.clean_later]
    line = fit.coefficients @ X.T
    if family == "rate":
        parts = np.exp(line) * weights
        level = parts.sum(axis=1)
        # The mean of exp(u) lies above 1: what is counted includes it.
        centres, slopes = np.log(level) + fit.sigmas**2 / 2, (parts @ X) / level[:, None]
        mixture = fit.normal(centres, slopes)
        return float(np.exp(mixture.quantile(0.025))), float(np.exp(mixture.quantile(0.975)))
    share = expit(line)
    level = share @ weights
    slopes = ((share * (1 - share) * weights) @ X) / (level * (1 - level))[:, None]
    mixture = fit.normal(np.log(level) - np.log1p(-level), slopes)
    return float(expit(mixture.quantile(0.025))), float(expit(mixture.quantile(0.975)))


def _sensitivity_steps(series: MonthlySeries, model: _Model, prior: LatentPrior) -> dict[str, float]:
    """The step under each of `SENSITIVITIES`; NaN where that assumption leaves it unidentified."""
    totals = replace(prior, phis=(0.0,), sigmas=_HARDLY_ANY)
    return {
        "without_shocks": _centre(_model(series, with_shocks=False), series.family, prior),
        "fiscal_years": _fiscal_year_step(series, totals),
        "phi_0.8": _centre(model, series.family, replace(prior, phis=(0.8,))),
    }


def _centre(model: _Model, family: Family, prior: LatentPrior) -> float:
    return _step(model.observed(family), model.X, prior)


def _step(seen: Observed, X: Array, prior: LatentPrior) -> float:
    try:
        return float(latent_rates(seen, X, prior).mean[STEP])
    except NotIdentifiedError:
        return float("nan")


def _fiscal_year_step(series: MonthlySeries, prior: LatentPrior) -> float:
    """From totals of clean fiscal years on a step and the breaks alone; NaN where they cannot tell it."""
    clean = series.clean
    later = series.after[clean]
    key = 2 * fiscal_year(series.months[clean]) + later
    _, year, months = np.unique(key, return_inverse=True, return_counts=True)
    whole = months >= MONTHS_OF_A_WHOLE_YEAR
    terms = [np.ones(later.size), later.astype(float)]
    terms += [np.asarray(series.months[clean] >= when, dtype=float) for when in series.breaks]
    X = np.column_stack([np.bincount(year, term) / months for term in terms])[whole]
    if len(X) < 2 or np.ptp(X[:, STEP]) == 0:
        return float("nan")
    try:
        X = X[:, independent_columns(X)]
    except NotIdentifiedError:
        return float("nan")
    events, base = (totals[whole] for totals in series.rows[clean].totals(year))
    return _step(Observed(events, base, np.arange(len(X)), series.family == "proportion"), X, prior)


def _course(model: _Model, fit: LatentFit, series: MonthlySeries) -> pd.DataFrame:
    """What was observed, fitted and expected without a step, on the reader's scale."""
    rows, X, b = model.rows, model.X, fit.mean
    later, line = X[:, STEP] > 0.5, X @ b
    if series.family == "rate":
        line = line + fit.weights @ fit.sigmas**2 / 2
    to_reader = np.exp if series.family == "rate" else expit
    return pd.DataFrame(
        {
            "month": rows.months,
            "observed": rows.numerator / rows.denominator,
            "fitted": to_reader(line),
            "counterfactual": np.where(later, to_reader(line - X[:, STEP] * b[STEP]), np.nan),
            "after": later,
            "shocked": in_any_span(rows.months, series.shocks),
        }
    )
