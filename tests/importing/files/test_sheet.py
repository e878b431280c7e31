"""Rows and columns of a sheet: merged cells, blank rows, and rows of many cells."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sojo_eval.importing.files.cells import Cells
from sojo_eval.importing.files.sheet import Sheet


def listed(cells: Cells) -> list[object]:
    return [cells[i] for i in range(len(cells))]


def test_a_merged_cell_stands_in_all_its_rows_and_fills_no_blank_row() -> None:
    sheet = Sheet("a", [["年度", "月"], ["R6", "4"], ["", "5"], ["", ""], ["R7", ""]], [((1, 0), (3, 0))])
    assert listed(sheet.column(0, 1)) == ["R6", "R6", "R6", "R7"]
    assert sheet.filled_cells(1).tolist() == [2, 1, 0, 1]
    assert listed(sheet.column(5, 3)) == ["", ""]


@given(st.lists(st.lists(st.sampled_from(["", " ", "a�", "b"]), max_size=6), min_size=1, max_size=6))
def test_a_line_of_many_cells_changes_nothing_in_the_others(rows: list[list[str]]) -> None:
    plain, ragged = Sheet("", rows), Sheet("", [*rows, ["x"] * 200])
    assert ragged.filled_cells(0)[:-1].tolist() == plain.filled_cells(0).tolist()
    assert ragged.holding("�") == plain.holding("�")
