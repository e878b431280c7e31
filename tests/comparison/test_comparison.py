"""The city beside other cities: in its indicator's unit, with a reason for all that cannot be compared."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from sojo_eval.comparison import compare_with_others
from sojo_eval.disclosure import publish_comparison
from sojo_eval.foundation.language import LANGUAGES

if TYPE_CHECKING:
    from tests.conftest import SmallCity


RATE, SHARE = "connections.participants_per_1000", "information.easy_japanese_share"
YEARS = np.arange(2019, 2026)
AFTER = YEARS >= 2024
WIGGLE = np.array([0.01, -0.02, 0.015, -0.005, 0.0, 0.01, -0.01])


def table(own: np.ndarray, indicator: str = SHARE, others: int = 5) -> pd.DataFrame:
    """Counts out of 200 a year: the city's, and others whose share wavers around 20 %."""
    rows = []
    for i in range(others + 1):
        code = "132292" if i == 0 else f"99900{i}"
        counts = own if i == 0 else np.round(200 * (0.2 + WIGGLE * (-1) ** i + 0.01 * i * AFTER))
        rows += [
            {
                "municipality": code,
                "name_ja": f"市{i}",
                "period_start": pd.Timestamp(f"{year}-04-01"),
                "indicator": indicator,
                "value": count,
                "exposure": 200,
            }
            for year, count in zip(YEARS, counts, strict=True)
        ]
    return pd.DataFrame(rows)


STEADY = np.array([40, 42, 38, 41, 39, 70, 72])


def test_a_city_is_compared_in_its_indicators_unit(small_city: SmallCity) -> None:
    found = compare_with_others(small_city.make(comparators=table(STEADY)))
    row = found.findings.iloc[0]
    assert (row["verdict"], row["others"]) == ("improving", 5)
    assert row["value_baseline"] == pytest.approx(0.20)
    assert row["own_change"] - row["others_change"] == pytest.approx(row["change"])
    means = found.course[found.course["municipality"] == ""]
    assert means["year"].tolist() == YEARS.tolist()


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (table(STEADY, others=3), "3 other cities have figures in both periods; at least 4"),
        (table(STEADY).query("municipality != '132292'"), "own figures are not in the table"),
        (table(STEADY).query("municipality != '132292' or period_start < '2024'"), "the current period"),
        (
            table(STEADY).assign(exposure=lambda t: t["exposure"].where(t["period_start"] > "2020")),
            "lack the exposure",
        ),
        (table(np.array([1, 0, 2, 1, 1, 3, 3]), RATE), "no ratio can be worked out"),
    ],
)
def test_what_cannot_be_compared_says_why_and_is_no_error(
    small_city: SmallCity, rows: pd.DataFrame, reason: str
) -> None:
    found = compare_with_others(small_city.make(comparators=rows))
    assert found.findings["verdict"].tolist() == ["insufficient_data"]
    assert reason in publish_comparison(found).findings["sentence_en"].iloc[0]
    assert found.course.empty


def test_a_city_without_the_table_has_an_empty_comparison(small_city: SmallCity) -> None:
    found = compare_with_others(small_city.make())
    assert found.findings.empty
    assert publish_comparison(found).hidden.empty


def test_who_is_left_out_has_a_reason_and_an_unknown_indicator_is_named(small_city: SmallCity) -> None:
    rows = table(STEADY, others=6)
    rows = rows[(rows["municipality"] != "999006") | (rows["period_start"] < "2024")]
    found = compare_with_others(small_city.make(comparators=pd.concat([rows, table(STEADY, "nobody.knows")])))
    assert found.left_out[["municipality", "reason_en"]].to_numpy().tolist() == [
        ["999006", "no figure for the years of the current period"]
    ]
    assert found.findings["others"].tolist() == [5]
    assert found.unknown == ("nobody.knows",)


def test_a_change_of_definition_inside_the_years_compared_is_not_comparable(small_city: SmallCity) -> None:
    event = """
[[events]]
event = "recount"
kind = "definition_change"
start_date = 2021-04-01
title_ja = "数え方の変更"
title_en = "Counted anew"
applies_to = ["information.easy_japanese_share"]
"""
    found = compare_with_others(small_city.make(more=event, comparators=table(STEADY)))
    assert found.findings["verdict"].tolist() == ["not_comparable"]


def test_a_small_count_of_the_citys_people_takes_all_its_figures_with_it(small_city: SmallCity) -> None:
    own = np.array([40, 42, 38, 41, 3, 70, 72])
    rows = table(own, "connections.new_participants_share")
    assert compare_with_others(small_city.make(comparators=rows)).findings["disclosive"].tolist() == [False]
    rows = table(own, "connections.outreach_reached_share")
    found = compare_with_others(small_city.make(comparators=rows))
    assert found.findings["disclosive"].tolist() == [True]
    published = publish_comparison(found)
    for frame in (published.figures, published.units, published.course):
        mine = frame["municipality"] == "132292"
        assert frame.loc[mine, "hidden"].all()
        assert not frame.loc[~mine, "hidden"].any()
    assert published.figures.loc[published.figures["city"].astype(bool), "value"].isna().all()
    row = published.findings.iloc[0]
    assert row[["change", "p", "p_adjusted", "value_current", "carried_on"]].isna().all()
    for lang in LANGUAGES:
        assert not re.search(
            r"\d", str(row[f"sentence_{lang}"]).replace("5", "")
        )  # five others are no secret
    assert published.hidden["where"].tolist() == ["comparators"]
