"""What is said of a rise is kept in bins, beside how often it came true."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from sojo_eval.calibration.probability import EDGES, probability_of_rise, run_probability
from sojo_eval.statistics import level_and_path
from tests.statistics.monthly.simulated import BOUNDARY, MONTHS


def test_the_probability_is_half_the_p_on_the_other_side() -> None:
    counts = pd.Series(np.random.default_rng(1).poisson(100, len(MONTHS)).astype(float), index=MONTHS)
    change = level_and_path(counts, boundary=BOUNDARY)
    rise, fall = (replace(change, change=c, p=0.2) for c in (1.1, 0.9))
    assert probability_of_rise(rise) == pytest.approx(0.9)
    assert probability_of_rise(fall) == pytest.approx(0.1)


def test_every_world_lies_in_one_bin_and_confident_words_come_true() -> None:
    table = run_probability(60, seed=2)
    assert (table.groupby("phi")["worlds"].sum() == 60).all()
    assert len(table) == 2 * (len(EDGES) - 1)
    sure = table[table["low"] == 0.95]
    assert (sure["true"] > 0.9).all()
    assert ((table["said"] >= table["low"]) & (table["said"] <= table["high"]) | (table["worlds"] == 0)).all()
