"""Residents by sex on days are the table of population; households beside them stay figures, and nothing is dropped."""

from __future__ import annotations

import pytest

from sojo_eval.importing.files.sheet import Sheet
from sojo_eval.importing.proposals.proposal import Proposal
from sojo_eval.importing.proposals.propose import propose
from sojo_eval.importing.proposals.written.mapping_text import mapping_toml
from sojo_eval.schema import load_schema


def proposed(head: list[object], *rows: list[object]) -> list[Proposal]:
    return propose(Sheet("", [head, *rows]), "人口.csv", load_schema())


DAYS = ("2021/4/1", "2022/4/1", "2023/4/1")
ROWS: list[list[object]] = [[day, 8000 - n, 3900 - n, 4100, 3300 + n] for n, day in enumerate(DAYS)]


def test_residents_are_by_sex_and_households_apart() -> None:
    residents, households = proposed(["基準日", "総数", "男", "女", "世帯数"], *ROWS)
    assert residents.table.name == "population"
    assert [code for _, code in residents.measures] == ["all", "male", "female"]
    assert households.table.name == "indicators_published"
    assert [f.name for f in households.figures] == ["世帯数"]
    text = mapping_toml(residents, "ja", "204129")
    assert 'date = "基準日"' in text
    assert 'age_band = "all"' in text


@pytest.mark.parametrize("head", [["年月日", "人口"], ["年月日", "男", "女"], ["年月日", "総人口（人）"]])
def test_either_of_them_will_do(head: list[object]) -> None:
    rows = [[day, 8000 - n, *([4100 + n] if len(head) > 2 else [])] for n, day in enumerate(DAYS)]
    (found,) = proposed(head, *rows)
    assert found.table.name == "population"


@pytest.mark.parametrize(
    ("head", "rows"),
    [
        (
            ["年度", "総数", "男", "女"],
            [[y, 8000, 3900, 4100 + n] for n, y in enumerate(("令和3年度", "令和4年度"))],
        ),
        (["年月日", "相談人数", "男", "女"], [[day, 80 + n, 39, 41] for n, day in enumerate(DAYS)]),
        (["年月日", "男"], [[day, 3900 - n] for n, day in enumerate(DAYS)]),
        (["年月日", "総数", "総数"], [[day, 8000 - n, 7000 - n] for n, day in enumerate(DAYS)]),
    ],
    ids=["of years", "of other people", "of one sex", "two totals"],
)
def test_others_are_not_taken_for_residents(head: list[object], rows: list[list[object]]) -> None:
    assert all(found.table.name != "population" for found in proposed(head, *rows))
