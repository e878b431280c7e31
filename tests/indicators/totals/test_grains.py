"""Months, quarters and years of one measure: the finer counts, years are whole, what stands is read once a year."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sojo_eval.city import City
from sojo_eval.indicators.totals.grains import (
    differences_of_grains,
    plans_with,
    readings,
    summed_to_years,
    years_begin,
    years_of,
)
from tests.conftest import SmallCity

NAN = float("nan")


def every(first: str, number: int, months: int, value: float = 1.0) -> pd.DataFrame:
    """One area with a value each so many months."""
    days = pd.date_range(first, periods=number, freq=pd.DateOffset(months=months))
    return pd.DataFrame({"C": np.full(number, value)}, index=days)


@pytest.mark.parametrize(
    ("first", "number", "months", "begins", "found"),
    [
        ("2023-04-01", 12, 1, 4, {"2023-04-01": 12.0}),
        ("2023-04-01", 11, 1, 4, {"2023-04-01": NAN}),
        ("2023-05-01", 12, 1, 4, {"2023-04-01": NAN, "2024-04-01": NAN}),
        ("2023-04-01", 4, 3, 4, {"2023-04-01": 4.0}),
        ("2023-04-01", 3, 3, 4, {"2023-04-01": NAN}),
        ("2023-04-01", 2, 6, 4, {"2023-04-01": 2.0}),
        ("2023-01-01", 12, 1, 1, {"2023-01-01": 12.0}),
        ("2023-05-01", 4, 3, 4, {}),  # quarters of other months make no fiscal year
    ],
)
def test_a_year_is_the_sum_of_all_its_periods_or_unknown(
    first: str, number: int, months: int, begins: int, found: dict[str, float]
) -> None:
    years = summed_to_years(every(first, number, months), months, begins)["C"]
    assert [str(day.date()) for day in years.index] == [*found]
    assert years.tolist() == pytest.approx([*found.values()], nan_ok=True)


def test_the_finer_period_counts_and_the_difference_is_told() -> None:
    by_length = {1: every("2023-04-01", 12, 1, 10.0), 12: every("2022-04-01", 2, 12, 118.0)}
    assert years_of(by_length, 4)["C"].tolist() == [118.0, 120.0]
    (told,) = differences_of_grains("consultations", by_length, 4)
    assert (str(told.start.date()), told.of, told.stated, told.summed) == ("2023-04-01", "periods", 118, 120)


@pytest.mark.parametrize(
    ("first", "begins"),
    [("2020-04-01", 4), ("2020-01-01", 1), ("2020-10-01", 10)],
)
def test_years_begin_where_they_are_said_to(first: str, begins: int) -> None:
    assert years_begin({12: every(first, 3, 12)}) == begins
    assert years_begin({1: every(first, 3, 1)}) == 4


def test_fiscal_years_go_before_calendar_years() -> None:
    both = pd.concat([every("2020-01-01", 5, 12), every("2020-04-01", 1, 12)])
    assert years_begin({12: both}) == 4
    assert years_of({12: both}, 4).index.tolist() == [pd.Timestamp("2020-04-01")]


def test_what_stands_is_the_first_reading_of_the_fiscal_year() -> None:
    days = pd.DataFrame(
        {"C": [5.0, 6.0, 7.0, NAN, 8.0]},
        index=pd.to_datetime(["2023-03-31", "2023-04-01", "2023-10-01", "2024-04-01", "2024-10-01"]),
    )
    assert readings({0: days})["C"].to_dict() == {
        pd.Timestamp("2022-04-01"): 5.0,
        pd.Timestamp("2023-04-01"): 6.0,
        pd.Timestamp("2024-04-01"): 8.0,
    }
    named = readings({12: every("2024-01-01", 1, 12)})
    assert named.index.tolist() == [pd.Timestamp("2024-04-01")]  # "2024年" is of the fiscal year 2024


@pytest.mark.parametrize(("number", "plans"), [(59, 1), (60, 1), (71, 1), (72, 2), (84, 2)])
def test_a_plan_is_reached_by_twelve_months(small_city: SmallCity, number: int, plans: int) -> None:
    city: City = small_city.make()
    known = every("2019-04-01", number, 1).notna()
    assert plans_with(city, known, 1) == plans
