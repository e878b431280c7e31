"""What is said of plan periods: each kind once, and nothing of plans that are as usual."""

from __future__ import annotations

import pytest

from sojo_eval.city import open_city
from sojo_eval.evaluation.words.plan_notes import plan_notes
from tests.city.divided import consultations
from tests.conftest import SmallCity

PLAN = '[[plans]]\nplan = "{id}"\nname_ja = "計画{id}"\nname_en = "plan {id}"\nstart_date = {start}\n{end}confirmed = true\n\n'


def plans(*given: tuple[str, str]) -> str:
    """Sections of city.toml: first and last day of each ("" where it is not written)."""
    return "".join(
        PLAN.format(id=n, start=start, end=f"end_date = {end}\n" if end else "")
        for n, (start, end) in enumerate(given, start=1)
    )


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ([("2014-04-01", "2019-03-31"), ("2019-04-01", "2024-03-31")], []),
        ([], ["No plan period is written"]),
        ([("2019-04-01", "2024-03-31")], ["There is one plan"]),
        ([("2014-04-01", "2019-06-14"), ("2019-06-15", "2024-03-31")], ["plan 2 begins within a month (15 June 2019)"]),
        ([("2019-04-01", "2024-03-31"), ("2025-04-01", "2030-03-31")], ["plan 2 begins on 1 April 2025", "12 month(s)"]),
        ([("2014-04-01", "2019-03-31"), ("2019-04-01", "2025-03-31")], ["plan 2 is in progress (60 of 72 months"]),
        ([("2014-04-01", "2019-03-31"), ("2019-04-01", "")], ["The last day of plan 2"]),
        ([("2014-04-01", "2018-12-31"), ("2019-04-01", "2024-03-31")], ["3 month(s) between plan 1 and plan 2"]),
    ],
)  # fmt: skip
def test_each_kind_is_told(small_city: SmallCity, given: list[tuple[str, str]], told: list[str]) -> None:
    city = small_city.make("2024-03-31", consultations=consultations(2))
    toml = city.path / "city.toml"
    head = toml.read_text(encoding="utf-8").partition("[[plans]]")[0]
    toml.write_text(head + plans(*given), encoding="utf-8")
    notes = [note.en for note in plan_notes(open_city(city.path))]
    assert len(notes) == len(told)
    assert all(part in note for part, note in zip(told, notes, strict=True))
