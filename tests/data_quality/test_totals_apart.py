"""Totals that are not what they are the sum of are listed, by what, without a number of cases."""

from __future__ import annotations

import pandas as pd

from sojo_eval.data_quality import describe_data
from sojo_eval.data_quality.totals_apart import totals_apart
from sojo_eval.reports import data_quality
from tests.conftest import SmallCity
from tests.indicators.totals.made_totals import months, total, totals
from tests.indicators.totals.test_told import activities


def test_each_kind_of_difference_is_listed_once(small_city: SmallCity) -> None:
    rows = totals(
        months(24, value=10.0),
        months(24, value=4.0, service="総合相談"),
        months(24, value=5.0, service="包括"),
        months(24, value=3.0, area="C1"),
        months(24, value=3.0, area="C2"),
        total("consultations", "2019-04-01", "2020-03-31", value=100),
    )
    city = small_city.make(reported_totals=rows)
    found = totals_apart(city)
    assert found[["measure", "of", "area", "periods"]].to_numpy().tolist() == [
        ["consultations", "areas", "132292", 24],
        ["consultations", "parts", "132292", 24],
        ["consultations", "periods", "132292", 1],
    ]
    page = data_quality(describe_data(city), "totals", "ja")._repr_html_()
    assert "窓口・区分の合計" in page
    assert "100" not in page


def test_records_beside_totals_are_compared_area_by_area(small_city: SmallCity) -> None:
    alike = months(84, measure="residents_meetings", value=1.0)
    other = months(84, measure="residents_meetings", value=2.0, area="C1")
    city = small_city.make(community_activities=activities(), reported_totals=totals(alike, other))
    found = totals_apart(city)
    assert found[["of", "area", "periods"]].to_numpy().tolist() == [["records", "C1", 84]]


def test_a_city_without_totals_has_none_apart(small_city: SmallCity) -> None:
    city = small_city.make(community_activities=activities())
    assert totals_apart(city).empty
    assert "All totals add up" in data_quality(describe_data(city), "totals", "en")._repr_html_()


def test_totals_that_add_up_are_not_listed(small_city: SmallCity) -> None:
    rows: list[pd.DataFrame] = [
        months(12, value=9.0),
        months(12, value=4.0, area="C1"),
        months(12, value=5.0, area="C2"),
    ]
    assert totals_apart(small_city.make(reported_totals=totals(*rows))).empty
