"""The calibration study of monthly series: how often a method says "improving" of worlds whose truth is known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from itertools import product
from multiprocessing import get_context

import numpy as np
import pandas as pd

from sojo_eval.calibration.methods import AR1_THROUGHOUT, METHODS, OURS, SPLIT_THROUGHOUT, readings
from sojo_eval.calibration.worlds import World, simulate
from sojo_eval.statistics.level_and_path import Question

PHIS = (0.0, 0.3, 0.6)
STRESS_PHI = 0.8
MEANS = (20.0, 200.0)
FEW = 10.0
RATE_RATIOS = (1.2, 1.3)
NOISES = (0.10, 0.15, 0.20)
"""Power depends on how much months scatter: the bar names no scatter, so three are printed."""
LONG = 120
"""Months before the boundary where COVID lies inside: with 60 the path question is refused, not answered badly."""
SLOW_AND_NAIVE = ("newey_west", "quasi_poisson")
WORLDS_FOR_SLOW_AND_NAIVE = 500
"""Enough to see 10 % where 2.5 % are promised."""
SEED = 20_261_123


@dataclass(frozen=True)
class Cell:
    """One line of the grid: a kind of world, the question asked of it, and the part of the study it belongs to."""

    part: str
    question: Question
    world: World
    methods: tuple[str, ...]


def null_cells(phis: Iterable[float] = PHIS, part: str = "no_change") -> list[Cell]:
    """Nothing has changed. A trend makes the level differ, so it is asked of the path alone."""
    every = tuple(METHODS)
    cells = []
    for phi, mean, covid in product(phis, MEANS, (False, True)):
        cells.append(Cell(part, "level", World(phi, mean, covid), every))
        before = LONG if covid else 60
        cells += [
            Cell(part, "path", World(phi, mean, covid, trend, before=before), every)
            for trend in (False, True)
        ]
    return cells


def power_cells() -> list[Cell]:
    """A planted change, 60 + 24 months without COVID."""
    ours = (OURS, AR1_THROUGHOUT, SPLIT_THROUGHOUT)
    questions: tuple[Question, ...] = ("level", "path")
    cells = []
    for question, ratio, phi in product(questions, RATE_RATIOS, PHIS):
        step = float(np.log(ratio))
        cells += [
            Cell("power", question, World(phi, 200.0, step=step, noise=noise), ours) for noise in NOISES
        ]
        cells.append(Cell("power", question, World(phi, 20.0, step=step), ours))
    # Ten events a month are analysed by quarter; at the end, so that the seeds above stay theirs.
    return cells + [
        Cell("power", question, World(phi, FEW, step=float(np.log(ratio))), ours)
        for question, ratio, phi in product(questions, RATE_RATIOS, PHIS)
    ]


def all_cells() -> list[Cell]:
    """The whole study, in the order of its table."""
    return [*null_cells(), *null_cells((STRESS_PHI,), "stress"), *power_cells()]


def run(cells: Sequence[Cell], worlds: int, *, seed: int = SEED, workers: int = 1) -> pd.DataFrame:
    """One row a cell and method: worlds, share "improving", coverage, and their Monte-Carlo standard errors.

    The same cells, number of worlds and seed give the same table, whatever the number of workers.
    """
    jobs = [(cell, worlds, seed + position) for position, cell in enumerate(cells)]
    if workers <= 1:
        tables = [_run_cell(*job) for job in jobs]
    else:
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            tables = list(pool.map(_run_cell, *zip(*jobs, strict=True)))
    return pd.concat(tables, ignore_index=True)


def _run_cell(cell: Cell, worlds: int, seed: int) -> pd.DataFrame:
    counts = simulate(cell.world, worlds, seed)
    rows = []
    for method in cell.methods:
        used = min(worlds, WORLDS_FOR_SLOW_AND_NAIVE) if method in SLOW_AND_NAIVE else worlds
        said = readings(method, counts[:used], cell.world, cell.question)
        improving = float(np.mean([r.improving for r in said]))
        with_interval = [r.covered for r in said if r.covered is not None]
        coverage = float(np.mean(with_interval)) if with_interval else float("nan")
        rows.append(
            {
                "part": cell.part,
                "question": cell.question,
                **asdict(cell.world),
                "method": method,
                "worlds": used,
                "improving": improving,
                "improving_error": monte_carlo_error(improving, used),
                "coverage": coverage,
                "coverage_error": monte_carlo_error(coverage, used),
            }
        )
    return pd.DataFrame(rows)


def monte_carlo_error(share: float, worlds: int) -> float:
    """Standard error of a share of simulated worlds."""
    return float(np.sqrt(share * (1 - share) / worlds))
