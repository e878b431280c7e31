"""Seconds, CPU seconds and memory a report takes: papermill in four ways, ploomber-engine, ours, and plain functions.

Each way runs in a process of its own, which makes a few reports to warm up and then `--reports` of them; the machine's
load is told beside. Run on a quiet machine:

    pip install -c constraints.txt -e ".[bench]" && python benchmarks/batch.py
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import reference_report
from report_ways import (
    Job,
    by_command,
    by_function,
    by_papermill,
    by_ploomber,
    by_ploomber_command,
    by_runner,
)

WORKERS = 2
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PLOOMBER_STATS_ENABLED": "false"}
"""For every way: two processes whose linear algebra takes both cores each stand in each other's way."""


def in_turn(jobs: Sequence[Job], one: Callable[[Job], None]) -> None:
    for job in jobs:
        one(job)


def in_pool(jobs: Sequence[Job], one: Callable[[Job], None], pool: Executor) -> None:
    list(pool.map(one, jobs))


def timed(way: str, warm_up: Sequence[Job], jobs: Sequence[Job]) -> dict[str, float]:
    """Seconds until the first reports are there, and for the others; CPU seconds of the others."""
    spawn = multiprocessing.get_context("spawn")
    with ThreadPoolExecutor(WORKERS) as threads, ProcessPoolExecutor(WORKERS, mp_context=spawn) as pool:
        runs: dict[str, Callable[[Sequence[Job]], None]] = {
            "papermill's command, one after the other": partial(in_turn, one=by_command),
            "two of papermill's commands at once": partial(in_pool, one=by_command, pool=threads),
            "papermill in a pool of processes": partial(in_pool, one=by_papermill, pool=pool),
            "two of ploomber-engine's commands at once": partial(
                in_pool, one=by_ploomber_command, pool=threads
            ),
            "ploomber-engine, one after the other in one process": partial(in_turn, one=by_ploomber),
            "ploomber-engine in a pool of processes": partial(in_pool, one=by_ploomber, pool=pool),
            "plain functions in a warm pool (the limit)": partial(in_pool, one=by_function, pool=pool),
        }
        if way.startswith("ours"):
            from sojo_eval.batch.engine import NotebookRunner

            with NotebookRunner(WORKERS) as runner:
                return _measured(partial(by_runner, runner=runner), warm_up, jobs)
        return _measured(runs[way], warm_up, jobs)


def _measured(
    run: Callable[[Sequence[Job]], None], warm_up: Sequence[Job], jobs: Sequence[Job]
) -> dict[str, float]:
    began = time.monotonic()
    run(warm_up)
    warm, used = time.monotonic(), _cpu_of_all()
    run(jobs)
    ended = time.monotonic()
    return {
        "start": warm - began,
        "seconds": (ended - warm) / len(jobs),
        "cpu": (_cpu_of_all() - used) / len(jobs),
    }


def _cpu_of_all() -> float:
    """CPU seconds so far of this process, those below it, and those of them that have ended (Linux)."""
    from sojo_eval.batch.engine.processes import descendants

    ticks = 0
    for pid in (os.getpid(), *descendants(os.getpid())):
        try:
            words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        ticks += sum(int(word) for word in words[11:15])
    return ticks / os.sysconf("SC_CLK_TCK")


LOOP = "papermill's command, one after the other"
PLOOMBER = "two of ploomber-engine's commands at once"
PLOOMBER_IN_TURN = "ploomber-engine, one after the other in one process"
PLOOMBER_POOL = "ploomber-engine in a pool of processes"
OURS, SHARED = "ours", "ours, with shared cells"
LIMIT = "plain functions in a warm pool (the limit)"
WAYS = (
    LOOP, "two of papermill's commands at once", "papermill in a pool of processes", PLOOMBER, PLOOMBER_IN_TURN,
    PLOOMBER_POOL, OURS, SHARED, LIMIT,
)  # fmt: skip


def jobs_of(folder: Path, notebook: Path, numbers: range, city: str) -> list[Job]:
    """Jobs of the reference notebook by seed, or of a notebook of ours by language."""
    if not city:
        return [(notebook, {"seed": n}, folder / f"out-{n}.ipynb") for n in numbers]
    return [
        (notebook, {"city_dir": city, "lang": ("ja", "en")[n % 2]}, folder / f"out-{n}.ipynb")
        for n in numbers
    ]


def one_way(way: str, folder: Path, reports: int, city: str) -> None:
    """In a process of its own: measure, and print what was found."""
    shared = way == SHARED
    if city:
        notebook = Path(__file__).resolve().parent.parent / "notebooks" / "40_evaluation.ipynb"
    else:
        notebook = reference_report.write_notebook(folder / "reference.ipynb", shared=shared)
    warm_up = jobs_of(folder, notebook, range(WORKERS), city)
    jobs = jobs_of(folder, notebook, range(WORKERS, WORKERS + reports), city)
    print(json.dumps(timed(way, warm_up, jobs)))


def compare(ways: Sequence[str], reports: int, city: str) -> list[dict[str, Any]]:
    """Each way in a process of its own."""
    rows = []
    for way in ways:
        if "ploomber" in way and importlib.util.find_spec("ploomber_engine") is None:
            print(f"{way}: not installed (pip install -e '.[bench]')")
            continue
        with tempfile.TemporaryDirectory(prefix="batch-") as folder:
            load = os.getloadavg()[0]
            command = [
                sys.executable,
                __file__,
                "--one",
                way,
                "--folder",
                folder,
                "--reports",
                str(reports),
                "--city",
                city,
            ]
            process = subprocess.Popen(
                command,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                env=os.environ | ONE_THREAD,
            )
            assert process.stdout is not None
            said = process.stdout.read()
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode:
                print(f"{way}: failed")
                continue
            found = json.loads(said.splitlines()[-1])
            rows.append({"way": way, **found, "memory": used.ru_maxrss / 1024, "load": load})
            print(_line(rows[-1]), flush=True)
    return rows


def _line(row: dict[str, Any]) -> str:
    return (
        f"| {row['way']} | {row['start']:.1f} | {row['seconds']:.2f} | {row['cpu']:.2f} | {row['memory']:.0f} | "
        f"{row['load']:.1f} |"
    )


def bars(rows: Sequence[dict[str, Any]]) -> list[str]:
    """Each promise, kept or missed, with its number."""
    seconds = {row["way"]: row["seconds"] for row in rows}
    asked = [
        ("ours, times faster than papermill's commands one after the other", LOOP, OURS, 8.0),
        ("with shared cells, times faster than these", LOOP, SHARED, 11.0),
        ("ours, times faster than ploomber-engine's commands", PLOOMBER, OURS, 2.5),
        ("ours, times faster than ploomber-engine in one process", PLOOMBER_IN_TURN, OURS, 2.5),
        ("ours, times faster than ploomber-engine in a warm pool", PLOOMBER_POOL, OURS, 2.5),
        ("ours, speed as a share of the limit", LIMIT, OURS, 0.8),
    ]
    said = []
    for what, theirs, mine, bar in asked:
        if theirs in seconds and mine in seconds:
            found = seconds[theirs] / seconds[mine]
            said.append(f"{what}: {found:.2f}, bar {bar:g}: {'kept' if found >= bar else 'missed'}")
    return said


def main() -> None:
    """Compare, or measure one way."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reports", type=int, default=10, help="reports of each way")
    parser.add_argument(
        "--city", default="", help="a city's folder, or example: 40_evaluation instead of the reference"
    )
    parser.add_argument("--way", action="append", help="only these (a part of the name)")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        one_way(asked.one, asked.folder, asked.reports, asked.city)
        return
    ways = [way for way in WAYS if not asked.way or any(part in way for part in asked.way)]
    if asked.city:
        ways = [way for way in ways if "functions" not in way and "shared" not in way]
    print(f"{os.cpu_count()} cores, {WORKERS} workers, {asked.reports} reports each, load {os.getloadavg()}")
    print(
        "| way | s to the first two | s a report | CPU s a report | largest process, MB | load |\n|---|---|---|---|---|---|"
    )
    for line in bars(compare(ways, asked.reports, asked.city)):
        print(line)


if __name__ == "__main__":
    main()
