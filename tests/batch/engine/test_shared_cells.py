"""Cells tagged `shared` are executed once for all reports, and nobody sees it in the pages."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from sojo_eval.batch.engine import CellFailure, NotebookRun, NotebookRunner, Ran
from sojo_eval.batch.engine.shared_cells import shared_in
from tests.batch.engine.outputs import WriteNotebook, comparable, papermill_in_a_process

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="cells are shared on Linux only")
COUNTED = "open('times', 'a').write('x')"


def notebook(path: Path, shared: list[str], *cells: str, parameters: bool = True) -> Path:
    head = [new_markdown_cell("# t", id="t")]
    head += [new_code_cell(c, id=f"s-{n}", metadata={"tags": ["shared"]}) for n, c in enumerate(shared)]
    if parameters:
        head.append(new_code_cell("x = 1", id="p", metadata={"tags": ["parameters"]}))
    rest = [new_code_cell(c, id=f"c-{n}") for n, c in enumerate(cells)]
    kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    nbformat.write(new_notebook(cells=head + rest, metadata=kernel), path)
    return path


def ran(runner: NotebookRunner, path: Path, count: int, **more: object) -> list[Ran]:
    futures = [
        runner.submit(
            NotebookRun(path, {"x": n}, path.parent, finish=WriteNotebook(path.parent / f"{n}.ipynb"), **more)  # type: ignore[arg-type]
        )
        for n in range(count)
    ]
    return [future.result(60) for future in futures]


def test_shared_cells_run_once_and_show_in_every_report_what_a_stock_kernel_shows(
    runner: NotebookRunner, tmp_path: Path
) -> None:
    shared = [
        COUNTED,
        "import random, numpy as np\nrandom.seed(3); np.random.seed(4); np.set_printoptions(precision=2)\nprint('once')\nhandle = display('first', display_id='slot')",
        "import matplotlib.pyplot as plt\nplt.plot([1, 2]); kept = [1, 2]",
    ]
    cells = [
        "kept.append(x); print(kept, random.random(), np.random.rand(2))",
        "handle.update('changed'); display('again', display_id='slot')",
        "plt.plot([3, 4])",
        # A stock kernel reads what a program prints from a thread of its own: where it falls among other outputs, nobody knows.
        "import os, time; code = os.system('echo by a program'); time.sleep(1)",
    ]
    path = notebook(tmp_path / "n.ipynb", shared, *cells)
    assert [one.failure for one in ran(runner, path, 4)] == [None] * 4
    assert (tmp_path / "times").read_text() == "x"
    stock = comparable(papermill_in_a_process(path, {"x": 3}))
    assert comparable(nbformat.read(tmp_path / "3.ipynb", as_version=4)) == stock


def test_limits_and_failures_of_a_report_are_its_own(runner: NotebookRunner, tmp_path: Path) -> None:
    cells = [
        "import os, time\nif x == 0: os.kill(os.getpid(), 9)\nif x == 1: time.sleep(60)\nif x == 2: 1 / 0"
    ]
    path = notebook(tmp_path / "n.ipynb", [COUNTED], *cells)
    failures = [one.failure for one in ran(runner, path, 4, timeout=5.0)]
    first = "import os, time"
    assert failures == [
        CellFailure("killed", 4, first, signal="SIGKILL"),
        CellFailure("timeout", 4, first),
        CellFailure("error", 4, first, "ZeroDivisionError"),
        None,
    ]
    assert (tmp_path / "times").read_text() == "x"


@pytest.mark.parametrize(
    "shared",
    [
        [COUNTED, "1 / 0"],
        [COUNTED, "import os; os._exit(3)"],
        [
            COUNTED,
            "import threading; threading.Thread(target=lambda: __import__('time').sleep(9), daemon=True).start()",
        ],
    ],
    ids=["fails", "ends the process", "leaves a thread"],
)
def test_what_cannot_be_shared_is_executed_in_each_report(
    runner: NotebookRunner, tmp_path: Path, shared: list[str]
) -> None:
    ran(runner, notebook(tmp_path / "n.ipynb", shared, "x"), 2)
    assert (tmp_path / "times").read_text() == "xxx"  # once in vain


def test_shared_cells_that_never_end_are_ended_with_the_report(
    runner: NotebookRunner, tmp_path: Path
) -> None:
    path = notebook(tmp_path / "n.ipynb", ["while True: pass"], "x")
    assert ran(runner, path, 1, timeout=2.0)[0].failure == CellFailure("timeout")


def test_a_changed_notebook_is_another_one(runner: NotebookRunner, tmp_path: Path) -> None:
    for value in (1, 2):
        path = notebook(tmp_path / "n.ipynb", [f"a = {value}"], "print(a)")
        assert ran(runner, path, 1)[0].failure is None
        assert nbformat.read(tmp_path / "0.ipynb", as_version=4).cells[-1].outputs[0].text == f"{value}\n"


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        (
            [
                ("markdown", []),
                ("code", ["shared"]),
                ("markdown", []),
                ("code", ["shared"]),
                ("code", ["parameters"]),
            ],
            4,
        ),
        ([("code", ["shared"]), ("code", []), ("code", ["shared"]), ("code", ["parameters"])], 1),
        ([("code", ["parameters"]), ("code", ["shared"])], 0),
        ([("code", ["shared"]), ("code", [])], 0),
        ([], 0),
    ],
)
def test_only_the_top_above_the_parameters_is_shared(cells: list[tuple[str, list[str]]], found: int) -> None:
    content = {"cells": [{"cell_type": kind, "metadata": {"tags": tags}} for kind, tags in cells]}
    assert shared_in(json.dumps(content).encode()) == found


def test_what_is_no_notebook_shares_nothing() -> None:
    assert shared_in(b"no json") == shared_in(b"[]") == shared_in(b'{"cells": [1]}') == 0
