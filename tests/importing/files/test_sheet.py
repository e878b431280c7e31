"""Rows and columns of a sheet: merged cells, blank rows, and the same cells whether Python or Arrow holds them."""

from __future__ import annotations

import csv
import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sojo_eval.importing.files.cells import Cells, cells_of
from sojo_eval.importing.files.sheet import Sheet
from sojo_eval.importing.files.text_files import by_arrow, by_python, delimiter_of


def listed(cells: Cells) -> list[object]:
    return [cells[i] for i in range(len(cells))]


def test_a_merged_cell_stands_in_all_its_rows_and_fills_no_blank_row() -> None:
    sheet = Sheet("a", [["年度", "月"], ["R6", "4"], ["", "5"], ["", ""], ["R7", ""]], [((1, 0), (3, 0))])
    assert listed(sheet.column(0, 1)) == ["R6", "R6", "R6", "R7"]
    assert sheet.filled_cells(1).tolist() == [2, 1, 0, 1]
    assert listed(sheet.column(5, 3)) == ["", ""]


def test_equal_numbers_of_different_kinds_are_different_cells() -> None:
    assert listed(cells_of([1, 1.0, True, "1", None, ""])) == [1, 1.0, True, "1", "", ""]
    assert [type(v) for v in listed(cells_of([1, 1.0, True]))] == [int, float, bool]


def test_a_blank_cell_takes_the_one_above() -> None:
    assert listed(cells_of(["a", "", " ", "b", ""]).filled_down()) == ["a", "a", "a", "b", "b"]


_CELL = st.text(alphabet='aあ1,"\n 　-', max_size=6)


@settings(max_examples=150, deadline=None)
@given(
    st.integers(2, 4).flatmap(
        lambda n: st.lists(st.lists(_CELL, min_size=n, max_size=n), min_size=1, max_size=8)
    )
)
def test_arrow_and_python_read_the_same_cells(rows: list[list[str]]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows(rows)
    sheet = by_arrow(out.getvalue().encode(), ",")
    assert by_python(out.getvalue(), ",") == rows
    assert sheet is not None
    assert sheet.height == len(rows)
    plain = Sheet("", rows)
    for at in range(len(rows[0])):
        assert listed(sheet.column(at, 0)) == listed(plain.column(at, 0))
    assert np.array_equal(sheet.filled_cells(0), plain.filled_cells(0))


def test_rows_of_unequal_length_are_left_to_python() -> None:
    assert by_arrow(b"a,b\n1,2,3\n", ",") is None


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_the_delimiter_is_found_out(delimiter: str) -> None:
    text = "\n".join(delimiter.join(["番号", "名前", "件数"]) for _ in range(5))
    assert delimiter_of(text, ",") == delimiter


@given(st.lists(st.lists(st.sampled_from(["", " ", "a�", "b"]), max_size=6), min_size=1, max_size=6))
def test_a_line_of_many_cells_changes_nothing_in_the_others(rows: list[list[str]]) -> None:
    plain, ragged = Sheet("", rows), Sheet("", [*rows, ["x"] * 200])
    assert ragged.filled_cells(0)[:-1].tolist() == plain.filled_cells(0).tolist()
    assert ragged.holding("�") == plain.holding("�")
