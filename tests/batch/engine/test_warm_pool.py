"""Without fork: the same answers from processes that are started anew."""

from __future__ import annotations

from pathlib import Path

import nbformat

from sojo_eval.batch.engine import CellFailure, NotebookRun, NotebookRunner
from tests.batch.engine import torture
from tests.batch.engine.outputs import WriteNotebook, comparable
from tests.batch.engine.test_runner import written


def test_outputs_and_failures_are_those_of_a_fork(
    tortured: Path, by_stock: nbformat.NotebookNode, tmp_path: Path
) -> None:
    out = tmp_path / "out.ipynb"
    died = written(
        tmp_path / "d.ipynb", "import builtins; builtins.left = 1", "import os; os.kill(os.getpid(), 9)"
    )
    slow = written(
        tmp_path / "s.ipynb", "import builtins; assert not hasattr(builtins, 'left')", "while True: pass"
    )
    runner = NotebookRunner(workers=2, engine="pool")
    try:
        hard = runner.submit(
            NotebookRun(tortured, torture.PARAMETERS, tortured.parent, finish=WriteNotebook(out))
        )
        killed = runner.submit(NotebookRun(died, {}, tmp_path))
        late = runner.submit(NotebookRun(slow, {}, tmp_path, timeout=20.0))
        ran = hard.result(200)
        assert killed.result(200).failure == CellFailure(
            "killed", 4, "import os; os.kill(os.getpid(), 9)", signal="SIGKILL"
        )
        assert late.result(200).failure == CellFailure("timeout", 4, "while True: pass")
    finally:
        runner.stop()
    assert comparable(nbformat.read(out, as_version=4)) == comparable(by_stock)
    assert ran.failure is not None
    assert ran.failure.ename == "StdinNotImplementedError"
    assert ran.finished == ran.failure  # finished elsewhere, told of the failure
    assert ran.cpu_seconds > 0.1
    assert ran.peak_memory > 50_000_000
