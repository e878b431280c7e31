"""The study beyond monthly series: surveys, small yearly counts, comparators, and many indicators at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import product
from multiprocessing import get_context

import numpy as np
import pandas as pd

from sojo_eval.calibration.methods import SMALLEST_CHANGE
from sojo_eval.calibration.study import SEED, monte_carlo_error
from sojo_eval.calibration.worlds import BOUNDARY, Array, World, scattered_counts, simulate
from sojo_eval.comparison.grade import comparison_grade
from sojo_eval.evaluation.pillars import roll_up
from sojo_eval.evaluation.verdicts import decide
from sojo_eval.statistics import (
    ChangeEstimate,
    benjamini_hochberg,
    comparator_change,
    level_and_path,
    survey_difference,
    yearly_count_change,
    yearly_share_change,
)

SMALLEST_POINTS = 0.05
YEARS_BEFORE, YEARS_AFTER = 5, 2
CLUSTER = 10
"""Respondents drawn together."""
AGREEMENT_WITHIN_CLUSTER = 0.03
WEIGHT_SPREAD = 0.4
"""Standard deviation of the log weights: an effective n of about 85 % of the respondents."""
INDICATORS = {"connections": 8, "consultation": 6, "information": 6}
"""Twenty null indicators: in each pillar monthly counts, survey shares and yearly counts in turn."""
HEADLINE_OF_A_PILLAR = 5
"""The first five of each pillar are its headline indicators, the others one family."""


@dataclass(frozen=True)
class Outcome:
    """One world: whether it was called improving, whether the interval held the truth (None: no interval)."""

    improving: bool
    covered: bool | None


OneWorld = Callable[[np.random.Generator], Outcome]


def _outcome(change: ChangeEstimate, smallest: float, truth: float) -> Outcome:
    code = decide(change, change.p, "higher", smallest).code
    return Outcome(code == "improving", bool(change.low <= truth <= change.high))


def survey_wave(generator: np.random.Generator, n: int, share: float) -> pd.DataFrame:
    """(n, 3): value, weight, psu; clusters of ten whose members answer alike, weights that vary."""
    psu = np.arange(n) // CLUSTER
    concentration = 1 / AGREEMENT_WITHIN_CLUSTER - 1
    of_cluster = generator.beta(share * concentration, (1 - share) * concentration, psu.max() + 1)
    return pd.DataFrame(
        {
            "value": (generator.random(n) < of_cluster[psu]).astype(float),
            "weight": generator.lognormal(0, WEIGHT_SPREAD, n),
            "psu": psu,
        }
    )


def _survey(n: int, share: float, change: float = 0.0) -> OneWorld:
    def world(generator: np.random.Generator) -> Outcome:
        waves = [survey_wave(generator, n, p) for p in (share, share + change)]
        return _outcome(survey_difference(*waves, weights="weight", psu="psu"), SMALLEST_POINTS, change)

    return world


def yearly_counts(generator: np.random.Generator, mean: float) -> Array:
    """(years,) counts with the same mean throughout, more scattered than Poisson."""
    return scattered_counts(generator, np.full(YEARS_BEFORE + YEARS_AFTER, mean))


def _yearly_share(share: float) -> OneWorld:
    """A hundred items a year whose share swings between years beyond chance."""

    def world(generator: np.random.Generator) -> Outcome:
        concentration = 60.0  # yearly shares with a standard deviation of about .06 at one half
        of_year = generator.beta(share * concentration, (1 - share) * concentration, AFTER.size)
        counts = pd.Series(generator.binomial(100, of_year).astype(float))
        change = yearly_share_change(counts, pd.Series(100.0, index=counts.index), AFTER)
        return _outcome(change, SMALLEST_POINTS, 0.0)

    return world


AFTER = pd.Series(np.arange(YEARS_BEFORE + YEARS_AFTER) >= YEARS_BEFORE)


def _yearly(mean: float) -> OneWorld:
    def world(generator: np.random.Generator) -> Outcome:
        counts = yearly_counts(generator, mean)
        try:
            return _outcome(yearly_count_change(pd.Series(counts), 1.0, AFTER), SMALLEST_CHANGE, 1.0)
        except ValueError:  # a period without any event has no ratio: the city is told so
            return Outcome(False, None)

    return world


def _comparators(others: int, effect: float = 0.0, trend: float = 0.0, *, at_d3: bool = False) -> OneWorld:
    """A common course, and each unit's own yearly noise; counts of about 300 a year.

    trend: the treated unit's own, a year on the log scale, before and after alike. at_d3: count only what reaches
    the grade at which a text may name the plan.
    """

    def world(generator: np.random.Generator) -> Outcome:
        years = np.arange(2019, 2019 + YEARS_BEFORE + YEARS_AFTER)
        common = np.cumsum(generator.normal(0, 0.05, years.size))
        own = generator.normal(0, 0.08, (others + 1, years.size))
        rate = np.log(300) + common + own
        rate[0] += trend * np.arange(years.size)
        rate[0, YEARS_BEFORE:] += effect
        counts = scattered_counts(generator, np.exp(rate))
        table = pd.DataFrame(
            {
                "unit": np.repeat([f"unit {i}" for i in range(others + 1)], years.size),
                "year": np.tile(years, others + 1),
                "value": counts.ravel(),
            }
        )
        change = comparator_change(table, treated="unit 0", first_year_after=int(years[YEARS_BEFORE]))
        outcome = _outcome(change, SMALLEST_CHANGE, float(np.exp(effect)))
        if not at_d3:
            return outcome
        grade = comparison_grade(change, "improving", SMALLEST_CHANGE).grade
        return Outcome(outcome.improving and grade == "D3", None)

    return world


def null_city(generator: np.random.Generator) -> pd.DataFrame:
    """Findings of twenty null indicators of one city, judged together as `evaluate` does."""
    estimates: list[tuple[str, ChangeEstimate, float]] = []
    for pillar, number in INDICATORS.items():
        for i in range(number):
            if i % 3 == 0:
                phi = float(generator.choice([0.0, 0.3, 0.6]))
                world = World(phi, float(generator.choice([20.0, 200.0])))
                counts = simulate(world, 1, int(generator.integers(2**31)))[0]
                change: ChangeEstimate = level_and_path(
                    pd.Series(counts, index=world.months), boundary=BOUNDARY
                )
                smallest = SMALLEST_CHANGE
            elif i % 3 == 1:
                share = float(generator.uniform(0.15, 0.85))
                waves = [survey_wave(generator, 800, share) for _ in range(2)]
                change = survey_difference(*waves, weights="weight", psu="psu")
                smallest = SMALLEST_POINTS
            else:
                counts = yearly_counts(generator, float(generator.choice([10.0, 30.0])))
                change = yearly_count_change(pd.Series(counts), 1.0, AFTER)
                smallest = SMALLEST_CHANGE
            estimates.append((pillar, change, smallest))
    p = pd.Series([c.p for _, c, _ in estimates])
    pillars = pd.Series([pillar for pillar, _, _ in estimates])
    place = pillars.groupby(pillars).cumcount()
    family = pillars.where(place < HEADLINE_OF_A_PILLAR, "")
    adjusted = p.groupby(family).transform(lambda of_family: benjamini_hochberg(of_family).adjusted)
    names = pillars + place.map(".{}".format)
    return pd.DataFrame(
        {
            "indicator": names,
            "title_ja": names,
            "title_en": names,
            "headline": place < HEADLINE_OF_A_PILLAR,
            "pillar": pillars,
            "area": "city",
            "direction": "higher",
            "scale": [c.scale for _, c, _ in estimates],
            "change": [c.change for _, c, _ in estimates],
            "p": [c.p for _, c, _ in estimates],
            "verdict": [
                decide(c, q, "higher", s).code for (_, c, s), q in zip(estimates, adjusted, strict=True)
            ],
        }
    )


def _any_improving(generator: np.random.Generator) -> Outcome:
    return Outcome(bool((null_city(generator)["verdict"] == "improving").any()), None)


def _any_pillar_improving(generator: np.random.Generator) -> Outcome:
    findings = null_city(generator)
    chosen = findings[findings["headline"]]
    said = roll_up(findings, dict(zip(chosen["indicator"], chosen["pillar"], strict=True)))["verdict"]
    return Outcome(bool(said.isin(["improving", "partly_improving"]).any()), None)


def designs() -> dict[tuple[str, str], OneWorld]:
    """Every line of this part by (part, what is simulated)."""
    lines: dict[tuple[str, str], OneWorld] = {}
    for n, share in product((300, 1000), (0.15, 0.5)):
        lines["survey", f"n {n}, share {share:g}"] = _survey(n, share)
    lines["survey power", "n 1000, share 0.5, +8 points"] = _survey(1000, 0.5, 0.08)
    for mean in (3.0, 10.0, 30.0):
        lines["small yearly counts", f"mean {mean:g} a year, {YEARS_BEFORE} + {YEARS_AFTER} years"] = _yearly(
            mean
        )
    for others in (4, 5, 8):
        lines["comparators", f"{others} others"] = _comparators(others)
    ratio = float(np.log(1.3))
    lines["comparators power", "5 others, rate ratio 1.3"] = _comparators(5, ratio)
    lines["comparators power", "5 others, rate ratio 1.3, at D3"] = _comparators(5, ratio, at_d3=True)
    for percent in (3, 5):
        own = float(np.log1p(percent / 100))
        what = f"5 others, the city's own earlier trend +{percent} % a year"
        lines["own earlier trend", what] = _comparators(5, trend=own)
        lines["own earlier trend", f"{what}, at D3"] = _comparators(5, trend=own, at_d3=True)
    lines["many indicators", "any of 20 null indicators improving"] = _any_improving
    lines["pillars", "any of 3 pillars improving or partly improving, 5 null headline indicators each"] = (
        _any_pillar_improving
    )
    for share in (0.2, 0.5):
        what = f"100 items a year, share {share:g}, {YEARS_BEFORE} + {YEARS_AFTER} years"
        lines["yearly shares", what] = _yearly_share(share)
    return lines


def run_designs(worlds: int, *, seed: int = SEED, workers: int = 1) -> pd.DataFrame:
    """One row a line: part, what, worlds, share improving, coverage, and their Monte-Carlo errors."""
    jobs = [(*key, worlds, seed + 1000 + position) for position, key in enumerate(designs())]
    if workers <= 1:
        rows = [_run_line(*job) for job in jobs]
    else:
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            rows = list(pool.map(_run_line, *zip(*jobs, strict=True)))
    return pd.DataFrame(rows)


def _run_line(part: str, what: str, worlds: int, seed: int) -> dict[str, object]:
    world = designs()[part, what]
    generator = np.random.default_rng(seed)
    outcomes = [world(generator) for _ in range(worlds)]
    improving = float(np.mean([o.improving for o in outcomes]))
    covered = [o.covered for o in outcomes if o.covered is not None]
    coverage = float(np.mean(covered)) if covered else float("nan")
    return {
        "part": part,
        "what": what,
        "worlds": worlds,
        "improving": improving,
        "improving_error": monte_carlo_error(improving, worlds),
        "coverage": coverage,
        "coverage_error": monte_carlo_error(coverage, max(1, len(covered))),
    }
