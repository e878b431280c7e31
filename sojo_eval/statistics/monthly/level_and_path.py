"""Did a monthly series change at a plan boundary? Season, declared shocks and declared breaks adjusted.

Level question: log rate (or logit of a proportion) on a step at the boundary. Path question: the same with a
linear trend, so that the step is measured against the series' own earlier course. Months become quarters where counts
are small. Months have AR(1) errors; the few quarters of a record, whose noise is largely that of counting, have AR(1)
errors with an independent part (`autoregression`): each finds more than the other at its own step, at error rates
that hold (docs/calibration.md).

Source: Lopez Bernal, Cummins & Gasparrini (2017) for the segmented model; shocks as fiscal-year pulses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import expit, logit
from statsmodels.regression.linear_model import OLS

from sojo_eval.statistics.monthly.autoregression import (
    Array,
    AutoregressiveFit,
    MixedCoefficient,
    NotIdentifiedError,
    autoregression,
)
from sojo_eval.statistics.monthly.design import STEP, fiscal_year, in_any_span, independent_columns
from sojo_eval.statistics.monthly.monthly_series import (
    Errors,
    Family,
    MonthlySeries,
    Rows,
    link,
    monthly_series,
    refuse_a_side_without_events,
    refuse_sparse_sides,
)
from sojo_eval.statistics.series_change import Question, SeriesChange

MONTHS_OF_A_WHOLE_YEAR = 9
"""A fiscal year with fewer clean months shows its season, not its level."""
SENSITIVITIES = ("without_shocks", "fiscal_years", "phi_0.8")
"""Declared beforehand and always attempted: no shock pulses, fiscal-year totals alone, pure AR(1) errors with φ = .8."""


@dataclass(frozen=True)
class _Model:
    """What is regressed on what: `rows` are the analysed months or quarters, `X` their terms; `terms` are the columns
    of the design by month that these are."""

    rows: Rows
    X: Array
    terms: NDArray[np.int64]

    def fit(self, *, phi: float | None = None, share: float | None = None) -> AutoregressiveFit:
        return autoregression(self.rows.y, self.X, self.rows.time, phi=phi, share=share)


@dataclass(frozen=True)
class Step:
    """The step alone, on the reader's scale: a ratio or points of share, its 95 % interval and two-sided p."""

    change: float
    low: float
    high: float
    p: float


@dataclass(frozen=True)
class _Fitted:
    """The model with its fit and the step's distribution, on the link scale."""

    series: MonthlySeries
    model: _Model
    fit: AutoregressiveFit
    step: MixedCoefficient

    @cached_property
    def _expected(self) -> tuple[Array, Array]:
        return _expected_later(self.model, self.fit, self.series)

    def on_readers_scale(self, coefficient: float) -> float:
        """A ratio of rates, or points of share: what the step does to what was expected of the later months."""
        if self.series.family == "rate":
            return float(np.exp(coefficient))
        expected, weights = self._expected
        return float(weights @ (expit(expected + coefficient) - expit(expected)))


def _step(fit: AutoregressiveFit) -> MixedCoefficient:
    direction = np.zeros(fit.coefficients.shape[1])
    direction[STEP] = 1.0  # `independent_columns` keeps it in its place
    return fit.contrast(direction)


def _fitted(series: MonthlySeries) -> _Fitted:
    refuse_a_side_without_events(series)
    model = _model(series, with_shocks=True)
    refuse_sparse_sides(model.rows, model.X[:, STEP] > 0.5, series)
    fit = model.fit(share=series.share)
    return _Fitted(series, model, fit, _step(fit))


def step_alone(series: MonthlySeries) -> Step:
    """What `level_and_path` says of the step, without all that stands beside it there: in half the time.

    Raises NotIdentifiedError as there.
    """
    fitted = _fitted(series)
    change, low, high = (
        fitted.on_readers_scale(x)
        for x in (fitted.step.mean, fitted.step.quantile(0.025), fitted.step.quantile(0.975))
    )
    return Step(change, low, high, fitted.step.p)


def _to_quarters(series: MonthlySeries, X: Array, seen: NDArray[np.bool_]) -> tuple[Rows, Array]:
    """Sum counts and exposure over three months; each design row becomes the mean of its months.

    Quarters are counted from the boundary, so that none lies on both sides. Those with a missing month are left out.
    """
    months = series.rows
    quarters, first, place, held = np.unique(
        (months.time - (series.boundary.year * 12 + series.boundary.month)) // 3,
        return_index=True,
        return_inverse=True,
        return_counts=True,
    )
    complete = np.bincount(place, seen) == 3
    numerator, denominator = (
        np.bincount(place, np.nan_to_num(numbers))[complete]
        for numbers in (months.numerator, months.denominator)
    )
    rows = Rows(
        months.months[first[complete]],
        numerator,
        denominator,
        quarters[complete],
        link(numerator, denominator, series.family),
    )
    averaged = np.column_stack([np.bincount(place, column) for column in X.T]) / held[:, None]
    return rows, averaged[complete]


def _model(series: MonthlySeries, *, with_shocks: bool) -> _Model:
    X = series.design(with_shocks=with_shocks)
    seen = series.seen(with_shocks=with_shocks)
    if series.by_quarter:
        rows, X = _to_quarters(series, X, seen)
    else:
        rows, X = series.rows[seen], X[seen]
    if len(rows) < 3:
        raise NotIdentifiedError(f"{len(rows)} complete periods are too few")
    terms = independent_columns(X)
    return _Model(rows, X[:, terms], terms)


def _interval_of_later(
    fit: AutoregressiveFit, model: _Model, series: MonthlySeries, after: float
) -> tuple[float, float]:
    """95 % bounds of `after`: how well the model knows the mean of the clean later months, weighted by exposure.

    Its mean on the link scale is a contrast of the coefficients; what the 2.5 and 97.5 % points lie off it is laid off
    from `after`, which holds the noise's own share of the mean (a mean of rates lies above the rate of a mean log).
    """
    clean_later = series.clean & series.after
    weights = series.rows.denominator[clean_later]
    months = series.design(with_shocks=True)[clean_later][:, model.terms]
    level = fit.contrast(np.asarray(weights @ months / weights.sum()))
    low, high = (level.quantile(at) - level.mean for at in (0.025, 0.975))
    if series.family == "rate":
        return after * float(np.exp(low)), after * float(np.exp(high))
    return float(expit(logit(after) + low)), float(expit(logit(after) + high))


@dataclass(frozen=True)
class _ByYears:
    """The step from clean fiscal-year totals alone, its two-sided p, and the years to spare (beyond the terms)."""

    step: float = float("nan")
    p: float = float("nan")
    spare: int = 0


def _fiscal_year_step(series: MonthlySeries) -> _ByYears:
    """By ordinary least squares. NaN where the years cannot tell it; p alone where none is to spare."""
    clean = series.clean
    X = series.design(with_shocks=False)[clean]
    terms = [0, STEP, *([6] if series.trend else []), *range(X.shape[1] - len(series.breaks), X.shape[1])]
    later = series.after[clean]
    _, year, months = np.unique(
        2 * fiscal_year(series.months[clean]) + later, return_inverse=True, return_counts=True
    )
    whole = months >= MONTHS_OF_A_WHOLE_YEAR
    x, n = (totals[whole] for totals in series.rows[clean].totals(year))
    averaged = np.column_stack([np.bincount(year, X[:, j]) / months for j in terms])[whole]
    y = link(x, n, series.family)
    try:
        kept = independent_columns(averaged)
    except NotIdentifiedError:
        return _ByYears()
    averaged = averaged[:, kept]
    if len(y) < averaged.shape[1] or np.linalg.matrix_rank(averaged) < averaged.shape[1]:
        return _ByYears()
    fit = OLS(y, averaged).fit()
    scattered = fit.df_resid > 0 and float(fit.ssr) > 1e-20 * float(y @ y)
    p = float(fit.pvalues[STEP]) if scattered else float("nan")
    return _ByYears(float(fit.params[STEP]), p, int(fit.df_resid))


def _course(model: _Model, fit: AutoregressiveFit, series: MonthlySeries) -> pd.DataFrame:
    """What was observed, fitted and expected without a step, on the reader's scale."""
    rows, X, b = model.rows, model.X, fit.mean
    line = X @ b
    to_reader = np.exp if series.family == "rate" else expit
    after = X[:, STEP] > 0.5
    expected = np.where(after, to_reader(line - X[:, STEP] * b[STEP]), np.nan)
    return pd.DataFrame(
        {
            "month": rows.months,
            "observed": rows.numerator / rows.denominator,
            "fitted": to_reader(line),
            "counterfactual": expected,
            "after": after,
            "shocked": in_any_span(rows.months, series.shocks),
        }
    )


def _expected_later(model: _Model, fit: AutoregressiveFit, series: MonthlySeries) -> tuple[Array, Array]:
    """The later rows' line without the step, (m,) on the link scale, and their weights, (m,): shares of exposure."""
    later = model.X[:, STEP] > 0.5
    shocked = in_any_span(model.rows.months, series.shocks)
    later = later & ~shocked if (later & ~shocked).any() else later
    b = fit.mean.copy()
    b[STEP] = 0.0
    weights = model.rows.denominator[later]
    return np.asarray(model.X[later] @ b), weights / weights.sum()


def level_and_path(
    counts: pd.Series,
    exposure: pd.Series | float = 1.0,
    *,
    boundary: pd.Timestamp | str,
    shocks: Sequence[tuple[pd.Timestamp | str, pd.Timestamp | str | None]] = (),
    breaks: Sequence[pd.Timestamp | str] = (),
    family: Family = "rate",
    question: Question = "level",
    errors: Errors = "by_step",
) -> SeriesChange:
    """Change of a monthly series at `boundary`.

    counts: events a month (or numerators of a proportion), indexed by month (`calendar.months_of`); NaN, or no row,
    is a month not reported. exposure: population at risk (family "rate") or denominators (family "proportion"), same
    index, or a number. boundary: first day of the later side, inside the data; a month that it cuts in two belongs to
    neither side and is left out. shocks: spans of dates (an end of None: to the end of the data); each fiscal year in
    them gets its own pulse. breaks: dates of definition changes inside a period, modelled as steps. question: "level" compares the two sides; "path" compares the later side
    with the earlier side's own linear trend. errors: see `Errors`; the other two are there for comparison.

    Returns a ratio for rates and a difference of shares for proportions: the step in logits applied to what the
    model expects of each later month without it, averaged over those months. `before` and `after` are the rates
    outside shocks (`after_low`/`after_high`: as well as the model knows that level); for the path question `before` is what the earlier course led to expect of the later side.
    `n_before`/`n_after` count months outside shocks. `detectable` comes from the fitted model: the change found with
    80 % power at this series' own noise, autocorrelation, shocks and length. `sensitivities` holds all of
    `SENSITIVITIES`; NaN where one cannot be worked out.
    Raises NotIdentifiedError when the boundary lies outside the data or cannot be told from shocks or breaks, when
    nothing varies, when a side has no event (of shares: nothing else) or so few that the half event added to each
    month or quarter would carry the estimate (`refuse_sparse_sides`); ValueError on bad input.
    """
    series = monthly_series(
        counts,
        exposure,
        boundary=boundary,
        shocks=shocks,
        breaks=breaks,
        family=family,
        question=question,
        errors=errors,
    )
    fitted = _fitted(series)
    model, fit, step, on_readers_scale = fitted.model, fitted.fit, fitted.step, fitted.on_readers_scale
    clean = series.clean
    later = series.after[clean]
    if later.all() or not later.any():
        raise NotIdentifiedError("no month outside the shocks on one side of the boundary")
    x, n = series.rows[clean].totals(later)
    before, after = (float(rate) for rate in x / n)
    after_low, after_high = _interval_of_later(fit, model, series, after)
    sensitivities, by_years = _sensitivity_steps(series, model)
    change = on_readers_scale(step.mean)
    if question == "path" and family == "rate":
        before = after / change
    elif question == "path":
        before = max(0.0, min(1.0, after - change))
    low, high = step.quantile(0.025), step.quantile(0.975)
    # The true step whose estimate lies outside the 95 % interval around none in 80 % of series like this one.
    reach = (high - low) / 2 + step.quantile(0.80) - step.quantile(0.50)
    # A share has less room on one side; what could be found either way is the larger of the two.
    either = [abs(on_readers_scale(sign * reach) - (family == "rate")) for sign in (1.0, -1.0)]
    detectable = either[0] if family == "rate" else max(either)
    return SeriesChange(
        scale="ratio" if family == "rate" else "difference",
        before=before,
        after=after,
        change=change,
        low=on_readers_scale(low),
        high=on_readers_scale(high),
        low_90=on_readers_scale(step.quantile(0.05)),
        high_90=on_readers_scale(step.quantile(0.95)),
        p=step.p,
        detectable=detectable,
        n_before=float((~later).sum()),
        n_after=float(later.sum()),
        n_unit="months",
        method=f"{question}: REML regression with {'AR(1)' if series.share else 'AR(1) + independent'} errors on the "
        + ("log rate" if family == "rate" else "empirical logit")
        + (", by quarter" if series.by_quarter else "")
        + series.without_shock,
        source="Lopez Bernal et al. 2017; Zellner & Tiao 1964",
        phi=step.phi,
        sensitivities={name: on_readers_scale(x) for name, x in sensitivities.items()},
        fiscal_years_p=by_years.p,
        fiscal_years_spare=by_years.spare,
        question=question,
        step="quarter" if series.by_quarter else "month",
        course=_course(model, fit, series),
        after_low=after_low,
        after_high=after_high,
    )


def _sensitivity_steps(series: MonthlySeries, model: _Model) -> tuple[dict[str, float], _ByYears]:
    """The step under each of `SENSITIVITIES`, NaN where that assumption leaves it unidentified."""
    try:
        without = _step(_model(series, with_shocks=False).fit(share=series.share)).mean
    except NotIdentifiedError:
        without = float("nan")
    by_years = _fiscal_year_step(series)
    found = {
        "without_shocks": without,
        "fiscal_years": by_years.step,
        "phi_0.8": _step(model.fit(phi=0.8, share=1.0)).mean,
    }
    return found, by_years
