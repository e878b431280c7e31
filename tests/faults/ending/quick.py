"""Runs without kernels in a forked process, so that hundreds can be killed at any point of their writing."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path
from unittest import mock

from sojo_eval.batch import run as run_module
from sojo_eval.batch.engine import CellFailure, NotebookRun
from sojo_eval.batch.job import Job, Settings
from sojo_eval.batch.run import run_jobs
from sojo_eval.batch.run_record import RUN_RECORD, RunRecord
from sojo_eval.foundation.problems import SojoEvalError
from tests.batch.made_jobs import Runner, job, write_notebook
from tests.faults.ending.folders import Tally, compare, executions, look_after, whole

PAGES = 8
_FORK = multiprocessing.get_context("fork")


def quick_jobs(folder: Path, source: Path) -> list[Job]:
    """Jobs that become notebooks: they are written as the pages are, and made in a millisecond."""
    made = [job(folder, f"page{n}", notebook=source, area=f"C{n}") for n in range(PAGES)]
    return [Job(j.notebook, j.parameters, folder, (f"page{n}.ipynb",), j.label) for n, j in enumerate(made)]


def run_quickly(
    folder: Path, source: Path, log: Path, *, resume: bool = True, pause: Callable[[], None] | None = None
) -> int:
    """The exit code of a run, as the command line would give it. pause: what each of its pages waits for."""
    jobs = quick_jobs(folder, source)

    def act(run: NotebookRun) -> CellFailure | None:
        # One write: a killed process leaves the line or none.
        with log.open("ab", buffering=0) as stream:
            stream.write(f"page{str(run.parameters['area'])[1:]}\n".encode())
        if pause is not None:
            pause()
        return None

    settings = Settings(resume=resume)
    # Put back afterwards: where nothing was forked, later tests of this process would get pages with nothing on them.
    with mock.patch.object(run_module, "_runner", Runner(act).as_context):
        try:
            outcomes = run_jobs(jobs, settings, RunRecord(folder / RUN_RECORD, settings))
        except SojoEvalError as error:
            return error.exit_code
    return 3 if any(outcome.result == "failed" for outcome in outcomes) else 0


def forked(work: Callable[[], int]) -> multiprocessing.context.ForkProcess:
    """Start `work` in a process of its own, whose exit code is what it gives."""
    process = _FORK.Process(target=lambda: os._exit(work()))
    process.start()
    return process


def kill_quick_runs(folder: Path, kills: int, seed: int) -> Tally:
    """Kill runs with SIGKILL at random times and resume each; when all pages are there, begin anew."""
    draw, tally = random.Random(seed), Tally()
    folder.mkdir(parents=True, exist_ok=True)
    source, reference, log = folder / "source.ipynb", folder / "reference", folder / "log.txt"
    write_notebook(source, "print(area)")
    began = time.monotonic()
    assert run_quickly(reference, source, folder / "other.txt") == 0
    longest = time.monotonic() - began
    out, round_ = folder / "out0", 0
    _put_earlier(out)
    while tally.kills < kills:
        before, ran = whole(quick_jobs(out, source)), executions(log)
        process = forked(lambda at=out: run_quickly(at, source, log))  # type: ignore[misc]
        time.sleep(draw.uniform(0, longest))
        if process.is_alive():
            os.kill(process.pid or 0, signal.SIGKILL)
        process.join()
        tally.kills += process.exitcode == -signal.SIGKILL
        jobs = quick_jobs(out, source)
        look_after(tally, jobs, reference, before, executions(log) - ran)
        if len(whole(jobs)) == PAGES:
            _end(tally, out, source, reference)
            round_ += 1
            out = folder / f"out{round_}"
            _put_earlier(out)
    _end(tally, out, source, reference)
    return tally


def _end(tally: Tally, out: Path, source: Path, reference: Path) -> None:
    """Resume once without a kill: now the folder must be as if nothing had ever been killed."""
    process = forked(lambda: run_quickly(out, source, out.parent / "other.txt"))
    process.join()
    if process.exitcode != 0:
        tally.faults.append(f"the last run ended with {process.exitcode}")
    compare(tally, out, reference)


def _put_earlier(out: Path) -> None:
    out.mkdir()
    for n in range(PAGES):
        (out / f"page{n}.ipynb").write_bytes(b"earlier")
