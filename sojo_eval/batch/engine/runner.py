"""Executes notebooks several at a time, each in a process of its own, and gives a future for each."""

from __future__ import annotations

import multiprocessing
import os
import tempfile
import time
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

import nbformat
import papermill
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from traitlets.config import Config

from sojo_eval.batch.engine.notebook_run import CellFailure, NotebookRun, Ran
from sojo_eval.foundation.problems import SojoEvalError

EngineName = Literal["fork", "papermill"]
_LONGEST_SOCKET_FOLDER = 85
"""Letters; "/kernel-" and a number follow."""
_ERROR_MARK = "papermill-error-cell-tag"


class NotebookRunner:
    """A pool of processes that execute notebooks: `with NotebookRunner(workers=2) as runner: runner.submit(run)`."""

    def __init__(self, workers: int = 2, engine: EngineName = "fork") -> None:
        self.engine = engine
        # spawn: the parent may hold threads (DuckDB, a notebook's kernel) that a fork would tear.
        self._pool = ProcessPoolExecutor(
            max_workers=max(workers, 1), mp_context=multiprocessing.get_context("spawn")
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._pool.shutdown()
        else:
            self.stop()

    def submit(self, run: NotebookRun) -> Future[Ran]:
        """Execute a notebook as soon as a process is free."""
        return self._pool.submit(execute, run)

    def stop(self) -> None:
        """Kill what runs and give up what waits."""
        processes = list((self._pool._processes or {}).values())
        self._pool.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            process.kill()
        for process in processes:
            process.join()


def execute(run: NotebookRun) -> Ran:
    """Execute one notebook here and now; a failure is a value, so that it crosses the process border."""
    began, used = time.monotonic(), _used()
    with tempfile.TemporaryDirectory(prefix="sojo-eval-") as folder:
        executed, failure = _executed(run, Path(folder))
    finished = run.finish(executed, failure) if run.finish is not None else None
    now = _used()
    return Ran(failure, time.monotonic() - began, now[0] - used[0], now[1], finished)


def _executed(run: NotebookRun, folder: Path) -> tuple[nbformat.NotebookNode, CellFailure | None]:
    # As a node: papermill reads braces in a path as places to fill in.
    source = nbformat.read(run.notebook, as_version=4)
    partial = folder / "partial.ipynb"
    try:
        return (
            papermill.execute_notebook(
                source, str(partial), parameters=dict(run.parameters), kernel_name="python3", language="python", log_output=False,
                progress_bar=False, config=_kernel_settings(folder, run), cwd=str(run.cwd),
            ),
            None,
        )  # fmt: skip
    except papermill.PapermillExecutionError as error:
        first_line = next((line for line in str(error.source).splitlines() if line.strip()), "")
        ours = error.ename == SojoEvalError.__name__
        failure = CellFailure(
            "error", _in_source(source, int(error.cell_index)), first_line, str(error.ename),
            str(error.evalue) if ours else "",
        )  # fmt: skip
    except CellTimeoutError:
        failure = CellFailure("timeout")
    except DeadKernelError:
        failure = CellFailure("killed")
    except (CellExecutionError, RuntimeError) as error:  # RuntimeError: no kernel within 60 s
        failure = CellFailure("no-kernel", ename=type(error).__name__)
    return _without_marks(nbformat.read(partial, as_version=4) if partial.is_file() else source), failure


def _in_source(source: nbformat.NotebookNode, index: int) -> int:
    """The number, from 1, of the cell that has this index (from 0) beside the cell with the parameters given."""
    tags = [set(cell.metadata.get("tags", ())) for cell in source.cells]
    if any("injected-parameters" in mine for mine in tags):
        return index + 1  # it took that cell's place
    injected = next((at + 1 for at, mine in enumerate(tags) if "parameters" in mine), 0)
    return index if index > injected else index + 1


def _without_marks(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    notebook.cells = [
        cell for cell in notebook.cells if _ERROR_MARK not in cell.get("metadata", {}).get("tags", ())
    ]
    return notebook


def _kernel_settings(folder: Path, run: NotebookRun) -> Config:
    """Kernels talk through files in this user's own folder instead of ports that others on the machine can reach.

    Windows has no such files, and their paths may not exceed about 100 letters: there ports remain. The folder must
    be new for every kernel, or two would share one file.
    """
    settings = Config()
    # What a kernel logs while it starts and stops is no news to the person who publishes.
    settings.NotebookClient.extra_arguments = ["--IPKernelApp.log_level=CRITICAL"]
    if run.timeout is not None:
        settings.NotebookClient.timeout = max(1, round(run.timeout))
    if os.name == "posix" and len(str(folder)) < _LONGEST_SOCKET_FOLDER:
        settings.KernelManager.transport = "ipc"
        settings.KernelManager.ip = str(folder / "kernel")
    return settings


def _used() -> tuple[float, int]:
    """CPU seconds of this process and its ended children, and the largest memory of any of them, in bytes."""
    if os.name != "posix":
        return time.process_time(), 0
    import resource

    found: list[Any] = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return (
        sum(used.ru_utime + used.ru_stime for used in found),
        max(int(used.ru_maxrss) * 1024 for used in found),
    )
