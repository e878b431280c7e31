"""The shipped notebooks are thin, without outputs, and take the agreed parameters."""

from __future__ import annotations

import ast
from pathlib import Path

import nbformat
import pytest

from sojo_eval.foundation.shipped import shipped_folder
from sojo_eval.reports.run import NOTEBOOKS

PATHS = [shipped_folder("notebooks") / f"{name}.ipynb" for name in NOTEBOOKS]


@pytest.fixture(params=PATHS, ids=lambda p: p.stem)
def notebook(request: pytest.FixtureRequest) -> nbformat.NotebookNode:
    path: Path = request.param
    read = nbformat.read(path, as_version=4)
    nbformat.validate(read)
    return read


def code(notebook: nbformat.NotebookNode) -> list[str]:
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


def test_the_parameters_are_the_agreed_ones(notebook: nbformat.NotebookNode) -> None:
    tagged = [c for c in notebook.cells if "parameters" in c.metadata.get("tags", [])]
    assert len(tagged) == 1
    given = {ast.unparse(n.targets[0]): ast.literal_eval(n.value) for n in ast.parse(tagged[0].source).body}  # type: ignore[attr-defined]
    assert given == {"city_dir": "", "baseline": "", "current": "", "area": "", "lang": "ja"}


def test_cells_are_short_calls_without_loops_functions_or_private_names(
    notebook: nbformat.NotebookNode,
) -> None:
    for source in code(notebook):
        tree = ast.parse(source)
        assert len(source.splitlines()) <= 5
        for node in ast.walk(tree):
            assert not isinstance(node, ast.For | ast.While | ast.FunctionDef | ast.If | ast.Try | ast.Lambda)
            if isinstance(node, ast.Attribute):
                assert not node.attr.startswith("_")


def test_there_are_no_outputs_and_the_ids_are_words(notebook: nbformat.NotebookNode) -> None:
    ids = [cell["id"] for cell in notebook.cells]
    assert len(set(ids)) == len(ids)
    assert all(name.isalpha() for name in ids)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert cell.outputs == []
            assert cell.execution_count is None
    assert notebook.metadata.kernelspec.name == "python3"


def test_every_name_a_cell_calls_exists(notebook: nbformat.NotebookNode) -> None:
    import sojo_eval.charts
    import sojo_eval.reports

    rooms = {"reports": sojo_eval.reports, "charts": sojo_eval.charts}
    for source in code(notebook):
        for node in ast.walk(ast.parse(source)):
            if (
                isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Attribute)
                and node.value.attr in rooms
            ):
                assert hasattr(rooms[node.value.attr], node.attr)


def test_the_overall_report_begins_with_the_answer() -> None:
    notebook = nbformat.read(PATHS[NOTEBOOKS.index("40_evaluation")], as_version=4)
    shown = [s for s in code(notebook) if s.startswith(("se.reports", "se.charts"))]
    assert "title_block" in shown[0]
    assert "headline" in shown[1]
