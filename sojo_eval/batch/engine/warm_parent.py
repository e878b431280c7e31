"""The warm parent: a Python started anew, which forks a process for each notebook.

It is started by exec, not by fork, imports everything once and stays with one thread; it runs no cell itself. It
speaks frames: jobs arrive on its standard input, what became of them leaves on its standard output. When the input ends,
it ends what runs and itself.
"""

from __future__ import annotations

import gc
import hashlib
import os
import pickle
import selectors
import signal
import socket
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from sojo_eval.batch.engine import frames
from sojo_eval.batch.engine.children import Child
from sojo_eval.batch.engine.executing import finish_job, forget_the_parents_end, run_cells, work_and_leave
from sojo_eval.batch.engine.frames import Frame, FrameReader, channels, write_frame
from sojo_eval.batch.engine.job_under_way import Job, job_from
from sojo_eval.batch.engine.kernel_here import KernelHere
from sojo_eval.batch.engine.notebook_run import FailureKind, NotebookRun
from sojo_eval.batch.engine.processes import kill_all, memory_held, threads_here
from sojo_eval.batch.engine.shared_cells import LONGEST_ORDER, SharedParent, serve, shared_in, take_in_orphans

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
        self._orphans = take_in_orphans()
        self._shared: dict[tuple[str, str, str], SharedParent | None] = {}
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
            below = [shared.pid for shared in self._shared.values() if shared is not None]
            for pid in (*(child.pid for child in self._children.values() if child.pid), *below):
                kill_all(pid)

    def _asked(self, frame: Frame) -> None:
        if frame.kind == frames.KILL:
            if frame.job in self._children:
                self._kill(self._jobs[frame.job], "killed")
            return
        job = job_from(frame)
        self._jobs[job.number] = job
        if not self._start_shared(job, frame.content):
            self._start(job, partial(run_cells, job, self._kernel))

    def _start_shared(self, job: Job, order: bytes) -> bool:
        """Let a process with shared cells fork the job's. False where there are none, or it cannot."""
        shared = self._shared_parent(job)
        if shared is None or len(order) > LONGEST_ORDER:
            return False
        reading, writing = os.pipe()
        try:
            shared.give(job.number, order, writing)
        except OSError:
            os.close(reading)
            return False
        finally:
            os.close(writing)
        self._follow(job, 0, reading)
        return True

    def _shared_parent(self, job: Job) -> SharedParent | None:
        """The process with the shared cells of the job's notebook, None for a notebook without."""
        if job.order.passes_on or job.order.engine != "fork" or not self._orphans:
            return None
        run = pickle.loads(job.order.work)
        try:
            content = run.notebook.read_bytes()
        except OSError:
            return None
        key = (str(run.notebook), str(run.cwd), hashlib.sha256(content).hexdigest())
        if key not in self._shared:
            count = shared_in(content)
            self._shared[key] = self._fork_shared(run, count) if count else None
        return self._shared[key]

    def _fork_shared(self, run: NotebookRun, count: int) -> SharedParent:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        pid = os.fork()
        if pid == 0:
            self._leave_the_parent(ours.fileno())
            os.chdir(run.cwd)
            serve(theirs, run, count, self._kernel, self._work_of)
        theirs.close()
        return SharedParent(pid, ours)

    def _work_of(self, order: bytes, descriptor: int) -> None:
        """In a process forked from one with shared cells: execute the job."""
        job = job_from(Frame(frames.JOB, 0, order))
        work_and_leave(partial(run_cells, job, self._kernel), descriptor)

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
        self._follow(job, pid, reading)

    def _follow(self, job: Job, pid: int, reading: int) -> None:
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
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})  # workers of a cluster do not hear it
        others = [child.pipe for child in self._children.values()]
        others += [shared.channel.fileno() for shared in self._shared.values() if shared is not None]
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
                if frame.kind == frames.IS:
                    child.pid = int(frame.content)
                    self._forked(job)
                    continue
                job.hear(frame)
                if job.order.passes_on:
                    write_frame(self._answers, frame.kind, job.number, frame.content)

    def _forked(self, job: Job) -> None:
        for shared in self._shared.values():
            if shared is not None:
                shared.waiting.discard(job.number)

    def _replace_what_shares_no_more(self) -> None:
        """A process with shared cells that is gone (one of them fails, or was killed): its notebook is executed whole."""
        for key, shared in list(self._shared.items()):
            if shared is None or os.waitpid(shared.pid, os.WNOHANG)[0] == 0:
                continue
            shared.channel.close()
            self._shared[key] = None
            for number in shared.waiting:
                job, child = self._jobs[number], self._children.pop(number)
                if not child.silent:
                    self._wait.unregister(child.pipe)
                os.close(child.pipe)
                if job.killed_as is None:
                    self._start(job, partial(run_cells, job, self._kernel))
                    continue
                job.left("")
                del self._jobs[number]
                write_frame(self._answers, frames.DONE, number, pickle.dumps(job.result()))

    def _put_orphans_away(self) -> None:
        """Processes that ended without a parent are nobody else's to wait for."""
        mine = {child.pid for child in self._children.values()}
        mine |= {shared.pid for shared in self._shared.values() if shared is not None}
        while self._orphans:
            try:
                ended = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            except ChildProcessError:
                return
            if ended is None or ended.si_pid in mine or 0 in mine:
                return
            os.waitpid(ended.si_pid, 0)

    def _end_what_is_over(self) -> None:
        self._replace_what_shares_no_more()
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

        self._put_orphans_away()

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
            elif child.pid and job.order.memory is not None and memory_held(child.pid) > job.order.memory:
                self._kill(job, "memory")

    def _kill(self, job: Job, why: FailureKind) -> None:
        job.killed_as = job.killed_as or why
        pid = self._children[job.number].pid
        # Not forked yet: then the process with the shared cells keeps it waiting.
        waited_for = [s.pid for s in self._shared.values() if s is not None and job.number in s.waiting]
        for one in [pid] if pid else waited_for:
            kill_all(one)

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
    code = 1
    try:
        write_frame(answers, frames.READY, 0, pickle.dumps({"threads": threads_here(), "missing": missing}))
        WarmParent(source, answers, kernel).serve()
        code = 0
    except BrokenPipeError:  # who asked was killed while this was getting warm
        code = 0
    except Exception:
        traceback.print_exc()
    finally:
        # Nothing to put in order; libraries that count what is still there would complain of what is frozen.
        os._exit(code)
