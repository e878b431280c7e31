"""Did a monthly series change at a plan boundary? Season, declared shocks and declared breaks adjusted.

Level question: log rate (or logit of a proportion) on a step at the boundary. Path question: the same with a
linear trend, so that the step is measured against the series' own earlier course. Both have AR(1) errors
(`autoregression`). Months become quarters where counts are small.

Source: Lopez Bernal, Cummins & Gasparrini (2017) for the segmented model; shocks as fiscal-year pulses.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import expit, logit

from sojo_eval.statistics.autoregression import Array, MixedCoefficient, NotIdentifiedError, mixed_coefficient
from sojo_eval.statistics.results import DETECTABLE_PER_HALF_WIDTH, ChangeEstimate

Family = Literal["rate", "proportion"]
Span = tuple[pd.Timestamp, pd.Timestamp]

MONTHLY_MEAN_FOR_MONTHS = 20.0
STEP = 1  # column of the boundary step in every design


def fiscal_year(months: pd.DatetimeIndex) -> NDArray[np.int64]:
    """Year in which the fiscal year (April to March) of each month begins."""
    return (months.year - (months.month < 4)).to_numpy(dtype=np.int64)


def in_any_span(months: pd.DatetimeIndex, spans: Sequence[Span]) -> NDArray[np.bool_]:
    """True for months that overlap one of the spans (both ends included)."""
    ends = months + pd.offsets.MonthEnd(0)
    inside = np.zeros(len(months), dtype=bool)
    for start, end in spans:
        inside |= np.asarray((ends >= start) & (months <= end))
    return inside


def design_matrix(
    months: pd.DatetimeIndex,
    boundary: pd.Timestamp,
    *,
    shocks: Sequence[Span] = (),
    breaks: Sequence[pd.Timestamp] = (),
    trend: bool = False,
) -> Array:
    """(n, k): intercept, step, two annual harmonics, [trend], one pulse a shocked fiscal year, one step a break.

    Columns may depend on each other in short or coarse series: see `independent_columns`.
    """
    angle = 2 * np.pi * (months.month.to_numpy() - 1) / 12
    columns: list[Array] = [np.ones(len(months)), np.asarray(months >= boundary, dtype=float)]
    columns += [np.cos(angle), np.sin(angle), np.cos(2 * angle), np.sin(2 * angle)]
    if trend:
        columns.append((months.year * 12 + months.month).to_numpy(dtype=float) / 12)
        columns[-1] -= columns[-1].mean()
    shocked = in_any_span(months, shocks)
    years = fiscal_year(months)
    columns += [np.asarray(shocked & (years == year), dtype=float) for year in np.unique(years[shocked])]
    columns += [np.asarray(months >= when, dtype=float) for when in breaks]
    return np.column_stack(columns)


def independent_columns(X: Array) -> Array:
    """X without columns that earlier ones explain (a harmonic that quarters cannot show, a shock that fills all).

    The step keeps its place and gives way to nothing: if the other terms explain it, the fit refuses later.
    """
    kept = [0, STEP]
    for j in range(STEP + 1, X.shape[1]):
        column = X[:, j]
        residual = column - X[:, kept] @ np.linalg.lstsq(X[:, kept], column, rcond=None)[0]
        if np.linalg.norm(residual) > 1e-8 * max(1.0, float(np.linalg.norm(column))):
            kept.append(j)
        elif not _explained_without_step(X, kept, j):
            raise NotIdentifiedError("a shock or break coincides with the boundary")
    return X[:, kept]


def _explained_without_step(X: Array, kept: list[int], j: int) -> bool:
    others = X[:, [k for k in kept if k != STEP]]
    residual = X[:, j] - others @ np.linalg.lstsq(others, X[:, j], rcond=None)[0]
    return bool(np.linalg.norm(residual) <= 1e-8 * max(1.0, float(np.linalg.norm(X[:, j]))))


def to_quarters(frame: pd.DataFrame, X: Array) -> tuple[pd.DataFrame, Array]:
    """Sum counts and exposure over fiscal quarters; each design row becomes the mean of its months.

    Quarters with a missing month are left out.
    """
    quarter = (frame["time"] - frame["time"].iloc[0]) // 3
    design = pd.DataFrame(X, index=frame.index)
    complete = frame["y"].notna().groupby(quarter).sum() == 3
    rows = frame.groupby(quarter)[["numerator", "denominator"]].sum()[complete]
    averaged = design.groupby(quarter).mean()[complete].to_numpy(dtype=float)
    rows["time"] = rows.index.to_numpy(dtype=np.int64)
    return rows, averaged


def _link(numerator: pd.Series, denominator: pd.Series, family: Family) -> pd.Series:
    """log rate with half an event added, or the empirical logit (Haldane–Anscombe)."""
    if family == "rate":
        return pd.Series(np.log((numerator + 0.5) / denominator))
    return pd.Series(np.log((numerator + 0.5) / (denominator - numerator + 0.5)))


def _ratio_of(coefficient: float, family: Family, share_before: float) -> float:
    """The step on the reader's scale: a ratio of rates, or points of share at the earlier share."""
    if family == "rate":
        return float(np.exp(coefficient))
    return float(expit(logit(share_before) + coefficient) - share_before)


def _fiscal_year_step(frame: pd.DataFrame, family: Family, shocked: NDArray[np.bool_]) -> float:
    """The step from clean fiscal-year totals alone: difference of mean link values after and before."""
    clean = frame[~shocked & frame["y"].notna()]
    years = clean.groupby([clean["after"], fiscal_year(pd.DatetimeIndex(clean["month"]))])
    totals = years[["numerator", "denominator"]].sum()
    link = _link(totals["numerator"], totals["denominator"], family).groupby(level=0).mean()
    return float(link.get(True, np.nan) - link.get(False, np.nan))


def level_and_path(
    counts: pd.Series,
    exposure: pd.Series | float = 1.0,
    *,
    boundary: pd.Timestamp | str,
    shocks: Sequence[tuple[pd.Timestamp | str, pd.Timestamp | str]] = (),
    breaks: Sequence[pd.Timestamp | str] = (),
    family: Family = "rate",
    question: Literal["level", "path"] = "level",
) -> ChangeEstimate:
    """Change of a monthly series at `boundary`.

    counts: events a month (or numerators of a proportion), indexed by month; NaN is a month not reported.
    exposure: population at risk (family "rate") or denominators (family "proportion"), same index, or a number.
    shocks: spans of dates; each fiscal year in them gets its own pulse. breaks: dates of definition changes
    inside a period, modelled as steps.

    Returns a ratio for rates and a difference of shares for proportions (the step in logits applied to the
    earlier share). `n_before`/`n_after` count months outside shocks. Three sensitivities, declared beforehand:
    without shock pulses, fiscal-year totals, φ = .8.
    Raises NotIdentifiedError when the boundary cannot be told from shocks or breaks, ValueError on bad input.
    """
    months = pd.DatetimeIndex(counts.index)
    denominators = exposure if isinstance(exposure, pd.Series) else pd.Series(float(exposure), index=months)
    frame = pd.DataFrame(
        {
            "month": months,
            "numerator": counts.to_numpy(dtype=float),
            "denominator": denominators.reindex(months).to_numpy(dtype=float),
        }
    )
    if not months.is_monotonic_increasing or months.has_duplicates:
        raise ValueError("months must increase, each once")
    if (frame["numerator"] < 0).any() or (frame["denominator"] < 0).any():
        raise ValueError("counts and exposure must not be negative")
    if family == "proportion" and (frame["numerator"] > frame["denominator"]).any():
        raise ValueError("numerators must be less than or equal to denominators")
    at = pd.Timestamp(boundary)
    spans = [(pd.Timestamp(a), pd.Timestamp(b)) for a, b in shocks]
    steps = [pd.Timestamp(b) for b in breaks]
    frame["time"] = (months.year * 12 + months.month).to_numpy(dtype=np.int64)
    frame["after"] = months >= at
    frame.loc[~(frame["denominator"] > 0), ["numerator", "denominator"]] = np.nan
    frame["y"] = _link(frame["numerator"], frame["denominator"], family)
    shocked = in_any_span(months, spans)

    def fit(shock_spans: Sequence[Span], phi: float | None = None) -> MixedCoefficient:
        X = design_matrix(months, at, shocks=shock_spans, breaks=steps, trend=question == "path")
        events = (
            frame["numerator"]
            if family == "rate"
            else np.minimum(frame["numerator"], frame["denominator"] - frame["numerator"])
        )
        if events.mean() >= MONTHLY_MEAN_FOR_MONTHS:
            seen = frame["y"].notna().to_numpy()
            X = X[seen]
            y, times = frame["y"].to_numpy(dtype=float)[seen], frame["time"].to_numpy()[seen]
        else:
            rows, X = to_quarters(frame, X)
            y = _link(rows["numerator"], rows["denominator"], family).to_numpy(dtype=float)
            times = rows["time"].to_numpy()
        return mixed_coefficient(y, independent_columns(X), times, STEP, phi=phi)

    step = fit(spans)
    clean = frame[~shocked & frame["y"].notna()]
    totals = clean.groupby("after")[["numerator", "denominator"]].sum()
    rate = totals["numerator"] / totals["denominator"]
    if len(rate) < 2:
        raise NotIdentifiedError("no month outside the shocks on one side of the boundary")
    before, after = float(rate[False]), float(rate[True])
    # A share of exactly 0 or 1 has no logit; half an event keeps it inside.
    at_risk = float(totals["denominator"].iloc[0])
    anchor = (before * at_risk + 0.5) / (at_risk + 1) if family == "proportion" else before
    low, high = step.quantile(0.025), step.quantile(0.975)
    half_width = (high - low) / 2 * DETECTABLE_PER_HALF_WIDTH
    if family == "rate":
        detectable = float(np.exp(half_width) - 1)
    else:
        detectable = float(half_width * anchor * (1 - anchor))
    sensitivities: dict[str, float] = {}
    for name, options in {"without_shocks": ([], None), "phi_0.8": (spans, 0.8)}.items():
        try:
            sensitivities[name] = _ratio_of(fit(options[0], options[1]).mean, family, anchor)
        except NotIdentifiedError:
            continue
    sensitivities["fiscal_years"] = _ratio_of(_fiscal_year_step(frame, family, shocked), family, anchor)
    months_used = clean.groupby("after").size()
    return ChangeEstimate(
        scale="ratio" if family == "rate" else "difference",
        before=before,
        after=after,
        change=_ratio_of(step.mean, family, anchor),
        low=_ratio_of(low, family, anchor),
        high=_ratio_of(high, family, anchor),
        low_90=_ratio_of(step.quantile(0.05), family, anchor),
        high_90=_ratio_of(step.quantile(0.95), family, anchor),
        p=step.p,
        detectable=detectable,
        n_before=float(months_used[False]),
        n_after=float(months_used[True]),
        n_unit="months",
        method=f"{question}: REML AR(1) regression on the {'log rate' if family == 'rate' else 'empirical logit'}",
        source="Lopez Bernal et al. 2017; Zellner & Tiao 1964",
        phi=step.phi,
        sensitivities=sensitivities,
    )
