"""One city against others: the estimate by hand, the error rate under the null, gaps, trends, refusals."""

from __future__ import annotations

import warnings
from collections.abc import Iterator

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from scipy import stats

from sojo_eval.statistics.comparators import comparator_change

mpl.use("Agg")

YEARS = range(2018, 2026)
UNITS = ["city", "a", "b", "c", "d", "e"]


@pytest.fixture(autouse=True)
def _no_warnings() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def world(seed: int, effect: float = 0.0, city_trend: float = 0.0, units: list[str] = UNITS) -> pd.DataFrame:
    """Counts with exposure: own levels, shocks common to all, own noise, and from 2022 an effect in the city."""
    generator = np.random.default_rng(seed)
    common = generator.normal(0, 0.3, len(YEARS))
    rows = []
    for unit in units:
        level = generator.normal(-4, 0.5)
        log_rate = level + common + generator.normal(0, 0.05, len(YEARS))
        if unit == "city":
            log_rate += effect * np.array([year >= 2022 for year in YEARS]) + city_trend * np.arange(
                len(YEARS)
            )
        counts = generator.poisson(50_000 * np.exp(log_rate))
        rows += [(unit, year, float(n), 50_000.0) for year, n in zip(YEARS, counts, strict=True)]
    return pd.DataFrame(rows, columns=["unit", "year", "value", "exposure"])


def test_the_estimate_is_the_one_worked_by_hand() -> None:
    before = {"x": 5, "a": 1, "b": 2, "c": 3, "d": 4}
    grown = {"x": 9, "a": 2, "b": 4, "c": 6, "d": 4}
    rows = [(unit, year, n + grown[unit] * (year == 2)) for unit, n in before.items() for year in (1, 2)]
    outcomes = pd.DataFrame(rows, columns=["unit", "year", "value"])
    result = comparator_change(outcomes, "x", 2, scale="difference")
    spread = np.std([2, 4, 6, 4], ddof=1) * np.sqrt(1 + 1 / 4)
    assert result.change == pytest.approx(9 - 4)
    assert result.high - result.change == pytest.approx(stats.t.ppf(0.975, 3) * spread)
    assert result.p == pytest.approx(2 * stats.t.sf(5 / spread, 3))
    assert (result.before, result.after, result.expected_after) == (5, 14, 9)
    assert (result.comparators, result.n_before, result.n_after) == (4, 1, 1)
    assert result.earlier_trends_parallel is None


def test_a_shock_common_to_all_is_no_change_of_the_city() -> None:
    generator = np.random.default_rng(0)
    outcomes = world(1)
    shocked = outcomes.assign(
        value=outcomes["value"] * outcomes["year"].map(dict(zip(YEARS, generator.uniform(0.3, 3, 8), strict=True)))
    )  # fmt: skip
    plain, other = (comparator_change(o, "city", 2022) for o in (outcomes, shocked))
    assert (other.change, other.p) == pytest.approx((plain.change, plain.p))


def test_a_real_change_is_found_and_stands_in_rates() -> None:
    result = comparator_change(world(2, effect=0.5), "city", 2022)
    assert result.low > 1.2
    assert result.low < np.exp(0.5) < result.high
    assert result.change == pytest.approx(result.after / result.expected_after)
    assert result.earlier_trends_parallel is True


def test_nothing_is_called_better_more_often_than_it_may() -> None:
    worlds = 400
    better = sum(comparator_change(world(seed), "city", 2022).low > 1 for seed in range(worlds))
    assert better / worlds <= 0.025 + 2 * np.sqrt(0.025 * 0.975 / worlds)


def test_an_earlier_trend_of_its_own_is_seen() -> None:
    result = comparator_change(world(3, city_trend=0.2), "city", 2022)
    assert result.earlier_trends_parallel is False
    assert result.trend_difference == pytest.approx(np.exp(0.2), abs=0.1)
    assert result.trend_low is not None
    assert result.trend_low > 1
    assert "earlier trends differ" in str(result)


def test_two_earlier_years_cannot_show_parallel_trends() -> None:
    result = comparator_change(world(4), "city", 2020)
    assert result.earlier_trends_parallel is None
    assert result.unit_changes["earlier_trend"].isna().all()
    assert "cannot be judged" in str(result)


def test_units_without_a_side_are_left_out_and_listed() -> None:
    more = [*UNITS, "f", "g"]
    outcomes = world(5, units=more)
    outcomes = outcomes[~((outcomes["unit"] == "f") & (outcomes["year"] >= 2022))]
    outcomes.loc[(outcomes["unit"] == "g") & (outcomes["year"] < 2022), "value"] = np.nan
    result = comparator_change(outcomes, "city", 2022)
    assert result.left_out == {"f": "no value in the later years", "g": "no value in the earlier years"}
    assert result.change == pytest.approx(
        comparator_change(outcomes[outcomes["unit"].isin(UNITS)], "city", 2022).change
    )
    assert "f: no value in the later years" in result.to_frame()["left_out"].iloc[0]
    assert "left out: f, g" in str(result)


def test_a_year_that_the_city_lacks_is_left_out_for_all_and_other_gaps_are_told() -> None:
    outcomes = world(6)
    gap = (outcomes["unit"] == "city") & (outcomes["year"] == 2020)
    other = (outcomes["unit"] == "a") & (outcomes["year"] == 2019)
    result = comparator_change(outcomes[~gap & ~other], "city", 2022)
    assert result.years_left_out == (2020,)
    assert 2020 not in result.course.index
    assert result.unit_changes.set_index("unit").loc["a", "years_missing"] == "2019"


def test_the_order_of_rows_does_not_matter() -> None:
    outcomes = world(7)
    turned = comparator_change(outcomes.sample(frac=1, random_state=1), "city", 2022)
    assert turned.p == pytest.approx(comparator_change(outcomes, "city", 2022).p)


def test_a_unit_without_a_row_is_no_unit() -> None:
    """As categories the names that were filtered out are still known to pandas."""
    outcomes = world(7, units=[*UNITS, "gone"]).astype({"unit": "category"})
    here = outcomes[outcomes["unit"] != "gone"]
    found = comparator_change(here, "city", 2022)
    assert found.left_out == {}
    assert found.p == comparator_change(here.astype({"unit": str}), "city", 2022).p


def test_the_picture_has_every_unit_the_mean_and_the_boundary() -> None:
    for scale in ("ratio", "difference"):
        axes = comparator_change(world(8), "city", 2022, scale=scale).plot()  # type: ignore[arg-type]
        assert len(axes.lines) == len(UNITS) + 3
        assert axes.get_xlim()[0] < 2021.5 < axes.get_xlim()[1]


OUTCOMES = world(9)


@pytest.mark.parametrize(
    ("outcomes", "boundary", "message"),
    [
        (OUTCOMES[OUTCOMES["unit"].isin(UNITS[:4])], 2022, "at least four comparator units are needed"),
        (OUTCOMES[:0], 2022, "no values"),
        (OUTCOMES.assign(value=np.nan), 2022, "no values"),
        (OUTCOMES.drop(columns="year"), 2022, "outcomes lacks the columns year"),
        (OUTCOMES.assign(year=OUTCOMES["year"].where(OUTCOMES["year"] != 2020)), 2022, "a unit and a year"),
        (OUTCOMES.assign(year=OUTCOMES["year"] + 0.5), 2022, "whole numbers"),
        (pd.concat([OUTCOMES, OUTCOMES[:1]]), 2022, "two rows for one year"),
        (OUTCOMES.assign(exposure=0.0), 2022, "exposure must be present and positive"),
        (OUTCOMES.assign(exposure=np.nan), 2022, "exposure must be present and positive"),
        (OUTCOMES.assign(value=-1.0), 2022, "must not be negative"),
        (OUTCOMES.assign(value=OUTCOMES["value"].where(OUTCOMES.index != 3, 0)), 2022, "values above 0"),
        (OUTCOMES.assign(value=OUTCOMES["value"].where(OUTCOMES.index != 3, np.inf)), 2022, "finite"),
        (OUTCOMES, 2030, "one year before and one after"),
        (OUTCOMES, 2018, "one year before and one after"),
        (OUTCOMES[OUTCOMES["unit"] != "city"], 2022, "city has no values"),
        (OUTCOMES.assign(value=OUTCOMES["year"] - 2000.0), 2022, "all changed by the same amount"),
    ],
)
def test_what_cannot_be_compared_is_refused_with_a_reason(
    outcomes: pd.DataFrame, boundary: int, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        comparator_change(outcomes, "city", boundary)


def test_the_difference_scale_takes_nothing_for_a_number() -> None:
    outcomes = OUTCOMES.assign(value=OUTCOMES["value"].where(OUTCOMES.index != 3, 0))
    assert np.isfinite(comparator_change(outcomes, "city", 2022, scale="difference").p)
    with pytest.raises(ValueError, match="scale"):
        comparator_change(OUTCOMES, "city", 2022, scale="log")  # type: ignore[arg-type]
