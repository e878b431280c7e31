"""Parts are summed only where all of them are there, nothing is added twice, and every difference is told."""

from __future__ import annotations

import pandas as pd
import pytest

from sojo_eval.city import City
from sojo_eval.indicators.totals.figures import Figures, figures, measures_of, rows_of
from tests.conftest import SmallCity
from tests.indicators.totals.made_totals import CITY, total, totals

APRIL = ("2024-04-01", "2024-04-30")
NAN = float("nan")


def row(value: float | None, **more: object) -> pd.DataFrame:
    return total("consultations", *APRIL, value=value, **more)  # type: ignore[arg-type]


def of(city: City, *, adds_up: bool = True) -> Figures:
    return figures(city, "consultations", rows_of(city, "consultations"), adds_up=adds_up)


A, B = {"service": "総合相談"}, {"service": "包括"}
OLD, YOUNG = ({"division": "age_band", "category": band} for band in ("75+", "0-17"))
WITHHELD, NONE, BLANK = ({"value_state": state} for state in ("suppressed", "not_applicable", None))

CASES: dict[str, tuple[list[pd.DataFrame], float, int]] = {
    "one figure": ([row(9)], 9, 0),
    "a true zero": ([row(0)], 0, 0),
    "all desks": ([row(4, **A), row(5, **B)], 9, 0),
    "a desk withheld": ([row(4, **A), row(None, **B, **WITHHELD)], NAN, 0),
    "a desk blank": ([row(4, **A), row(None, **B, **BLANK)], NAN, 0),
    "a desk that there was not": ([row(4, **A), row(None, **B, **NONE)], 4, 0),
    "the whole withheld": ([row(None, **WITHHELD)], NAN, 0),
    "the whole beside its desks": ([row(9), row(4, **A), row(5, **B)], 9, 0),
    "the whole beside other desks": ([row(10), row(4, **A), row(5, **B)], 10, 1),
    "the whole withheld, its desks known": ([row(None, **WITHHELD), row(4, **A), row(5, **B)], 9, 0),
    "the whole beside a desk that is missing": ([row(9), row(4, **A), row(None, **B)], 9, 0),
    "by desk and by age": ([row(4, **A), row(5, **B), row(6, **OLD), row(3, **YOUNG)], 9, 0),
    "by desk and by age, unlike": ([row(4, **A), row(5, **B), row(6, **OLD), row(4, **YOUNG)], 9, 1),
    "by desk within age": ([row(2, **A, **OLD), row(3, **B, **OLD), row(4, **A, **YOUNG)], 9, 0),
    "all areas": ([row(4, area="C1"), row(5, area="C2")], 9, 0),
    "one area of two": ([row(4, area="C1")], NAN, 0),
    "an area withheld": ([row(4, area="C1"), row(None, area="C2", **WITHHELD)], NAN, 0),
    "an area that had none to give": ([row(4, area="C1"), row(None, area="C2", **NONE)], 4, 0),
    "the city beside its areas": ([row(9), row(4, area="C1"), row(5, area="C2")], 9, 0),
    "the city beside other areas": ([row(12), row(4, area="C1"), row(5, area="C2")], 12, 1),
    "desks of all areas": ([row(1, area="C1", **A), row(3, area="C1", **B), row(5, area="C2", **A)], 9, 0),
    "towns below": ([row(4, area="T1"), row(5, area="C2")], 9, 0),
    "the city withheld, its areas known": (
        [row(None, **WITHHELD), row(4, area="C1"), row(5, area="C2")],
        9,
        0,
    ),
}


@pytest.mark.parametrize(("rows", "value", "differences"), CASES.values(), ids=CASES)
def test_the_citys_figure(
    small_city: SmallCity, rows: list[pd.DataFrame], value: float, differences: int
) -> None:
    found = of(small_city.make(reported_totals=totals(*rows)))
    assert found.value.get(CITY, pd.Series([NAN])).tolist() == pytest.approx([value], nan_ok=True)
    assert len(found.differences) == differences


def test_a_desk_is_expected_in_every_month_once_it_is_there_in_one(small_city: SmallCity) -> None:
    may = total("consultations", "2024-05-01", "2024-05-31", value=7, service="総合相談")
    found = of(small_city.make(reported_totals=totals(row(4, **A), row(5, **B), may)))
    assert found.value[CITY].tolist() == pytest.approx([9, NAN], nan_ok=True)


def test_what_does_not_add_up_is_taken_as_stated_alone(small_city: SmallCity) -> None:
    city = small_city.make(reported_totals=totals(row(4, **A), row(5, **B), row(8, area="C1")))
    assert of(city, adds_up=False).value.columns.tolist() == ["C1"]
    assert of(city).value[CITY].tolist() == [9.0]


def test_a_difference_says_where_and_how_much(small_city: SmallCity) -> None:
    city = small_city.make(reported_totals=totals(row(10), row(4, **A), row(5, **B)))
    (found,) = of(city).differences
    assert (found.measure, found.area, str(found.start.date()), found.months, found.of) == (
        "consultations", CITY, "2024-04-01", 1, "parts",
    )  # fmt: skip
    assert (found.stated, found.summed) == (10, 9)


def test_a_city_without_totals_has_no_measure(small_city: SmallCity) -> None:
    assert measures_of(small_city.make()) == ()
    assert measures_of(small_city.make(reported_totals=row(1))) == ("consultations",)
