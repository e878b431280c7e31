"""One warm parent for all tests of the engine, and the torture notebook executed once in each way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest

from sojo_eval.batch.engine import NotebookRun, NotebookRunner, Ran
from tests.batch.engine import torture
from tests.batch.engine.outputs import WriteNotebook, papermill_in_a_process


@pytest.fixture(scope="session")
def runner() -> Iterator[NotebookRunner]:
    with NotebookRunner(workers=2) as one:
        yield one


@pytest.fixture(scope="session")
def tortured(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The notebook that is hard to execute, not yet executed."""
    path = tmp_path_factory.mktemp("torture") / "torture.ipynb"
    nbformat.write(torture.notebook(), path)
    return path


@pytest.fixture(scope="session")
def by_stock(tortured: Path) -> nbformat.NotebookNode:
    """As a stock kernel leaves it."""
    return papermill_in_a_process(tortured, torture.PARAMETERS)


@pytest.fixture(scope="session")
def by_fork(tortured: Path, runner: NotebookRunner) -> tuple[nbformat.NotebookNode, Ran]:
    """As the warm parent's child leaves it, and what is told of it."""
    out = tortured.with_name("forked.ipynb")
    run = NotebookRun(tortured, torture.PARAMETERS, tortured.parent, finish=WriteNotebook(out))
    ran = runner.submit(run).result(120)
    return nbformat.read(out, as_version=4), ran
