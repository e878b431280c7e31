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


def relative_error(
    months: pd.DatetimeIndex,
    until: pd.Timestamp,
    *,
    boundary: pd.Timestamp,
    phi: float,
    lasting: float = 1.0,
    shocks: Sequence[Span] = (),
    breaks: Sequence[pd.Timestamp] = (),
    trend: bool = False,
) -> float:
    """Standard error of the step once the series goes on to the month `until`, over its error with `months` alone.

    months: those known so far, in order, gaps left out; every later one is taken to be reported and free of shocks. phi,
    lasting: the AR(1) part of the noise, and its share of the variance (generalised least squares with both known).
    Returns 1 where `until` lies before the last month. Raises NotIdentifiedError as `independent_columns`.
    """
    to_come = pd.date_range(months[-1] + pd.offsets.MonthBegin(1), until, freq="MS")
    if not len(to_come):
        return 1.0
    longer = pd.DatetimeIndex([*months, *to_come])
    # Pulses stand for the shocks that have been; the months to come are taken to be without one.
    seen = tuple((start, min(end, months[-1])) for start, end in shocks if start <= months[-1])

    def error(rows: pd.DatetimeIndex) -> float:
        X = design_matrix(rows, boundary, shocks=seen, breaks=breaks, trend=trend)
        X = X[:, independent_columns(X)]
        return float(
            np.sqrt(np.linalg.inv(X.T @ np.linalg.solve(_correlation(rows, phi, lasting), X))[STEP, STEP])
        )

    return error(longer) / error(months)


def _correlation(months: pd.DatetimeIndex, phi: float, lasting: float) -> Array:
    number = month_numbers(months)
    apart = np.abs(np.subtract.outer(number, number))
    return np.asarray(lasting * float(phi) ** apart + (1 - lasting) * np.eye(number.size))
