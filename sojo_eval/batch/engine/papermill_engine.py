"""`papermill in.ipynb out.ipynb --engine sojo-eval`: papermill keeps the notebook, a forked process runs its cells.

papermill finds it by `papermill_entry.py`. The first notebook of a process starts a warm parent, which serves all further ones.
"""

from __future__ import annotations

import atexit
import json
import os
import pickle
import queue
import sys
import threading
from typing import Any

import nbformat
from papermill.engines import Engine
from papermill.exceptions import PapermillException
from papermill.utils import nb_language

from sojo_eval.batch.engine import frames
from sojo_eval.batch.engine.frames import Frame
from sojo_eval.batch.engine.order import Order, Result
from sojo_eval.batch.engine.parent_process import ParentProcess

CLIENT_SETTINGS = (
    "allow_errors", "allow_error_names", "force_raise_errors", "skip_cells_with_tag", "store_widget_state",
)  # fmt: skip
"""What of nbclient's settings has a meaning without a kernel of its own."""


class _Shared:
    """The warm parent of this process, and who waits for which of its jobs."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._parent: ParentProcess | None = None
        self._listeners: dict[int, queue.SimpleQueue[Frame | None]] = {}
        self._next = 0
        self._of = os.getpid()

    def send(self, order: Order) -> tuple[int, queue.SimpleQueue[Frame | None]]:
        """Start a job; its frames arrive in the queue, and None when the parent is gone."""
        listener: queue.SimpleQueue[Frame | None] = queue.SimpleQueue()
        with self._lock:
            if self._of != os.getpid():  # forked since: the parent belongs to another process
                self._of, self._parent, self._listeners = os.getpid(), None, {}
            if self._parent is None:
                self._parent = ParentProcess(self._hear)
                atexit.register(self.end)
            number, self._next = self._next, self._next + 1
            self._listeners[number] = listener
            self._parent.send(frames.JOB, number, pickle.dumps(order))
        return number, listener

    def kill(self, number: int) -> None:
        """End a job's process; its last frame comes all the same."""
        with self._lock:
            if self._parent is not None:
                self._parent.send(frames.KILL, number)

    def end(self) -> None:
        with self._lock:
            parent, self._parent = self._parent, None
        if parent is not None:
            parent.end()

    def _hear(self, frame: Frame | None) -> None:
        with self._lock:
            if frame is None:
                self._parent = None
                listeners, self._listeners = list(self._listeners.values()), {}
            else:
                listener = self._listeners.get(frame.job)
                if frame.kind == frames.DONE:
                    self._listeners.pop(frame.job, None)
                listeners = [] if listener is None else [listener]
        for listener in listeners:
            listener.put(frame)


_shared = _Shared()


class ForkingEngine(Engine):  # type: ignore[misc]
    """papermill's engine of the name `sojo-eval`. Outputs are those of a stock kernel (docs/notebook_engine.md)."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: Any,
        kernel_name: str,
        log_output: bool = False,
        stdout_file: Any = None,
        stderr_file: Any = None,
        execution_timeout: float | None = None,
        **more: Any,
    ) -> None:
        """Execute the cells. Raises nbclient's DeadKernelError and CellTimeoutError as papermill's own engine does.

        execution_timeout: seconds for one cell. Raises PapermillException for a kernel that is not this Python.
        """
        refuse_other_kernels(nb_man.nb, kernel_name)
        settings = {name: more[name] for name in CLIENT_SETTINGS if name in more}
        work = pickle.dumps((nb_man.nb, os.getcwd(), settings))
        number, listener = _shared.send(Order(True, "fork", None, None, work, None))
        log = _log_of(nb_man, log_output=log_output, stdout_file=stdout_file, stderr_file=stderr_file)
        follower = _Follower(nb_man, log)
        timeout = execution_timeout or more.get("timeout")
        while True:
            try:
                frame = listener.get(timeout=timeout)
            except queue.Empty:
                _shared.kill(number)
                raise _too_slow(timeout, follower.cell) from None
            except BaseException:
                _shared.kill(number)
                raise
            if frame is None or frame.kind == frames.DONE:
                break
            follower.hear(frame)
        _raise_for(None if frame is None else pickle.loads(frame.content))


class _Follower:
    """Does with papermill's record of a run what is told of the cells."""

    def __init__(self, nb_man: Any, log: Any) -> None:
        self._nb_man = nb_man
        self._log = log
        self._index = 0

    @property
    def cell(self) -> nbformat.NotebookNode:
        """The cell that began last."""
        return self._nb_man.nb.cells[self._index]

    def hear(self, frame: Frame) -> None:
        if frame.kind == frames.STARTS:
            self._index = int(json.loads(frame.content)["index"])
            self._nb_man.cell_start(self.cell, self._index)
        elif frame.kind == frames.CELLS:
            self._show(pickle.loads(frame.content))
        elif frame.kind == frames.ENDED:
            metadata, _ = pickle.loads(frame.content)
            for name in ("language_info", "widgets"):
                if name in metadata:
                    self._nb_man.nb.metadata[name] = metadata[name]

    def _show(self, cells: dict[int, nbformat.NotebookNode]) -> None:
        for index, executed in cells.items():
            cell = self._nb_man.nb.cells[index]
            if cell.cell_type == "code":
                cell.outputs = executed.outputs
                cell.execution_count = executed.execution_count
            if "execution" in executed.metadata:
                cell.metadata["execution"] = executed.metadata["execution"]
        now = cells[self._index]
        for output in now.get("outputs", ()):
            self._log(output)
        if now.metadata.papermill.get("exception"):
            self._nb_man.cell_exception(self.cell, cell_index=self._index)
        self._nb_man.cell_complete(self.cell, cell_index=self._index)


def refuse_other_kernels(notebook: nbformat.NotebookNode, kernel_name: str) -> None:
    """Raises PapermillException for another language or another Python: it would run here, unlike what was asked."""
    from jupyter_client.kernelspec import KernelSpecManager

    language = nb_language(notebook, None)
    if language != "python":
        raise PapermillException(f"The engine sojo-eval runs Python, not {language}: leave out --engine")
    started = KernelSpecManager().get_kernel_spec(kernel_name).argv[0]
    if os.path.isabs(started) and not os.path.samefile(started, sys.executable):
        raise PapermillException(
            f"The kernel {kernel_name} starts another Python than the one that runs papermill: leave out --engine"
        )


def _log_of(nb_man: Any, **where: Any) -> Any:
    """What papermill does with outputs while a notebook runs."""
    from papermill.clientwrap import PapermillNotebookClient
    from papermill.log import logger

    if not any(where.values()):
        return lambda output: None
    return PapermillNotebookClient(nb_man, log=logger, **where).log_output_message


def _too_slow(timeout: float | None, cell: nbformat.NotebookNode) -> Exception:
    from nbclient.exceptions import CellTimeoutError

    error: Exception = CellTimeoutError.error_from_timeout_and_cell(
        "Cell execution timed out", int(timeout or 0), cell
    )
    return error


def _raise_for(result: Result | None) -> None:
    from nbclient.exceptions import DeadKernelError

    if result is None or (result.failure is not None and result.failure.kind == "killed"):
        raise DeadKernelError("Kernel died")
    if result.failure is not None:
        raise PapermillException(f"The notebook's process ended with {result.failure.ename}")
