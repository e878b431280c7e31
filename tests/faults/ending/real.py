"""The command line with real kernels, started, killed and resumed."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psutil

from sojo_eval.batch.done import OURS
from sojo_eval.batch.jobs_file import read_jobs
from tests.batch.made_jobs import write_notebook
from tests.faults.ending.folders import Tally, compare, executions, look_after, whole

PAGES = 3
MOSTLY = 0.8
"""Share of the kills that come after a run holds its folder."""


def table_of_jobs(folder: Path, log: Path, *cells: str, pages: int = PAGES, naps: float = 0.3) -> Path:
    """`jobs.csv` in `folder`: pages whose notebook writes a line when it is executed, and rests."""
    folder.mkdir(parents=True, exist_ok=True)
    note = f"import time\nwith open({str(log)!r}, 'ab', buffering=0) as stream:\n    stream.write(f'{{name}}\\n'.encode())\ntime.sleep(nap)\nprint(name)"
    write_notebook(folder / "napping.ipynb", note, *cells, parameters="name = ''\nnap = 0.0")
    rows = [f"napping.ipynb,out/page{n}.html,page{n},{naps}" for n in range(pages)]
    path = folder / "jobs.csv"
    path.write_text("\n".join(["notebook,output,name,nap", *rows]), encoding="utf-8")
    return path


def _hear_signals() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


def start(*arguments: str | Path, **more: object) -> subprocess.Popen[str]:
    """The command line in a session of its own, so that nothing it starts outlives the test, and with the usual ear for
    signals: whoever runs the tests may ignore some (nohup, a shell's background)."""
    command = [sys.executable, "-m", "sojo_eval", *map(str, arguments)]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True, preexec_fn=_hear_signals, **more  # type: ignore[call-overload,no-any-return]
    )  # fmt: skip


def started_by(pid: int) -> list[psutil.Process]:
    """All that a process has started and that has not ended."""
    try:
        return psutil.Process(pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def still_there(processes: list[psutil.Process], seconds: float) -> list[psutil.Process]:
    """Those that have not ended after so many seconds."""
    _, alive = psutil.wait_procs(processes, timeout=seconds)
    return [p for p in alive if p.status() != psutil.STATUS_ZOMBIE]


def end_all(processes: list[psutil.Process]) -> None:
    """Kill what a test started and that it would leave behind."""
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.kill()


def _until_begun(out: Path, process: subprocess.Popen[str]) -> None:
    """Wait until this run holds the folder, or has ended. What a killed one left there names another process."""
    held = f'"process": {process.pid},'
    while process.poll() is None:
        with suppress(OSError):
            if held in (out / OURS / "running.json").read_text(encoding="utf-8"):
                return
        time.sleep(0.05)


def kill_real_runs(folder: Path, kills: int, seed: int, *more: str) -> Tally:
    """Kill the command line with SIGKILL at random times and resume; when all pages are there, begin anew."""
    draw, tally = random.Random(seed), Tally()
    reference, log = folder / "reference", folder / "log.txt"
    # The pages of the reference are made from the same parameters, so that even their done files are equal.
    done = start("batch", table_of_jobs(reference, log), *more)
    _until_begun(reference / "out", done)
    began = time.monotonic()
    said = done.communicate()
    assert done.returncode == 0, said
    longest = time.monotonic() - began
    log.unlink()
    round_ = 0
    jobs_csv = table_of_jobs(folder / "round0", log)
    while True:
        jobs = read_jobs(jobs_csv).jobs
        before, ran = whole(jobs), executions(log)
        process = start("batch", jobs_csv, "--resume", *more)
        if tally.kills < kills:
            if draw.random() < MOSTLY:  # else it may be killed while it is still reading its jobs
                _until_begun(jobs_csv.parent / "out", process)
            time.sleep(draw.uniform(0, longest))
        else:
            process.communicate()
        children = started_by(process.pid)
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
        process.communicate()
        code = process.returncode
        tally.kills += code == -signal.SIGKILL
        if code not in (0, -signal.SIGKILL):
            tally.faults.append(f"ended with {code}")
        left = still_there(children, 5)
        tally.faults += [f"outlived its run: {p.name()}" for p in left]
        end_all(left)
        look_after(tally, jobs, reference / "out", before, executions(log) - ran)
        if len(whole(jobs)) == PAGES:
            compare(tally, jobs_csv.parent / "out", reference / "out")
            if tally.kills >= kills:
                return tally
            round_ += 1
            jobs_csv = table_of_jobs(folder / f"round{round_}", log)
