"""Where a process cannot be forked (Windows): warm processes wait, each for one notebook, and new ones warm up meanwhile.

So no notebook meets what another one left. Pages are finished by processes that never run a cell.
"""

from __future__ import annotations

import pickle
import threading
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any

from sojo_eval.batch.engine import frames
from sojo_eval.batch.engine.frames import Frame
from sojo_eval.batch.engine.job_under_way import Job, Told, finished, job_from
from sojo_eval.batch.engine.notebook_run import FailureKind
from sojo_eval.batch.engine.parent_process import ParentProcess
from sojo_eval.batch.engine.processes import MEMORY_IS_SEEN, memory_held

_LOOK = 0.05
"""Seconds between two looks at the limits."""


@dataclass
class _Serving:
    """A process and the notebook that it executes."""

    job: Job
    process: ParentProcess


class WarmPool:
    """As `ParentProcess`: takes jobs, and `hear` is called with what becomes of them."""

    def __init__(self, hear: Callable[[Frame | None], None], workers: int) -> None:
        self._hear = hear
        self._lock = threading.RLock()
        self._ended = threading.Event()
        self._serving: dict[int, _Serving] = {}
        self._finishers = ProcessPoolExecutor(workers, mp_context=get_context("spawn"))
        self.about: dict[str, Any] = {}
        self._spare: list[_Waiting] = []
        self._workers = workers
        self._watch = threading.Thread(target=self._hold_to_limits, name="limits", daemon=True)
        self._watch.start()

    @property
    def pid(self) -> int | None:
        """There is no one process."""
        return None

    def send(self, kind: bytes, job: int, content: bytes = b"") -> None:
        """A job, or the end of one."""
        if kind == frames.KILL:
            self._kill(job, "killed")
            return
        new = job_from(Frame(kind, job, content))
        with self._lock:
            waiting = self._spare.pop(0) if self._spare else _Waiting()
            self._serving[job] = _Serving(new, waiting.process)
        waiting.take(lambda frame: self._told(new, frame))
        waiting.process.send(kind, job, content)

    def prepare(self, jobs: int) -> None:
        """Let processes warm up for this many further jobs, as many at most as work at once."""
        with self._lock:
            while len(self._spare) < min(jobs, self._workers) and not self._ended.is_set():
                self._spare.append(_Waiting())

    def end(self) -> None:
        """End what runs and what waits."""
        self._ended.set()
        with self._lock:
            processes = [one.process for one in self._serving.values()]
            processes += [one.process for one in self._spare]
            self._serving, self._spare = {}, []
        for process in processes:
            process.kill()
        self._finishers.shutdown(wait=True, cancel_futures=True)
        self._watch.join()

    def _told(self, job: Job, frame: Frame | None) -> None:
        if frame is not None:
            job.hear(frame)
            if job.order.passes_on:
                self._hear(frame)
            return
        with self._lock:
            serving = self._serving.pop(job.number, None)
        if serving is None:  # everything ends
            return
        job.left(serving.process.died_of)
        if not job.to_finish:
            self._hear(Frame(frames.DONE, job.number, pickle.dumps(job.result())))
            return
        job.finishing = True
        with suppress(RuntimeError):  # everything ends
            future = self._finishers.submit(finished, job.order.finish or b"", job.told, job.failure)
            future.add_done_callback(lambda it: self._finished(job, it.exception() or it.result()))

    def _finished(self, job: Job, told: Told | BaseException) -> None:
        if not isinstance(told, BaseException):
            job.finished, job.raised = told
        job.left("")
        self._hear(Frame(frames.DONE, job.number, pickle.dumps(job.result())))

    def _kill(self, number: int, why: FailureKind) -> None:
        with self._lock:
            serving = self._serving.get(number)
        if serving is not None:
            serving.job.killed_as = serving.job.killed_as or why
            serving.process.kill()

    def _hold_to_limits(self) -> None:
        while not self._ended.wait(_LOOK):
            with self._lock:
                serving = list(self._serving.values())
            for one in serving:
                job = one.job
                if job.ended_at is not None:
                    continue
                if job.deadline is not None and time.monotonic() > job.deadline:
                    self._kill(job.number, "timeout")
                elif (
                    job.order.memory is not None
                    and MEMORY_IS_SEEN
                    and memory_held(one.process.pid) > job.order.memory
                ):
                    self._kill(job.number, "memory")


class _Waiting:
    """A process that warms up or waits, and whoever hears it."""

    def __init__(self) -> None:
        self._told: Callable[[Frame | None], None] = lambda frame: None
        self.process = ParentProcess(lambda frame: self._told(frame), "warm_once")

    def take(self, told: Callable[[Frame | None], None]) -> None:
        self._told = told
