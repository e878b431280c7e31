"""The level of a series that is compared with nothing: its mean, and an interval that holds it as often as it says."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sojo_eval.calibration.worlds import World, simulate
from sojo_eval.statistics.monthly.autoregression import NotIdentifiedError
from sojo_eval.statistics.monthly.level_and_path import level_and_path
from sojo_eval.statistics.monthly.level_so_far import level_so_far

MONTHS = pd.date_range("2021-04-01", periods=36, freq="MS")


def counts(mean: float = 100.0, seed: int = 1) -> pd.Series:
    return pd.Series(np.random.default_rng(seed).poisson(mean, len(MONTHS)).astype(float), index=MONTHS)


def test_the_level_is_events_over_exposure() -> None:
    x, n = counts(), pd.Series(np.linspace(900.0, 1100.0, 36), index=MONTHS)
    assert level_so_far(x, n).value == pytest.approx(x.sum() / n.sum())
    share = level_so_far(x, n, family="proportion")
    assert share.value == pytest.approx(x.sum() / n.sum())
    assert 0 < share.low < share.value < share.high < 1


def test_its_interval_is_near_that_of_a_later_level() -> None:
    """Of the months after a boundary `level_and_path` knows the level with the same noise, estimated from more."""
    x = counts()
    later = level_and_path(x, 1.0, boundary=MONTHS[18])
    alone = level_so_far(x[18:], 1.0)
    assert alone.value == pytest.approx(later.after)
    assert (alone.high - alone.low) / (later.after_high - later.after_low) == pytest.approx(1, abs=0.6)


@pytest.mark.parametrize("phi", [0.0, 0.5])
def test_the_interval_holds_the_level_as_often_as_it_says(phi: float) -> None:
    """Of 100 series with a known mean. 95 are promised; 89 is what 100 tries of 95 % exceed in 99.5 % of cases."""
    world = World(phi, 100.0, before=36)
    series = simulate(world, 100, 5)[:, :36]
    held = [level_so_far(pd.Series(x, index=world.months[:36]), 1.0) for x in series]
    assert sum(r.low <= 100.0 <= r.high for r in held) >= 89


def test_shocked_and_missing_months_stay_out() -> None:
    x = counts()
    clean = level_so_far(x, 1.0)
    shocked = x.copy()
    shocked.iloc[5:8] = 5000.0
    spans = [(MONTHS[5], MONTHS[7] + pd.offsets.MonthEnd(0))]
    without = level_so_far(shocked, 1.0, shocks=spans)
    assert without.value == pytest.approx(x.drop(x.index[5:8]).mean())
    assert without.value == pytest.approx(clean.value, rel=0.05)
    gaps = x.copy()
    gaps.iloc[[3, 20]] = np.nan
    assert level_so_far(gaps, 1.0).n == 34


@pytest.mark.parametrize(
    "series",
    [counts()[:11], counts(3.0), pd.Series(50.0, index=MONTHS), pd.Series(np.nan, index=MONTHS)],
    ids=["eleven months", "few events", "no variation", "nothing known"],
)
def test_what_cannot_be_known_is_refused(series: pd.Series) -> None:
    with pytest.raises(NotIdentifiedError):
        level_so_far(series, 1.0)


@pytest.mark.parametrize(("shocked", "known"), [(24, True), (25, False)])
def test_twelve_months_outside_shocks_are_enough(shocked: int, known: bool) -> None:
    shocks = [(MONTHS[0], MONTHS[shocked - 1] + pd.offsets.MonthEnd(0))]
    if known:
        assert level_so_far(counts(), 1.0, shocks=shocks).n == 12
    else:
        with pytest.raises(NotIdentifiedError, match="11 months outside shocks"):
            level_so_far(counts(), 1.0, shocks=shocks)
