"""Outputs are those of a stock kernel."""

from __future__ import annotations

import nbformat
import pytest

from sojo_eval.batch.engine import Ran
from tests.batch.engine import torture
from tests.batch.engine.outputs import comparable


@pytest.mark.parametrize("number", range(len(torture.notebook().cells) + 1))
def test_each_cell_of_a_hard_notebook_shows_what_a_stock_kernel_shows(
    number: int, by_stock: nbformat.NotebookNode, by_fork: tuple[nbformat.NotebookNode, Ran]
) -> None:
    stock, ours = comparable(by_stock), comparable(by_fork[0])
    assert len(stock) == len(ours) == len(torture.notebook().cells) + 1
    assert ours[number] == stock[number]


def test_the_notebook_tells_the_same_of_itself(
    by_stock: nbformat.NotebookNode, by_fork: tuple[nbformat.NotebookNode, Ran]
) -> None:
    ours, stock = by_fork[0].metadata, by_stock.metadata
    assert ours.language_info == stock.language_info
    assert ours.papermill.parameters == stock.papermill.parameters == torture.PARAMETERS
    assert set(ours) == set(stock)
    assert set(ours.papermill) == set(stock.papermill)


def test_the_hard_notebook_is_hard(by_stock: nbformat.NotebookNode) -> None:
    kinds = [o.output_type for cell in by_stock.cells for o in cell.get("outputs", ())]
    assert {"stream", "display_data", "execute_result", "error"} == set(kinds)
    assert len(torture.CELLS) == 24
    assert len(kinds) >= 40
