"""Executes notebooks several at a time, each in a process of its own, and gives a future for each."""

from __future__ import annotations

import os
import pickle
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from functools import partial
from types import TracebackType
from typing import Any, Literal, Self

from sojo_eval.batch.engine import frames
from sojo_eval.batch.engine.frames import Frame
from sojo_eval.batch.engine.notebook_run import CellFailure, NotebookRun, Ran
from sojo_eval.batch.engine.order import Order, Result
from sojo_eval.batch.engine.parent_process import ParentProcess
from sojo_eval.batch.engine.warm_pool import WarmPool

EngineName = Literal["fork", "pool", "papermill"]
CAN_FORK = hasattr(os, "fork")


class NotebookRunner:
    """Executes notebooks: `with NotebookRunner(workers=2) as runner: runner.submit(run).result()`.

    engine: "fork" executes in a process forked from a warm parent, "pool" in one started anew that waited (what "fork" means
    where there is no fork), "papermill" with a stock kernel. At the end of the
    `with` block all that was submitted is waited for; after an error in the block it is stopped.
    """

    def __init__(self, workers: int = 2, engine: EngineName = "fork") -> None:
        self.engine = engine
        self._workers = max(workers, 1)
        self._lock = threading.RLock()
        self._idle = threading.Condition(self._lock)
        self._waiting: deque[tuple[int, NotebookRun, Future[Ran]]] = deque()
        self._running: dict[int, Future[Ran]] = {}
        self._next = 0
        self._stopped = False
        self._parent: ParentProcess | WarmPool | None = None

    def __enter__(self) -> Self:
        with self._lock:
            self._begin().prepare(self._workers)  # it warms up while the jobs are being thought of
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            with self._idle:
                self._idle.wait_for(lambda: not self._waiting and not self._running)
        self.stop()

    @property
    def parent_pid(self) -> int | None:
        """The number of the warm parent's process, None before the first notebook."""
        parent = self._parent
        return None if parent is None else parent.pid

    @property
    def about_parent(self) -> dict[str, Any]:
        """What the warm parent told when it was ready: its `threads` (1), and libraries that are `missing`."""
        parent = self._parent
        return {} if parent is None else parent.about

    def submit(self, run: NotebookRun) -> Future[Ran]:
        """Execute a notebook as soon as there is room. The future gives a Ran, or raises what `finish` raised.

        Raises RuntimeError after `stop`, and pickle's errors for a `finish` that cannot be sent: it must be a function of
        a module, which the executing process imports.
        """
        pickle.dumps(run.finish)
        if _module_of(run.finish) == "__main__":
            raise pickle.PicklingError("finish must be a function of a module, not of the script that is run")
        future: Future[Ran] = Future()
        with self._lock:
            if self._stopped:
                raise RuntimeError("the runner was stopped")
            self._waiting.append((self._next, run, future))
            self._next += 1
            self._start_what_has_room()
        return future

    def stop(self) -> None:
        """Kill what runs and give up what waits: its futures are cancelled."""
        with self._lock:
            self._stopped = True
            waiting, self._waiting = list(self._waiting), deque()
            running, self._running = dict(self._running), {}
            parent, self._parent = self._parent, None
            self._idle.notify_all()
        for _, _, future in waiting:
            future.cancel()
        if parent is not None:
            parent.end()
        for future in running.values():
            future.set_exception(CancelledError())

    def _start_what_has_room(self) -> None:
        while self._waiting and len(self._running) < self._workers:
            number, run, future = self._waiting.popleft()
            if not future.set_running_or_notify_cancel():
                continue
            self._running[number] = future
            parent = self._begin()
            parent.send(frames.JOB, number, pickle.dumps(_order(run, self.engine)))
            parent.prepare(len(self._waiting))
        self._idle.notify_all()

    def _begin(self) -> ParentProcess | WarmPool:
        if self._parent is None:
            forks = CAN_FORK and self.engine != "pool"
            self._parent = ParentProcess(self._hear) if forks else WarmPool(self._hear, self._workers)
        return self._parent

    def _hear(self, frame: Frame | None) -> None:
        if frame is None:
            self._parent_is_gone()
            return
        if frame.kind != frames.DONE:
            return
        result: Result = pickle.loads(frame.content)
        with self._lock:
            future = self._running.pop(frame.job, None)
            self._start_what_has_room()
        if future is not None:
            _settle(future, result)

    def _parent_is_gone(self) -> None:
        """Somebody ended the parent: what ran is lost, what waits gets a new one."""
        with self._lock:
            if self._stopped:
                return
            lost, self._running = dict(self._running), {}
            self._parent = None
            self._start_what_has_room()
        for future in lost.values():
            future.set_result(Ran(CellFailure("killed"), 0.0, 0.0, 0))


def _order(run: NotebookRun, engine: EngineName) -> Order:
    finish = None if run.finish is None else pickle.dumps(run.finish)
    bare = pickle.dumps(NotebookRun(run.notebook, dict(run.parameters), run.cwd))
    return Order(False, engine, run.timeout, run.memory, bare, finish)


def _settle(future: Future[Ran], result: Result) -> None:
    try:
        if result.raised is not None:
            raise pickle.loads(result.raised)
        finished = None if result.finished is None else pickle.loads(result.finished)
    except BaseException as error:
        future.set_exception(error)
        return
    future.set_result(
        Ran(result.failure, result.seconds, result.cpu_seconds, result.peak_memory, finished)
    )  # fmt: skip


def _module_of(finish: Callable[..., Any] | None) -> str:
    while isinstance(finish, partial):
        finish = finish.func
    return str(getattr(finish, "__module__", "") or "")
