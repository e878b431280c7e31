"""Worlds that the model does not describe: how far its promises reach, and which guards hold there at what price.

Each world breaks one assumption: months that remember longer than AR(1), years with a level of their own, noise that grows,
a single wrong month, a shock that lasts longer than declared, an earlier course that is no straight line.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, replace
from multiprocessing import get_context

import numpy as np
import pandas as pd
from scipy.linalg import cholesky, toeplitz
from scipy.special import gammaln

from sojo_eval.calibration.methods import SMALLEST_CHANGE
from sojo_eval.calibration.study import LONG, PHIS, SEED, monte_carlo_error
from sojo_eval.calibration.worlds import (
    BOUNDARY,
    COVID,
    TREND_A_YEAR,
    Array,
    World,
    autoregressive_noise,
    expected_log_rate,
    scattered_counts,
)
from sojo_eval.evaluation.verdicts import decide
from sojo_eval.statistics.monthly.autoregression import NotIdentifiedError
from sojo_eval.statistics.monthly.design import fiscal_year
from sojo_eval.statistics.monthly.level_and_path import Step, level_and_path, step_alone
from sojo_eval.statistics.monthly.monthly_series import monthly_series
from sojo_eval.statistics.series_change import YEARS_P, Question, SeriesChange

Span = tuple[pd.Timestamp, pd.Timestamp]
Disturbance = Callable[[np.random.Generator, World, tuple[int, int]], Array]
"""(worlds, months) added to the log rate. Noise that comes in place of the AR(1) belongs here too."""

MILD_NOISE = 0.10
"""Of the worlds off the grid: the less months scatter of themselves, the more a disturbance shows. φ = .3 beside it."""
PLAIN = World(0.3, 200.0, noise=MILD_NOISE)
SILENT = replace(PLAIN, noise=0.0)
"""Where the disturbance is the whole noise."""
DECLARED_UNTIL = pd.Timestamp("2022-03-31")
"""End of COVID as declared where its last fourteen months are not."""
HALF = 0.5
"""Of the level's change: a smaller path says that the earlier course explains most of it."""
BOTH: tuple[Question, ...] = ("level", "path")
PATH_ALONE: tuple[Question, ...] = ("path",)
RULES = ("verdict", "years", "half", "years_and_half")
"""The verdict alone, and with each guard: fiscal years also p < .10; path at least half of the level's change."""


@dataclass(frozen=True)
class OffGridWorld:
    """One kind of world: `name` as in the table, what disturbs it, and the questions to which "no" is the true answer.

    shocks: as declared. asked: the questions asked of it.
    """

    part: str
    name: str
    world: World
    disturbance: Disturbance | None = None
    shocks: tuple[Span, ...] = ()
    asked: tuple[Question, ...] = BOTH

    def simulate(self, worlds: int, seed: int) -> Array:
        """(worlds, months) counts. The same number and seed give the same counts."""
        generator = np.random.default_rng(seed)
        shape = (worlds, len(self.world.months))
        noise = autoregressive_noise(generator, shape, self.world.phi)
        log_rate = expected_log_rate(self.world) + self.world.noise * noise
        if self.disturbance is not None:
            log_rate = log_rate + self.disturbance(generator, self.world, shape)
        return scattered_counts(generator, np.exp(log_rate))


def fiscal_year_levels(sd: float) -> Disturbance:
    """Each fiscal year has a level of its own, as where budgets, staff and rules change in April."""

    def levels(generator: np.random.Generator, world: World, shape: tuple[int, int]) -> Array:
        _, year = np.unique(fiscal_year(world.months), return_inverse=True)
        return sd * generator.normal(size=(shape[0], int(year.max()) + 1))[:, year]

    return levels


def moving_average(order: int) -> Disturbance:
    """Months that remember the last `order` months equally, and none before."""

    def noise(generator: np.random.Generator, world: World, shape: tuple[int, int]) -> Array:
        drawn = generator.normal(size=(shape[0], shape[1] + order))
        sums = sum(drawn[:, lag : lag + shape[1]] for lag in range(order + 1))
        return np.asarray(MILD_NOISE * sums / np.sqrt(order + 1))

    return noise


def long_memory(d: float) -> Disturbance:
    """ARFIMA(0, d, 0): correlations that fall like a power of the lag. Source: Hosking (1981)."""

    def noise(generator: np.random.Generator, world: World, shape: tuple[int, int]) -> Array:
        lags = np.arange(shape[1])
        correlations = np.exp(gammaln(lags + d) - gammaln(lags + 1 - d) + gammaln(1 - d) - gammaln(d))
        root = cholesky(toeplitz(correlations), lower=True)
        return np.asarray(MILD_NOISE * generator.normal(size=shape) @ root.T)

    return noise


def random_walk(sd: float) -> Disturbance:
    """A level that moves a little every month and never comes back."""

    def walk(generator: np.random.Generator, world: World, shape: tuple[int, int]) -> Array:
        return sd * np.cumsum(generator.normal(size=shape), axis=1)

    return walk


def growing_noise(generator: np.random.Generator, world: World, shape: tuple[int, int]) -> Array:
    """AR(1) noise whose standard deviation grows fourfold over the record."""
    noise = autoregressive_noise(generator, shape, PLAIN.phi)
    return np.asarray(MILD_NOISE * np.linspace(0.5, 2.0, shape[1]) * noise)


def outlying_month(generator: np.random.Generator, world: World, shape: tuple[int, int]) -> Array:
    """One month of the later side four times too high."""
    found = np.zeros(shape)
    found[np.arange(shape[0]), generator.integers(world.before, shape[1], shape[0])] = np.log(4)
    return found


def bent_course(a_year: float, until: int) -> Disturbance:
    """A straight line that ends `until` months before the boundary and is level from there on."""

    def line(generator: np.random.Generator, world: World, shape: tuple[int, int]) -> Array:
        months = np.arange(shape[1]) - (world.before - until)
        return np.broadcast_to(a_year * np.minimum(months, 0) / 12, shape)

    return line


def earlier_step(size: float, months_before: int) -> Disturbance:
    """A step before the boundary, and none at it."""

    def step(generator: np.random.Generator, world: World, shape: tuple[int, int]) -> Array:
        return np.broadcast_to(size * (np.arange(shape[1]) >= world.before - months_before), shape)

    return step


def straight_line(a_year: float) -> Disturbance:
    """An earlier trend that goes on."""

    def line(generator: np.random.Generator, world: World, shape: tuple[int, int]) -> Array:
        return np.broadcast_to(a_year * (np.arange(shape[1]) - world.before) / 12, shape)

    return line


@dataclass(frozen=True)
class Measured:
    """What a line of the certified table is about: part of the study, kind of world, question, rule."""

    part: str
    what: str
    question: str
    rule: str

    def row(self, improving: Sequence[bool], coverage: float = float("nan")) -> dict[str, object]:
        """The line: worlds, share "improving", coverage, and their Monte-Carlo standard errors."""
        worlds, share = len(improving), float(np.mean(improving))
        return {
            **asdict(self),
            "worlds": worlds,
            "improving": share,
            "improving_error": monte_carlo_error(share, worlds),
            "coverage": coverage,
            "coverage_error": monte_carlo_error(coverage, worlds),
        }


def off_grid_worlds() -> list[OffGridWorld]:
    """No change at the boundary: worlds off the grid, the plain one first."""
    null = "off_grid"
    covid = World(0.3, 200.0, covid=True, noise=MILD_NOISE)
    long = replace(PLAIN, before=LONG)
    covid_long = replace(covid, before=LONG)
    tail = ((COVID[0], DECLARED_UNTIL),)
    return [
        OffGridWorld(null, "φ = .3, as the grid", PLAIN),
        OffGridWorld(null, "φ = .9", replace(PLAIN, phi=0.9)),
        OffGridWorld(null, "fiscal-year levels, sd .05", PLAIN, fiscal_year_levels(0.05)),
        OffGridWorld(null, "fiscal-year levels, sd .10", PLAIN, fiscal_year_levels(0.10)),
        OffGridWorld(null, "fiscal-year levels, sd .10, COVID declared", covid, fiscal_year_levels(0.10), (COVID,), ("level",)),
        OffGridWorld(null, "fiscal-year levels, sd .10, COVID declared, 120 months before", covid_long,
                     fiscal_year_levels(0.10), (COVID,), PATH_ALONE),
        OffGridWorld(null, "MA(5)", SILENT, moving_average(5)),
        OffGridWorld(null, "long memory, d = .3", SILENT, long_memory(0.3)),
        OffGridWorld(null, "long memory, d = .45", SILENT, long_memory(0.45)),
        OffGridWorld(null, "random walk, .02 a month", PLAIN, random_walk(0.02)),
        OffGridWorld(null, "noise that grows fourfold", SILENT, growing_noise),
        OffGridWorld(null, "one later month ×4", PLAIN, outlying_month),
        OffGridWorld(null, "COVID declared to the end", covid, None, (COVID,), ("level",)),
        OffGridWorld(null, "COVID's last 14 months undeclared", covid, None, tail, ("level",)),
        OffGridWorld(null, "COVID declared to the end, 120 months before", covid_long, None, (COVID,), PATH_ALONE),
        OffGridWorld(null, "COVID's last 14 months undeclared, 120 months before", covid_long, None, tail, PATH_ALONE),
        OffGridWorld("earlier_course", "+2 % a year throughout", PLAIN, straight_line(np.log(1.02))),
        OffGridWorld("earlier_course", "+4 % a year throughout", PLAIN, straight_line(TREND_A_YEAR)),
        OffGridWorld("earlier_course", "−4 % a year, level for the last 24 months", PLAIN, bent_course(-TREND_A_YEAR, 24)),
        OffGridWorld("earlier_course", "the same, 120 months before", long, bent_course(-TREND_A_YEAR, 24)),
        OffGridWorld("earlier_course", "+15 % two years earlier", PLAIN, earlier_step(np.log(1.15), 24)),
        OffGridWorld("earlier_course", "−15 % two years earlier", PLAIN, earlier_step(-np.log(1.15), 24)),
    ]  # fmt: skip


def true_changes() -> list[OffGridWorld]:
    """A planted step: what each guard costs, on the grid at its own scatter, with COVID, and at +15 %."""
    step = float(np.log(1.2))
    on_grid = [
        OffGridWorld("guard_power", f"+20 %, φ = {phi:g}", World(phi, 200.0, step=step)) for phi in PHIS
    ]
    covid = World(0.3, 200.0, covid=True, step=step)
    return [
        *on_grid,
        OffGridWorld("guard_power", "+20 %, φ = 0.3, COVID declared", covid, None, (COVID,), ("level",)),
        OffGridWorld("guard_power", "+15 %, φ = 0.3", World(0.3, 200.0, step=float(np.log(1.15)))),
        OffGridWorld("guard_power", "+20 %, fiscal-year levels, sd .05", replace(PLAIN, step=step), fiscal_year_levels(0.05)),
    ]  # fmt: skip


def years_agree(change: SeriesChange) -> bool:
    """Whether the fiscal years alone show the same, at p < .10. They cannot deny it where they are too few to be asked."""
    if np.isnan(change.fiscal_years_p):
        return True
    side = change.sensitivities["fiscal_years"] > change.no_change
    return bool(side == (change.change > change.no_change) and change.fiscal_years_p < YEARS_P)


def path_is_half(level: Step | SeriesChange, path: Step | SeriesChange | None) -> bool:
    """Whether the path's change is at least half of the level's and to its side, on the log scale; no without a path."""
    return path is not None and bool(np.log(path.change) / np.log(level.change) >= HALF)


def ask(counts: pd.Series, shocks: tuple[Span, ...], question: Question = "level") -> Step | SeriesChange:
    """The whole answer where its interval lies above no change, else the step alone: the rest could say nothing."""
    series = monthly_series(
        counts, 1.0, boundary=BOUNDARY, shocks=shocks, breaks=(), family="rate", question=question, errors="by_step"
    )  # fmt: skip
    step = step_alone(series)
    return (
        level_and_path(counts, boundary=BOUNDARY, shocks=shocks, question=question) if step.low > 1 else step
    )


def says_improving(answer: Step | SeriesChange) -> bool:
    """Whether the verdict of an indicator of which more is better would be "improving"."""
    return (
        isinstance(answer, SeriesChange)
        and decide(answer, answer.p, "higher", SMALLEST_CHANGE).code == "improving"
    )


def _answers(counts: pd.Series, kind: OffGridWorld) -> dict[Question, Step | SeriesChange]:
    found: dict[Question, Step | SeriesChange] = {}
    for question in BOTH if "level" in kind.asked else PATH_ALONE:
        try:
            found[question] = ask(counts, kind.shocks, question)
        except NotIdentifiedError:
            if question in kind.asked and question == "level":
                raise
    return found


def run_worlds(
    kinds: Sequence[OffGridWorld], worlds: int, *, seed: int = SEED, workers: int = 1
) -> pd.DataFrame:
    """One row a kind of world, question and rule (`RULES`): part, what, question, rule, worlds, improving, coverage, errors.

    The same kinds, number of worlds and seed give the same table, whatever the number of workers.
    """
    jobs = [(kind, worlds, seed + position) for position, kind in enumerate(kinds)]
    return tables(_run_kind, jobs, workers)


def tables(
    one: Callable[..., pd.DataFrame], jobs: Sequence[tuple[object, ...]], workers: int
) -> pd.DataFrame:
    """The tables of all jobs beneath each other, in their order, whoever worked them out."""
    if workers <= 1:
        found = [one(*job) for job in jobs]
    else:
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            found = list(pool.map(one, *zip(*jobs, strict=True)))
    return pd.concat(found, ignore_index=True)


def _run_kind(kind: OffGridWorld, worlds: int, seed: int) -> pd.DataFrame:
    said: dict[tuple[Question, str], list[bool]] = {}
    covered: dict[Question, list[bool]] = {question: [] for question in kind.asked}
    truth = float(np.exp(kind.world.step))
    for row in kind.simulate(worlds, seed):
        answers = _answers(pd.Series(row, index=kind.world.months), kind)
        for question in kind.asked:
            change = answers[question]
            covered[question].append(bool(change.low <= truth <= change.high))
            verdict = says_improving(change)
            years = isinstance(change, SeriesChange) and years_agree(change)
            half = question == "path" or path_is_half(change, answers.get("path"))
            passed = {"verdict": True, "years": years, "half": half, "years_and_half": years and half}
            for rule, passes in passed.items():
                said.setdefault((question, rule), []).append(verdict and passes)
    return pd.DataFrame(
        [
            Measured(kind.part, kind.name, question, rule).row(answers, _coverage(kind, question, covered))
            for (question, rule), answers in said.items()
            if question == "level" or rule in ("verdict", "years")
        ]
    )


def _coverage(kind: OffGridWorld, question: Question, covered: dict[Question, list[bool]]) -> float:
    """Where the earlier course was not level, the levels of the two periods differ: the truth is not the planted step."""
    known = kind.part != "earlier_course" or question == "path"
    return float(np.mean(covered[question])) if known else float("nan")
