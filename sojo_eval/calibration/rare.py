"""The study of rare counts and rare shares by month: how often `rare_change` leads to "improving", and what it finds.

Five years before a boundary, three of them in a shock, and two after: 24 clean months on either side, and whole fiscal
years two and two, where yearly totals can say next to nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from itertools import product
from multiprocessing import get_context

import numpy as np
import pandas as pd
from scipy.special import expit, logit

from sojo_eval.calibration.methods import SMALLEST_CHANGE
from sojo_eval.calibration.study import SEED, monte_carlo_error
from sojo_eval.calibration.worlds import BOUNDARY, SEASON, Array, autoregressive_noise
from sojo_eval.evaluation.verdicts import decide
from sojo_eval.statistics import ChangeEstimate, NotIdentifiedError, rare_change
from sojo_eval.statistics.monthly.design import in_any_span

MONTHS = pd.date_range(BOUNDARY - pd.DateOffset(months=60), periods=84, freq="MS")
SHOCK = (pd.Timestamp("2020-04-01"), pd.Timestamp("2023-03-31"))
SHOCKED = in_any_span(MONTHS, [SHOCK])
LATER = np.asarray(MONTHS >= BOUNDARY)
DIP = -0.20
"""Of the shocked months on the log scale: half the colour of the certified grid's first years."""
MEANS = (1.0, 3.0, 8.0)
PROMISED = ((0.1, 0.3), (0.2, 0.6))
"""Standard deviation and autocorrelation of the log rate between months: the promise is made for these."""
STRESS = (0.3, 0.8)
RATE_RATIO = 1.5
OUT_OF = 40.0
"""Cases a month of which a rare share is taken."""
NULL, HARD, POWER = "rare", "rare_stress", "rare_power"


@dataclass(frozen=True)
class RareWorld:
    """mean: events in an ordinary month. ratio: of the later rate (share) to the earlier. scatter: variance over mean
    of a month's count given its rate, 1 is Poisson."""

    mean: float
    noise: float
    phi: float
    shares: bool = False
    ratio: float = 1.0
    scatter: float = 1.0

    @property
    def line(self) -> Array:
        """(months,): log rate or logit without noise, and without the step."""
        angle = 2 * np.pi * (MONTHS.month.to_numpy() - 1) / 12
        level = float(logit(self.mean / OUT_OF)) if self.shares else float(np.log(self.mean))
        season = SEASON * np.cos(angle) + SEASON / 3 * np.sin(2 * angle)
        return np.asarray(level + season + DIP * SHOCKED, dtype=float)

    @property
    def step(self) -> float:
        """The planted change, on the scale of the line."""
        if not self.shares:
            return float(np.log(self.ratio))
        return float(logit(self.ratio * self.mean / OUT_OF) - logit(self.mean / OUT_OF))

    @property
    def truth(self) -> float:
        """The planted change as it is told: a ratio, or points of share over the later months."""
        if not self.shares:
            return self.ratio
        later = self.line[LATER]
        return float((expit(later + self.step) - expit(later)).mean())


def simulate(world: RareWorld, worlds: int, seed: int) -> Array:
    """(worlds, months) events. The same world, number and seed give the same events."""
    generator = np.random.default_rng(seed)
    noise = world.noise * autoregressive_noise(generator, (worlds, MONTHS.size), world.phi)
    line = world.line + world.step * LATER + noise
    if world.shares:
        return generator.binomial(int(OUT_OF), expit(line)).astype(float)
    expected = np.exp(line - world.noise**2 / 2)  # noise of mean 1 on the scale of rates
    if world.scatter == 1:
        return generator.poisson(expected).astype(float)
    return generator.negative_binomial(expected / (world.scatter - 1), 1 / world.scatter).astype(float)


def estimate(events: Array, world: RareWorld) -> ChangeEstimate | None:
    """What the evaluation does with one world; None where nothing can be said."""
    counts = pd.Series(events, index=MONTHS)
    try:
        if world.shares:
            whole = pd.Series(OUT_OF, index=MONTHS)
            return rare_change(counts, whole, boundary=BOUNDARY, shocks=[SHOCK], family="proportion")
        return rare_change(counts, boundary=BOUNDARY, shocks=[SHOCK])
    except NotIdentifiedError:
        return None


def rare_cells() -> list[tuple[str, RareWorld]]:
    """The lines of the three parts, in the order of their table."""
    grid = [*product((False, True), MEANS)]
    null = [(NULL, RareWorld(m, *noise, shares)) for (shares, m), noise in product(grid, PROMISED)]
    hard = [(HARD, RareWorld(m, *STRESS, shares)) for shares, m in grid]
    found = [(POWER, RareWorld(m, *n, shares, RATE_RATIO)) for (shares, m), n in product(grid, PROMISED)]
    return null + hard + found


def run_rare(
    cells: Sequence[tuple[str, RareWorld]], worlds: int, *, seed: int = SEED, workers: int = 1
) -> pd.DataFrame:
    """One row a cell: part, the world, worlds, share improving, coverage, their Monte-Carlo errors.

    A cell keeps its seed whatever is run beside it.
    """
    place = {cell: i for i, cell in enumerate(rare_cells())}
    jobs = [(*cell, worlds, seed + 5000 + place[cell]) for cell in cells]
    if workers <= 1:
        rows = [_run_cell(*job) for job in jobs]
    else:
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            rows = list(pool.map(_run_cell, *zip(*jobs, strict=True)))
    return pd.DataFrame(rows)


def _run_cell(part: str, world: RareWorld, worlds: int, seed: int) -> dict[str, object]:
    found = [estimate(events, world) for events in simulate(world, worlds, seed)]
    # Changes of rare shares lie within 5 points, where all would be too small to act on: they are judged without that.
    smallest = 0.0 if world.shares else SMALLEST_CHANGE
    improving = float(
        np.mean([c is not None and decide(c, c.p, "higher", smallest).code == "improving" for c in found])
    )
    # Where nothing can be said there is no interval that could miss.
    told = [bool(c.low <= world.truth <= c.high) for c in found if c is not None]
    coverage = float(np.mean(told)) if told else float("nan")
    return {
        "part": part,
        **asdict(world),
        "worlds": worlds,
        "improving": improving,
        "improving_error": monte_carlo_error(improving, worlds),
        "coverage": coverage,
        "coverage_error": monte_carlo_error(coverage, max(1, len(told))),
    }
