"""The error rate of the verdicts on surveys, years and comparisons, measured again in little."""

from __future__ import annotations

import numpy as np

from sojo_eval.calibration.designs import run_designs

DESIGN_WORLDS = 60


def upper(limit: float, worlds: int, errors: float) -> float:
    """The limit plus so many Monte-Carlo errors of a share that stands at the limit."""
    return limit + errors * float(np.sqrt(limit * (1 - limit) / worlds))


def test_other_designs_keep_their_error_rate() -> None:
    table = run_designs(DESIGN_WORLDS, seed=11).set_index("part")
    for part, limit in (("survey", 0.025), ("small yearly counts", 0.035), ("comparators", 0.035)):
        assert table.loc[part, "improving"].max() <= upper(limit, DESIGN_WORLDS, 4)
    assert table.loc["many indicators", "improving"] <= upper(0.05, DESIGN_WORLDS, 3)
    assert table.loc["survey power", "improving"] > 0.3
