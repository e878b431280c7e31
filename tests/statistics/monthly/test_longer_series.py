"""How sure the step is, and how much surer a longer series makes it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from statsmodels.regression.linear_model import GLS

from sojo_eval.statistics.monthly.design import STEP, design_matrix, independent_columns
from sojo_eval.statistics.monthly.longer_series import months_to_come, step_error

BOUNDARY = pd.Timestamp("2024-04-01")
COVID = (pd.Timestamp("2020-03-01"), pd.Timestamp("2023-05-31"))
NOW = pd.date_range("2019-04-01", "2026-03-01", freq="MS")


@pytest.mark.parametrize("phi", [0.0, 0.3, 0.8])
@pytest.mark.parametrize("shocks", [(), (COVID,)])
@pytest.mark.parametrize("trend", [False, True])
@pytest.mark.parametrize("gaps", [[], [3, 4, 70]])
def test_it_is_the_error_of_generalised_least_squares(
    phi: float, shocks: tuple[tuple[pd.Timestamp, pd.Timestamp], ...], trend: bool, gaps: list[int]
) -> None:
    rows = NOW.delete(gaps)
    X = design_matrix(rows, BOUNDARY, shocks=shocks, trend=trend)
    X = X[:, independent_columns(X)]
    number = rows.year.to_numpy() * 12 + rows.month.to_numpy()
    noise = phi ** np.abs(np.subtract.outer(number, number)) if phi else np.eye(len(rows))
    oracle = GLS(np.zeros(len(rows)), X, sigma=noise).fit().normalized_cov_params[STEP, STEP]
    found = step_error(rows, boundary=BOUNDARY, phi=phi, shocks=shocks, trend=trend)
    assert found == pytest.approx(np.sqrt(oracle), rel=1e-9)


def test_waiting_does_not_help_for_ever() -> None:
    """With the earlier side as long as it is its own error is the floor: ten times the months do not divide it by √10."""
    ends = [BOUNDARY + pd.DateOffset(months=m) for m in (24, 36, 60, 120, 240)]
    errors = [
        step_error(months_to_come(NOW, end - pd.Timedelta(days=1)), boundary=BOUNDARY, phi=0.3)
        for end in ends
    ]
    assert errors == sorted(errors, reverse=True)
    assert errors[-1] > 0.5 * errors[0]


@pytest.mark.parametrize(
    ("until", "more"), [("2025-01-31", 0), ("2026-03-31", 0), ("2026-04-30", 1), ("2029-03-31", 36)]
)
def test_the_months_to_come_begin_after_the_last_one(until: str, more: int) -> None:
    longer = months_to_come(NOW, pd.Timestamp(until))
    assert len(longer) == len(NOW) + more
    assert longer.is_monotonic_increasing
    assert longer.is_unique
