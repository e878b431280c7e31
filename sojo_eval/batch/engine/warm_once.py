"""A process that warms up, executes one notebook and ends: for systems where a warm parent cannot fork."""

from __future__ import annotations

import os
import pickle
import sys
import time

from sojo_eval.batch.engine import frames
from sojo_eval.batch.engine.executing import run_cells, work_and_leave
from sojo_eval.batch.engine.frames import FrameReader, channels, write_frame
from sojo_eval.batch.engine.job_under_way import Job, job_from
from sojo_eval.batch.engine.kernel_here import KernelHere
from sojo_eval.batch.engine.processes import threads_here


def main() -> None:
    """Warm up, say so, and wait for the one job."""
    source, answers = channels()
    kernel = KernelHere()
    missing = kernel.warm()
    write_frame(answers, frames.READY, 0, pickle.dumps({"threads": threads_here(), "missing": missing}))
    reader = FrameReader()
    while piece := os.read(source, 1 << 16):
        for frame in reader.feed(piece):
            job = job_from(frame)
            work_and_leave(lambda descriptor, job=job: _run(job, kernel, descriptor), answers)  # type: ignore[misc]


def _run(job: Job, kernel: KernelHere, descriptor: int) -> None:
    before = time.process_time()
    run_cells(job, kernel, descriptor)
    used = pickle.dumps((time.process_time() - before, _peak()))
    write_frame(descriptor, frames.USED, job.number, used)


def _peak() -> int:
    """The most memory that this process held, in bytes; 0 where the system does not tell."""
    if os.name != "posix":
        return 0
    import resource

    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return held if sys.platform == "darwin" else held * 1024
