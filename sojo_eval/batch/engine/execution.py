"""One notebook, executed in this process: papermill's own steps, and what is told of them while they go on."""

from __future__ import annotations

import json
import os
import pickle
import signal
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import nbformat
import papermill
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NotebookExecutionManager
from papermill.execute import prepare_notebook_metadata, raise_for_execution_errors, remove_error_markers
from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook
from traitlets.config import Config

from sojo_eval.batch.engine.client_here import ClientHere
from sojo_eval.batch.engine.frames import CELLS, ENDED, FAILED, PREPARED, STARTS
from sojo_eval.batch.engine.kernel_here import KernelHere
from sojo_eval.batch.engine.notebook_run import CellFailure, NotebookRun
from sojo_eval.foundation.problems import SojoEvalError

Tell = Callable[[bytes, bytes], None]
"""Takes the kind of a frame and its content."""
_LONGEST_SOCKET_FOLDER = 85
"""Letters; "/kernel-" and a number follow."""


def prepared(run: NotebookRun) -> tuple[nbformat.NotebookNode, list[int]]:
    """The notebook with its parameters, as papermill prepares it, and each cell's number in the file, from 1.

    The cell that papermill puts in has the number of the cell above it. Raises OSError and nbformat's errors.
    """
    # Not papermill.execute_notebook: it reads braces in a path as places to fill in.
    notebook = load_notebook_node(str(run.notebook))
    handed_in = {id(cell): number for number, cell in enumerate(notebook.cells, start=1)}
    if run.parameters:
        notebook = parameterize_notebook(
            notebook, dict(run.parameters), kernel_name="python3", language="python"
        )
    notebook = remove_error_markers(prepare_notebook_metadata(notebook, str(run.notebook), None))
    numbers: list[int] = []
    for cell in notebook.cells:
        numbers.append(handed_in.get(id(cell), numbers[-1] if numbers else 0))
    return notebook, numbers


def execute(run: NotebookRun, kernel: KernelHere | None, tell: Tell) -> None:
    """Execute a notebook with `kernel`, or with a stock kernel where it is None, and tell of each cell and of the end.

    A failure is told, not raised.
    """
    try:
        notebook, numbers = prepared(run)
        if kernel is not None:
            kernel.refuse_changed(notebook)
    except Exception as error:
        tell_failure(tell, CellFailure("error", ename=type(error).__name__))
        return
    tell(PREPARED, pickle.dumps(notebook))
    manager = TellingManager(notebook, numbers, tell)
    os.chdir(run.cwd)
    failure: CellFailure | None
    try:
        if kernel is not None:
            execute_here(manager, kernel)
        else:
            _execute_stock(manager)
        failure = failure_in(notebook, numbers)
    except DeadKernelError as error:
        failure = manager.failed("killed", signal=str(getattr(error, "signal", "")))
    except CellTimeoutError:
        failure = manager.failed("timeout")
    except Exception as error:  # a kernel that does not start, an output that no notebook can hold
        failure = manager.failed("error" if manager.begun else "no-kernel", ename=type(error).__name__)
    if failure is not None:
        tell_failure(tell, failure)
    manager.tell_end()


def execute_here(manager: TellingManager, kernel: KernelHere, **settings: Any) -> None:
    """Execute the notebook of `manager` in this process."""
    kernel.wake()
    manager.client = ClientHere(manager, kernel, **settings)
    _between_start_and_end(manager, manager.client)


def _execute_stock(manager: TellingManager) -> None:
    with tempfile.TemporaryDirectory(prefix="sojo-eval-") as folder:
        client = _StockClient(
            manager, kernel_name="python3", startup_timeout=60, config=kernel_settings(Path(folder))
        )
        try:
            _between_start_and_end(manager, client)
        except DeadKernelError as error:
            error.signal = client.died_of
            raise


def _between_start_and_end(manager: TellingManager, client: PapermillNotebookClient) -> None:
    """What papermill's engines do around a client."""
    manager.notebook_start()
    try:
        client.execute()
    finally:
        manager.notebook_complete()


class _StockClient(PapermillNotebookClient):  # type: ignore[misc]
    """papermill's client, which looks what its kernel died of before the kernel is put away."""

    died_of = ""

    async def _async_check_alive(self) -> None:
        try:
            await super()._async_check_alive()
        except DeadKernelError:
            process = getattr(getattr(self.km, "provisioner", None), "process", None)
            code = getattr(process, "returncode", None)
            if isinstance(code, int) and code < 0:
                self.died_of = signal.Signals(-code).name
            raise


class TellingManager(NotebookExecutionManager):  # type: ignore[misc]
    """papermill's record of a run, which tells of each cell as it begins and ends."""

    def __init__(self, notebook: nbformat.NotebookNode, numbers: list[int], tell: Tell) -> None:
        super().__init__(notebook, output_path=None, progress_bar=False)
        self._numbers = numbers
        self._tell = tell
        self.client: ClientHere | None = None
        self.begun: tuple[int, str] | None = None
        """Number in the source notebook and first line of the cell that began last."""

    def cell_start(self, cell: nbformat.NotebookNode, cell_index: int = 0, **more: Any) -> None:
        """A cell begins: told before it, so that it is known which cell ended the process."""
        super().cell_start(cell, cell_index, **more)
        if cell.cell_type == "code":
            self.begun = self._numbers[cell_index], first_line(cell.source)
        number, line = self.begun or (0, "")
        self._tell(STARTS, json.dumps({"index": cell_index, "cell": number, "source": line}).encode())

    def cell_complete(self, cell: nbformat.NotebookNode, cell_index: int = 0, **more: Any) -> None:
        """A cell is over; told with the cells before it whose outputs it changed."""
        super().cell_complete(cell, cell_index, **more)
        changed = {cell_index}
        if self.client is not None:
            changed |= self.client.changed_before
            self.client.changed_before = set()
        self._tell(CELLS, pickle.dumps({number: self.nb.cells[number] for number in sorted(changed)}))

    def tell_end(self) -> None:
        """What stands in the notebook beside its cells' outputs."""
        about = [cell.metadata for cell in self.nb.cells]
        self._tell(ENDED, pickle.dumps((self.nb.metadata, about)))

    def failed(self, kind: Any, ename: str = "", signal: str = "") -> CellFailure:
        """A failure in the cell that began last."""
        number, line = self.begun or (0, "")
        return CellFailure(kind, number, line, ename, signal=signal)


def failure_in(notebook: nbformat.NotebookNode, numbers: list[int]) -> CellFailure | None:
    """The failing cell that papermill would name, the message only of our own errors."""
    shown = nbformat.NotebookNode(notebook)
    shown.cells = list(notebook.cells)  # papermill puts two cells of its own among them
    try:
        raise_for_execution_errors(shown, None)
    except papermill.PapermillExecutionError as error:
        index = int(error.cell_index)
        ours = error.ename == SojoEvalError.__name__
        return CellFailure(
            "error", numbers[index], first_line(error.source), str(error.ename),
            str(error.evalue) if ours else "",
        )  # fmt: skip
    return None


def tell_failure(tell: Tell, failure: CellFailure) -> None:
    tell(FAILED, json.dumps(asdict(failure)).encode())


def first_line(source: str) -> str:
    return next((line for line in str(source).splitlines() if line.strip()), "")


def kernel_settings(folder: Path) -> Config:
    """Kernels talk through files in this user's own folder instead of ports that others on the machine can reach.

    Windows has no such files, and their paths may not exceed about 100 letters: there ports remain. The folder must
    be new for every kernel, or two would share one file.
    """
    settings = Config()
    # What a kernel logs while it starts and stops is no news to the person who publishes.
    settings.NotebookClient.extra_arguments = ["--IPKernelApp.log_level=CRITICAL"]
    if os.name == "posix" and len(str(folder)) < _LONGEST_SOCKET_FOLDER:
        settings.KernelManager.transport = "ipc"
        settings.KernelManager.ip = str(folder / "kernel")
    return settings
