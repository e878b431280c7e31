"""Every shipped notebook shows the same with a stock kernel and in a forked process."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from sojo_eval.batch.engine import EngineName, NotebookRun, NotebookRunner
from sojo_eval.batch.notebooks import NOTEBOOKS
from sojo_eval.foundation.shipped import shipped_folder
from tests.batch.engine.outputs import WriteNotebook, comparable

Executed = dict[str, nbformat.NotebookNode]


def executed(engine: EngineName, folder: Path) -> Executed:
    """Each notebook on the example city, as this engine leaves it."""
    with NotebookRunner(workers=2, engine=engine) as runner:
        futures = {
            name: runner.submit(
                NotebookRun(
                    shipped_folder("notebooks") / f"{name}.ipynb", {"city_dir": "example", "lang": "en"}, folder,
                    finish=WriteNotebook(folder / f"{name}.{engine}.ipynb"),
                )
            )
            for name in NOTEBOOKS
        }  # fmt: skip
        assert {name: future.result(600).failure for name, future in futures.items()} == dict.fromkeys(
            futures
        )
    return {name: nbformat.read(folder / f"{name}.{engine}.ipynb", as_version=4) for name in NOTEBOOKS}


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Executed, Executed]:
    folder = tmp_path_factory.mktemp("engines")
    return executed("papermill", folder), executed("fork", folder)


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_shipped_notebook_shows_the_same_in_either_engine(
    name: str, both: tuple[Executed, Executed]
) -> None:
    stock, ours = (comparable(one[name]) for one in both)
    assert ours == stock
