"""The warm parent: a Python started anew, which forks a process for each notebook.

It is started by exec, not by fork, imports everything once and stays with one thread; it runs no cell itself. It
speaks frames: jobs arrive on its standard input, what became of them leaves on its standard output. When the input ends,
it ends what runs and itself.
"""

from __future__ import annotations

import gc
import os
import pickle
import selectors
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from sojo_eval.batch.engine import frames
from sojo_eval.batch.engine.children import Child
from sojo_eval.batch.engine.executing import finish_job, forget_the_parents_end, run_cells, work_and_leave
from sojo_eval.batch.engine.frames import Frame, FrameReader, channels, write_frame
from sojo_eval.batch.engine.job_under_way import Job, job_from
from sojo_eval.batch.engine.kernel_here import KernelHere
from sojo_eval.batch.engine.notebook_run import FailureKind
from sojo_eval.batch.engine.processes import kill_all, memory_held, threads_here

_PIECE = 1 << 20
_LOOK_AT_MEMORY = 0.02
"""Seconds between two looks at the memory of notebooks with a limit."""
_TO_LEAVE = 5.0
"""Seconds that a notebook's process has for its own end (files, programs), after its last cell."""


class WarmParent:
    """Takes jobs from `source` and answers to `answers`, both descriptors."""

    def __init__(self, source: int, answers: int, kernel: KernelHere) -> None:
        self._source, self._answers = source, answers
        self._kernel = kernel
        self._jobs: dict[int, Job] = {}
        self._children: dict[int, Child] = {}
        self._wait = selectors.DefaultSelector()
        self._reader = FrameReader()
        self._wake_read, self._wake_write = os.pipe()
        for descriptor in (self._wake_read, self._wake_write):
            os.set_blocking(descriptor, False)
        self._wait.register(source, selectors.EVENT_READ)
        self._wait.register(self._wake_read, selectors.EVENT_READ)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._wake_write, warn_on_full_buffer=False)

    def serve(self) -> None:
        """Work until the source ends."""
        try:
            while True:
                for key, _ in self._wait.select(self._patience()):
                    if key.fd == self._source:
                        piece = os.read(self._source, _PIECE)
                        if not piece:
                            return
                        for frame in self._reader.feed(piece):
                            self._asked(frame)
                    elif key.fd == self._wake_read:
                        with suppress(BlockingIOError):
                            os.read(self._wake_read, _PIECE)
                    else:
                        self._told(key.data)
                self._end_what_is_over()
                self._hold_to_limits()
        except BrokenPipeError:  # nobody listens any more
            return
        finally:
            for child in self._children.values():
                kill_all(child.pid)

    def _asked(self, frame: Frame) -> None:
        if frame.kind == frames.KILL:
            if frame.job in self._children:
                self._kill(self._jobs[frame.job], "killed")
            return
        job = job_from(frame)
        self._jobs[job.number] = job
        self._start(job, lambda descriptor: run_cells(job, self._kernel, descriptor))

    def _start(self, job: Job, work: Callable[[int], None]) -> None:
        """Fork; the child does `work`, telling of it through a pipe, and never comes back here."""
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            self._leave_the_parent(reading)
            work_and_leave(work, writing)
        os.close(writing)
        with suppress(OSError):  # the child does so too: whoever comes first
            os.setpgid(pid, pid)
        os.set_blocking(reading, False)
        self._children[job.number] = Child(pid, reading)
        self._wait.register(reading, selectors.EVENT_READ, job)

    def _leave_the_parent(self, reading: int) -> None:
        """In the child: nothing of the parent's business stays open."""
        os.setpgid(0, 0)
        forget_the_parents_end()
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        others = [child.pipe for child in self._children.values()]
        for descriptor in (self._source, self._answers, self._wake_read, self._wake_write, reading, *others):
            with suppress(OSError):
                os.close(descriptor)
        self._wait.close()

    def _told(self, job: Job) -> None:
        """Read what a child tells. What a live job is asked to pass on goes out at once."""
        child = self._children[job.number]
        while True:
            try:
                piece = os.read(child.pipe, _PIECE)
            except BlockingIOError:
                return
            if not piece:
                self._wait.unregister(child.pipe)
                child.silent = True
                return
            for frame in child.reader.feed(piece):
                job.hear(frame)
                if job.order.passes_on:
                    write_frame(self._answers, frame.kind, job.number, frame.content)

    def _end_what_is_over(self) -> None:
        for number, child in list(self._children.items()):
            ended = child.end()
            if ended is None:
                continue
            job = self._jobs[number]
            if not child.silent:
                self._told(job)
            if not child.silent:  # a process that it left behind holds the pipe
                self._wait.unregister(child.pipe)
            os.close(child.pipe)
            del self._children[number]
            job.add_use(ended.cpu_seconds, ended.peak_memory)
            job.left(ended.signal)
            if job.to_finish:
                job.finishing = True
                self._start(job, partial(finish_job, job))
            else:
                del self._jobs[number]
                write_frame(self._answers, frames.DONE, number, pickle.dumps(job.result()))

    def _hold_to_limits(self) -> None:
        now = time.monotonic()
        for number, child in self._children.items():
            job = self._jobs[number]
            if job.finishing:
                continue
            if job.ended_at is not None:
                if now - job.ended_at > _TO_LEAVE:
                    kill_all(child.pid)
            elif job.deadline is not None and now > job.deadline:
                self._kill(job, "timeout")
            elif job.order.memory is not None and memory_held(child.pid) > job.order.memory:
                self._kill(job, "memory")

    def _kill(self, job: Job, why: FailureKind) -> None:
        job.killed_as = job.killed_as or why
        kill_all(self._children[job.number].pid)

    def _patience(self) -> float | None:
        waits = []
        for job in self._jobs.values():
            if job.finishing:
                continue
            if job.order.memory is not None:
                waits.append(_LOOK_AT_MEMORY)
            times = [job.deadline, None if job.ended_at is None else job.ended_at + _TO_LEAVE]
            waits += [max(0.0, at - time.monotonic()) + 0.001 for at in times if at is not None]
        return min(waits, default=None)


def main() -> None:
    """Warm up, say so, and serve."""
    source, answers = channels()
    kernel = KernelHere()
    missing = kernel.warm()
    gc.collect()
    gc.freeze()  # what is here now is looked at by no collection, which would copy its pages into every child
    write_frame(answers, frames.READY, 0, pickle.dumps({"threads": threads_here(), "missing": missing}))
    try:
        WarmParent(source, answers, kernel).serve()
    finally:
        os._exit(
            0
        )  # nothing to put in order; libraries that count what is still there would complain of what is frozen
