"""What each method says of one simulated world: ours, its reference, and what is done today."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats
from statsmodels.genmod.families import Poisson
from statsmodels.genmod.generalized_linear_model import GLM
from statsmodels.regression.linear_model import OLS
from statsmodels.stats.rates import test_poisson_2indep

from sojo_eval.calibration.worlds import BOUNDARY, Array, World
from sojo_eval.evaluation.verdicts import decide
from sojo_eval.statistics.monthly.design import design_matrix, independent_columns
from sojo_eval.statistics.monthly.level_and_path import level_and_path
from sojo_eval.statistics.monthly.monthly_series import Errors
from sojo_eval.statistics.series_change import Question

SMALLEST_CHANGE = 0.10
"""Of the simulated indicators: the default for rates."""
ONE_SIDED = 0.025
MONTHS_OF_MEMORY = 12
"""Lags of the Newey–West errors: a year."""


@dataclass(frozen=True)
class Reading:
    """What a method says of one world. covered: whether its 95 % interval holds the truth; None without interval."""

    improving: bool
    covered: bool | None = None


Method = Callable[[Array, World, Question], Reading]


def _ours(errors: Errors) -> Method:
    def read(counts: Array, world: World, question: Question) -> Reading:
        change = level_and_path(
            pd.Series(counts, index=world.months),
            boundary=BOUNDARY,
            shocks=world.shocks,
            question=question,
            errors=errors,
        )
        verdict = decide(change, change.p, "higher", SMALLEST_CHANGE)
        covered = change.low <= np.exp(world.step) <= change.high
        return Reading(verdict.code == "improving", bool(covered))

    return read


def _sides(counts: Array, world: World) -> tuple[Array, Array]:
    return counts[: world.before], counts[world.before :]


def _arrow(counts: Array, world: World, question: Question) -> Reading:
    """Two period means, and an arrow for the larger one."""
    before, after = _sides(counts, world)
    return Reading(bool(round(after.mean(), 1) > round(before.mean(), 1)))


def _t_test(counts: Array, world: World, question: Question) -> Reading:
    """Welch's t test on the months of the two periods."""
    before, after = _sides(counts, world)
    test = stats.ttest_ind(after, before, equal_var=False)
    return Reading(bool(test.statistic > 0 and test.pvalue / 2 < ONE_SIDED))


def _poisson_dummy(counts: Array, world: World, question: Question) -> Reading:
    """A Poisson model with a period dummy alone: the Wald test of two rates."""
    before, after = _sides(counts, world)
    test = test_poisson_2indep(after.sum(), after.size, before.sum(), before.size, method="wald-log")
    return Reading(bool(after.mean() > before.mean() and test.pvalue / 2 < ONE_SIDED))


def _terms(world: World, question: Question) -> Array:
    """The terms of our own model: these two methods differ from it in the errors alone."""
    X = design_matrix(world.months, BOUNDARY, shocks=world.shocks, trend=question == "path")
    return X[:, independent_columns(X)]


def _newey_west(counts: Array, world: World, question: Question) -> Reading:
    """Least squares on the log count with Newey–West errors."""
    fit = OLS(np.log(counts + 0.5), _terms(world, question)).fit(
        cov_type="HAC", cov_kwds={"maxlags": MONTHS_OF_MEMORY}
    )
    return _from_coefficient(float(fit.params[1]), float(fit.bse[1]), world)


def _quasi_poisson(counts: Array, world: World, question: Question) -> Reading:
    """Segmented quasi-Poisson regression, months taken as independent."""
    fit = GLM(counts, _terms(world, question), family=Poisson()).fit(scale="X2")
    return _from_coefficient(float(fit.params[1]), float(fit.bse[1]), world)


def _from_coefficient(coefficient: float, error: float, world: World) -> Reading:
    reach = float(stats.norm.ppf(1 - ONE_SIDED)) * error
    covered = coefficient - reach <= world.step <= coefficient + reach
    return Reading(coefficient - reach > 0, bool(covered))


OURS, AR1_THROUGHOUT, SPLIT_THROUGHOUT = "ours", "ours_ar1", "ours_split"
METHODS: dict[str, Method] = {
    OURS: _ours("by_step"),
    AR1_THROUGHOUT: _ours("ar1"),
    SPLIT_THROUGHOUT: _ours("ar1_plus_noise"),
    "arrow": _arrow,
    "t_test": _t_test,
    "poisson_dummy": _poisson_dummy,
    "newey_west": _newey_west,
    "quasi_poisson": _quasi_poisson,
}
"""In the order of the tables. The first three go through our verdict rules, the others claim on p < .05 alone."""


def readings(method: str, counts: Array, world: World, question: Question) -> list[Reading]:
    """The method's reading of each world; counts: (worlds, months)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the naive methods complain about separation in some worlds
        return [METHODS[method](row, world, question) for row in counts]
