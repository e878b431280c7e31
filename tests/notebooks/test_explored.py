"""The executed notebook is the shipped one, small, and of no machine. (nbval runs it again, strictly.)"""

from __future__ import annotations

import ast
from pathlib import Path

import nbformat
import pytest

from sojo_eval.batch.engine import NotebookRun, NotebookRunner
from sojo_eval.batch.notebooks import find_notebook
from tests.batch.engine.outputs import WriteNotebook
from tests.notebooks.explored import EXECUTED

LARGEST = 400_000


@pytest.fixture(scope="module")
def read() -> nbformat.NotebookNode:
    found = nbformat.read(EXECUTED, as_version=4)
    nbformat.validate(found)
    return found


def test_it_has_the_cells_of_the_notebook_and_what_each_shows(read: nbformat.NotebookNode) -> None:
    own = [cell for cell in read.cells if "injected-parameters" not in cell.metadata.get("tags", ())]
    source = nbformat.read(find_notebook("60_explore"), as_version=4)
    assert [cell.source for cell in own] == [cell.source for cell in source.cells]
    shown = [bool(cell.outputs) for cell in own if cell.cell_type == "code"]
    assert shown == [False, *[True] * (len(shown) - 1)]
    assert len(source.cells) <= 14
    assert source.cells[0].source.startswith("**庁内の作業用 / For work inside the city hall**")


def test_it_is_small_and_tells_nothing_of_the_machine_that_ran_it(read: nbformat.NotebookNode) -> None:
    text = EXECUTED.read_text(encoding="utf-8")
    assert len(text.encode()) <= LARGEST
    for trace in (str(Path.home()), "site-packages", "PosixPath", "papermill", "0x", ".cache"):
        assert trace not in text.replace("data:image", "") or trace == "0x"
    assert not [
        o for cell in read.cells for o in cell.get("outputs", ()) if o.output_type in ("stream", "error")
    ]


def test_each_cell_is_one_thing_to_try(read: nbformat.NotebookNode) -> None:
    for cell in read.cells:
        if cell.cell_type == "code":
            body = ast.parse(cell.source).body
            assert not any(isinstance(node, ast.For | ast.While | ast.If | ast.Try) for node in body)


OF_EVERY_GRAIN = {
    "connections.newly_developed_resources": "",  # a year
    "connections.has_someone_to_rely_on": "age_band",  # a survey
    "connections.gap_between_areas_in_participants": "",  # between groups
    "consultation.referrals_accepted_days": "",  # times
    "information.knows_welfare_commissioner": "",  # printed
}


def test_it_comes_to_its_end_for_indicators_of_every_kind(tmp_path: Path) -> None:
    """(For every indicator of a city: benchmarks/explore_every_indicator.py.)"""
    with NotebookRunner(workers=2, engine="fork") as runner:
        given = {
            name: {"city_dir": "example", "indicator": name, "group": g} for name, g in OF_EVERY_GRAIN.items()
        }
        runs = {
            name: runner.submit(
                NotebookRun(find_notebook("60_explore"), one, tmp_path, finish=WriteNotebook(tmp_path / name))
            )
            for name, one in given.items()
        }
        assert {name: run.result(600).failure for name, run in runs.items()} == dict.fromkeys(runs)
    for name in OF_EVERY_GRAIN:
        outputs = [
            o for c in nbformat.read(tmp_path / name, as_version=4).cells for o in c.get("outputs", ())
        ]
        assert not [o for o in outputs if o.output_type in ("stream", "error")]
