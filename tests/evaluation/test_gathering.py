"""The law that made 子育て世代包括支援センター こども家庭センター on the plan boundary is told wherever a city has such a desk."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from sojo_eval.city import City
from sojo_eval.evaluation.evidence import Evidence
from sojo_eval.evaluation.gathering import FAMILY_CENTRE, declared, supposed
from sojo_eval.evaluation.periods import Period, choose_periods
from sojo_eval.evaluation.verdicts import evidence_grade
from sojo_eval.indicators import built_in
from tests.indicators.by_hand import table

CONSULTATIONS = table(
    "consultation_id received_date desk", ("k1", "2023-04-01", "d"), ("k2", "2024-05-01", "d")
)
OWN = """
[[events]]
event = "{event}"
kind = "{kind}"
start_date = 2024-04-01
title_ja = "{title}"
title_en = "Our own words"
applies_to = ["consultations"]
"""


def told(city: City, indicator: str, **periods: Period) -> Evidence:
    baseline, current = choose_periods(city, "", "")
    given = {"baseline": baseline, "current": current} | periods
    return declared(city, built_in()[indicator], city.code, **given)


def city_with(small_city: Any, name: str, more: str = "") -> City:
    services = table(
        "service name_ja programme takes_consultations", ("d", name, "comprehensive_consultation", True)
    )
    city: City = small_city.make(
        data_until="2026-03-31", more=more, services=services, consultations=CONSULTATIONS
    )
    return city


@pytest.mark.parametrize("name", ["子育て世代包括支援センター", "試験市こども家庭センター"])
def test_it_stands_beside_every_indicator_of_consultations(small_city: Any, name: str) -> None:
    city = city_with(small_city, name)
    for indicator, entry in built_in().items():
        concerned = bool({"consultations", "referrals"} & set(entry.tables))
        evidence = told(city, indicator)
        assert bool(evidence.reforms) == concerned, indicator
        assert not evidence.boundary_breaks  # told, and nothing refused
        assert not evidence.breaks
    grade, steps = evidence_grade(told(city, "consultation.consultations_per_1000"))
    assert grade == "D0"
    assert "こども家庭センター" in steps[0].ja
    assert "こども家庭センター" in steps[0].en


def test_a_city_without_such_a_desk_is_told_nothing(small_city: Any) -> None:
    city = city_with(small_city, "泉町地域包括支援センター")
    assert not told(city, "consultation.consultations_per_1000").reforms


def test_periods_of_other_years_are_told_nothing(small_city: Any) -> None:
    city = city_with(small_city, "子育て世代包括支援センター")
    current = choose_periods(city, "", "")[1]
    later = replace(current, start=pd.Timestamp("2029-04-01"), end=pd.Timestamp("2034-03-31"))
    assert not told(city, "consultation.consultations_per_1000", current=later).reforms


@pytest.mark.parametrize(
    ("event", "title"),
    [
        (FAMILY_CENTRE, "窓口の見直し"),
        ("our_event", "こども家庭センターの開設"),
        ("our_event", "子育て世代包括支援センターの廃止"),
    ],
)
def test_the_citys_own_event_goes_before_it(small_city: Any, event: str, title: str) -> None:
    own = OWN.format(event=event, title=title, kind="definition_change")
    evidence = told(
        city_with(small_city, "子育て世代包括支援センター", own), "consultation.consultations_per_1000"
    )
    assert not evidence.reforms
    assert [text.ja for text in evidence.boundary_breaks] == [title]


def test_an_event_about_something_else_does_not_replace_it(small_city: Any) -> None:
    own = OWN.format(event="our_event", title="受付様式の変更", kind="reform")
    evidence = told(
        city_with(small_city, "子育て世代包括支援センター", own), "consultation.consultations_per_1000"
    )
    assert len(evidence.reforms) == 2


def test_what_is_supposed_stands_in_place_of_what_was_declared_and_keeps_its_name() -> None:
    day = pd.Timestamp("2022-04-01")
    own = {"start_date": day, "end_date": pd.NaT, "title_ja": "数え方", "title_en": "Counting"}
    events: list[Any] = [
        own | {"kind": "definition_change"},
        own | {"kind": "shock"},
        own | {"kind": "reform"},
    ]
    assert supposed(events, None, None) == events
    assert [e["kind"] for e in supposed(events, [], None)] == ["definition_change", "reform"]
    assert [e["kind"] for e in supposed(events, None, [])] == ["shock", "reform"]
    again = supposed(events, None, [day, pd.Timestamp("2020-01-01")])
    titles = [e["title_en"] for e in again if e["kind"] == "definition_change"]
    assert titles == ["a supposed event", "Counting"]
