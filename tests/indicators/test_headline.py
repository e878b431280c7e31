"""The defaults a pillar rests on: what they are made of, and which a city gets."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

import sojo_eval as se
from sojo_eval.indicators import built_in
from sojo_eval.indicators.headline import (
    NO_RESIDENT_OUTCOME,
    TOTALS_ONLY,
    WITH_SURVEY,
    WITHOUT_SURVEY,
    Headline,
    headline_defaults,
    headline_of,
)

LISTS = (WITH_SURVEY, WITHOUT_SURVEY, TOTALS_ONLY)
EVERY = [headline for chosen in LISTS for own in chosen.values() for headline in own]


@pytest.mark.parametrize("headline", dict.fromkeys(EVERY), ids=lambda h: h.indicator)
def test_a_headline_is_judged_and_its_guard_is_an_indicator(headline: Headline) -> None:
    entry = built_in()[headline.indicator]
    assert entry.direction != "context"
    assert not headline.guard or built_in()[headline.guard].direction != "context"


@pytest.mark.parametrize("chosen", LISTS)
def test_no_two_headlines_of_a_pillar_share_one_denominator(
    chosen: dict[str, tuple[Headline, ...]],
) -> None:
    """Where two parts are put over one whole, one's success is the other's failure."""
    for own in chosen.values():
        wholes = [built_in()[h.indicator].out_of for h in own]
        named = [whole for whole in wholes if whole]
        assert len(named) == len(set(named))


def test_a_town_with_totals_only_is_told_what_is_not_measured(small_city: Any) -> None:
    held = pd.DataFrame(
        {
            "activity_id": ["a"], "service": ["s"], "kind": ["ibasho"], "openness": ["open"],
            "date": ["2024-04-03"], "area": ["C1"], "participants": [10],
        }
    )  # fmt: skip
    city: se.City = small_city.make(community_activities=held)
    connections, consultation, information = headline_defaults(city)
    assert [h.indicator for h in connections.indicators] == [
        "connections.participants_per_1000",
        "connections.areas_with_ibasho_in_use",
    ]
    assert (connections.note, consultation.indicators) == (None, ())
    assert consultation.note == information.note == NO_RESIDENT_OUTCOME


OWN = """
[[published_indicators]]
id = "information.own_share"
pillar = "information"
title_ja = "情報が届いている市民の割合"
title_en = "Residents reached"
unit = "share"
direction = "higher"
smallest_change = 0.05
why_ja = "目安"
why_en = "a mark"
source = "市民調査"
"""
DECLARED = """
[headline]
declared = 2024-03-31
information = ["information.own_share", "information.knows_hotnet_station", "information.easy_to_understand"]
"""


@pytest.mark.parametrize(
    ("answered", "declared", "told"),
    [
        (
            1000,
            "",
            "調査から公表した指標（information.own_share）はありますが",
        ),
        (None, "", "市民調査があれば測れます"),
        (1000, DECLARED, ""),
    ],
    ids=["of a survey", "without how many answered", "declared"],
)
def test_printed_outcomes_of_a_survey_are_not_said_to_be_lacking(
    small_city: Any, answered: int | None, declared: str, told: str
) -> None:
    figures = pd.DataFrame(
        {
            "indicator": "information.own_share", "period": ["R3", "R6"],
            "period_start": ["2021-10-01", "2024-10-01"], "period_end": ["2021-12-31", "2024-12-31"],
            "area": "132292", "value": [0.3, 0.4], "unit": "share", "n": answered, "definition": "a", "source": "試験",
        }
    )  # fmt: skip
    city = small_city.make(more=OWN + declared, indicators_published=figures)
    note = next(own.note for own in headline_of(city).pillars if own.pillar == "information")
    said = "" if note is None else note.ja
    assert told in said
    assert bool(told) == bool(said)


def test_a_city_with_a_survey_rests_on_it() -> None:
    rested = headline_defaults(se.open_city_or_example("example"))
    assert all(own.note is None for own in rested)
    assert {h.indicator for h in rested[0].indicators} >= {"connections.has_someone_to_rely_on"}
