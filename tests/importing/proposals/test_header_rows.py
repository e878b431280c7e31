"""Which rows head a table: all rows of texts above its values, titles, notes and metadata apart."""

from __future__ import annotations

import pytest

from sojo_eval.importing.files.sheet import Merged, Sheet
from sojo_eval.importing.proposals.header_rows import find_header_rows

A_TITLE = "表題がここにあり、二十字よりも長く続いていくものです"


@pytest.mark.parametrize(
    ("rows", "merged", "found"),
    [
        ([["年度", "件数"], ["令和4年度", 3]], (), (1,)),
        ([[A_TITLE, "", ""], ["年度", "電話", "来所"], ["令和4年度", 3, 4]], (), (2,)),
        ([["", "相談", ""], ["年度", "電話", "来所"], ["令和4年度", 3, 4]], (), (1, 2)),
        ([["統計表1 相談", "", ""], ["年度", "電話", "来所"], ["令和4年度", 3, 4]], [((0, 0), (0, 2))], (2,)),
        ([["", "", "平成30年12月分"], ["都道府県", "件数", "人数"], ["北海道", 3, 4]], (), (2,)),
        ([["年度", "相談", ""], ["", "電話", "来所"], ["", "（件）", "（件）"], ["令和4年度", 3, 4]], (), (1, 2, 3)),
        ([["区分", 2021, 2022], ["電話", 3, 4]], (), (1,)),
        ([["区分", *range(4, 13), 1, 2, 3], ["電話", *range(20, 32)]], (), (1,)),
        ([["月", "電話", "来所"], ["4月", 4, 5], ["5月", 5, 6]], (), (1,)),
        ([["作成日", "2024-04-01", "", ""], ["年度", "電話", "来所", "計"], ["令和4年度", 3, 4, 7]], (), (2,)),
        ([["資料：市民課", "単位：人", ""], ["年度", "男", "女"], ["令和4年度", 3, 4]], (), (2,)),
        ([["年度", "男", "女"], ["", "", ""], ["令和4年度", 3, 4]], (), (1,)),
        ([["区分", "1人", "2人"], ["令和4年度", 3, 4]], (), (1,)),
        ([["番号", "名前"], ["甲", "乙"], ["丙", "丁"]], (), (1,)),
        ([["", ""], ["", ""]], (), ()),
    ],
)  # fmt: skip
def test_the_rows_that_head_a_table(rows: list[list[object]], merged: Merged, found: tuple[int, ...]) -> None:
    assert find_header_rows(Sheet("", rows, merged)) == found


@pytest.mark.parametrize(("rows", "found"), [(6, tuple(range(1, 7))), (7, tuple(range(2, 8)))])
def test_a_header_has_six_rows_at_most(rows: int, found: tuple[int, ...]) -> None:
    head: list[list[object]] = [["区分", f"群{n}", ""] for n in range(1, rows)]
    sheet = Sheet("", [*head, ["", "電話", "来所"], ["本庁", 3, 4]])
    assert find_header_rows(sheet) == found
