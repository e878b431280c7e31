"""What asking at earlier months is worth: error and power of an interval widened by the scatter of its placebos."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy import stats

from sojo_eval.calibration.off_grid import (
    MILD_NOISE,
    Disturbance,
    Measured,
    OffGridWorld,
    ask,
    fiscal_year_levels,
    random_walk,
    straight_line,
    tables,
    years_agree,
)
from sojo_eval.calibration.study import SEED
from sojo_eval.calibration.worlds import BOUNDARY, COVID, TREND_A_YEAR, World
from sojo_eval.statistics.monthly.placebo import PlaceboInTime, placebo_in_time
from sojo_eval.statistics.series_change import SeriesChange

RULES = ("interval", "widened", "above_every", "years")
"""The 95 % interval alone; widened by the placebos' ratio; also further up than every placebo; with the guard by years."""
PLAN = 60
"""Months of the earlier plan, which the real boundary is compared with."""


@dataclass(frozen=True)
class Records:
    """How much a city has kept, and the placebo windows that fit in. part: of the certified table."""

    part: str
    name: str
    before: int
    covid: bool
    windows: tuple[tuple[int, int], ...]


RECORDS = (
    Records("placebo_long", "120 + 24 months, seven windows of 60 + 24", 120, False, ((60, 24),)),
    Records(
        "placebo_covid", "96 + 24 months with COVID declared, four windows of 24 + 12", 96, True, ((24, 12),)
    ),
    Records("placebo_short", "60 + 24 months, nine windows of 24 + 12", 60, False, ((24, 12),)),
)
_DISTURBANCES: tuple[tuple[str, float, Disturbance | None], ...] = (
    ("φ = .3", 0.3, None),
    ("φ = .6", 0.6, None),
    ("φ = .8", 0.8, None),
    ("fiscal-year levels, sd .05", 0.3, fiscal_year_levels(0.05)),
    ("fiscal-year levels, sd .10", 0.3, fiscal_year_levels(0.10)),
    ("random walk, .02 a month", 0.3, random_walk(0.02)),
    ("+4 % a year throughout", 0.3, straight_line(TREND_A_YEAR)),
)
STEPS = {"nothing changed": 0.0, "+20 %": float(np.log(1.2))}


def placebo_worlds(records: Records) -> list[tuple[str, OffGridWorld]]:
    """Every kind of world on records of that length, with and without a planted step."""
    shocks = (COVID,) if records.covid else ()
    plain = World(0.3, 200.0, covid=records.covid, noise=MILD_NOISE, before=records.before)
    return [
        (step_name, OffGridWorld(records.part, name, replace(plain, phi=phi, step=step), disturbance, shocks))
        for name, phi, disturbance in _DISTURBANCES
        for step_name, step in STEPS.items()
    ]


def run_placebos(records: Records, worlds: int, *, seed: int = SEED, workers: int = 1) -> pd.DataFrame:
    """One row a world, step and rule (`RULES`), as `off_grid.run_worlds`. `question` names the step."""
    jobs = [(records, *kind, worlds, seed + i) for i, kind in enumerate(placebo_worlds(records))]
    return tables(_run_one, jobs, workers)


def _run_one(records: Records, step: str, kind: OffGridWorld, worlds: int, seed: int) -> pd.DataFrame:
    """The rows of one kind of record and world."""
    said: dict[str, list[bool]] = {rule: [] for rule in RULES}
    for row in kind.simulate(worlds, seed):
        counts = pd.Series(row, index=kind.world.months)
        own = counts[counts.index >= BOUNDARY - pd.DateOffset(months=PLAN)]
        actual = ask(own, kind.shocks)
        if not isinstance(
            actual, SeriesChange
        ):  # no rule makes a verdict of an interval that holds no change
            for answers in said.values():
                answers.append(False)
            continue
        placebo = placebo_in_time(
            counts, boundary=BOUNDARY, shocks=kind.shocks, actual=actual, windows=records.windows
        )
        for rule, found in _said(actual, placebo).items():
            said[rule].append(found)
    return pd.DataFrame([Measured(records.part, kind.name, step, rule).row(said[rule]) for rule in RULES])


def _said(actual: SeriesChange, placebo: PlaceboInTime) -> dict[str, bool]:
    alone = actual.low > 1
    wide = placebo.widened
    above: Sequence[float] = placebo.asked["z"].tolist()
    return {
        "interval": alone,
        "widened": alone if wide is None else wide[0] > 1,
        "above_every": alone and actual.p < 2 * _tail(max(above, default=0.0)),
        "years": alone and years_agree(actual),
    }


def _tail(z: float) -> float:
    """One-sided p of a normal score; what every estimate above no change passes where z is below 0."""
    return float(stats.norm.sf(max(z, 0.0)))
