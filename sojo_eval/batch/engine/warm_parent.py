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

from sojo_eval.batch.engine import children, frames
from sojo_eval.batch.engine.children import Child, Job
from sojo_eval.batch.engine.frames import Frame, FrameReader, write_frame
from sojo_eval.batch.engine.kernel_here import KernelHere
from sojo_eval.batch.engine.processes import kill_all, memory_held, threads_here
from sojo_eval.batch.engine.warming import warm

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
            for job in self._jobs.values():
                if job.child is not None:
                    kill_all(job.child.pid)

    def _asked(self, frame: Frame) -> None:
        if frame.kind == frames.KILL:
            for job in list(self._jobs.values()) if frame.job < 0 else [self._jobs.get(frame.job)]:
                if job is not None and job.child is not None:
                    job.killed_as = job.killed_as or "killed"
                    kill_all(job.child.pid)
            return
        job = children.job_from(frame)
        self._jobs[job.number] = job
        self._start(job, lambda descriptor: children.run_cells(job, self._kernel, descriptor))

    def _start(self, job: Job, work: Callable[[int], None]) -> None:
        """Fork; the child does `work`, telling of it through a pipe, and never comes back here."""
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            self._leave_the_parent(reading)
            children.work_and_leave(work, writing)
        os.close(writing)
        with suppress(OSError):  # the child does so too: whoever comes first
            os.setpgid(pid, pid)
        os.set_blocking(reading, False)
        job.child = Child(pid, reading, time.monotonic())
        self._wait.register(reading, selectors.EVENT_READ, job)

    def _leave_the_parent(self, reading: int) -> None:
        """In the child: nothing of the parent's business stays open."""
        os.setpgid(0, 0)
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        others = [job.child.pipe for job in self._jobs.values() if job.child is not None]
        for descriptor in (self._source, self._answers, self._wake_read, self._wake_write, reading, *others):
            with suppress(OSError):
                os.close(descriptor)
        self._wait.close()

    def _told(self, job: Job) -> None:
        """Read what a child tells. What a live job is asked to pass on goes out at once."""
        child = job.child
        if child is None:
            return
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
                if job.passes_on:
                    write_frame(self._answers, frame.kind, job.number, frame.content)

    def _end_what_is_over(self) -> None:
        for job in list(self._jobs.values()):
            child = job.child
            if child is None or (ended := child.end()) is None:
                continue
            status, used = ended
            if not child.silent:
                self._told(job)
            if not child.silent:  # a process that it left behind holds the pipe
                self._wait.unregister(child.pipe)
            os.close(child.pipe)
            job.child = None
            job.add_use(used)
            job.left(status)
            if job.to_finish:
                job.finishing = True
                self._start(job, job.finish_here)
            else:
                del self._jobs[job.number]
                write_frame(self._answers, frames.DONE, job.number, pickle.dumps(job.result()))

    def _hold_to_limits(self) -> None:
        now = time.monotonic()
        for job in self._jobs.values():
            child = job.child
            if child is None or job.finishing:
                continue
            if job.ended_at is not None:
                if now - job.ended_at > _TO_LEAVE:
                    kill_all(child.pid)
            elif job.deadline is not None and now > job.deadline:
                job.killed_as = job.killed_as or "timeout"
                kill_all(child.pid)
            elif job.memory is not None and memory_held(child.pid) > job.memory:
                job.killed_as = job.killed_as or "memory"
                kill_all(child.pid)

    def _patience(self) -> float | None:
        waits = []
        for job in self._jobs.values():
            if job.finishing:
                continue
            if job.memory is not None:
                waits.append(_LOOK_AT_MEMORY)
            times = [job.deadline, None if job.ended_at is None else job.ended_at + _TO_LEAVE]
            waits += [max(0.0, at - time.monotonic()) + 0.001 for at in times if at is not None]
        return min(waits, default=None)


def main() -> None:
    """Warm up, say so, and serve."""
    source, answers = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    missing = warm()
    kernel = KernelHere()
    gc.collect()
    gc.freeze()  # what is here now is looked at by no collection, which would copy its pages into every child
    write_frame(answers, frames.READY, 0, pickle.dumps({"threads": threads_here(), "missing": missing}))
    try:
        WarmParent(source, answers, kernel).serve()
    finally:
        os._exit(
            0
        )  # nothing to put in order; libraries that count what is still there would complain of what is frozen
