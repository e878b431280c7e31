"""Data that say nothing: every estimator answers with finite numbers or says what is wrong, and never warns."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sojo_eval import statistics as st

Draw = np.random.Generator
Case = Callable[[Draw], st.Result]

CASES_EACH = 150
CASES_OF_SERIES = 300


def pick(draw: Draw, *choices: Any) -> Any:
    """One of the choices."""
    return choices[int(draw.integers(len(choices)))]


def odd(draw: Draw, n: int, top: float = 9.0) -> np.ndarray:
    """A column that is degenerate in one of the usual ways, or not at all."""
    values = pick(
        draw,
        np.zeros(n),
        np.full(n, top),
        np.r_[np.zeros(n // 2), np.full(n - n // 2, top)],
        draw.integers(0, int(top) + 1, n).astype(float),
        draw.exponential(top, n).round(1),
        np.where(np.arange(n) == n - 1, top, 0.0),
    ).copy()
    return spoilt(draw, values, np.nan, -1.0, np.inf, 0.0, 1e9, 1e-9)


def spoilt(draw: Draw, values: np.ndarray, *by: float) -> np.ndarray:
    """Now and then one value is not what it should be, or all are missing."""
    chance = draw.random()
    if values.size and chance < 0.1:
        values[draw.integers(values.size)] = pick(draw, *by)
    return np.full(values.size, np.nan) if chance > 0.97 else values


def answers(draw: Draw, n: int) -> np.ndarray:
    """0 and 1, often only one of them, sometimes missing or something else."""
    values = pick(draw, np.zeros(n), np.ones(n), draw.integers(0, 2, n).astype(float)).copy()
    return spoilt(draw, values, np.nan, np.nan, 2.0)


def size(draw: Draw, top: int = 40) -> int:
    """Sometimes nobody or one person."""
    return int(draw.integers(4, top)) if draw.random() < 0.8 else int(draw.integers(0, 4))


def weights(draw: Draw, n: int) -> np.ndarray:
    """Equal, skewed, all nought, mostly nought, tiny or huge."""
    return pick(
        draw,
        np.ones(n),
        draw.lognormal(0, 2, n),
        np.zeros(n),
        np.eye(1, n)[0],
        np.full(n, 1e-200),
        odd(draw, n),
    )


def labels(draw: Draw, n: int) -> np.ndarray:
    """One for all, one each, few, pairs, or missing."""
    return pick(
        draw, np.zeros(n), np.arange(n), draw.integers(0, 3, n), np.arange(n) // 2, np.full(n, np.nan)
    )


def sides(draw: Draw, n: int) -> np.ndarray:
    """The later period: a part, all, or nobody."""
    return np.arange(n) >= pick(draw, n // 2, n // 2, n // 3, n - 1, 0, n)


def wave(draw: Draw, values: Callable[[Draw, int], np.ndarray]) -> pd.DataFrame:
    """Respondents with a design."""
    n = size(draw)
    return pd.DataFrame(
        {"value": values(draw, n), "w": weights(draw, n), "s": labels(draw, n), "u": labels(draw, n)},
        index=range(n),
    )


def likert(draw: Draw, n: int) -> np.ndarray:
    """Five points, sometimes all the same."""
    return pick(
        draw, np.full(n, 1.0), np.full(n, 5.0), draw.integers(1, 6, n).astype(float), odd(draw, n, 5.0)
    )


def structure(draw: Draw) -> pd.DataFrame:
    """Two indicators under one top."""
    weight = pick(draw, 1.0, 0.0, np.nan, 3.0)
    rows = [
        ("a", 1, weight, "top", 1),
        ("b", pick(draw, 1, -1, 0), 1.0, "top", 1),
        ("top", None, None, None, 2),
    ]
    return pd.DataFrame(rows, columns=["indicator", "direction", "weight", "parent", "level"])


def units(draw: Draw) -> pd.DataFrame:
    """Yearly values of some units."""
    n_units, n_years = size(draw, 9), size(draw, 9)
    n = n_units * n_years
    values = odd(draw, n) if draw.random() < 0.5 else draw.exponential(9, n)
    frame = pd.DataFrame(
        {"unit": np.repeat(np.arange(n_units), n_years), "year": np.tile(2015 + np.arange(n_years), n_units)}
    ).assign(value=values)
    return frame.assign(exposure=odd(draw, n)) if draw.random() < 0.3 else frame


def months(draw: Draw) -> tuple[pd.Series, Any]:
    """A monthly series and its exposure."""
    n = int(pick(draw, 0, 1, 5, 18, 36, 60, 60, 60))
    index = pd.date_range("2018-04-01", periods=n, freq="MS")
    level = pick(draw, 0.3, 6.0, 60.0)
    values = odd(draw, n, level) if draw.random() < 0.5 else draw.poisson(level, n).astype(float)
    exposure = pick(
        draw, 1.0, 0.0, pd.Series(odd(draw, n, 500.0), index=index), pd.Series(200.0, index=index)
    )
    return pd.Series(values, index=index), exposure


def design(draw: Draw, n: int) -> dict[str, Any]:
    """Strata, sampling units and the population of the stratum."""
    fpc = pick(draw, None, None, np.full(n, 1.0), np.full(n, 1e6), odd(draw, n))
    strata, psu = (pick(draw, None, labels(draw, n)) for _ in range(2))
    return {"strata": strata, "psu": psu, "fpc": fpc}


def years_of_counts(draw: Draw) -> st.Result:
    n = size(draw, 12)
    return st.yearly_count_change(odd(draw, n), pick(draw, 1.0, 0.0, odd(draw, n)), sides(draw, n))


def years_of_shares(draw: Draw) -> st.Result:
    n = size(draw, 12)
    x = odd(draw, n)
    return st.yearly_share_change(x, pick(draw, x, np.full(n, 9.0), odd(draw, n)), sides(draw, n))


def mean(draw: Draw) -> st.Result:
    n = size(draw)
    return pick(draw, st.survey_mean, st.survey_total)(odd(draw, n), weights(draw, n), **design(draw, n))


def share(draw: Draw) -> st.Result:
    n = size(draw)
    return st.survey_share(answers(draw, n), weights(draw, n), **design(draw, n))


def waves(draw: Draw) -> st.Result:
    return st.survey_difference(wave(draw, answers), wave(draw, answers), weights="w", strata="s", psu="u")


def scales(draw: Draw) -> st.Result:
    columns = {
        "weights": pick(draw, None, "w"),
        "strata": pick(draw, None, "s"),
        "psu": pick(draw, None, "u"),
    }
    levels = pick(draw, None, [1, 2, 3, 4, 5])
    return st.likert_change(
        wave(draw, likert), wave(draw, likert), levels=levels, top=pick(draw, 1, 2), **columns
    )


def printed(draw: Draw) -> st.Result:
    before, after = (
        pick(draw, 0.0, 1.0, 0.3, 0.5, spoilt(draw, np.array([0.1]), np.nan, 1.2)[0]) for _ in range(2)
    )
    n, m = (
        pick(draw, 0.2, 1.0, 60.0, 1e12, spoilt(draw, np.array([9.0]), np.nan, 0.0, -3.0)[0])
        for _ in range(2)
    )
    return st.published_difference(before, n, after, m, design_effect=pick(draw, 1.0, 1.0, 2.0, 0.1, 0.0))


def quantile(draw: Draw) -> st.Result:
    n = size(draw)
    return st.survival_quantile(odd(draw, n), answers(draw, n), pick(draw, 0.5, 0.1, 0.9, 0.0))


def mean_time(draw: Draw) -> st.Result:
    n = size(draw)
    return st.restricted_mean(odd(draw, n), answers(draw, n), pick(draw, 1, 5, 30, 0))


def curves(draw: Draw) -> st.Result:
    n = size(draw)
    return st.logrank(
        odd(draw, n), answers(draw, n), pick(draw, np.zeros(n), labels(draw, n), sides(draw, n))
    )


def times(draw: Draw) -> st.Result:
    n = size(draw)
    month = np.arange(n) // 4 if draw.random() < 0.7 else labels(draw, n)
    return st.restricted_mean_change(
        odd(draw, n), answers(draw, n), month, sides(draw, n), horizon=pick(draw, 1, 5, 8, 30, 0), draws=100
    )


def comparisons(draw: Draw) -> st.Result:
    n = size(draw)
    p = pick(draw, np.zeros(n), np.ones(n), np.full(n, np.nan), draw.random(n), odd(draw, n))
    return st.multiple_comparisons(p, pick(draw, "fdr_bh", "holm", "bonferroni"))


def numbers(draw: Draw) -> tuple[float, float]:
    wrong = pick(draw, np.nan, np.inf, -1.0)
    return pick(draw, 0.0, 1.0, 0.4, wrong), pick(draw, 1.0, 2.0, 0.4, 20.0, 1e9, wrong)


def single_share(draw: Draw) -> st.Result:
    level = pick(draw, 0.95, 0.998, 0.01, 1.0)
    return pick(draw, st.wilson_interval, st.share_interval)(*numbers(draw), level)


def two_shares(draw: Draw) -> st.Result:
    return st.newcombe_interval(*numbers(draw), *numbers(draw))


def single_count(draw: Draw) -> st.Result:
    return pick(draw, st.count_interval, st.exact_poisson_interval)(
        numbers(draw)[0], pick(draw, 0.95, 0.998, 95)
    )


def rate(draw: Draw) -> st.Result:
    n = size(draw, 18)
    return st.standardised_rate(odd(draw, n), pick(draw, np.full(n, 500.0), odd(draw, n)), weights(draw, n))


def chart(draw: Draw) -> st.Result:
    n = size(draw)
    kind = pick(draw, "xmr", "p", "u", "c")
    at_risk = None if kind == "c" else pick(draw, odd(draw, n), np.full(n, 9.0), np.full(n, 1e9))
    return st.control_chart(odd(draw, n), at_risk, kind=kind)


def index(draw: Draw) -> st.Result:
    n = size(draw)
    return st.composite(pd.DataFrame({"a": odd(draw, n), "b": odd(draw, n)}), structure(draw))


def weighting(draw: Draw) -> st.Result:
    n = size(draw)
    return st.composite_uncertainty(odd(draw, n), pick(draw, None, odd(draw, n)), seed=1, draws=100)


def neighbours(draw: Draw) -> st.Result:
    return st.comparator_change(
        units(draw), 0, pick(draw, 2016, 2017, 2018), pick(draw, "ratio", "difference")
    )


def groups(draw: Draw) -> st.Result:
    n = size(draw)
    return st.difference_in_differences(
        odd(draw, n), answers(draw, n), pick(draw, sides(draw, n), answers(draw, n))
    )


def series(draw: Draw) -> st.Result:
    counts, exposure = months(draw)
    shocks = pick(
        draw,
        (),
        (),
        (("2019-08-01", "2019-09-30"),),
        (("2020-04-01", "2020-06-30"),),
        (("2018-01-01", "2030-01-01"),),
    )
    return st.level_and_path(
        counts,
        exposure,
        boundary=pick(draw, "2020-04-01", "2020-04-01", "2021-10-01", "2010-01-01"),
        shocks=shocks,
        breaks=pick(draw, (), (), ("2019-04-01",), ("2020-04-01",)),
        family=pick(draw, "rate", "proportion"),
        question=pick(draw, "level", "path"),
    )


def rare_series(draw: Draw) -> st.Result:
    counts, exposure = months(draw)
    shocks = pick(
        draw,
        (),
        (),
        (("2019-08-01", "2019-09-30"),),
        (("2020-04-01", "2020-06-30"),),
        (("2018-01-01", None),),
    )
    return st.rare_change(
        counts,
        exposure,
        boundary=pick(draw, "2020-04-01", "2020-04-01", "2021-10-01", "2010-01-01"),
        shocks=shocks,
        breaks=pick(draw, (), (), ("2019-04-01",), ("2020-04-01",)),
        family=pick(draw, "rate", "proportion"),
    )


def usual_model(draw: Draw) -> st.Result:
    counts, exposure = months(draw)
    return st.segmented_poisson(
        counts,
        exposure,
        boundary=pick(draw, "2020-04-01", "2020-04-01", "2010-01-01"),
        trend=bool(draw.random() < 0.5),
        harmonics=int(pick(draw, 0, 1, 2)),
        quasi=bool(draw.random() < 0.7),
    )


CASES: list[Case] = [
    years_of_counts, years_of_shares, mean, share, waves, scales, printed, quantile, mean_time, curves, times,
    comparisons, single_share, two_shares, single_count, rate, chart, index, weighting, neighbours, groups, series,
    rare_series, usual_model,
]  # fmt: skip


@pytest.fixture(autouse=True)
def _no_warnings() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def check(result: st.Result) -> None:
    """What may be read off a result is a number; bounds stand in their order."""
    if hasattr(result, "p") and isinstance(result.p, float):
        assert 0 <= result.p <= 1
    named = {
        name: getattr(result, name, None) for name in ("value", "change", "low", "high", "low_90", "high_90")
    }
    assert not any(isinstance(number, float) and np.isnan(number) for number in named.values()), named
    if isinstance(result, st.ChangeEstimate | st.IntervalEstimate):
        assert result.low <= result.high
    assert len(result.to_frame()) or isinstance(result, st.MultipleComparisons)
    assert str(result)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_degenerate_data_give_numbers_or_a_reason(case: Case) -> None:
    told = 0
    for seed in range(CASES_OF_SERIES if case is series else CASES_EACH):
        try:
            result = case(np.random.default_rng(seed))
        except ValueError as error:
            assert str(error).strip()
            continue
        check(result)
        told += 1
    assert told >= 5, "hardly a case got as far as a result: this tests only the door"


def test_there_are_enough_cases() -> None:
    assert CASES_EACH * (len(CASES) - 1) + CASES_OF_SERIES >= 2000
