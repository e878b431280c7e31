"""Worlds are what they say: their level, their planted step, their dip."""

from __future__ import annotations

import numpy as np
import pytest

from sojo_eval.calibration.worlds import BOUNDARY, COVID, World, simulate


def test_worlds_are_what_they_say() -> None:
    plain = simulate(World(0.3, 200.0), 400, 1)
    assert plain.mean() == pytest.approx(200, rel=0.02)
    planted = simulate(World(0.3, 200.0, step=float(np.log(1.2))), 400, 1)
    months = World(0.3, 200.0).months
    after = np.asarray(months >= BOUNDARY)
    assert planted[:, after].mean() / plain[:, after].mean() == pytest.approx(1.2, rel=0.02)
    shocked = np.asarray((months >= COVID[0]) & (months <= COVID[1]))
    covid = simulate(World(0.3, 200.0, covid=True), 400, 1)
    assert covid[:, shocked].mean() < 0.9 * plain[:, shocked].mean()
    assert covid[:, ~shocked].mean() == pytest.approx(plain[:, ~shocked].mean(), rel=0.02)
