"""The catalogue as a whole: every system of the plan is measured, in words and units that readers know."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import sojo_eval as se
from sojo_eval.evaluation.display import _POINTS
from sojo_eval.evaluation.estimates import _ESTIMATORS
from sojo_eval.evaluation.gates import EVERY
from sojo_eval.evaluation.labels import UNITS
from sojo_eval.indicators import built_in
from sojo_eval.indicators.registry import KINDS
from tests.indicators.by_hand import table

SYSTEMS: dict[str, tuple[str, ...]] = {
    "包括的相談支援事業": (
        "consultation.consultations_per_1000",
        "consultation.first_response_within_3_days",
    ),
    "地域包括支援センター": ("community_support_centre",),
    "基幹相談支援センター": ("core_consultation_centre",),
    "子育て世代包括支援センター": ("family_health_centre",),
    "地域子育て支援推進員": ("child_rearing_promoter",),
    "生活サポート相談窓口": ("living_support_desk",),
    "ほっとネットステーション": ("hotnet_station", "consultation.first_contact_through_outreach_or_station"),
    "地域づくり事業": ("connections.participants_per_1000", "connections.new_participants_share"),
    "地域介護予防活動支援事業": ("preventive_exercise",),
    "生活支援コーディネーター": ("living_support_coordinator",),
    "地域活動支援センター": ("activity_centre",),
    "地域子育て支援センター": ("child_rearing_centre",),
    "子育て広場": ("child_rearing_plaza",),
    "生活困窮者支援等のための地域づくり事業": ("hardship_community_building",),
    "多機関協働事業": ("consultation.composite_to", "consultation.cases_with_consent"),
    "重層的支援会議": ("consultation.multilayer_support_meetings", "consultation.agencies_per_meeting"),
    "支援会議": ("consultation.support_meetings_held", "consultation.agencies_per_meeting"),
    "支援プラン": ("consultation.support_plans_drafted", "consultation.goals_attained_share"),
    "アウトリーチ等を通じた継続的支援事業": ("connections.outreach_", "connections.relation_established"),
    "民生委員児童委員": ("connections.commissioner_quota_filled", "connections.supporters_per_10000"),
    "ほっとネット推進員": ("connections.hotnet_promoters_active", "connections.supporters_per_10000"),
    "居場所（地域の縁側プロジェクト）": ("connections.areas_with_ibasho", "connections.knows_an_ibasho"),
    "助け合い活動": ("mutual_help",),
    "住民懇談会": ("residents_meeting",),
    "参加支援事業": ("connections.participation_", "connections.matches_lasting_3_months"),
    "対象者の属性を問わない地域活動": ("connections.activities_open_to_all", "connections.takes_part_in"),
    "情報発信の工夫": ("information.easy_japanese_share", "information.gets_needed_information"),
}
"""System named by the city's own text → parts of the ids of the indicators that measure it."""


@pytest.mark.parametrize("system", SYSTEMS)
def test_every_system_of_the_plan_has_two_indicators(system: str) -> None:
    measured = {i for i in built_in() if any(part in i for part in SYSTEMS[system])}
    assert len(measured) >= 2
    assert all(any(part in i for i in built_in()) for part in SYSTEMS[system])


def test_there_are_at_least_45_indicators_and_all_their_words() -> None:
    words = se.indicators.list()
    assert len(words) >= 45
    # A plain number has no denominator (tests/indicators/test_definition.py).
    texts = [c for c in words if c.endswith(("_ja", "_en")) and not c.startswith("denominator")]
    assert (words[texts] != "").all().all()
    assert words["title_ja"].is_unique
    assert words["title_en"].is_unique
    assert words["aligns_with"].ne("").all()
    assert set(words["unit"]) <= set(UNITS)


def test_the_page_counts_them_right(repository: Path) -> None:
    words = se.indicators.list()
    said = re.search(
        r"(\d+) indicators: (\d+) on connections, (\d+) on consultation, (\d+) on information\. (\d+) are",
        (repository / "docs" / "indicators.md").read_text(encoding="utf-8"),
    )
    assert said is not None
    by_pillar = words.groupby("pillar").size()
    pillars = ("connections", "consultation", "information")
    context = int((words["direction"] == "context").sum())
    assert [*map(int, said.groups())] == [len(words), *(by_pillar[p] for p in pillars), context]


def test_every_kind_is_known_to_every_station() -> None:
    assert set(KINDS) == set(_ESTIMATORS) == set(_POINTS) == EVERY


def test_parts_of_a_whole_are_context() -> None:
    parts = {i for i, e in built_in().items() if e.services is not None}
    assert len(parts) == 24
    assert {built_in()[i].direction for i in parts} == {"context"}


def test_a_desk_without_a_case_is_no_secret() -> None:
    listed = se.indicators.list().set_index("indicator")["disclosive"]
    assert not listed["consultation.desks_without_a_case"]
    assert not listed["consultation.new_functions_without_a_case"]
    assert not listed["connections.areas_with_ibasho_in_use"]
    assert listed["consultation.received_hotnet_station"]


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
