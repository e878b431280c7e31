"""How much surer the step of a monthly series becomes as more months come in, its noise staying what it is.

Waiting does not help for ever: months resemble the month before, and the earlier side stays as long as it is.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from sojo_eval.statistics.monthly.autoregression import Array
from sojo_eval.statistics.monthly.calendar import Span, month_numbers
from sojo_eval.statistics.monthly.design import STEP, design_matrix, independent_columns


def months_to_come(months: pd.DatetimeIndex, until: pd.Timestamp) -> pd.DatetimeIndex:
    """The months known so far, (n,), and all that follow up to the one that holds the day `until`."""
    coming = pd.date_range(months[-1] + pd.offsets.MonthBegin(1), until, freq="MS")
    return pd.DatetimeIndex([*months, *coming])


def step_error(
    months: pd.DatetimeIndex,
    *,
    boundary: pd.Timestamp,
    phi: float,
    shocks: Sequence[Span] = (),
    breaks: Sequence[pd.Timestamp] = (),
    trend: bool = False,
) -> float:
    """Standard error of the step at `boundary`, in standard deviations of a month's noise.

    months: those with a value, in order, gaps left out. The terms are those of `level_and_path`, the noise an AR(1) with
    this φ (0 ≤ φ < 1), both known: generalised least squares. Raises NotIdentifiedError as `independent_columns`.
    """
    X = design_matrix(months, boundary, shocks=shocks, breaks=breaks, trend=trend)
    white = _whitened(X[:, independent_columns(X)], months, phi)
    return float(np.sqrt(np.linalg.inv(white.T @ white)[STEP, STEP]))


def _whitened(X: Array, months: pd.DatetimeIndex, phi: float) -> Array:
    """Rows less what the month before tells of them, at unit variance; a gap of d months weighs φ^d."""
    memory = float(phi) ** np.diff(month_numbers(months))[:, None]
    return np.vstack([X[:1], (X[1:] - memory * X[:-1]) / np.sqrt(1 - memory**2)])
