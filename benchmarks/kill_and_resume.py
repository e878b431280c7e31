"""Runs killed with `kill -9` and resumed, a full disk, twenty starts at once: nothing lost, corrupt or made twice.

Run: `python benchmarks/kill_and_resume.py --quick 400 --kernels 50 --workers-killed 50 --disks 20 --starts 20`. Each part prints its
line when it ends; a part that is not asked for is left out. Exits 1 when a bar is broken. A full disk needs the right to mount one.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from unittest import mock

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from sojo_eval.batch.cluster import ClusterRunner  # noqa: E402
from sojo_eval.batch.job import Settings  # noqa: E402
from sojo_eval.batch.jobs_file import read_jobs  # noqa: E402
from sojo_eval.batch.run_batch import run_batch  # noqa: E402
from tests.batch.made_jobs import write_notebook  # noqa: E402
from tests.faults.ending.folders import Tally, compare, executions  # noqa: E402
from tests.faults.ending.quick import forked, kill_quick_runs, quick_jobs, run_quickly  # noqa: E402
from tests.faults.ending.real import kill_real_runs, start, table_of_jobs  # noqa: E402

BETWEEN_KILLS = 3.0
"""Seconds, on average, after which a worker of the cluster is killed."""


def kill_workers(folder: Path, kills: int, seed: int) -> Tally:
    """Workers of a local cluster are killed while it makes pages, until so many are dead; then the pages are compared."""
    tally, draw = Tally(), random.Random(seed)
    reference, log = folder / "reference", folder / "log.txt"
    pages = 4 + 2 * kills
    done = start("batch", table_of_jobs(reference, log, pages=pages, naps=1.0))
    done.communicate()
    log.unlink()
    waits = (draw.uniform(0, 2 * BETWEEN_KILLS) for _ in range(kills))
    table = read_jobs(table_of_jobs(folder / "cluster", log, pages=pages, naps=1.0))
    with killed_workers(waits, draw) as killed:
        try:
            outcomes = run_batch(table, Settings(workers=2, cluster="local"))
            tally.faults += [str(o.why) for o in outcomes if o.result != "written"]
        except Exception as error:
            tally.faults.append(str(error))
    tally.kills = len(killed)
    tally.executed = executions(log).total()
    compare(tally, folder / "cluster" / "out", reference / "out")
    return tally


@contextmanager
def killed_workers(waits: Iterable[float], draw: random.Random) -> Iterator[list[int]]:
    """Meanwhile one worker of the cluster that is running is killed after each wait; gives the processes that were."""
    runners: list[ClusterRunner] = []
    killed: list[int] = []
    over = threading.Event()

    class Watched(ClusterRunner):
        def __enter__(self) -> Watched:
            runners.append(super().__enter__())
            return self

    def kill() -> None:
        for wait in waits:
            if over.wait(wait):
                return
            done = False
            while not (done or over.wait(0.2)):
                with suppress(Exception):  # no run yet, or it may just be ending
                    found = [w["pid"] for w in runners[-1]._client.run(_pid, on_error="ignore").values()]
                    worker = draw.choice(found)
                    os.kill(worker, signal.SIGKILL)
                    killed.append(worker)
                    done = True

    killer = threading.Thread(target=kill, daemon=True)
    with mock.patch("sojo_eval.batch.cluster.ClusterRunner", Watched):
        killer.start()
        try:
            yield killed
        finally:
            over.set()
            killer.join()


def _pid() -> dict[str, int]:
    return {"pid": os.getpid()}


def full_disks(folder: Path, times: int, seed: int) -> Tally:
    """A disk fills up at a random moment: each time the run says so, and what was there before stays or is replaced whole."""
    tally, draw = Tally(), random.Random(seed)
    for number in range(times):
        home = folder / f"disk{number}"
        place = home / "mounted"
        place.mkdir(parents=True)
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)], check=True)
        try:
            _fill_one(tally, home, place / "out", draw.randrange(4_000, 300_000))
        finally:
            subprocess.run(["umount", str(place)], check=True)
    return tally


def _fill_one(tally: Tally, home: Path, out: Path, room: int) -> None:
    source, log = write_notebook(home / "source.ipynb"), home / "log.txt"
    run_quickly(out, source, log)
    earlier = {job.paths[0]: job.paths[0].read_bytes() for job in quick_jobs(out, source)}
    write_notebook(source, "print('another page')", "print(1)" * 9000)
    run_quickly(home / "reference", source, home / "other.txt")
    wanted = {out / path.name: path.read_bytes() for path in (home / "reference").glob("*.ipynb")}
    disk = os.statvfs(out)
    with (out.parent / "ballast").open("wb") as stream:
        stream.write(b"x" * max(0, disk.f_bavail * disk.f_frsize - room))
    run = forked(lambda: run_quickly(out, source, log))
    run.join()
    tally.kills += 1
    if run.exitcode != 3:
        tally.faults.append(f"room for {room} bytes: ended with {run.exitcode}")
    tally.corrupt += sum(path.read_bytes() not in (earlier[path], wanted[path]) for path in earlier)
    tally.faults += [f"left behind: {path.name}" for path in out.rglob("*.part")]
    (out.parent / "ballast").unlink()
    if run_quickly(out, source, log) != 0 or any(path.read_bytes() != wanted[path] for path in wanted):
        tally.faults.append("not whole after the disk had room again")


def start_at_once(folder: Path, starts: int) -> Tally:
    """The command line started so many times at once: one runs, the others say that it does."""
    tally, log = Tally(), folder / "log.txt"
    table = table_of_jobs(folder, log, pages=2, naps=60)
    runs = [start("batch", table, "--force", "--lang", "en") for _ in range(starts)]
    deadline = time.monotonic() + 600
    while sum(run.poll() is None for run in runs) > 1 and time.monotonic() < deadline:
        time.sleep(0.5)
    for run in (run for run in runs if run.poll() is None):
        run.send_signal(signal.SIGTERM)
    said = [run.communicate()[1] for run in runs]
    codes = Counter(run.returncode for run in runs)
    tally.kills, tally.executed = starts, executions(log).total()
    if codes != Counter({3: starts - 1, 143: 1}):
        tally.faults.append(f"exit codes {dict(codes)}")
    if sum("Another run is writing" in one for one in said) != starts - 1:
        tally.faults.append("not all said that another run is there")
    return tally


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    for part in ("quick", "kernels", "workers-killed", "disks", "starts"):
        asked.add_argument(f"--{part}", type=int, default=0)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    clean = True
    parts = (
        ("runs without kernels", given.quick, lambda at, n: kill_quick_runs(at, n, given.seed)),
        ("runs with kernels", given.kernels, lambda at, n: kill_real_runs(at, n, given.seed)),
        ("workers of a cluster", given.workers_killed, lambda at, n: kill_workers(at, n, given.seed)),
        ("full disks", given.disks, lambda at, n: full_disks(at, n, given.seed)),
        ("starts at once", given.starts, start_at_once),
    )
    for name, times, work in parts:
        if not times:
            continue
        began = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            tally = work(Path(folder), times)
        clean = clean and tally.is_clean
        print(
            f"{name}: {tally.line()} ({time.monotonic() - began:.0f} s)",
            *tally.faults[:10],
            sep="\n  ",
            flush=True,
        )
    print("kept" if clean else "MISSED: something was lost, corrupt, made twice or left behind")
    return 0 if clean else 1


if __name__ == "__main__":
    sys.exit(main())
