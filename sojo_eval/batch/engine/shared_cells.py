"""Cells that are equal for all reports of a notebook, executed once: those tagged `shared` at its top, above `parameters`.

A process forked from the warm parent executes them and stays; every report is forked from it instead, with their values and
outputs there already. It runs nothing else, so it is as clean as these cells leave it.
"""

from __future__ import annotations

import ctypes
import json
import os
import random
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from sojo_eval.batch.engine import frames
from sojo_eval.batch.engine.client_here import ClientHere
from sojo_eval.batch.engine.execution import TellingManager, failure_in, prepared
from sojo_eval.batch.engine.frames import write_frame
from sojo_eval.batch.engine.kernel_here import KernelHere, SharedCells
from sojo_eval.batch.engine.notebook_run import NotebookRun
from sojo_eval.batch.engine.processes import threads_here

TAG = "shared"
LONGEST_ORDER = 60_000
"""Bytes of a job that is handed over in one piece."""
_SUBREAPER = 36
"""Of Linux' prctl: processes below whose parent is gone become children of this one."""


def take_in_orphans() -> bool:
    """Let reports that a process with shared cells forked be this process's children. False where that is not known."""
    if sys.platform != "linux":
        return False
    with suppress(OSError, AttributeError):
        return bool(ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0) == 0)
    return False


def shared_in(content: bytes) -> int:
    """How many cells of a notebook, texts among them, are executed once for all reports; 0 for none."""
    try:
        cells = json.loads(content)["cells"]
        tags = [set(cell["metadata"].get("tags", ())) for cell in cells]
        kinds = [cell["cell_type"] for cell in cells]
    except (ValueError, KeyError, TypeError, AttributeError):
        return 0
    end = 0
    for number, (kind, mine) in enumerate(zip(kinds, tags, strict=True), start=1):
        if kind == "code" and TAG not in mine:
            break
        if kind == "code":
            end = number
    # Without that tag papermill puts the parameters at the very top, above what would be shared.
    return end if any("parameters" in mine for mine in tags[end:]) else 0


@dataclass
class SharedParent:
    """The warm parent's side: the process that has executed the shared cells of one notebook."""

    pid: int
    channel: socket.socket
    waiting: set[int] = field(default_factory=set)
    """Jobs that it was given and has not forked yet."""

    def give(self, number: int, order: bytes, descriptor: int) -> None:
        """Hand a job over, with the pipe on which its process tells. Raises OSError when the process is gone."""
        socket.send_fds(self.channel, [order], [descriptor])
        self.waiting.add(number)


def serve(
    channel: socket.socket,
    run: NotebookRun,
    count: int,
    kernel: KernelHere,
    work: Callable[[bytes, int], Any],
) -> None:
    """In the process with shared cells: execute them, then fork a process for each job, which does `work`. Never returns."""
    try:
        kernel.shared = _executed(run, count, kernel)
        if threads_here() > 1:  # a fork would have their locks, but not the threads that open them
            os._exit(1)
        while True:
            order, descriptors, _, _ = socket.recv_fds(channel, LONGEST_ORDER, 1)
            if not order:
                os._exit(0)
            _fork_away(channel, order, descriptors[0], work)
    except BaseException:
        os._exit(1)


def _executed(run: NotebookRun, count: int, kernel: KernelHere) -> SharedCells:
    notebook, numbers = prepared(run)
    notebook.cells = notebook.cells[:count]
    manager = TellingManager(notebook, numbers, lambda kind, content: None)
    kernel.wake()
    client = ClientHere(manager, kernel)
    manager.notebook_start()
    client.execute()
    if failure_in(notebook, numbers) is not None:
        raise RuntimeError("a shared cell fails")
    return SharedCells(notebook.cells, client._display_id_map, random.getstate())


def _fork_away(
    channel: socket.socket, order: bytes, descriptor: int, work: Callable[[bytes, int], Any]
) -> None:
    """Fork twice: the process between ends at once, so that the report's process becomes the warm parent's child."""
    between = os.fork()
    if between == 0:
        if os.fork() == 0:
            os.setpgid(0, 0)
            channel.close()
            write_frame(descriptor, frames.IS, 0, str(os.getpid()).encode())
            work(order, descriptor)
        os._exit(0)
    os.close(descriptor)
    os.waitpid(between, 0)
