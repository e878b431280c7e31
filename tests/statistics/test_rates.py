"""Yearly counts: few years, little scatter, and a period without events."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sojo_eval import statistics as st

YEARS = pd.Series([False, False, False, True, True])


def test_few_years_give_little_certainty() -> None:
    result = st.yearly_count_change(pd.Series([30, 28, 33, 40, 44]), 1.0, YEARS)
    assert result.change == pytest.approx(42 / (91 / 3))
    assert result.low < 1 < result.high


def test_less_scatter_than_chance_is_not_taken_for_certainty() -> None:
    same = st.yearly_count_change(pd.Series([30, 30, 30, 30, 30]), 1.0, YEARS)
    # A plain Poisson standard error with t on 3 degrees of freedom.
    expected = np.sqrt(1 / 90 + 1 / 60) * 3.182446
    assert np.log(same.high) == pytest.approx(expected, rel=1e-4)


def test_a_period_without_events_has_no_ratio() -> None:
    with pytest.raises(ValueError, match="no rate ratio"):
        st.yearly_count_change(pd.Series([0, 0, 0, 4, 5]), 1.0, YEARS)
