"""Runs that are killed, told to end, started twenty times at once, or run out of disk leave nothing half and nothing twice.

benchmarks/kill_and_resume.py kills five hundred.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.batch.made_jobs import write_notebook
from tests.faults.ending.folders import executions
from tests.faults.ending.quick import forked, kill_quick_runs, quick_jobs, run_quickly
from tests.faults.ending.real import end_all, kill_real_runs, start, started_by, still_there, table_of_jobs

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals and forks of POSIX")


def test_sixty_killed_runs_lose_nothing_and_make_nothing_twice(tmp_path: Path) -> None:
    tally = kill_quick_runs(tmp_path / "runs", 60, seed=1)
    assert tally.is_clean, (tally.line(), tally.faults)
    assert tally.kills == 60


def test_a_killed_run_with_kernels_loses_nothing_and_leaves_no_process(tmp_path: Path) -> None:
    """One; benchmarks/kill_and_resume.py kills as many as one likes."""
    tally = kill_real_runs(tmp_path / "runs", 1, seed=2)
    assert tally.is_clean, (tally.line(), tally.faults)


def test_of_twenty_runs_started_at_once_one_runs_and_the_others_say_so(tmp_path: Path) -> None:
    source, log = write_notebook(tmp_path / "source.ipynb"), tmp_path / "log.txt"
    refused = multiprocessing.get_context("fork").Value("i", 0)
    deadline = time.monotonic() + 60

    def until_the_others_are_refused() -> None:
        while refused.value < 19 and time.monotonic() < deadline:
            time.sleep(0.05)

    def one() -> int:
        code = run_quickly(tmp_path / "out", source, log, resume=False, pause=until_the_others_are_refused)
        with refused.get_lock():
            refused.value += code == 3
        return code

    runs = [forked(one) for _ in range(20)]
    for run in runs:
        run.join()
    assert Counter(run.exitcode for run in runs) == {3: 19, 0: 1}
    assert set(executions(log).values()) == {1}


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_run_that_is_told_to_end_ends_in_order(tmp_path: Path, number: int, code: int) -> None:
    log = tmp_path / "log.txt"
    process = start("batch", table_of_jobs(tmp_path, log, pages=4, naps=60), "--lang", "en")
    deadline = time.monotonic() + 60
    while executions(log).total() < 2 and time.monotonic() < deadline:
        time.sleep(0.1)
    children = started_by(process.pid)
    if number == signal.SIGINT:
        os.killpg(process.pid, number)  # as a terminal does: everything hears it
    else:
        process.send_signal(number)
    _, said = process.communicate(timeout=20)
    left = still_there(children, 5)
    end_all(left)
    assert process.returncode == code
    assert not left
    assert f"Ended by {signal.Signals(number).name}: 0 of 4 are done" in said
    assert "Traceback" not in said
    assert [p.name for p in (tmp_path / "out").iterdir()] == [".sojo-eval"]
    told = json.loads((tmp_path / "jobs.run.json").read_text(encoding="utf-8"))
    assert told["state"] == "stopped"
    assert {entry["outcome"] for entry in told["jobs"]} <= {"stopped", "waiting"}


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte, where this process may mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)]
    if (
        sys.platform != "linux"
        or shutil.which("mount") is None
        or subprocess.run(command, capture_output=True).returncode
    ):
        pytest.skip("no disk can be mounted here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_is_said_and_what_was_there_stays(small_disk: Path, tmp_path: Path) -> None:
    source, log, out = write_notebook(tmp_path / "source.ipynb"), tmp_path / "log.txt", small_disk / "out"
    assert run_quickly(out, source, log) == 0
    pages = {path: path.read_bytes() for path in (j.paths[0] for j in quick_jobs(out, source))}
    write_notebook(source, "print('another page')", "print(1)" * 9000)
    ballast = small_disk / "ballast"
    with ballast.open("wb") as stream:
        left = os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_frsize
        stream.write(b"x" * (left - 100_000))  # room for one new page, not for eight
    run = forked(lambda: run_quickly(out, source, log))
    run.join()
    assert run.exitcode == 3
    changed = [path.name for path, content in pages.items() if path.read_bytes() != content]
    assert len(changed) == 1
    assert not list(out.rglob("*.part"))
    ballast.unlink()
    before = executions(log)
    assert run_quickly(out, source, log) == 0
    assert (executions(log) - before).total() == 7
