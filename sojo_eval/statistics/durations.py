"""Time to event with censoring: Kaplan–Meier, log-rank, and the change of the restricted mean time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats
from statsmodels.duration.survfunc import SurvfuncRight, survdiff

from sojo_eval.statistics.results import Z_POWER_80_PERCENT, ChangeEstimate

BOOTSTRAP_DRAWS = 2000


@dataclass(frozen=True)
class Quantile:
    """A Kaplan–Meier quantile; a bound is NaN where the curve does not reach it."""

    value: float
    low: float
    high: float


def survival_quantile(days: pd.Series, event: pd.Series, probability: float = 0.5) -> Quantile:
    """Time by which a share `probability` has had the event, with its 95 % interval (log-log, as R survival)."""
    curve = SurvfuncRight(days.to_numpy(dtype=float), event.to_numpy(dtype=int))
    low, high = curve.quantile_ci(probability, method="log")
    return Quantile(float(curve.quantile(probability)), float(low), float(high))


def logrank(days: pd.Series, event: pd.Series, group: pd.Series) -> tuple[float, float]:
    """Log-rank χ² and p-value that the groups have the same curve (Mantel 1966)."""
    chi2, p = survdiff(days.to_numpy(dtype=float), event.to_numpy(dtype=int), group.to_numpy())
    return float(chi2), float(p)


def restricted_mean(days: pd.Series, event: pd.Series, horizon: float) -> float:
    """Area under the Kaplan–Meier curve up to `horizon` days (Irwin 1949): mean days, at most `horizon` each."""
    curve = SurvfuncRight(days.to_numpy(dtype=float), event.to_numpy(dtype=int))
    inside = curve.surv_times < horizon
    times = np.concatenate([[0.0], curve.surv_times[inside], [horizon]])
    survival = np.concatenate([[1.0], curve.surv_prob[inside]])
    return float(np.diff(times) @ survival)


def _month_tables(
    days: NDArray[np.float64], event: NDArray[np.bool_], month: NDArray[np.int64], horizon: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(months, horizon) tables of events on, and persons at risk before, each whole day 0 … horizon − 1."""
    codes, groups = np.unique(month, return_inverse=True)
    whole = np.minimum(np.floor(days), horizon).astype(int)
    shape = (codes.size, horizon + 1)
    events, leaving = np.zeros(shape), np.zeros(shape)
    np.add.at(events, (groups, whole), event.astype(float))
    np.add.at(leaving, (groups, whole), 1.0)
    at_risk = leaving[:, ::-1].cumsum(axis=1)[:, ::-1]
    return events[:, :horizon], at_risk[:, :horizon]


def _restricted_means(
    tables: tuple[NDArray[np.float64], NDArray[np.float64]], weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Restricted mean of each bootstrap draw; `weights` (draws, months) says how often a month was drawn."""
    events, at_risk = weights @ tables[0], weights @ tables[1]
    survival = np.cumprod(
        1 - np.divide(events, at_risk, out=np.zeros_like(events), where=at_risk > 0), axis=1
    )
    # The curve is 1 on [0, first event) and constant between whole days: day d contributes S(d).
    return np.asarray(survival.sum(axis=1), dtype=float)


def restricted_mean_change(
    days: pd.Series,
    event: pd.Series,
    month: pd.Series,
    after: pd.Series,
    *,
    horizon: int,
    seed: int = 0,
    draws: int = BOOTSTRAP_DRAWS,
) -> ChangeEstimate:
    """Ratio of restricted mean times after / before, uncertainty by resampling whole months.

    days: whole days from start to event or to the end of observation; event: False = still open (censored);
    month: month of the start (any integer or period code), the cluster; after: True for the later period.
    The interval is t on the log ratio with (fewer months − 1) degrees of freedom.
    Source: Royston & Parmar (2013) for the restricted mean; Field & Welsh (2007) for the cluster bootstrap.
    Raises ValueError when a side has fewer than two months or negative days.
    """
    times = days.to_numpy(dtype=float)
    if (times < 0).any():
        raise ValueError("days must not be negative")
    later = after.to_numpy(dtype=bool)
    seen = event.to_numpy(dtype=bool)
    codes = pd.factorize(month, sort=True)[0].astype(np.int64)
    generator = np.random.default_rng(seed)
    means: list[float] = []
    log_draws: list[NDArray[np.float64]] = []
    clusters: list[int] = []
    for side in (~later, later):
        tables = _month_tables(times[side], seen[side], codes[side], horizon)
        n_months = tables[0].shape[0]
        if n_months < 2:
            raise ValueError("two months are needed on either side")
        weights = generator.multinomial(n_months, np.full(n_months, 1 / n_months), size=draws).astype(float)
        means.append(float(_restricted_means(tables, np.ones((1, n_months)))[0]))
        log_draws.append(np.log(np.maximum(_restricted_means(tables, weights), 1e-9)))
        clusters.append(n_months)
    standard_error = float(np.hypot(log_draws[0].std(ddof=1), log_draws[1].std(ddof=1)))
    # The bootstrap divides by m, not m − 1.
    standard_error *= float(np.sqrt(min(clusters) / (min(clusters) - 1)))
    log_ratio = float(np.log(max(means[1], 1e-9) / max(means[0], 1e-9)))
    df = min(clusters) - 1
    t95, t90 = float(stats.t.ppf(0.975, df)), float(stats.t.ppf(0.95, df))
    return ChangeEstimate(
        scale="ratio",
        before=means[0],
        after=means[1],
        change=float(np.exp(log_ratio)),
        low=float(np.exp(log_ratio - t95 * standard_error)),
        high=float(np.exp(log_ratio + t95 * standard_error)),
        low_90=float(np.exp(log_ratio - t90 * standard_error)),
        high_90=float(np.exp(log_ratio + t90 * standard_error)),
        p=float(2 * stats.t.sf(abs(log_ratio) / standard_error, df)) if standard_error > 0 else 1.0,
        detectable=float(np.exp((t95 + Z_POWER_80_PERCENT) * standard_error) - 1),
        n_before=float((~later).sum()),
        n_after=float(later.sum()),
        n_unit="persons",
        method=f"restricted mean of {horizon} days (Kaplan–Meier), months resampled {draws} times",
        source="Royston & Parmar 2013; Field & Welsh 2007",
    )
