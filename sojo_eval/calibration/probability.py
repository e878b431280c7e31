"""Whether "nine in ten that it is better" comes true nine times in ten: the model's own probability against the truth."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from sojo_eval.calibration.off_grid import ask, tables
from sojo_eval.calibration.study import SEED, monte_carlo_error
from sojo_eval.calibration.worlds import World, expected_log_rate, scattered_counts
from sojo_eval.calibration.worlds import autoregressive_noise as ar1
from sojo_eval.statistics.monthly.level_and_path import Step
from sojo_eval.statistics.series_change import SeriesChange

SPREAD = 0.15
"""Standard deviation of the true log changes: as often better as worse."""
PART = "probability"
PHIS = (0.3, 0.6)
EDGES = (0.0, 0.05, 0.2, 0.4, 0.6, 0.8, 0.95, 1.0)


def probability_of_rise(change: Step | SeriesChange) -> float:
    """P(change is a rise) from the mixture: one minus half the two-sided p where it is one, half of it where not."""
    return 1 - change.p / 2 if change.change > 1 else change.p / 2


def run_probability(worlds: int, *, seed: int = SEED, workers: int = 1) -> pd.DataFrame:
    """One row a φ and bin of what was said: part, phi, low, high, worlds, said (mean), true (share that rose), error.

    The true log changes are normal around none with `SPREAD`; 60 + 24 months of 200 events.
    """
    return tables(_run_phi, [(phi, worlds, seed + i) for i, phi in enumerate(PHIS)], workers)


def _run_phi(phi: float, worlds: int, seed: int) -> pd.DataFrame:
    generator = np.random.default_rng(seed)
    world = World(phi, 200.0)
    steps = generator.normal(0, SPREAD, worlds)
    noise = ar1(generator, (worlds, len(world.months)), phi)
    said = []
    for step, own in zip(steps, noise, strict=True):
        line = expected_log_rate(replace(world, step=float(step))) + world.noise * own
        counts = pd.Series(scattered_counts(generator, np.exp(line)), index=world.months)
        said.append(probability_of_rise(ask(counts, ())))
    frame = pd.DataFrame({"said": said, "rose": steps > 0})
    bins = pd.cut(frame["said"], list(EDGES), include_lowest=True)
    rows = []
    for interval, group in frame.groupby(bins, observed=False):
        share = float(group["rose"].mean())
        rows.append(
            {
                "part": PART,
                "phi": phi,
                "low": float(max(interval.left, 0.0)),
                "high": float(interval.right),
                "worlds": len(group),
                "said": float(group["said"].mean()),
                "true": share,
                "true_error": monte_carlo_error(share, len(group)) if len(group) else float("nan"),
            }
        )
    return pd.DataFrame(rows)
