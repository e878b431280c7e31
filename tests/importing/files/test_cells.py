"""A column of cells: what is equal, and what a blank one takes from above."""

from __future__ import annotations

from sojo_eval.importing.files.cells import Cells, cells_of


def listed(cells: Cells) -> list[object]:
    return [cells[i] for i in range(len(cells))]


def test_equal_numbers_of_different_kinds_are_different_cells() -> None:
    assert listed(cells_of([1, 1.0, True, "1", None, ""])) == [1, 1.0, True, "1", "", ""]
    assert [type(v) for v in listed(cells_of([1, 1.0, True]))] == [int, float, bool]


def test_a_blank_cell_takes_the_one_above() -> None:
    assert listed(cells_of(["a", "", " ", "b", ""]).filled_down()) == ["a", "a", "a", "b", "b"]
