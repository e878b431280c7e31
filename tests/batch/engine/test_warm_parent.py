"""The warm parent stays as it was when it was started, and goes when nobody needs it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from sojo_eval.batch.engine import NotebookRun, NotebookRunner
from tests.batch.engine.outputs import is_gone


@pytest.fixture(scope="module")
def notebook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("parent") / "n.ipynb"
    cells = [new_code_cell("import sojo_eval as se; import duckdb; duckdb.sql('select 1').fetchall()")]
    nbformat.write(new_notebook(cells=cells), path)
    return path


def threads(pid: int) -> str:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(line.split()[1] for line in lines if line.startswith("Threads:"))


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system does not tell of threads")
def test_the_parent_has_one_thread_and_every_library(runner: NotebookRunner, notebook: Path) -> None:
    for _ in range(3):
        assert runner.submit(NotebookRun(notebook, {}, notebook.parent)).result(90).failure is None
    assert runner.parent_pid is not None
    assert threads(runner.parent_pid) == "1"
    about = runner.about_parent
    assert about == {"threads": 1, "missing": []}


def test_descriptors_do_not_pile_up(runner: NotebookRunner, notebook: Path) -> None:
    def ran() -> int:
        runner.submit(NotebookRun(notebook, {}, notebook.parent, timeout=60)).result(90)
        return len(os.listdir(f"/proc/{runner.parent_pid}/fd"))

    assert len({ran() for _ in range(4)}) == 1


def test_nothing_stays_when_the_asking_process_is_killed(tmp_path: Path) -> None:
    cells = [
        new_code_cell("import os; open('pid', 'w').write(str(os.getpid()))"),
        new_code_cell("while True: pass"),
    ]
    nbformat.write(new_notebook(cells=cells), tmp_path / "n.ipynb")
    code = (
        "import sys; from pathlib import Path; from sojo_eval.batch.engine import NotebookRun, NotebookRunner\n"
        "here = Path(sys.argv[1]); runner = NotebookRunner(1)\n"
        "print('go', flush=True); runner.submit(NotebookRun(here / 'n.ipynb', {}, here)).result()"
    )
    asking = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE)
    pid = tmp_path / "pid"
    until = time.monotonic() + 90
    while not (pid.exists() and pid.read_text()) and time.monotonic() < until:
        time.sleep(0.1)
    asking.kill()
    asking.communicate()
    assert is_gone(int(pid.read_text()))
