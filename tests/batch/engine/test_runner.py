"""What becomes of notebooks: results, failures of every kind, limits, and an end in order."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from concurrent.futures import CancelledError
from functools import partial
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from sojo_eval.batch.engine import CellFailure, NotebookRun, NotebookRunner, Ran
from tests.batch.engine.outputs import WriteNotebook, is_gone

Run = Callable[..., Ran]
KERNEL = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
LONG = "import time; time.sleep(60)"


def written(path: Path, *cells: str) -> Path:
    """A notebook: a text, the parameters, and these cells (numbers 3, 4, …)."""
    first = new_code_cell("x = 1", metadata={"tags": ["parameters"]})
    codes = [new_code_cell(cell) for cell in cells]
    nbformat.write(new_notebook(cells=[new_markdown_cell("# t"), first, *codes], metadata=KERNEL), path)
    return path


@pytest.fixture
def run(tmp_path: Path, runner: NotebookRunner) -> Run:
    def one(*cells: str, **limits: object) -> Ran:
        path = written(tmp_path / "n.ipynb", *cells)
        asked = NotebookRun(path, {"x": 2}, tmp_path, finish=WriteNotebook(tmp_path / "out.ipynb"), **limits)  # type: ignore[arg-type]
        return runner.submit(asked).result(60)

    return one


def test_a_notebook_runs_in_its_folder_with_its_parameters(run: Run, tmp_path: Path) -> None:
    ran = run("import os; print(x, os.getcwd())")
    assert ran.failure is None
    assert ran.finished is None
    assert 0 < ran.cpu_seconds < 60
    assert ran.peak_memory > 50_000_000
    shown = nbformat.read(tmp_path / "out.ipynb", as_version=4).cells[-1].outputs
    assert shown[0].text == f"2 {tmp_path}\n"


@pytest.mark.parametrize(
    ("cell", "kind", "ename", "signal_name"),
    [
        ("int('secret of a person')", "error", "ValueError", ""),
        ("import os; os.kill(os.getpid(), 9)", "killed", "", "SIGKILL"),
        ("import os; os._exit(3)", "killed", "", ""),
        ("import ctypes; ctypes.string_at(0)", "killed", "", "SIGSEGV"),
    ],
)
def test_a_failing_cell_is_named_without_data(
    run: Run, tmp_path: Path, cell: str, kind: str, ename: str, signal_name: str
) -> None:
    failure = run("y = 1", f"\n{cell}", "z = 3").failure
    assert failure == CellFailure(kind, 4, cell, ename, "", signal_name)  # type: ignore[arg-type]
    cells = nbformat.read(tmp_path / "out.ipynb", as_version=4).cells
    assert [c.get("execution_count") for c in cells[3:4]] == [3]  # what came before stays
    assert cells[-1].execution_count is None


def test_our_own_errors_keep_their_words(run: Run) -> None:
    failure = run("import sojo_eval as se; se.open_city('/no such place')").failure
    assert failure is not None
    assert failure.ename == "SojoEvalError"
    assert "/no such place" in failure.evalue


def test_a_cell_that_never_ends_is_ended_with_what_it_started(run: Run, tmp_path: Path) -> None:
    cell = "import subprocess; p = subprocess.Popen(['sleep', '300'], start_new_session=True)\nopen('pid', 'w').write(str(p.pid)); p.wait()"
    ran = run(cell, timeout=2.0)
    assert ran.failure == CellFailure("timeout", 3, cell.splitlines()[0])
    assert 2.0 <= ran.seconds < 20
    assert is_gone(int((tmp_path / "pid").read_text()))


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="the system does not tell of memory")
def test_a_cell_that_eats_memory_is_ended(run: Run) -> None:
    cell = "eaten = [bytes([1]) * 10_000_000 for _ in range(1000)]"
    assert run(cell, memory=700_000_000).failure == CellFailure("memory", 3, cell)
    assert run("eaten = bytes([1]) * 100_000_000", memory=700_000_000).failure is None


def test_a_cell_that_forks_shows_its_outputs_once(run: Run, tmp_path: Path) -> None:
    ran = run("import os\nchild = os.fork()\nprint('both')\nif child: os.waitpid(child, 0)", "print('after')")
    assert ran.failure is None
    out = nbformat.read(tmp_path / "out.ipynb", as_version=4).cells
    assert [[o.text for o in cell.outputs] for cell in out[-2:]] == [["both\nboth\n"], ["after\n"]]


def test_what_a_notebook_leaves_running_ends_with_it(run: Run, tmp_path: Path) -> None:
    run("import subprocess; open('pid', 'w').write(str(subprocess.Popen(['sleep', '300']).pid))")
    assert is_gone(int((tmp_path / "pid").read_text()))


def test_a_notebook_that_is_gone_fails_alone(runner: NotebookRunner, tmp_path: Path, run: Run) -> None:
    gone = runner.submit(NotebookRun(tmp_path / "gone.ipynb", {}, tmp_path)).result(60)
    assert gone.failure == CellFailure("error", 0, "", "FileNotFoundError")
    assert run("1").failure is None


def test_a_notebook_that_is_deleted_while_it_runs_goes_on(run: Run, tmp_path: Path) -> None:
    assert run("import os; os.remove('n.ipynb')", "1 + 1").failure is None


def test_braces_in_a_path_are_no_places_to_fill_in(runner: NotebookRunner, tmp_path: Path) -> None:
    path = written(tmp_path / "{x}.ipynb", "x")
    assert runner.submit(NotebookRun(path, {"x": 5}, tmp_path)).result(60).failure is None


def test_no_notebook_sees_another_ones_values_or_random_numbers(
    runner: NotebookRunner, tmp_path: Path
) -> None:
    cell = "import random, numpy, builtins\nseen = hasattr(builtins, 'left'); builtins.left = 1\nprint(seen, random.random(), numpy.random.rand())"
    path = written(tmp_path / "n.ipynb", cell)
    outs = [tmp_path / f"{n}.ipynb" for n in range(3)]
    futures = [runner.submit(NotebookRun(path, {}, tmp_path, finish=WriteNotebook(out))) for out in outs]
    assert [future.result(60).failure for future in futures] == [None] * 3
    shown = [nbformat.read(out, as_version=4).cells[-1].outputs[0].text.split() for out in outs]
    assert {words[0] for words in shown} == {"False"}
    assert len({words[1] for words in shown}) == len({words[2] for words in shown}) == 3


def cells_and_rc(notebook: nbformat.NotebookNode, failure: CellFailure | None, given: int) -> list[int]:
    """A finish of a test: how many cells, whether the process was touched, what was bound."""
    import builtins

    return [len(notebook.cells), int(hasattr(builtins, "left")), given]


def broken(notebook: nbformat.NotebookNode, failure: CellFailure | None) -> None:
    """A finish that fails."""
    raise OSError(28, "No space left on device")


def test_finishing_happens_where_no_cell_was(runner: NotebookRunner, tmp_path: Path) -> None:
    path = written(tmp_path / "n.ipynb", "import builtins; builtins.left = 1")
    asked = NotebookRun(path, {"x": 2}, tmp_path, finish=partial(cells_and_rc, given=7))
    assert runner.submit(asked).result(60).finished == [4, 0, 7]


def test_what_finishing_raises_is_raised(runner: NotebookRunner, tmp_path: Path) -> None:
    future = runner.submit(NotebookRun(written(tmp_path / "n.ipynb"), {}, tmp_path, finish=broken))
    with pytest.raises(OSError, match="No space left"):
        future.result(60)


def test_stopping_kills_what_runs_and_cancels_what_waits(tmp_path: Path) -> None:
    path = written(tmp_path / "n.ipynb", f"open('began', 'w').close(); {LONG}")
    runner = NotebookRunner(workers=1)
    running, waiting = (runner.submit(NotebookRun(path, {}, tmp_path)) for _ in range(2))
    while not (tmp_path / "began").exists():
        time.sleep(0.05)
    began = time.monotonic()
    runner.stop()
    assert time.monotonic() - began < 10
    assert waiting.cancelled()
    with pytest.raises(CancelledError):
        running.result(1)
    with pytest.raises(RuntimeError):
        runner.submit(NotebookRun(path, {}, tmp_path))


def test_a_killed_parent_loses_what_ran_and_is_replaced(tmp_path: Path) -> None:
    path = written(
        tmp_path / "n.ipynb", "import os\nif x == 1: open('began', 'w').close(); import time; time.sleep(60)"
    )
    with NotebookRunner(workers=1) as runner:
        lost, next_one = (runner.submit(NotebookRun(path, {"x": x}, tmp_path)) for x in (1, 2))
        while not (tmp_path / "began").exists():
            time.sleep(0.05)
        assert runner.parent_pid is not None
        os.kill(runner.parent_pid, signal.SIGKILL)
        assert lost.result(30).failure == CellFailure("killed")
        assert next_one.result(60).failure is None


def test_stock_kernels_give_the_same_answers(tmp_path: Path) -> None:
    died = written(tmp_path / "d.ipynb", "import os", "os.kill(os.getpid(), 9)")
    slow = written(tmp_path / "s.ipynb", LONG)
    fine = written(tmp_path / "f.ipynb", "x")
    with NotebookRunner(workers=3, engine="papermill") as runner:
        futures = [
            runner.submit(NotebookRun(path, {"x": 3}, tmp_path, timeout=timeout, finish=WriteNotebook(path.with_suffix(".out.ipynb"))))
            for path, timeout in ((died, None), (slow, 12.0), (fine, None))
        ]  # fmt: skip
        failures = [future.result(90).failure for future in futures]
    assert failures == [
        CellFailure("killed", 4, "os.kill(os.getpid(), 9)", signal="SIGKILL"),
        CellFailure("timeout", 3, LONG),
        None,
    ]
    assert nbformat.read(fine.with_suffix(".out.ipynb"), as_version=4).cells[-1].outputs[0].data == {
        "text/plain": "3"
    }


def test_a_notebook_hears_an_interrupt_whoever_started_its_parent(tmp_path: Path) -> None:
    """The workers of a local cluster do not: a terminal's Ctrl-C is not for them."""
    cell = "import os, signal\ntry:\n    os.kill(os.getpid(), signal.SIGINT)\nexcept KeyboardInterrupt:\n    print('heard')"
    path = written(tmp_path / "n.ipynb", cell)
    earlier = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        with NotebookRunner(workers=1) as deaf:
            deaf.submit(NotebookRun(path, {}, tmp_path, finish=WriteNotebook(tmp_path / "out.ipynb"))).result(
                60
            )
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, earlier)
    (output,) = nbformat.read(tmp_path / "out.ipynb", as_version=4).cells[-1].outputs
    assert output.text == "heard\n"
