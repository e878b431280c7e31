"""What a notebook declares, read from its cell with the tag `parameters`."""

from __future__ import annotations

from pathlib import Path

import pytest

from sojo_eval.batch.notebooks import AT_WORK, NOTEBOOKS, find_notebook, read_for_publication, read_notebook
from sojo_eval.foundation.problems import SojoEvalError
from tests.batch.made_jobs import PARAMETERS, write_notebook


@pytest.mark.parametrize(
    ("line", "kind", "choices", "required"),
    [
        ('a = "x"', "str", (), False),
        ("a = 3", "int", (), False),
        ("a = -3", "int", (), False),
        ("a = True", "bool", (), False),
        ("a = 0.5", "float", (), False),
        ("a = None", "any", (), False),
        ("a = [1]", "other", (), False),
        ("a = compute()", "any", (), False),
        ("a: float = 1", "float", (), False),
        ("a: int", "int", (), True),
        ("a: int | None = None", "int", (), False),
        ('a: "Optional[bool]" = None', "bool", (), False),
        ("a: typing.Optional[str] = None", "str", (), False),
        ('a: Literal["ja", "en"] = "ja"', "str", ("ja", "en"), False),
        ("a: Literal[1, 2] = 1", "int", (1, 2), False),
        ("a: list[int] = []", "other", (), False),
        ("a: pd.Timestamp = None", "other", (), False),
    ],
)
def test_types_come_from_the_default_or_the_annotation(
    tmp_path: Path, line: str, kind: str, choices: tuple[object, ...], required: bool
) -> None:
    read = read_notebook(write_notebook(tmp_path / "a.ipynb", parameters=line))
    found = read.parameters["a"]
    assert (found.kind, found.choices, found.required) == (kind, choices, required)


def test_what_a_notebook_asks_for_is_read_from_its_other_cells(tmp_path: Path) -> None:
    ours = {name: read_notebook(find_notebook(name)) for name in NOTEBOOKS}
    assert all(notebook.is_like_ours for notebook in ours.values())
    assert [name for name, notebook in ours.items() if not notebook.needs_city] == ["90_calibration"]
    assert [name for name, notebook in ours.items() if not notebook.uses_area] == [
        "00_data_quality", "50_comparators", "90_calibration",
    ]  # fmt: skip
    own = read_notebook(write_notebook(tmp_path / "a.ipynb", "%matplotlib inline", "print(area)"))
    assert (own.needs_city, own.uses_area) == (True, True)
    assert not read_notebook(write_notebook(tmp_path / "b.ipynb", parameters="n = 1")).is_like_ours


def test_names_and_paths_are_found_and_others_refused_with_the_nearest(tmp_path: Path) -> None:
    write_notebook(tmp_path / "own {x}.ipynb")
    assert find_notebook("own {x}.ipynb", tmp_path) == (tmp_path / "own {x}.ipynb").resolve()
    assert find_notebook("40_evaluation", tmp_path).name == "40_evaluation.ipynb"
    for name in ("40_evaluatoin", "", "missing.ipynb"):
        with pytest.raises(SojoEvalError, match="40_evaluation"):
            find_notebook(name, tmp_path)


@pytest.mark.parametrize("text", ["", "{}", "no json", '{"cells": [{"cell_type": 5}], "nbformat": 4}'])
def test_a_file_that_is_no_notebook_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.ipynb").write_text(text, encoding="utf-8")
    with pytest.raises(SojoEvalError) as caught:
        read_notebook(tmp_path / "a.ipynb")
    assert caught.value.code in ("no-notebook", "notebook-parameters")


def test_the_parameters_of_all_tests_are_those_of_the_shipped_notebooks() -> None:
    assert [f"{p.name} = {str(p.default)!r}".replace("'", '"') for p in read_notebook(find_notebook("40_evaluation")).parameters.values()] == PARAMETERS.splitlines()  # fmt: skip


@pytest.mark.parametrize("name", AT_WORK)
def test_a_notebook_for_work_inside_makes_no_report_under_any_name(name: str, tmp_path: Path) -> None:
    (tmp_path / "harmless.ipynb").write_bytes(find_notebook(name).read_bytes())
    for path in (find_notebook(name), tmp_path / "harmless.ipynb"):
        assert read_notebook(path).is_like_ours
        with pytest.raises(SojoEvalError, match="not-for-publication"):
            read_for_publication(path)
    assert all(read_for_publication(find_notebook(other)).publishable for other in NOTEBOOKS)
