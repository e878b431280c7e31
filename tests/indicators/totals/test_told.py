"""What is read beside a finding from totals, and where totals and records differ."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from sojo_eval.evaluation.gathering import declared, gather
from sojo_eval.evaluation.periods import choose_periods
from sojo_eval.indicators import catalogue, counted
from sojo_eval.indicators.totals import from_totals, records_count
from tests.conftest import SmallCity
from tests.indicators.totals.made_totals import months, total, totals

SESSIONS = "connections.residents_meetings_held"


def activities(number: int = 84) -> pd.DataFrame:
    start = pd.date_range("2019-04-01", periods=number, freq="MS")
    frame = pd.DataFrame({"date": start + pd.Timedelta(days=9), "area": "C1", "kind": "residents_meeting"})
    return frame.assign(
        activity_id=[f"A{i}" for i in range(number)],
        openness="open",
        participants=20,
        service="S01",
        sessions=1,
    )


def notes(small_city: SmallCity, indicator: str = SESSIONS, **tables: pd.DataFrame) -> str:
    city = small_city.make(**tables)
    entry = catalogue(city)[indicator]
    base = declared(city, entry, city.code, *choose_periods(city, "4", "5"))
    return "".join(note.en for note in gather(city, counted(city, entry), base).not_kept)


def test_records_count_and_totals_that_say_otherwise_are_told(small_city: SmallCity) -> None:
    alike = months(84, measure="residents_meetings", value=1.0)
    assert "reported total" not in notes(small_city, community_activities=activities(), reported_totals=alike)
    unlike = alike.copy()
    unlike.loc[3:5, "value"] = 2.0
    said = notes(small_city, community_activities=activities(), reported_totals=unlike)
    assert "In 3 period(s) the reported total is not what the records say" in said


def test_yearly_totals_beside_records_are_compared_by_year(small_city: SmallCity) -> None:
    years = [
        total("residents_meetings", f"{y}-04-01", f"{y + 1}-03-31", value=v)
        for y, v in ((2022, 12), (2023, 13))
    ]
    said = notes(small_city, community_activities=activities(), reported_totals=totals(*years))
    assert "In 1 period(s)" in said


def test_what_is_counted_from_totals_says_so(small_city: SmallCity) -> None:
    said = notes(small_city, reported_totals=months(84, measure="residents_meetings", value=1.0))
    assert "Counted from reported totals" in said
    assert "compared by year" not in said


def test_totals_that_do_not_add_up_are_told(small_city: SmallCity) -> None:
    rows = totals(
        months(84, measure="residents_meetings", value=3.0),
        months(84, measure="residents_meetings", value=1.0, area="C1"),
        months(84, measure="residents_meetings", value=1.0, area="C2"),
    )
    assert "84 total(s) are not what their parts" in notes(small_city, reported_totals=rows)


def test_a_total_stands_in_for_a_column_that_nobody_filled_in(small_city: SmallCity) -> None:
    counted_nobody = activities().assign(participants=pd.NA)
    city = small_city.make(
        community_activities=counted_nobody, reported_totals=months(84, measure="activity_participants")
    )
    entry = catalogue(city)["connections.participants_per_1000"]
    assert not records_count(city, entry)
    assert from_totals(city, entry) is not None
    assert records_count(city, catalogue(city)["connections.activities_held"])


@pytest.mark.parametrize(
    ("changed", "boundary", "inside"),
    [("2024-04-01", 1, 0), ("2024-07-01", 1, 0), ("2024-08-01", 0, 1), ("2021-04-01", 0, 1)],
)
def test_another_way_of_counting_is_a_change_of_definition(
    small_city: SmallCity, changed: str, boundary: int, inside: int
) -> None:
    rows = months(84, definition="窓口のみ")
    rows.loc[rows["period_start"] >= changed, "definition"] = "電話も含む"
    city = small_city.make(reported_totals=rows)
    entry = catalogue(city)["consultation.consultations_per_1000"]
    base = declared(city, entry, city.code, *choose_periods(city, "4", "5"))
    assert (len(base.boundary_breaks), len(base.breaks)) == (boundary, inside)


def test_a_blank_definition_is_no_change(small_city: SmallCity) -> None:
    rows = months(84, definition="窓口のみ")
    rows.loc[rows["period_start"] >= "2024-04-01", "definition"] = None
    city = small_city.make(reported_totals=rows)
    entry = catalogue(city)["consultation.consultations_per_1000"]
    assert declared(city, entry, city.code, *choose_periods(city, "4", "5")).boundary_breaks == ()


def test_blank_months_to_come_are_no_data(small_city: SmallCity) -> None:
    """A sheet of the fiscal year has cells for all its months; those still to come are blank."""
    rows = months(84)
    rows.loc[78:, "value"] = None
    city = small_city.make(reported_totals=rows)
    until_unsaid = replace(city, configuration=replace(city.configuration, data_until=None))
    assert str(until_unsaid.data_until.date()) == "2025-09-30"
