"""The season is taken out on the scale that can bear it, and needs two years to be known."""

from __future__ import annotations

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest

from sojo_eval.statistics.control_charts.charts import control_chart
from sojo_eval.statistics.monthly.seasonal_adjustment import without_season

mpl.use("Agg")


def test_values_below_zero_lose_their_season_on_their_own_scale() -> None:
    months = pd.date_range("2019-04-01", periods=60, freq="MS")
    generator = np.random.default_rng(5)
    season = 1 + 0.4 * np.cos(2 * np.pi * months.month.to_numpy() / 12)
    values = pd.Series(200 * season * np.exp(generator.normal(0, 0.03, 60)) - 300, index=months)
    adjusted = without_season(values)
    assert adjusted.scale == "raw"
    assert adjusted.adjusted.std() < 0.2 * values.std()
    assert adjusted.to_frame()["adjusted"].equals(adjusted.adjusted.reset_index(drop=True).rename("adjusted"))
    assert adjusted.plot() is not None


def test_a_season_needs_two_years() -> None:
    months = pd.date_range("2020-04-01", periods=20, freq="MS")
    with pytest.raises(ValueError, match="24 months"):
        control_chart(pd.Series(np.arange(20.0), index=months), deseasonalise=True)
