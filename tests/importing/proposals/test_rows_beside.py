"""Rows that are called like no part of the others are asked for: nothing else would tell that they are."""

from __future__ import annotations

import pytest

from sojo_eval.importing.files.sheet import Sheet
from sojo_eval.importing.proposals.propose import propose
from sojo_eval.importing.proposals.rows_beside import other_rows
from sojo_eval.schema import load_schema


def asked(*rows: list[object]) -> list[str]:
    sheet = Sheet("", [["窓口を知っているか（令和5年度）"], *rows])
    (proposal,) = propose(sheet, "資料.csv", load_schema())
    assert proposal.figures
    return [text.ja for text in proposal.unclear if "[[leave_out]]" in text.ja]


HEAD: list[object] = ["属性", "知っている（％）", "知らない（％）"]
MEN: list[object] = ["男性", 40.2, 58.1]
WOMEN: list[object] = ["女性", 51.3, 46.0]


@pytest.mark.parametrize("word", ["令和元年調査", "2019年度", "平均", "県平均値"])
def test_a_row_of_another_time_or_of_a_mean_is_asked_for(word: str) -> None:
    assert asked(HEAD, MEN, WOMEN, [word, 33.3, 64.4]) == [other_rows([word]).ja]


@pytest.mark.parametrize("word", ["令和生まれ", "1000", "平均寿命が長い", "地区A"])
def test_a_part_that_only_looks_like_one_is_not(word: str) -> None:
    assert asked(HEAD, MEN, WOMEN, [word, 33.3, 64.4]) == []


def test_rows_of_times_are_the_times_of_the_table() -> None:
    rows = [[f"令和{n}年度", 40.1 + n, 55.2 - n] for n in (2, 3, 4)]
    assert asked(["年度", *HEAD[1:]], *rows) == []


def test_where_most_rows_are_times_they_are_not_asked_for() -> None:
    rows = [[word, 40.1, 55.2] for word in ("令和2年度", "令和3年度", "令和4年度", "その他")]
    assert asked(["区分", *HEAD[1:]], *rows) == []


def test_years_that_leave_out_their_era_are_the_times_of_the_table_too() -> None:
    rows = [[word, 40.1, 55.2] for word in ("平成30年度", "令和元年度", "2", "3", "4", "5")]
    assert asked(["年度", *HEAD[1:]], *rows) == []
