"""The regression terms of a monthly series: boundary step, season, trend, declared shocks and breaks."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sojo_eval.statistics.monthly.autoregression import Array, NotIdentifiedError
from sojo_eval.statistics.monthly.calendar import END_OF_DATA, Span

STEP = 1
"""Column of the boundary step in every design."""


def fiscal_year(months: pd.DatetimeIndex) -> NDArray[np.int64]:
    """Year in which the fiscal year (April to March) of each month begins."""
    number = months.to_numpy().astype("datetime64[M]").astype(np.int64)
    return (number - 3) // 12 + 1970


def ends_of_months(days: NDArray[np.datetime64]) -> NDArray[np.datetime64]:
    """Midnight of the last day of each day's month."""
    return np.asarray((days.astype("datetime64[M]") + 1).astype("datetime64[D]") - 1, dtype="datetime64[D]")


def in_any_span(months: pd.DatetimeIndex, spans: Sequence[Span]) -> NDArray[np.bool_]:
    """True for months that overlap one of the spans (both ends included; one without an end runs on)."""
    inside = np.zeros(len(months), dtype=bool)
    if not spans:
        return inside
    starts = months.to_numpy()
    ends = ends_of_months(starts)
    for start, end in spans:
        last = END_OF_DATA if pd.isna(end) else end
        inside |= (ends >= start.to_datetime64()) & (starts <= last.to_datetime64())
    return inside


def harmonic_terms(months: pd.DatetimeIndex) -> Array:
    """(n, 4): two annual harmonics."""
    angle = 2 * np.pi * (months.month.to_numpy() - 1) / 12
    return np.column_stack([np.cos(angle), np.sin(angle), np.cos(2 * angle), np.sin(2 * angle)])


def design_matrix(
    months: pd.DatetimeIndex,
    boundary: pd.Timestamp,
    *,
    shocks: Sequence[Span] = (),
    breaks: Sequence[pd.Timestamp] = (),
    trend: bool = False,
    harmonics: int = 2,
) -> Array:
    """(n, k): intercept, step, annual harmonics, [trend a year], one pulse a shocked fiscal year, one step a break.

    Columns may depend on each other in short or coarse series: see `independent_columns`.
    """
    given = months.to_numpy().astype("datetime64[us]").tobytes()
    asked = given, boundary, tuple(shocks), tuple(breaks), trend, harmonics
    return _design(*asked).copy()


@lru_cache(maxsize=256)
def _design(
    given: bytes,
    boundary: pd.Timestamp,
    shocks: tuple[Span, ...],
    breaks: tuple[pd.Timestamp, ...],
    trend: bool,
    harmonics: int,
) -> Array:
    """As `design_matrix`: most series of a city share their months, which are given as bytes to be compared quickly."""
    months = pd.DatetimeIndex(np.frombuffer(given, dtype="datetime64[us]"))
    columns = [np.ones(len(months)), np.asarray(months >= boundary, dtype=float)]
    columns.append(harmonic_terms(months)[:, : 2 * harmonics])
    if trend:
        years = (months.year * 12 + months.month).to_numpy(dtype=float) / 12
        columns.append(years - years.mean())
    shocked = in_any_span(months, shocks)
    fiscal = fiscal_year(months)
    columns += [np.asarray(shocked & (fiscal == year), dtype=float) for year in np.unique(fiscal[shocked])]
    columns += [np.asarray(months >= when, dtype=float) for when in breaks]
    return np.column_stack(columns)


def independent_columns(X: Array) -> NDArray[np.int64]:
    """Positions of the columns that earlier ones do not explain (a harmonic that quarters cannot show falls away).

    The step gives way to nothing: NotIdentifiedError when another term says the same as it.
    """
    return _independent(X.shape[1], np.ascontiguousarray(X).tobytes())


@lru_cache(maxsize=256)
def _independent(k: int, given: bytes) -> NDArray[np.int64]:
    """As `independent_columns`, of k columns given as bytes."""
    X = np.frombuffer(given).reshape(-1, k)
    kept = [0, STEP]
    for j in range(STEP + 1, X.shape[1]):
        if not _explained(X[:, kept], X[:, j]):
            kept.append(j)
        elif not _explained(X[:, [k for k in kept if k != STEP]], X[:, j]):
            raise NotIdentifiedError("shocks or breaks: one coincides with the boundary")
    return np.array(kept)


def _explained(others: Array, column: Array) -> bool:
    residual = column - others @ np.linalg.lstsq(others, column, rcond=None)[0]
    return bool(np.linalg.norm(residual) <= 1e-8 * max(1.0, float(np.linalg.norm(column))))
