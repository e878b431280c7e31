"""The catalogue as a whole: words and units that readers know, and what has no denominator."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import sojo_eval as se
from sojo_eval.evaluation.words.labels import UNITS
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.indicators.catalogue import known
from tests.conftest import SmallCity
from tests.indicators.by_hand import table


def test_there_are_at_least_45_indicators_and_all_their_words() -> None:
    words = se.indicators.list(full=True)
    assert len(words) >= 45
    # A plain number has no denominator (tests/indicators/test_definition.py).
    texts = [c for c in words if c.endswith(("_ja", "_en")) and not c.startswith("denominator")]
    assert (words[texts] != "").all().all()
    assert words["title_ja"].is_unique
    assert words["title_en"].is_unique
    assert words["aligns_with"].ne("").all()
    assert set(words["unit"]) <= set(UNITS)


def test_the_page_counts_them_right(repository: Path) -> None:
    words = se.indicators.list(full=True)
    said = re.search(
        r"(\d+) indicators: (\d+) on connections, (\d+) on consultation, (\d+) on information\. (\d+) are",
        (repository / "docs" / "indicators.md").read_text(encoding="utf-8"),
    )
    assert said is not None
    by_pillar = words.groupby("pillar").size()
    pillars = ("connections", "consultation", "information")
    context = int((words["direction"] == "context").sum())
    assert [*map(int, said.groups())] == [len(words), *(by_pillar[p] for p in pillars), context]


def test_what_counts_places_is_no_secret() -> None:
    listed = se.indicators.list(full=True).set_index("indicator")["disclosive"]
    assert not listed["connections.areas_with_ibasho_in_use"]
    assert not listed["consultation.staff_fte"]
    assert listed["consultation.consultations_per_1000"]


def test_what_no_area_can_hold_is_listed_with_its_reason(small_city: Any) -> None:
    contacts = table(
        "contact_id date method reached area",
        ("1", "2024-04-01", "visit", True, "C1"),
        ("2", "2024-04-02", "visit", True, "C2"),
        ("3", "2024-04-03", "visit", True, None),
        ("4", "2024-04-04", "visit", True, "elsewhere"),
    )
    people = table("date area sex age_band persons", ("2024-01-01", "T1", "all", "all", 1000))
    city = small_city.make(data_until="2024-04-30", outreach_contacts=contacts, population=people)
    left = se.indicators.without_denominator(city, "connections.outreach_contacts_per_10000")
    assert dict(zip(left["area"].fillna("-"), left["reason"], strict=True)) == {
        "-": "no area",
        "C2": "no population",
        "elsewhere": "unknown area",
    }
    assert left["numerator"].sum() == 3
    # A share needs no population, so only the place is missing.
    share = se.indicators.without_denominator(city, "connections.outreach_reached_share")
    assert share["reason"].tolist() == ["no area", "unknown area"]
    assert share["month"].eq(pd.Timestamp("2024-04-01")).all()


def test_records_none_of_which_has_an_area_are_listed(small_city: Any) -> None:
    contacts = table("contact_id date method reached", ("1", "2024-04-01", "visit", True))
    city = small_city.make(data_until="2024-04-30", outreach_contacts=contacts)
    left = se.indicators.without_denominator(city, "connections.outreach_reached_share")
    assert left["reason"].tolist() == ["no area"]


EVENT = """
[[events]]
event = "recount"
kind = "definition_change"
start_date = 2021-04-01
title_ja = "数え方の変更"
title_en = "Counted anew"
applies_to = ["{}"]
"""


def test_an_event_of_an_indicator_that_nobody_knows_is_refused(small_city: SmallCity) -> None:
    known(small_city.make(more=EVENT.format("consultation.consultations_per_1000")))
    with pytest.raises(SojoEvalError) as caught:
        known(small_city.make(more=EVENT.format("consultation.consultation_per_1000")))
    assert caught.value.code == "event-of-nothing"
    assert "Did you mean consultation.consultations_per_1000?" in caught.value.fix.en
    figure = pd.DataFrame(
        {"indicator": ["kobe.desk"], "area": ["132292"], "period": ["2024"], "value": [1.0]}
    )
    known(small_city.make(more=EVENT.format("kobe.desk"), indicators_published=figure))
