"""Does the earlier course run straight up to the boundary?"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from sojo_eval.statistics.monthly.earlier_line import earlier_line_bends

BOUNDARY = pd.Timestamp("2024-04-01")
MONTHS = pd.date_range("2014-04-01", "2026-03-01", freq="MS")
BEFORE = int((MONTHS < BOUNDARY).sum())


def counts(slope_before: float, slope_in_the_bend: float, generator: np.random.Generator) -> pd.Series:
    """Poisson counts about 300 a month whose log slope (a year) changes two years before the boundary."""
    t = np.arange(len(MONTHS)) / 12
    bend = BEFORE / 12 - 2
    line = slope_before * np.minimum(t, bend) + slope_in_the_bend * np.maximum(0, t - bend)
    return pd.Series(generator.poisson(300 * np.exp(line)).astype(float), index=MONTHS)


def test_a_straight_line_is_called_bent_in_about_five_of_a_hundred() -> None:
    generator = np.random.default_rng(5)
    p = np.array([earlier_line_bends(counts(0.03, 0.03, generator), boundary=BOUNDARY) for _ in range(120)])
    assert (p <= 0.05).mean() <= 0.05 + 2 * math.sqrt(0.05 * 0.95 / 120)


def test_a_decline_that_levels_off_is_found() -> None:
    generator = np.random.default_rng(6)
    p = [earlier_line_bends(counts(-0.08, 0.0, generator), boundary=BOUNDARY) for _ in range(20)]
    assert np.mean(np.array(p) <= 0.05) >= 0.9


def test_what_happens_after_the_boundary_is_not_looked_at() -> None:
    generator = np.random.default_rng(7)
    series = counts(0.02, 0.02, generator)
    doubled = series.where(series.index < BOUNDARY, 2 * series)
    assert earlier_line_bends(series, boundary=BOUNDARY) == earlier_line_bends(doubled, boundary=BOUNDARY)


def test_gaps_shares_and_a_short_record() -> None:
    generator = np.random.default_rng(8)
    series = counts(-0.08, 0.0, generator)
    holed = series.where(~series.index.isin(MONTHS[[5, 6, 90]]))
    assert earlier_line_bends(holed, boundary=BOUNDARY) <= 0.05
    assert earlier_line_bends(series, 1000.0, boundary=BOUNDARY, family="proportion") <= 0.05
    assert math.isnan(earlier_line_bends(series[series.index >= "2022-05-01"], boundary=BOUNDARY))
