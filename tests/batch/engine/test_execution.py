"""Cells are counted as in the file that was handed in."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from sojo_eval.batch.engine import NotebookRun
from sojo_eval.batch.engine.execution import prepared

KERNEL = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}


@pytest.mark.parametrize(
    ("tags", "given", "numbers"),
    [
        (["", "parameters", "", ""], {"x": 2}, [1, 2, 2, 3, 4]),
        (["", "parameters", "", ""], {}, [1, 2, 3, 4]),
        (["parameters", "injected-parameters", ""], {"x": 2}, [1, 1, 3]),
        (["", ""], {"x": 2}, [0, 1, 2]),
        (["papermill-error-cell-tag", "parameters", ""], {"x": 2}, [2, 2, 3]),
    ],
)
def test_each_prepared_cell_knows_its_number(
    tmp_path: Path, tags: list[str], given: dict[str, int], numbers: list[int]
) -> None:
    cells = [new_code_cell("x = 1", metadata={"tags": [tag] if tag else []}) for tag in tags]
    path = tmp_path / "n.ipynb"
    nbformat.write(new_notebook(cells=cells, metadata=KERNEL), path)
    notebook, found = prepared(NotebookRun(path, given, tmp_path))
    assert found == numbers
    assert len(notebook.cells) == len(numbers)
