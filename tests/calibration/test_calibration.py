"""The error rate of the verdicts, measured again in little, and the certified tables held to their page."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sojo_eval.calibration import Bar, all_cells, load_certified, null_cells, run
from sojo_eval.calibration.designs import run_designs
from sojo_eval.calibration.methods import OURS
from sojo_eval.calibration.page import page
from sojo_eval.calibration.study import Cell
from sojo_eval.calibration.worlds import BOUNDARY, COVID, World, simulate
from sojo_eval.foundation.language import Text

ROOT = Path(__file__).resolve().parents[2]
WORLDS = 80
DESIGN_WORLDS = 60


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


def test_other_designs_keep_their_error_rate() -> None:
    table = run_designs(DESIGN_WORLDS, seed=11).set_index("part")
    for part, limit in (("survey", 0.025), ("small yearly counts", 0.035), ("comparators", 0.035)):
        assert table.loc[part, "improving"].max() <= upper(limit, DESIGN_WORLDS, 4)
    assert table.loc["many indicators", "improving"] <= upper(0.05, DESIGN_WORLDS, 3)
    assert table.loc["survey power", "improving"] > 0.3


def test_the_same_seed_gives_the_same_table() -> None:
    cells = only(null_cells()[:2], OURS)
    first, second = (run(cells, 5, seed=3) for _ in range(2))
    pd.testing.assert_frame_equal(first, second)
    assert not np.array_equal(simulate(cells[0].world, 5, 3), simulate(cells[0].world, 5, 4))


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


def test_the_certified_run_is_whole() -> None:
    certified = load_certified()
    ours = certified.series[certified.series["method"] == OURS]
    assert len(ours) == len(all_cells())
    assert (ours["worlds"] >= 2000).all()
    assert (certified.designs["worlds"] >= 2000).all()
    assert certified.series.drop(columns=["coverage", "coverage_error"]).notna().all().all()
    assert set(certified.facts) == {"worlds", "seed", "python", "packages"}


def test_the_page_shows_the_certified_run() -> None:
    written = (ROOT / "docs" / "calibration.md").read_text(encoding="utf-8")
    assert written == page(load_certified()), "run: python -m sojo_eval.calibration.page docs/calibration.md"


def test_a_missed_bar_is_called_missed() -> None:
    name = Text("x", "x")
    assert Bar(name, "at most", 0.025, 0.025, 0.01).met
    assert not Bar(name, "at most", 0.025, 0.026, 0.01).met
    assert Bar(name, "at most", 0.04, 0.05, 0.01, 2).met
    assert not Bar(name, "at least", 0.94, 0.91, 0.01, 2).met
