"""Every published notebook shows the same with a stock kernel and in a forked process, and prints its golden numbers."""

from __future__ import annotations

import nbformat
import pytest

from sojo_eval.batch.notebooks import NOTEBOOKS
from tests.batch.engine.outputs import comparable
from tests.notebooks.printed import GOLDEN, REWRITE, differences, executed, printed

Executed = dict[str, nbformat.NotebookNode]


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Executed:
    return executed("fork", tmp_path_factory.mktemp("fork"))


@pytest.fixture(scope="module")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Executed:
    return executed("papermill", tmp_path_factory.mktemp("papermill"))


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_shipped_notebook_shows_the_same_in_either_engine(
    name: str, stock: Executed, ours: Executed
) -> None:
    assert comparable(ours[name]) == comparable(stock[name])


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_prints_the_verdicts_and_numbers_that_were_agreed(name: str, ours: Executed) -> None:
    otherwise = differences(name, printed(ours[name]))
    assert not otherwise, f"\n{otherwise}\nIf that is meant: {REWRITE}"


def test_the_golden_numbers_are_those_of_the_notebooks_and_hold_every_verdict() -> None:
    assert sorted(path.stem for path in GOLDEN.glob("*")) == sorted(NOTEBOOKS)
    for name in ("10_connections", "20_consultation", "30_information"):
        text = (GOLDEN / f"{name}.json").read_text(encoding="utf-8")
        assert text.count(" | ") > 30
        for word in ("improving", "much the same", "still open", "95 % interval", "p adjusted"):
            assert word in text


def test_a_changed_number_is_told_with_its_line(ours: Executed) -> None:
    now = printed(ours["10_connections"])
    caption = next(name for name in now if name.startswith("Findings of"))
    now[caption][0] = now[caption][0].replace("improving", "worsening")
    told = differences("10_connections", now).splitlines()
    assert [line[0] for line in told if "worsening" in line] == ["+"]
    assert sum(line.startswith(("+ ", "- ")) for line in told) == 2
