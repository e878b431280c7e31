"""Dividing an indicator by age band, desk or channel: by hand, and what is refused."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest

import sojo_eval as se
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.indicators import (
    built_in,
    catalogue,
    counted,
    population_by_month,
    subgroup_columns,
    subgroups,
)
from tests.indicators.of_two_ages import CONSULTATIONS, POPULATION
from tests.indicators.random_tables import AS_OF, joined_tables


@pytest.fixture
def city(small_city: Any) -> Any:
    return small_city.make(data_until="2024-06-30", consultations=CONSULTATIONS, population=POPULATION)


def test_a_band_is_put_over_its_own_residents(city: Any) -> None:
    found = se.series(city, "consultation.consultations_per_1000", by=["month", "age_band"])
    old = found[found["age_band"] == "65-74"].set_index("period_start")
    assert old["numerator"].iloc[0] == 2
    assert old["denominator"].iloc[0] == 160
    assert old["value"].iloc[0] == pytest.approx(12.5)
    assert set(found["age_band"]) == {"65-74", "18-39", "unknown"}
    assert found.loc[found["age_band"] == "unknown", "value"].isna().all()


def test_a_month_in_which_only_others_came_is_a_true_zero(city: Any) -> None:
    found = se.series(city, "consultation.consultations_per_1000", by=["month", "age_band"])
    old = found[found["age_band"] == "65-74"]
    months = list(old["period_start"].dt.strftime("%Y-%m"))
    assert dict(zip(months, old["numerator"], strict=True))["2024-06"] == 0  # others came
    assert np.isnan(dict(zip(months, old["numerator"], strict=True))["2024-05"])  # nobody at all: a gap


def test_five_year_bands_give_their_part(city: Any) -> None:
    months = pd.DatetimeIndex(["2024-04-01"])
    assert population_by_month(city, "C1", months, "18-39").iloc[0] == pytest.approx(0.4 * 500 + 300)
    assert population_by_month(city, "C1", months, "75+").iloc[0] == 100
    assert population_by_month(city, "C1", months, "unknown").isna().all()


def test_a_share_is_not_divided_by_the_column_that_alone_makes_it() -> None:
    """Of those who came through a publication all came through a publication."""
    entries = built_in()
    assert "came_through" in subgroup_columns(entries["consultation.consultations_per_1000"])
    for indicator, column in {
        "information.came_by_publication": "came_through",
        "information.easy_japanese_share": "easy_japanese",
        "consultation.cases_closed_settled": "closing_reason",
        "consultation.accompanied_referrals": "accompanied",
    }.items():
        assert column not in subgroup_columns(entries[indicator])
    assert "to_desk" in subgroup_columns(entries["consultation.referrals_sent_back_share"])


def test_a_share_by_what_makes_it_is_refused(city: Any) -> None:
    with pytest.raises(SojoEvalError, match="came_through"):
        se.series(
            city,
            "consultation.first_contact_through_outreach",
            by=["fiscal_year", "came_through"],
        )


def test_shares_by_channel(city: Any) -> None:
    found = se.series(city, "consultation.first_response_within_3_days", by=["fiscal_year", "channel"])
    sums = found.groupby("channel")[["numerator", "denominator"]].sum()
    assert sums.loc["phone"].tolist() == [2, 2]
    assert sums.loc["visit"].tolist() == [0, 1]


def test_what_cannot_be_divided_is_refused_with_what_can(city: Any) -> None:
    with pytest.raises(SojoEvalError, match="age_band"):
        se.series(city, "consultation.consultations_per_1000", by=["month", "person_id"])
    with pytest.raises(ValueError, match="one column"):
        se.series(city, "consultation.consultations_per_1000", by=["month", "desk", "channel"])


def test_no_person_or_place_is_ever_a_subgroup() -> None:
    divisible = {column for entry in built_in().values() for column in subgroup_columns(entry)}
    assert "age_band" in divisible
    assert "desk" in divisible
    assert not divisible & {"person_id", "household_id", "case_id", "consultation_id", "area", "resource_id"}


def test_subgroups_sum_to_the_total(small_city: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twelve random sets in one city, their areas apart: each division is compiled and asked once for all of them."""
    # Worked out once an indicator, as it is the same each time.
    monkeypatch.setattr(subgroups, "subgroup_columns", cache(subgroup_columns))
    city = small_city.make(data_until=AS_OF.isoformat(), **joined_tables(12))
    divided = 0
    for entry in catalogue(city).values():
        total = counted(city, entry)
        keys = [name for name in ("month", "wave", "area") if name in total]
        sums = [name for name in ("numerator", "denominator", "days", "event", "value") if name in total]
        expected = total.groupby(keys, dropna=False)[sums].sum()
        for column in subgroups.subgroup_columns(entry):
            parts = counted(city, entry, column)
            assert parts["subgroup"].notna().all(), (entry.id, column)
            pd.testing.assert_frame_equal(
                parts.groupby(keys, dropna=False)[sums].sum(), expected, check_dtype=False
            )
            divided += len(parts["subgroup"].unique()) > 1
    assert divided > 150  # else the sets are too plain to show anything
