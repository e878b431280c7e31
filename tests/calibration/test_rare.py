"""The worlds of rare counts are what they say, and what is certified of them is measured again in little."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sojo_eval.calibration.rare import (
    LATER,
    MONTHS,
    NULL,
    OUT_OF,
    POWER,
    PROMISED,
    SHOCKED,
    RareWorld,
    estimate,
    rare_cells,
    run_rare,
    simulate,
)
from tests.calibration.test_designs import upper

WORLDS = 60


def test_the_worlds_have_twenty_four_clean_months_on_either_side() -> None:
    assert (~SHOCKED & ~LATER).sum() == (~SHOCKED & LATER).sum() == 24
    assert len(MONTHS) == 84
    assert SHOCKED.sum() == 36


@pytest.mark.parametrize("shares", [False, True])
def test_the_later_months_hold_so_many_times_as_much(shares: bool) -> None:
    world = RareWorld(4.0, 0.2, 0.6, shares, ratio=1.5)
    events = simulate(world, 3000, 1)
    clean = ~SHOCKED & ~LATER
    assert events[:, clean].mean() == pytest.approx(4.0, rel=0.04)
    assert events[:, LATER].mean() / events[:, clean].mean() == pytest.approx(1.5, rel=0.03)
    if shares:
        difference = (events[:, LATER].mean() - events[:, clean].mean()) / OUT_OF
        assert world.truth == pytest.approx(difference, rel=0.05)
    assert np.array_equal(events, simulate(world, 3000, 1))


def test_scatter_is_the_variance_over_the_mean() -> None:
    for scatter in (1.0, 3.0):
        events = simulate(RareWorld(4.0, 0.0, 0.0, scatter=scatter), 4000, 2)[:, -1]
        assert events.var() / events.mean() == pytest.approx(scatter, rel=0.1)


def test_a_cell_keeps_its_seed_whatever_runs_beside_it() -> None:
    cells = rare_cells()
    together, alone = run_rare(cells[:2], 8), run_rare(cells[1:2], 8)
    assert together.iloc[1].to_dict() == alone.iloc[0].to_dict()
    assert len({part for part, _ in cells}) == 3
    assert {(w.noise, w.phi) for part, w in cells if part in (NULL, POWER)} == set(PROMISED)


def test_worlds_without_an_event_are_told_to_say_nothing() -> None:
    assert estimate(np.zeros(84), RareWorld(1.0, 0.1, 0.3)) is None


def test_rare_counts_keep_their_error_rate_and_find_what_they_promise() -> None:
    calm = RareWorld(3.0, *PROMISED[0])
    null = run_rare([(NULL, calm)], WORLDS).iloc[0]
    assert null["improving"] <= upper(0.025, WORLDS, 3)
    assert null["coverage"] >= 0.94 - 3 * np.sqrt(0.94 * 0.06 / WORLDS)
    found = run_rare([(POWER, replace(calm, ratio=1.5))], WORLDS).iloc[0]
    assert found["improving"] > 0.3
