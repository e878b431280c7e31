"""A shock that ends in the middle of a fiscal year, as where places opened again in October 2021."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sojo_eval.calibration.worlds import BOUNDARY, COVID, World, simulate
from sojo_eval.statistics.monthly.level_and_path import level_and_path
from sojo_eval.statistics.monthly.monthly_series import Family, MonthlySeries, monthly_series
from sojo_eval.statistics.monthly.rare_change import rare_change

MONTHS = pd.date_range("2016-04-01", "2025-03-01", freq="MS")
START = pd.Timestamp(2021, 4, 1)
SHUT = (MONTHS >= "2020-04-01") & (MONTHS <= "2021-09-30")


def of_salons(mean: float, seed: int, step: float = 1.0) -> pd.Series:
    """Attendances a month; a sixth of them while places are shut."""
    expected = np.where(SHUT, mean / 6, mean * np.where(MONTHS >= START, step, 1.0))
    return pd.Series(np.random.default_rng(seed).poisson(expected).astype(float), index=MONTHS)


def series(counts: pd.Series, family: Family = "rate", exposure: float = 1000.0) -> MonthlySeries:
    return monthly_series(
        counts, exposure, boundary=START, shocks=[COVID], breaks=(), family=family, question="level", errors="by_step",
    )  # fmt: skip


@pytest.mark.parametrize("step", [1.0, 1.5])
def test_the_step_is_that_of_the_clean_months(step: float) -> None:
    """One pulse a fiscal year left 2021's half year of closure to the noise, and said 0.30 of a series that rose by 9 %."""
    found = [
        level_and_path(of_salons(260.0, seed, step), 8000.0, boundary=START, shocks=[COVID])
        for seed in range(20)
    ]
    assert all(0.93 * step < r.change < 1.07 * step for r in found)
    assert all(r.high / r.low < 1.25 for r in found)
    assert sum(r.low <= step <= r.high for r in found) >= 17
    if step == 1.0:
        assert sum(r.p < 0.05 for r in found) <= 3


def test_few_events_are_taken_so_too() -> None:
    found = [
        rare_change(of_salons(6.0, seed), 8000.0, boundary=START, shocks=[COVID], family="rate")
        for seed in range(6)
    ]
    assert all(0.6 < r.change < 1.6 for r in found)


def test_a_shock_that_pulses_can_hold_keeps_its_months() -> None:
    """The worlds in which the verdicts' error rate was measured: the months that a model sees are the same as ever."""
    for phi in (0.0, 0.5, 0.8):
        world = World(phi, 100.0, covid=True, before=60)
        for counts in simulate(world, 20, 3):
            made = monthly_series(
                pd.Series(counts, index=world.months), 1.0, boundary=BOUNDARY, shocks=[COVID], breaks=(), family="rate",
                question="level", errors="by_step",
            )  # fmt: skip
            assert not made.uneven_shock
            assert made.seen(with_shocks=True).all()


def test_what_is_left_out_are_the_shocked_months_alone() -> None:
    made = series(of_salons(260.0, 1))
    assert made.uneven_shock
    assert (made.seen(with_shocks=True) == ~made.shocked).all()
    assert made.seen(with_shocks=False).all()


def test_few_events_alone_make_no_shock_uneven() -> None:
    """A sixth of 12 events a month scatters more on the log scale than 12 do: that is no reopening."""
    draw = np.random.default_rng(2)
    shocked = (COVID[0] <= MONTHS) & (COVID[1] >= MONTHS)
    counts = [
        pd.Series(draw.poisson(np.where(shocked, 2.0, 12.0)).astype(float), index=MONTHS) for _ in range(40)
    ]
    assert sum(series(c).uneven_shock for c in counts) <= 1


def test_shares_are_looked_at_on_their_rarer_side() -> None:
    draw = np.random.default_rng(3)
    share = np.where(SHUT, 0.95, 0.6)
    counts = pd.Series(draw.binomial(400, share).astype(float), index=MONTHS)
    made = series(counts, "proportion", 400.0)
    assert made.uneven_shock
    change = level_and_path(counts, 400.0, boundary=START, shocks=[COVID], family="proportion")
    assert abs(change.change) < 0.03
