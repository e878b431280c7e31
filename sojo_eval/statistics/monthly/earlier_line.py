"""Does the earlier course of a monthly series run straight up to the boundary, as the path question takes it to?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from sojo_eval.statistics.monthly.autoregression import NotIdentifiedError, autoregression
from sojo_eval.statistics.monthly.calendar import month_numbers
from sojo_eval.statistics.monthly.design import STEP, independent_columns
from sojo_eval.statistics.monthly.monthly_series import Family, monthly_series

MONTHS_OF_A_BEND = 24
"""Before the boundary: later years decide what a line carried on would have come to."""


def earlier_line_bends(
    counts: pd.Series,
    exposure: pd.Series | float = 1.0,
    *,
    boundary: pd.Timestamp,
    shocks: Sequence[tuple[pd.Timestamp, pd.Timestamp]] = (),
    breaks: Sequence[pd.Timestamp] = (),
    family: Family = "rate",
) -> float:
    """Two-sided p-value of another slope in the last `MONTHS_OF_A_BEND` months before the boundary than in those before.

    Arguments as of `level_and_path`; months from the boundary on are not looked at. The model is that of the path question
    without its step, with a second line from the bend on, by month. NaN where the data cannot tell the two slopes.
    """
    bend = boundary - pd.DateOffset(months=MONTHS_OF_A_BEND)
    earlier = counts.index < boundary
    at_risk = exposure[earlier] if isinstance(exposure, pd.Series) else exposure
    try:
        series = monthly_series(
            counts[earlier],
            at_risk,
            boundary=bend,
            shocks=shocks,
            breaks=[day for day in breaks if day < boundary],
            family=family,
            question="path",
            errors="ar1",
        )
        X = series.design(with_shocks=True)
        since = month_numbers(series.months) - month_numbers(pd.DatetimeIndex([bend]))
        X[:, STEP] = np.maximum(0, since) / 12
        seen = series.seen(with_shocks=True)
        X, rows = X[seen], series.rows[seen]
        fit = autoregression(rows.y, X[:, independent_columns(X)], rows.time, share=1.0)
    except NotIdentifiedError:
        return float("nan")
    direction = np.zeros(fit.coefficients.shape[1])
    direction[STEP] = 1.0
    return fit.contrast(direction).p
