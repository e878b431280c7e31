"""papermill shows every parameter with its type and its meaning, and hands it over alike however it is given."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import nbformat
import papermill
import pytest
from click.testing import CliRunner
from papermill.cli import papermill as command

from sojo_eval.batch.notebooks import SHIPPED, find_notebook, read_notebook
from sojo_eval.reports.asked import NAMES, parameters

JAPANESE_AND_ENGLISH = re.compile(r"^[^/]*[ぁ-ん][^/]* / [A-Za-z][^/]*$")
NAMED = {"baseline": 4, "current": 5, "area": 132292}
AS_TEXT = {name: str(value) for name, value in NAMED.items()}
WAYS: dict[str, dict[str, Any]] = {
    "number": {"parameters": NAMED},
    "text": {"parameters": AS_TEXT},
    "-p": {"flags": [part for name, value in AS_TEXT.items() for part in ("-p", name, value)]},
    "-r": {"flags": [part for name, value in AS_TEXT.items() for part in ("-r", name, value)]},
    "-f": {"flags": ["-f", "given.yaml"]},
}


@pytest.mark.parametrize("name", SHIPPED)
def test_papermill_shows_each_parameter_with_its_type_and_what_it_means(name: str) -> None:
    """papermill reads the cell line by line: an equals sign in a comment makes it lose the parameter."""
    path = find_notebook(name)
    declared = read_notebook(path).parameters
    seen = papermill.inspect_notebook(path)
    assert [*seen] == [*declared]
    for parameter in declared.values():
        assert parameter.kind == seen[parameter.name]["inferred_type_name"] == "str"
        assert repr(parameter.default).replace("'", '"') == seen[parameter.name]["default"]
        assert JAPANESE_AND_ENGLISH.match(seen[parameter.name]["help"])


def test_the_words_that_papermill_prints_name_no_unknown_type() -> None:
    said = CliRunner().invoke(command, ["--help-notebook", str(find_notebook("40_evaluation"))])
    assert said.exit_code == 0, said.output
    assert "Unknown type" not in said.output
    assert said.output.count(": str (default ") == len(NAMES)


def test_plans_and_areas_are_the_same_in_each_of_the_five_ways_to_give_them(
    tmp_path: Path, small_city: Any
) -> None:
    city = small_city.make().path
    (tmp_path / "given.yaml").write_text("".join(f"{n}: {v}\n" for n, v in NAMED.items()), encoding="utf-8")
    found = {way: _asked(tmp_path / f"{n}.ipynb", city, **how) for n, (way, how) in enumerate(WAYS.items())}
    assert found == dict.fromkeys(WAYS, ("4", "5", "132292", "ja"))


def _asked(out: Path, city: Path, flags: list[str] | None = None, **given: Any) -> tuple[str, ...]:
    """What the first cell of a notebook finds, with papermill's own cell below the parameters, and nothing else run."""
    source = str(find_notebook("40_evaluation"))
    if flags is None:
        values = {"city_dir": str(city)} | given["parameters"]
        papermill.execute_notebook(source, str(out), values, prepare_only=True)
    else:
        flags = [str(out.with_name(flag)) if flag == "given.yaml" else flag for flag in flags]
        said = CliRunner().invoke(
            command, [source, str(out), "--prepare-only", "-p", "city_dir", str(city), *flags]
        )
        assert said.exit_code == 0, said.output
    names: dict[str, Any] = {}
    for cell in nbformat.read(out, as_version=4).cells:
        if {"parameters", "injected-parameters"} & {*cell.metadata.get("tags", ())}:
            exec(cell.source, names)
    asked = parameters(names)
    return asked.baseline, asked.current, asked.area, asked.lang
