"""The season is taken out on the scale that can bear it, and needs two years to be known."""

from __future__ import annotations

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest

from sojo_eval.statistics.control_charts.charts import control_chart
from sojo_eval.statistics.monthly.seasonal_adjustment import without_season, yearly_wave

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


MONTHS = pd.date_range("2019-04-01", periods=84, freq="MS")


@pytest.mark.parametrize(("peak", "low"), [(9, 3), (1, 7)])
def test_a_yearly_wave_is_named_by_its_months(peak: int, low: int) -> None:
    noise = 0.02 * np.random.default_rng(1).normal(size=84)
    wave = 5 + 0.01 * np.arange(84) + 0.2 * np.cos(2 * np.pi * (MONTHS.month - peak) / 12)
    assert yearly_wave(MONTHS, wave + noise) == (peak, low)
    with_gaps = np.where(np.arange(84) % 9 == 4, np.nan, wave + noise)
    assert yearly_wave(MONTHS, with_gaps) == (peak, low)


def test_a_quarterly_wave_is_named_by_the_first_months_of_its_quarters() -> None:
    quarters = pd.date_range("2019-04-01", periods=24, freq="QS")
    values = np.tile([4.0, 6.0, 5.0, 3.0], 6) + 0.05 * np.random.default_rng(1).normal(size=24)
    assert yearly_wave(quarters, values) == (7, 1)


def test_there_is_seldom_a_wave_where_there_is_none() -> None:
    """At 1 % of 300 worlds more than nine have one with a probability below .001; a line, two years less a month, none."""
    draw = np.random.default_rng(7)
    found = sum(
        yearly_wave(MONTHS, draw.normal(size=84) + 0.05 * np.arange(84)) is not None for _ in range(300)
    )
    assert found <= 9
    assert yearly_wave(MONTHS, np.arange(84.0)) is None
    assert yearly_wave(MONTHS, np.full(84, 3.0)) is None
    wave = np.cos(2 * np.pi * MONTHS.month / 12) + 0.01 * draw.normal(size=84)
    assert yearly_wave(MONTHS[:24], wave[:24]) is not None
    assert yearly_wave(MONTHS[:23], wave[:23]) is None
    summer = (MONTHS.month > 3) & (MONTHS.month < 10)
    assert yearly_wave(MONTHS[summer], wave[summer]) is None
