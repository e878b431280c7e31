"""The error rate of the verdicts on monthly series, measured again in little."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sojo_eval.calibration import null_cells, run
from sojo_eval.calibration.methods import OURS
from sojo_eval.calibration.study import Cell
from sojo_eval.calibration.worlds import simulate

WORLDS = 80


def only(cells: list[Cell], *methods: str) -> list[Cell]:
    return [Cell(c.part, c.question, c.world, methods) for c in cells]


@pytest.fixture(scope="module")
def again() -> pd.DataFrame:
    """The whole null grid with our verdicts, the arrow and the t test."""
    return run(only(null_cells(), OURS, "arrow", "t_test"), WORLDS, seed=7)


def upper(limit: float, worlds: int, errors: float) -> float:
    """The limit plus so many Monte-Carlo errors of a share that stands at the limit."""
    return limit + errors * float(np.sqrt(limit * (1 - limit) / worlds))


def test_verdicts_keep_their_error_rate(again: pd.DataFrame) -> None:
    ours = again[again["method"] == OURS]
    assert len(ours) == 36
    # Three errors on the average; four on the worst of 36 cells.
    assert ours["improving"].mean() <= upper(0.025, WORLDS * len(ours), 3)
    assert ours["improving"].max() <= upper(0.04, WORLDS, 4)
    assert ours["coverage"].mean() >= 1 - upper(0.06, WORLDS * len(ours), 3)
    assert ours["coverage"].min() >= 1 - upper(0.06, WORLDS, 4)


def test_the_usual_readings_do_not(again: pd.DataFrame) -> None:
    level = again[again["question"] == "level"].groupby("method")["improving"].mean()
    assert level["arrow"] > 0.4
    assert level["t_test"] > 0.15


def test_the_same_seed_gives_the_same_table() -> None:
    cells = only(null_cells()[:2], OURS)
    first, second = (run(cells, 5, seed=3) for _ in range(2))
    pd.testing.assert_frame_equal(first, second)
    assert not np.array_equal(simulate(cells[0].world, 5, 3), simulate(cells[0].world, 5, 4))
