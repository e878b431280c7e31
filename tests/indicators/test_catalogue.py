"""The catalogue as a whole: every system of the plan is measured, in words and units that readers know."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import sojo_eval as se
from sojo_eval.evaluation.gates import EVERY
from sojo_eval.evaluation.labels import UNITS
from sojo_eval.indicators import built_in
from sojo_eval.indicators.kinds import KINDS, PRINTED, PUBLISHED, SHARES_OF_ANSWERS, Kind, names_of
from sojo_eval.indicators.service_groups import COMMUNITY_BUILDING, DESKS
from sojo_eval.indicators.systems import SYSTEMS, System, by_code, measured_by, parts, unassigned
from sojo_eval.schema import load_schema
from tests.indicators.by_hand import table


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system.code)
def test_every_system_of_the_plan_has_two_indicators(system: System) -> None:
    assert len(measured_by(system)) >= 2
    for pattern in system.indicators:
        assert any(fnmatchcase(i, pattern) for i in built_in()), f"{pattern} names no indicator"
    assert set(system.tables) <= set(load_schema().tables)
    assert set(system.part_of) <= set(by_code())


def test_every_indicator_and_every_table_belongs_to_a_system() -> None:
    indicators, tables = unassigned()
    assert not indicators, f"add these indicators to a System of indicators/systems.py: {indicators}"
    assert not tables, f"add these tables to a System of indicators/systems.py, or to a group: {tables}"


def test_every_programme_and_service_of_the_plan_is_a_system() -> None:
    programmes = {*load_schema().codes("programmes")} - {"other"}
    groups = {group.code for group in (*DESKS, *COMMUNITY_BUILDING)}
    assert programmes | groups <= set(by_code())
    assert len(by_code()) == len(SYSTEMS)
    assert [len(parts(p)) for p in ("comprehensive_consultation", "community_building")] == [5, 7]
    assert sum(s.places or 0 for s in parts("comprehensive_consultation")) == 13


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


def test_every_kind_is_asked_by_the_gates_and_used_by_an_indicator() -> None:
    assert {kind.grain for kind in KINDS.values()} == EVERY
    assert {entry.kind for entry in built_in().values()} | {PUBLISHED} == {*KINDS.values()}


@pytest.mark.parametrize("kind", KINDS.values(), ids=str)
def test_a_kind_is_consistent_in_itself(kind: Kind) -> None:
    assert KINDS[kind.name] is kind
    assert ("denominator" in kind.columns) == (
        kind.grain in ("month", "year", "groups", "figure") and not kind.denominator_is_public
    )
    assert ("path" in kind.questions) == (kind.grain == "month")
    assert kind.has_complement == kind.is_share
    assert not (kind.is_stock and kind.grain != "year")
    # A hidden month of what is no sum over months cannot be had by subtraction; all else can.
    assert kind.sums_over_months == (kind.grain in ("month", "year", "start"))


def test_what_kinds_are() -> None:
    """The table of the policy itself, typed a second time: a wrong entry in kinds.py is seen here."""
    shares = {
        "monthly_proportion",
        "annual_proportion",
        "gap_of_shares",
        "survey_share",
        "time_to_event",
        "published",
    }
    counts = {"monthly_count", "annual_count"}
    public = counts | {"annual_stock", "gap_of_rates"}
    assert names_of(lambda kind: kind.is_share) == shares
    assert names_of(lambda kind: kind.is_count) == counts
    assert names_of(lambda kind: kind.denominator_is_public) == public
    assert names_of(lambda kind: kind.is_stock) == {"annual_stock"}
    assert names_of(lambda kind: kind.one_row_each) == {"time_to_event", "survey_share"}
    assert {"published"} == PRINTED
    assert {"published", "survey_share"} == SHARES_OF_ANSWERS


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


def test_records_none_of_which_has_an_area_are_listed(small_city: Any) -> None:
    contacts = table("contact_id date method reached", ("1", "2024-04-01", "visit", True))
    city = small_city.make(data_until="2024-04-30", outreach_contacts=contacts)
    left = se.indicators.without_denominator(city, "connections.outreach_reached_share")
    assert left["reason"].tolist() == ["no area"]
