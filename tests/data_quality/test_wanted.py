"""What an indicator lacks, by totals and by records, and what one more thing adds most."""

from __future__ import annotations

import pandas as pd
import pytest

from sojo_eval.data_quality.wanted import Wanted, Way, next_steps, ways_to
from sojo_eval.foundation.language import Text
from sojo_eval.indicators import built_in
from tests.conftest import SmallCity
from tests.indicators.totals.made_totals import months

FORM = Text("合計", "totals")
POPULATION = pd.DataFrame(
    {"date": ["2020-04-01"], "area": ["132292"], "sex": ["all"], "age_band": ["all"], "persons": [8000]}
)


def wanted(what: str, name: str) -> Wanted:
    return Wanted(what, name, Text(name, name))  # type: ignore[arg-type]


def way(*lacking: Wanted) -> Way:
    return Way(frozenset(lacking), FORM)


A, B, Z = (wanted("measure", name) for name in "abz")
TABLE, OTHER = wanted("table", "t"), wanted("table", "u")


@pytest.mark.parametrize(
    ("lacking", "steps"),
    [
        ({}, []),
        ({"i": [way(A)]}, [("a", "i")]),
        ({"i": [way(A)], "j": [way(A)], "k": [way(B)]}, [("a", "i j"), ("b", "k")]),
        ({"i": [way(A), way(TABLE)], "j": [way(B), way(TABLE)]}, [("t", "i j")]),
        ({"i": [way(Z), way(TABLE)]}, [("z", "i")]),  # as much for less work
        ({"i": [way(TABLE, OTHER)], "j": [way(B)]}, [("b", "j"), ("t u", "i")]),
        (
            {"i": [way(TABLE)], "j": [way(TABLE, A)]},
            [("t", "i"), ("a", "j")],
        ),  # what is there counts in the next step
        ({c: [way(wanted("measure", c))] for c in "abcdefg"}, [(c, c) for c in "abcde"]),
    ],
    ids=[
        "nothing",
        "one",
        "most first",
        "a table for two",
        "least work",
        "two together",
        "step by step",
        "five",
    ],
)
def test_what_adds_most_comes_first(lacking: dict[str, list[Way]], steps: list[tuple[str, str]]) -> None:
    found = next_steps(lacking)
    assert [(" ".join(one.name for one in s.add), " ".join(s.indicators)) for s in found] == steps


def said(small_city: SmallCity, indicator: str, **tables: pd.DataFrame) -> list[str]:
    city = small_city.make(**({"population": POPULATION} | tables))
    return [one.said.en for one in ways_to(city, built_in()[indicator])]


CONSULTATIONS = "consultation.consultations_per_1000"


def test_totals_are_named_before_records_and_say_their_form(small_city: SmallCity) -> None:
    first, second = said(small_city, CONSULTATIONS)
    assert (
        first
        == "totals of “Consultations received” (reported_totals): its total by month (or else by fiscal year)"
    )
    assert second == "the table Consultations (consultations): records"


def test_residents_are_part_of_every_way_to_a_rate(small_city: SmallCity) -> None:
    both = said(small_city, CONSULTATIONS, population=POPULATION.iloc[:0])
    assert all("the table Population" in one for one in both)


def test_a_share_says_what_it_is_a_part_of(small_city: SmallCity) -> None:
    indicator = "consultation.accompanied_referrals"
    assert "with what it is a part of (“Referrals made”)" in said(small_city, indicator)[0]
    of_part = said(small_city, indicator, reported_totals=months(3, measure="referrals_accompanied"))
    assert of_part[0].startswith("totals of “Referrals made”")


def test_what_stands_is_asked_once_a_year_and_a_gap_by_its_groups(small_city: SmallCity) -> None:
    assert "its number once a fiscal year" in said(small_city, "connections.hotnet_promoters_active")[0]
    gap = said(small_city, "connections.gap_between_areas_in_participants")[0]
    assert "by centre area" in gap
    assert gap.endswith("its total by month")


def test_a_survey_is_one_workbook_and_a_question_is_one_question(small_city: SmallCity) -> None:
    (whole,) = said(small_city, "consultation.knows_a_desk")
    assert whole.startswith("the table of a resident survey")
    assert "[[published_indicators]]" in whole


def test_a_column_that_nobody_filled_in_is_named(small_city: SmallCity) -> None:
    start = pd.date_range("2019-04-01", periods=84, freq="MS")
    held = pd.DataFrame(
        {"activity_id": [f"A{i}" for i in range(84)], "date": start, "area": "C1", "kind": "salon"}
    )
    held = held.assign(openness="open", service="S01", participants=pd.NA)
    ways = said(small_city, "connections.participants_per_1000", community_activities=held)
    assert any("(community_activities.participants)" in one for one in ways)
