"""Copies know their city, originals stay as they are, and nothing that a person changed is lost."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import nbformat
import pytest

from sojo_eval.batch.notebooks import SHIPPED, find_notebook, read_notebook
from sojo_eval.foundation.files import sha256
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.foundation.shipped import shipped_folder
from sojo_eval.lab import bind_copies
from sojo_eval.reports.asked import parameters


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """A folder with a name that has to be quoted."""
    folder = tmp_path / 'city "西東京" \\1'
    folder.mkdir()
    return folder


def change(copy: Path, **parts: Any) -> None:
    notebook = nbformat.read(copy, as_version=4)
    notebook.cells[-1].update(parts)
    nbformat.write(notebook, copy)


def test_every_copy_carries_the_folder_and_the_language_and_the_originals_stay(city: Path) -> None:
    originals = {path: sha256(path) for path in shipped_folder("notebooks").glob("*.ipynb")}
    copies = bind_copies(city, "en")
    assert copies.written == SHIPPED
    assert copies.kept == ()
    for name in SHIPPED:
        found, original = (read_notebook(p) for p in (copies.folder / f"{name}.ipynb", find_notebook(name)))
        defaults = {p.name: p.default for p in original.parameters.values()}
        assert {p.name: p.default for p in found.parameters.values()} == defaults | {
            "city_dir": str(city.resolve()), "lang": "en",
        }  # fmt: skip
        one, other = (nbformat.read(n.path, as_version=4).cells for n in (found, original))
        assert [c.source for c in one if c.id != "parameters"] == [
            c.source for c in other if c.id != "parameters"
        ]
    assert {path: sha256(path) for path in originals} == originals


def test_the_copies_are_their_owners_alone(city: Path) -> None:
    folder = bind_copies(city, "ja").folder
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


def test_a_changed_copy_is_kept_and_named_and_one_that_only_ran_keeps_its_outputs(city: Path) -> None:
    folder = bind_copies(city, "ja").folder
    change(folder / "40_evaluation.ipynb", source="1 + 1")
    change(folder / "10_connections.ipynb", execution_count=3, metadata={"tags": ["mine"]})
    (folder / "20_consultation.ipynb").unlink()
    (folder / "30_information.ipynb").write_text("half", encoding="utf-8")
    before = {path: sha256(path) for path in folder.glob("[134]*.ipynb")}
    again = bind_copies(city, "ja")
    assert again.kept == ("30_information", "40_evaluation")
    assert again.written == ("20_consultation",)
    assert {path: sha256(path) for path in before} == before


def test_another_language_renews_what_nobody_changed(city: Path) -> None:
    folder = bind_copies(city, "ja").folder
    change(folder / "40_evaluation.ipynb", source="1 + 1")
    again = bind_copies(city, "en")
    assert again.kept == ("40_evaluation",)
    assert set(again.written) == {*SHIPPED} - {"40_evaluation"}
    # What was kept once stays kept: its mark is that of the copy last written, not of the change.
    assert bind_copies(city, "ja").kept == ("40_evaluation",)


def test_without_its_record_every_other_copy_counts_as_changed(city: Path) -> None:
    folder = bind_copies(city, "ja").folder
    for record in folder.glob(".*.json"):
        record.write_text("[", encoding="utf-8")
    assert bind_copies(city, "ja").kept == ()  # they are what would be written
    for record in folder.glob(".*.json"):
        record.unlink()
    assert bind_copies(city, "en").kept == SHIPPED


def test_a_link_in_place_of_the_folder_is_refused(city: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (city / "notebooks").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(SojoEvalError, match="link-in-folder"):
        bind_copies(city, "ja")
    assert not [*(tmp_path / "elsewhere").iterdir()]


def test_the_parameters_of_a_copy_open_the_city(small_city: Any) -> None:
    city = small_city.make().path
    source = (
        nbformat.read(bind_copies(city, "en").folder / "40_evaluation.ipynb", as_version=4).cells[1].source
    )
    names: dict[str, Any] = {}
    exec(source, names)
    asked = parameters(names)
    assert (asked.city.path, asked.lang) == (city.resolve(), "en")
    assert json.loads(json.dumps(names["city_dir"])) == str(city.resolve())
