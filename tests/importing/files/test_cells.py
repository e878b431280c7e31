"""A column of cells: what is equal, and what a blank one takes from above."""

from __future__ import annotations

import numpy as np
import pytest

from sojo_eval.importing.files import cells
from sojo_eval.importing.files.cells import Cells, cells_of


def listed(cells: Cells) -> list[object]:
    return [cells[i] for i in range(len(cells))]


def test_equal_numbers_of_different_kinds_are_different_cells() -> None:
    assert listed(cells_of([1, 1.0, True, "1", None, ""])) == [1, 1.0, True, "1", "", ""]
    assert [type(v) for v in listed(cells_of([1, 1.0, True]))] == [int, float, bool]


def test_a_blank_cell_takes_the_one_above() -> None:
    assert listed(cells_of(["a", "", " ", "b", ""]).filled_down()) == ["a", "a", "a", "b", "b"]


@pytest.mark.parametrize("texts", [[f"K{n}" for n in range(40)], [*"abcdefgh", *"aaaa", *"ijklmnopqrst"]])
def test_a_long_column_of_keys_reads_as_any_other(monkeypatch: pytest.MonkeyPatch, texts: list[str]) -> None:
    usual = cells_of(texts)
    monkeypatch.setattr(cells, "_LONG", 10)
    monkeypatch.setattr(cells, "_SAMPLED", 4)
    keys = cells_of(texts)
    assert list(keys.values) == texts  # taken as it stands: the sample shows no value twice
    rows = np.array([3, 1, 1, 9])
    for one, other in ((keys, usual), (keys.take(rows).used(), usual.take(rows).used())):
        assert listed(one) == listed(other)
        assert one.where(lambda cell: cell == "a").tolist() == other.where(lambda cell: cell == "a").tolist()
    assert keys.take(np.arange(40)[: len(texts)]) is keys
