"""Printed figures use all their points by grain, in every unit; two are two."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from sojo_eval.city import City
from sojo_eval.evaluation import Evaluation
from sojo_eval.evaluation.evaluate import work_out
from sojo_eval.evaluation.gathering import declared, gather
from sojo_eval.evaluation.judgement import judge
from sojo_eval.evaluation.naive import naive_reading
from sojo_eval.evaluation.periods import choose_periods
from sojo_eval.indicators import catalogue, counted
from sojo_eval.indicators.kinds import (
    ANNUAL_AMOUNT,
    ANNUAL_COUNT,
    ANNUAL_PROPORTION,
    MONTHLY_AMOUNT,
    MONTHLY_COUNT,
    MONTHLY_PROPORTION,
    MONTHLY_RATE,
    PUBLISHED,
)
from sojo_eval.schema import load_schema
from tests.conftest import SmallCity

OWN = """
[[published_indicators]]
id = "consultation.printed"
pillar = "consultation"
title_ja = "公表値"
title_en = "Printed"
unit = "{unit}"
direction = "higher"
smallest_change = 0.1
"""


def city_with(small_city: SmallCity, unit: str, rows: pd.DataFrame, more: str = "") -> City:
    frame = pd.DataFrame({"indicator": "consultation.printed", "period": "x", "area": "132292", "unit": unit,
                          "definition": "同じ", "source": "統計"} | {c: rows[c].to_numpy() for c in rows})  # fmt: skip
    names = load_schema().tables["indicators_published"].field_names
    return small_city.make(
        more=OWN.format(unit=unit) + more, indicators_published=frame.reindex(columns=list(names))
    )


def by_month(number: int = 84, level: float = 40.0, rise: float = 1.0, **columns: float) -> pd.DataFrame:
    start = pd.date_range("2019-04-01", periods=number, freq="MS")
    noise = 1 + 0.1 * np.sin(np.arange(number) * 2.7)
    value = level * noise * np.where(start >= "2024-04-01", rise, 1.0)
    frame = pd.DataFrame(
        {"period_start": start, "period_end": start + pd.offsets.MonthEnd(0), "value": value}
    )
    return frame.assign(**columns)


def whole_months() -> pd.DataFrame:
    return by_month().assign(value=lambda frame: frame["value"].round())


def by_year(number: int = 7, first: str = "2019-04-01", **columns: Any) -> pd.DataFrame:
    start = pd.date_range(first, periods=number, freq=pd.DateOffset(years=1))
    end = start + pd.DateOffset(years=1) - pd.Timedelta(days=1)
    value = 40.0 + np.arange(number) % 3
    return pd.DataFrame({"period_start": start, "period_end": end, "value": value}).assign(**columns)


UNITS: list[tuple[str, pd.DataFrame, object]] = [
    ("count", whole_months(), MONTHLY_COUNT),
    ("persons", whole_months(), MONTHLY_COUNT),
    ("share", by_month(level=0.4, n=120.0), MONTHLY_PROPORTION),
    ("per_1000", by_month(level=3.2), MONTHLY_AMOUNT),
    ("per_100000_month", by_month(level=12.0), MONTHLY_AMOUNT),
    ("per_1000_month", by_month(level=4.0), MONTHLY_AMOUNT),
    ("minutes", by_month(level=12.5), MONTHLY_AMOUNT),
    ("days", by_month(level=3.5), MONTHLY_AMOUNT),
    ("yen", by_month(level=52_000.0), MONTHLY_AMOUNT),
    ("grams", by_month(level=0.02), MONTHLY_AMOUNT),
    ("count", by_year(), ANNUAL_COUNT),
    ("count", by_year(first="2019-01-01"), ANNUAL_COUNT),
    ("yen", by_year(), ANNUAL_AMOUNT),
    ("share", by_year(n=500.0).assign(value=0.4), ANNUAL_PROPORTION),
]


@pytest.mark.parametrize(("unit", "rows", "kind"), UNITS, ids=[f"{u} {len(r)}" for u, r, _ in UNITS])
def test_all_points_of_every_unit_are_judged(
    small_city: SmallCity, unit: str, rows: pd.DataFrame, kind: object
) -> None:
    city = city_with(small_city, unit, rows)
    entry = catalogue(city)["consultation.printed"]
    assert entry.kind is kind
    found = judge(
        gather(city, counted(city, entry), declared(city, entry, city.code, *choose_periods(city, "4", "5")))
    )
    assert found.refusal is None, found.refusal
    assert found.estimate is not None
    assert found.estimate.n_before + found.estimate.n_after >= (
        5 if kind in (ANNUAL_COUNT, ANNUAL_AMOUNT) else 7
    )
    before = rows.loc[rows["period_end"] < "2024-04-01", "value"].mean()
    assert found.estimate.before * entry.per == pytest.approx(before, rel=0.02)


def test_a_rise_of_a_printed_rate_is_found_whatever_its_size(small_city: SmallCity) -> None:
    found = [
        _change(city_with(small_city, "minutes", by_month(level=level, rise=1.3)))
        for level in (0.4, 40.0, 4e6)
    ]
    assert found == pytest.approx([found[0]] * 3, rel=1e-3)
    assert found[0] == pytest.approx(1.3, abs=0.1)


def _change(city: City) -> float:
    findings = work_out(city, "4", "5").findings
    return float(findings.loc[findings["question"] == "level", "change"].iloc[0])


def test_a_rate_with_its_numerator_and_denominator_is_counted(small_city: SmallCity) -> None:
    rows = by_month(numerator=32.0, denominator=8000.0).assign(value=4.0)
    city = city_with(small_city, "per_1000_month", rows)
    entry = catalogue(city)["consultation.printed"]
    assert (entry.kind, entry.per) == (MONTHLY_RATE, 1000)
    other = city_with(small_city, "per_1000_month", rows.assign(value=5.0))  # not what the two give
    assert catalogue(other)["consultation.printed"].kind is MONTHLY_AMOUNT


@pytest.mark.parametrize(
    ("unit", "rows", "kind"),
    [
        ("count", by_year(2, first="2023-04-01"), PUBLISHED),
        ("count", by_year(2, first="2024-04-01"), PUBLISHED),
        ("count", by_year(3, first="2022-04-01"), ANNUAL_COUNT),
        ("share", by_month(84, level=0.4), PUBLISHED),  # what they are shares of is not printed
        ("count", by_year(7).iloc[[1, 6]], PUBLISHED),
        ("share", by_year(7, n=500.0).assign(value=0.4).iloc[[1, 6]], PUBLISHED),
        ("share", by_month(84, level=0.4, n=500.0).iloc[[7, 19, 31, 43, 67]], PUBLISHED),  # a wave a year
        ("count", by_month(16).iloc[5:], PUBLISHED),
        ("count", by_month(17).iloc[5:], MONTHLY_COUNT),
    ],
    ids=[
        "two",
        "two of a plan",
        "three years",
        "shares without n",
        "one a plan",
        "a wave a plan",
        "waves",
        "eleven months",
        "twelve months",
    ],
)
def test_what_stands_once_a_plan_is_compared_as_two_figures(
    small_city: SmallCity, unit: str, rows: pd.DataFrame, kind: object
) -> None:
    assert catalogue(city_with(small_city, unit, rows))["consultation.printed"].kind is kind


def test_the_reason_of_two_figures_is_never_given_for_108_months(small_city: SmallCity) -> None:
    months = work_out(city_with(small_city, "count", whole_months()), "4", "5").findings
    assert not months["reasons"].str.contains("二時点").any()
    assert _level(months)["verdict"] != "insufficient_data"
    two = work_out(city_with(small_city, "count", by_year(2, first="2023-04-01")), "4", "5").findings
    assert two["reasons"].str.contains("二時点だけ").all()
    quarters = (
        by_month(84, level=52_000.0)
        .iloc[::3]
        .assign(period_end=lambda f: f["period_start"] + pd.offsets.MonthEnd(3))
    )
    found = work_out(city_with(small_city, "yen", quarters), "4", "5").findings
    assert not found["reasons"].str.contains("二時点だけ").any()
    assert found["reasons"].str.contains("月か年").all()


def _level(findings: pd.DataFrame) -> pd.Series:
    return findings[findings["question"] == "level"].iloc[0]


def test_the_arrow_compares_all_months_of_the_periods(small_city: SmallCity) -> None:
    rows = by_month(84).assign(value=lambda f: np.where(f["period_start"] == "2024-03-01", 900, 40))
    city = city_with(small_city, "count", rows)
    entry = catalogue(city)["consultation.printed"]
    evidence = gather(
        city, counted(city, entry), declared(city, entry, city.code, *choose_periods(city, "4", "5"))
    )
    assert naive_reading(evidence).note.en == "54 → 40"


def test_an_amount_counts_nothing_and_stays_in_its_unit(small_city: SmallCity) -> None:
    made: Evaluation = work_out(city_with(small_city, "minutes", by_month(level=12.5)), "4", "5")
    level = _level(made.findings)
    assert pd.isna(level["count_baseline"])
    assert level["value_baseline"] == pytest.approx(12.5, rel=0.02)
    assert made.series["numerator"].isna().all()
    assert made.series["value"].between(10, 15).all()


def test_a_definition_that_changes_inside_a_series_is_a_break_of_it(small_city: SmallCity) -> None:
    rows = whole_months()
    rows["definition"] = np.where(rows["period_start"] < "2021-04-01", "旧", "新")
    frame = rows.drop(columns="definition")
    city = city_with(small_city, "count", frame.assign(definition=rows["definition"]))
    entry = catalogue(city)["consultation.printed"]
    base = declared(city, entry, city.code, *choose_periods(city, "4", "5"))
    assert base.breaks == (pd.Timestamp("2021-04-01"),)


def test_two_named_periods_stay_two(small_city: SmallCity) -> None:
    named = 'baseline_period = "x"\ncurrent_period = "y"\n'
    city = city_with(small_city, "count", whole_months(), named)
    assert catalogue(city)["consultation.printed"].kind is PUBLISHED
