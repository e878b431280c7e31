"""A plan looked at every year: how often one of five evaluations says "improving" when nothing has changed."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sojo_eval.calibration.off_grid import Measured, ask, says_improving, tables
from sojo_eval.calibration.study import PHIS, SEED
from sojo_eval.calibration.worlds import World, simulate
from sojo_eval.statistics.looks import look_level

PART = "looks"
LOOKS = 5
MONTHS_A_LOOK = 12
STEPS = {"nothing changed": 0.0, "+20 %": float(np.log(1.2))}


def look_worlds() -> list[tuple[str, World]]:
    """Sixty months before, sixty after, with and without a step and COVID."""
    after = LOOKS * MONTHS_A_LOOK
    found = [
        (f"{name}, φ = {phi:g}", World(phi, 200.0, step=step, after=after))
        for name, step in STEPS.items()
        for phi in PHIS
    ]
    covid = World(0.3, 200.0, covid=True, after=after)
    return [*found, ("nothing changed, φ = 0.3, COVID declared", covid)]


def run_looks(worlds: int, *, seed: int = SEED, workers: int = 1) -> pd.DataFrame:
    """One row a world, look and rule, as `off_grid.run_worlds`: "improving" said at this look or an earlier one.

    Rules: every look at 5 % ("each"); the error spent over the five looks ("spent"); the same as if the looks had equal
    shares of the information ("spent_equally"). question names the look.
    """
    jobs = [(name, world, worlds, seed + i) for i, (name, world) in enumerate(look_worlds())]
    return tables(_run_one, jobs, workers)


def _run_one(name: str, world: World, worlds: int, seed: int) -> pd.DataFrame:
    """The rows of one kind of world."""
    looks = range(1, LOOKS + 1)
    levels = {
        "each": [0.05] * LOOKS,
        "spent": [look_level(k, LOOKS, before=world.before / MONTHS_A_LOOK) for k in looks],
        "spent_equally": [look_level(k, LOOKS) for k in looks],
    }
    said = {rule: np.zeros((worlds, LOOKS), dtype=bool) for rule in levels}
    for i, row in enumerate(simulate(world, worlds, seed)):
        counts = pd.Series(row, index=world.months)
        for look in range(LOOKS):
            seen = counts.iloc[: world.before + MONTHS_A_LOOK * (look + 1)]
            change = ask(seen, world.shocks)
            improving = says_improving(change)
            for rule, level in levels.items():
                said[rule][i, look] = improving and change.p <= level[look]
    return pd.DataFrame(
        [
            Measured(PART, name, f"by look {look + 1}", rule).row(ever[:, look].tolist())
            for rule, at_look in said.items()
            for ever in [np.logical_or.accumulate(at_look, axis=1)]
            for look in range(LOOKS)
        ]
    )
