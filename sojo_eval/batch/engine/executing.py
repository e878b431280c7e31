"""What a process does that executes one notebook, and how it leaves."""

from __future__ import annotations

import atexit
import logging
import multiprocessing.util
import os
import pickle
import threading
import weakref
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from sojo_eval.batch.engine import frames
from sojo_eval.batch.engine.execution import TellingManager, execute, execute_here, tell_failure
from sojo_eval.batch.engine.frames import write_frame
from sojo_eval.batch.engine.job_under_way import Job, finished
from sojo_eval.batch.engine.kernel_here import KernelHere
from sojo_eval.batch.engine.notebook_run import CellFailure, NotebookRun


def run_cells(job: Job, kernel: KernelHere, descriptor: int) -> None:
    """Execute the job's notebook, and tell of it."""

    def tell(kind: bytes, content: bytes) -> None:
        write_frame(descriptor, kind, job.number, content)

    if not job.order.passes_on:
        run: NotebookRun = pickle.loads(job.order.work)
        execute(run, None if job.order.engine == "papermill" else kernel, tell)
        return
    # For papermill, which holds the notebook itself and is told of its cells.
    notebook, folder, settings = pickle.loads(job.order.work)
    os.chdir(folder)
    manager = TellingManager(notebook, list(range(1, len(notebook.cells) + 1)), tell)
    execute_here(manager, kernel, **settings)
    manager.tell_end()


def finish_job(job: Job, descriptor: int) -> None:
    """Let the job's `finish` have the notebook: in a process that no cell has touched."""
    given, raised = finished(job.order.finish or b"", job.told, job.failure)
    if raised is not None:
        write_frame(descriptor, frames.RAISED, job.number, raised)
    else:
        write_frame(descriptor, frames.FINISHED, job.number, given or b"")


def work_and_leave(work: Callable[[int], Any], descriptor: int) -> None:
    """Do the work, run what cells want to be run at the end, and leave without the parent's own end."""
    code = 0
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


def forget_the_parents_end() -> None:
    """In a fork: what the parent would do at its own end (temporary folders removed) is not the child's to do."""
    atexit._clear()
    for finalizer in list(weakref.finalize._registry):  # type: ignore[attr-defined]
        finalizer.atexit = False
    for at_end in (weakref.finalize._exitfunc, multiprocessing.util._exit_function, logging.shutdown):  # type: ignore[attr-defined]
        atexit.register(at_end)
