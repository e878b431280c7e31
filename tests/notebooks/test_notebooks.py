"""The shipped notebooks are thin, without outputs, and take the agreed parameters."""

from __future__ import annotations

import ast
from pathlib import Path

import nbformat
import papermill
import pytest
from jupyter_client.manager import start_new_kernel

from sojo_eval.batch import NOTEBOOKS
from sojo_eval.batch.notebooks import AT_WORK, SHIPPED, read_notebook
from sojo_eval.foundation.shipped import shipped_folder
from sojo_eval.reports.asked import NAMES
from sojo_eval.reports.explore.asked_for import OWN

PATHS = [shipped_folder("notebooks") / f"{name}.ipynb" for name in NOTEBOOKS]


@pytest.fixture(params=PATHS, ids=lambda p: p.stem)
def notebook(request: pytest.FixtureRequest) -> nbformat.NotebookNode:
    path: Path = request.param
    read = nbformat.read(path, as_version=4)
    nbformat.validate(read)
    return read


def code(notebook: nbformat.NotebookNode) -> list[str]:
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


def test_one_cell_holds_the_parameters(notebook: nbformat.NotebookNode) -> None:
    assert len([c for c in notebook.cells if "parameters" in c.metadata.get("tags", [])]) == 1


@pytest.mark.parametrize("name", SHIPPED)
def test_the_parameters_are_the_agreed_ones(name: str) -> None:
    given = {
        p.name: p.default
        for p in read_notebook(shipped_folder("notebooks") / f"{name}.ipynb").parameters.values()
    }
    own = dict.fromkeys(OWN, "") if name in AT_WORK else {}
    assert [*given] == [*NAMES, *own]
    assert given == {"city_dir": "", "baseline": "", "current": "", "area": "", "lang": "ja"} | own


def test_the_list_of_notebooks_is_the_folder() -> None:
    assert [path.stem for path in sorted(shipped_folder("notebooks").glob("*.ipynb"))] == [*SHIPPED]


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


def test_every_notebook_checks_its_parameters_before_anything_else(notebook: nbformat.NotebookNode) -> None:
    """In the cell below them: a misspelt name, another type or an empty city ends the run there."""
    _, parameters, first = notebook.cells[:3]
    assert parameters.metadata["tags"] == ["parameters"]
    assert "se.reports.parameters" in first.source.splitlines()[-2]


UNTAGGED = "the tag is taken away"


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("40_evaluation", {"cty_dir": "mine"}, "Did you mean city_dir?"),
        ("90_calibration", {"lang": "jp"}, "Use one of: ja, en"),
        ("00_data_quality", {}, "No city is named"),
        ("10_connections", {"city_dir": "mine", UNTAGGED: True}, "No city is named"),
    ],
)
def test_a_run_by_papermill_shows_no_example_that_nobody_named(
    tmp_path: Path, name: str, given: dict[str, object], said: str
) -> None:
    source = nbformat.read(PATHS[NOTEBOOKS.index(name)], as_version=4)
    if given.pop(UNTAGGED, False):
        source.cells[1].metadata["tags"] = []
    # What comes after the first cell is not reached, and would cost seconds if it were.
    source.cells = source.cells[:4]
    nbformat.write(source, tmp_path / "in.ipynb")
    with pytest.raises(papermill.PapermillExecutionError) as caught:
        papermill.execute_notebook(
            str(tmp_path / "in.ipynb"),
            str(tmp_path / "out.ipynb"),
            given,
            kernel_name="python3",
            progress_bar=False,
        )
    assert caught.value.ename == "SojoEvalError"
    assert said in caught.value.evalue
    shown = (tmp_path / "out.ipynb").read_text(encoding="utf-8")
    assert "架空のデータ" not in shown


def test_a_person_who_opens_a_notebook_as_it_is_sees_the_example_and_is_told_so() -> None:
    """JupyterLab asks for a cell's run with `allow_stdin`, since a person can answer there."""
    source = nbformat.read(PATHS[NOTEBOOKS.index("00_data_quality")], as_version=4)
    cells = [source.cells[1].source, "\n".join(source.cells[2].source.splitlines()[:-1])]
    manager, client = start_new_kernel(kernel_name="python3")
    said: list[str] = []
    try:
        for cell in cells:
            client.execute_interactive(
                cell,
                allow_stdin=True,
                stdin_hook=lambda message: None,
                timeout=120,
                output_hook=lambda message: said.append(
                    str(message["content"].get("text", message["content"].get("evalue", "")))
                ),
            )
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    assert "".join(said).startswith("見本の市（合成データ）を開きました")
