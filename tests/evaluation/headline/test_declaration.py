"""The headline indicators a city declares, and what every report says when they were changed afterwards."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sojo_eval.evaluation.headline.declaration import RECORD, declaration_of, record_declaration
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.indicators.headline import headline_of
from tests.evaluation.made_evidence import BEFORE, NOW

PERIODS = (BEFORE, NOW)
THREE = (
    "connections.participants_per_1000", "connections.commissioner_quota_filled", "connections.areas_with_ibasho_in_use",
)  # fmt: skip
OTHER = "connections.activities_open_to_all_per_10000"


def section(names: tuple[str, ...] = THREE, declared: str = "2024-03-15", pillar: str = "connections") -> str:
    return f"\n[headline]\ndeclared = {declared}\n{pillar} = {json.dumps([*names])}\n"


def test_a_city_rests_on_what_it_declares(small_city: Any) -> None:
    headline = headline_of(small_city.make(more=section()))
    connections, consultation, _ = headline.pillars
    assert tuple(h.indicator for h in connections.indicators) == THREE
    assert headline.guards == {THREE[0]: "connections.new_participants_share"}
    assert str(headline.declared) == "2024-03-15"
    assert consultation.note is not None  # the pillar that is left out has the defaults, and their note


def test_without_a_declaration_the_defaults_serve_and_say_so(small_city: Any) -> None:
    declaration = declaration_of(small_city.make(), *PERIODS)
    assert declaration.headline.declared is None
    assert declaration.notes == ()


@pytest.mark.parametrize(
    ("names", "rule"),
    [
        ((*THREE[:2], "connections.participants_per_100"), "headline-unknown"),
        ((*THREE[:2], "consultation.consultations_per_1000"), "headline-context"),
    ],
)
def test_what_is_no_outcome_is_refused_by_name(small_city: Any, names: tuple[str, ...], rule: str) -> None:
    with pytest.raises(SojoEvalError) as caught:
        headline_of(small_city.make(more=section(names)))
    assert caught.value.code == rule
    assert names[-1] in caught.value.message.ja
    assert names[-1] in caught.value.message.en


@pytest.mark.parametrize(
    ("more", "column"),
    [
        (section(THREE[:2]), "headline.connections"),
        (section((*THREE, "a.b", "a.c", "a.d")), "headline.connections"),
        (section((*THREE, THREE[0])), "headline.connections"),
        (section().replace("connections =", "conections ="), "headline.conections"),
        (section(declared='"2024"'), "headline.declared"),
        (section().replace("declared = 2024-03-15\n", ""), "headline.declared"),
        ("\n[headline]\ndeclared = 2024-03-15\n", "headline"),
        (section() + f"information = {json.dumps([*THREE])}\n", "headline.information"),
    ],
)
def test_a_mistake_in_the_section_is_named_with_its_place(small_city: Any, more: str, column: str) -> None:
    with pytest.raises(SojoEvalError) as caught:
        small_city.make(more=more)
    assert column in {p.column for p in caught.value.problems}
    assert all(p.fix.ja and p.fix.en and p.row for p in caught.value.problems)


@pytest.mark.parametrize(("day", "late"), [("2024-03-31", False), ("2024-04-01", True), ("2025-10-01", True)])
def test_what_is_declared_after_the_plan_has_begun_says_so(small_city: Any, day: str, late: bool) -> None:
    notes = declaration_of(small_city.make(more=section(declared=day)), *PERIODS).notes
    assert len(notes) == int(late)
    assert all(day in note.ja and day in note.en for note in notes)


def test_a_change_after_the_first_evaluation_is_told_in_every_later_one(small_city: Any) -> None:
    city = small_city.make(more=section())
    record_declaration(city)
    assert declaration_of(city, *PERIODS).notes == ()
    changed = small_city.make(more=section((*THREE[:2], OTHER)))
    record_declaration(changed)
    (note,) = declaration_of(changed, *PERIODS).notes
    assert f"added {OTHER}; taken out {THREE[2]}" in note.en
    assert OTHER in note.ja
    back = small_city.make(more=section())
    (note,) = declaration_of(back, *PERIODS).notes
    assert "元に戻されました" in note.ja


def test_the_record_is_written_once_a_declaration(small_city: Any) -> None:
    city = small_city.make(more=section())
    for _ in range(3):
        record_declaration(city)
    path = city.path / "results" / RECORD
    (entry,) = json.loads(path.read_text(encoding="utf-8"))
    assert entry["fingerprint"] == headline_of(city).fingerprint
    assert entry["headline"]["connections"] == [*THREE]
    record_declaration(small_city.make(more=section(declared="2024-03-20")))
    assert len(json.loads(path.read_text(encoding="utf-8"))) == 2


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{}",
        "[1]",
        '[{"met": "2024-01-01"}]',
        '[{"met": "some day", "declared": null, "fingerprint": "f", "headline": {}}]',
        '[{"met": 5, "declared": null, "fingerprint": "f", "headline": {}}]',
        '[{"met": "2024-01-01", "declared": null, "fingerprint": "f", "headline": []}]',
        '[{"met": "2024-01-01", "declared": null, "fingerprint": "f", "headline": {"a": [1]}}]',
        '[{"met": "2024-01-01", "declared": null, "fingerprint": "f", "headline": {"a": "b"}}]',
    ],
)
def test_a_record_that_is_none_counts_as_none(small_city: Any, content: str) -> None:
    city = small_city.make(more=section())
    path = city.path / "results" / RECORD
    path.parent.mkdir()
    path.write_text(content, encoding="utf-8")
    assert declaration_of(city, *PERIODS).notes == ()
    record_declaration(city)
    assert len(json.loads(path.read_text(encoding="utf-8"))) == 1


def test_the_fingerprint_is_of_the_choice_and_not_of_its_order(small_city: Any) -> None:
    one, two = (headline_of(small_city.make(more=section(names))) for names in (THREE, THREE[::-1]))
    other = headline_of(small_city.make(more=section((*THREE[:2], OTHER))))
    assert one.fingerprint == two.fingerprint != other.fingerprint


def test_planned_looks_are_told_with_the_level_of_this_one(small_city: Any) -> None:
    (note,) = declaration_of(small_city.make(more="\n[looks]\nplanned = 5\n"), *PERIODS).notes
    assert "5回の評価を予定し、今回は2回目" in note.ja
    assert "this is number 2" in note.en
    level = float(note.en.rsplit(" is ", 1)[1].split(" %")[0])
    assert 0 < level < 1  # an early look may use little of the five percent
