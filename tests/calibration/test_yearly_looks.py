"""Looks add up, and spending the error says less."""

from __future__ import annotations

from sojo_eval.calibration import yearly_looks
from sojo_eval.calibration.worlds import World


def test_ever_said_grows_from_look_to_look_and_spending_says_less() -> None:
    table = yearly_looks._run_one("x", World(0.6, 200.0, step=0.1, after=60), 20, 3)
    wide = table.pivot_table(index="question", columns="rule", values="improving", sort=False)
    assert len(wide) == yearly_looks.LOOKS
    assert wide["each"].is_monotonic_increasing
    assert wide["spent"].is_monotonic_increasing
    assert (wide["spent"] <= wide["each"]).all()
    assert wide["each"].iloc[-1] > 0.2
    assert wide["spent"].iloc[0] == 0  # the first look may spend a millionth
