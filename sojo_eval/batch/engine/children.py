"""A job of the warm parent, and what the processes forked for it do."""

from __future__ import annotations

import atexit
import json
import logging
import multiprocessing.util
import os
import pickle
import resource
import signal
import sys
import threading
import time
import weakref
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from sojo_eval.batch.engine import frames
from sojo_eval.batch.engine.execution import (
    TellingManager,
    execute,
    execute_here,
    failure_from,
    put_together,
    tell_failure,
)  # fmt: skip
from sojo_eval.batch.engine.frames import Frame, FrameReader, write_frame
from sojo_eval.batch.engine.kernel_here import KernelHere
from sojo_eval.batch.engine.notebook_run import CellFailure, FailureKind, NotebookRun
from sojo_eval.batch.engine.order import Order, Result
from sojo_eval.batch.engine.processes import kill_group


@dataclass
class Child:
    """A forked process, and the end of its pipe."""

    pid: int
    pipe: int
    began: float
    reader: FrameReader = field(default_factory=FrameReader)
    silent: bool = False

    def end(self) -> tuple[int, resource.struct_rusage] | None:
        """How it ended and what it used, None while it runs. What it left behind in its group ends too."""
        if hasattr(os, "waitid"):
            if os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
                return None
            kill_group(self.pid)  # before its number is free for others
        ended, status, used = os.wait4(self.pid, os.WNOHANG)
        if ended == 0:
            return None
        if not hasattr(os, "waitid"):
            kill_group(self.pid)
        return status, used


@dataclass
class Job:
    """A job under way: what was told of it so far."""

    number: int
    order: Order
    child: Child | None = None
    finishing: bool = False
    killed_as: FailureKind | None = None
    ended_at: float | None = None
    cell: int = 0
    source: str = ""
    failure: CellFailure | None = None
    told: list[tuple[bytes, bytes]] = field(default_factory=list)
    cpu_seconds: float = 0.0
    peak_memory: int = 0
    finished: bytes | None = None
    raised: bytes | None = None
    began: float = field(default_factory=time.monotonic)

    @property
    def passes_on(self) -> bool:
        return self.order.passes_on

    @property
    def memory(self) -> int | None:
        return self.order.memory

    @property
    def deadline(self) -> float | None:
        return None if self.order.timeout is None else self.began + self.order.timeout

    @property
    def to_finish(self) -> bool:
        return self.order.finish is not None and not self.finishing and self.killed_as != "killed"

    def hear(self, frame: Frame) -> None:
        """Keep what a child tells."""
        if frame.kind == frames.STARTS:
            told = json.loads(frame.content)
            self.cell, self.source = int(told["cell"]), str(told["source"])
        elif frame.kind == frames.FAILED:
            self.failure = failure_from(frame.content)
        elif frame.kind == frames.FINISHED:
            self.finished = frame.content
        elif frame.kind == frames.RAISED:
            self.raised = frame.content
        elif not self.passes_on and self.order.finish is not None:
            self.told.append((frame.kind, frame.content))
        if frame.kind == frames.ENDED:
            self.ended_at = time.monotonic()

    def add_use(self, used: resource.struct_rusage) -> None:
        """Add what an ended child and its own children used. macOS gives bytes where Linux gives KB."""
        self.cpu_seconds += used.ru_utime + used.ru_stime
        self.peak_memory = max(self.peak_memory, used.ru_maxrss * (1 if sys.platform == "darwin" else 1024))

    def left(self, status: int) -> None:
        """Settle how a child ended: only what was not told by itself."""
        if self.finishing:
            if self.finished is None and self.raised is None:
                error = RuntimeError(f"the process that finishes a notebook ended early ({status})")
                self.raised = pickle.dumps(error)
            return
        if self.ended_at is not None:
            return
        name = signal.Signals(os.WTERMSIG(status)).name if os.WIFSIGNALED(status) else ""
        kind: FailureKind = self.killed_as or "killed"
        if self.failure is None:
            self.failure = CellFailure(kind, self.cell, self.source, signal="" if self.killed_as else name)

    def finish_here(self, descriptor: int) -> None:
        """In a child of its own, which no cell has touched: let the job's `finish` have the notebook."""
        try:
            finish = pickle.loads(self.order.finish or b"")
            given = pickle.dumps(finish(put_together(self.told), self.failure))
        except Exception as error:
            write_frame(descriptor, frames.RAISED, self.number, _pickled(error))
        else:
            write_frame(descriptor, frames.FINISHED, self.number, given)

    def result(self) -> Result:
        seconds = time.monotonic() - self.began
        return Result(
            self.failure, seconds, self.cpu_seconds, self.peak_memory, self.finished, self.raised
        )  # fmt: skip


def job_from(frame: Frame) -> Job:
    return Job(frame.job, pickle.loads(frame.content))


def run_cells(job: Job, kernel: KernelHere, descriptor: int) -> None:
    """In a child: execute the job's notebook."""

    def tell(kind: bytes, content: bytes) -> None:
        write_frame(descriptor, kind, job.number, content)

    if not job.passes_on:
        run: NotebookRun = pickle.loads(job.order.work)
        execute(run, kernel if job.order.engine == "fork" else None, tell)
        return
    # For papermill, which holds the notebook itself and is told of its cells.
    notebook, folder, settings = pickle.loads(job.order.work)
    os.chdir(folder)
    manager = TellingManager(notebook, list(range(1, len(notebook.cells) + 1)), tell)
    execute_here(manager, kernel, **settings)
    manager.tell_end()


def work_and_leave(work: Callable[[int], Any], descriptor: int) -> None:
    """In a child: do the work, run what cells want to be run at the end, and leave without the parent's own end."""
    code = 0
    _forget_the_parents_end()
    try:
        work(descriptor)
        threading._shutdown()  # type: ignore[attr-defined]  # threads that are no daemons come to their end
        atexit._run_exitfuncs()
    except BaseException as error:
        code = 1
        with suppress(OSError):
            failure = CellFailure("error", ename=type(error).__name__)
            tell_failure(lambda kind, content: write_frame(descriptor, kind, 0, content), failure)
    finally:
        os._exit(code)


def _forget_the_parents_end() -> None:
    """What the parent would do at its own end (temporary folders removed) is not the child's to do."""
    atexit._clear()
    for finalizer in list(weakref.finalize._registry):  # type: ignore[attr-defined]
        finalizer.atexit = False
    for at_end in (weakref.finalize._exitfunc, multiprocessing.util._exit_function, logging.shutdown):  # type: ignore[attr-defined]
        atexit.register(at_end)


def _pickled(error: Exception) -> bytes:
    try:
        data = pickle.dumps(error)
        pickle.loads(data)
    except Exception:
        return pickle.dumps(RuntimeError(type(error).__name__))
    return data
