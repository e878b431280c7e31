"""Notebooks on a cluster: the same bytes, whatever happens to a worker; ended when they are told to."""

from __future__ import annotations

import itertools
import os
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import CancelledError, Future, wait
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path
from threading import Thread
from urllib.request import urlopen

import psutil
import pytest

from sojo_eval.batch import cluster
from sojo_eval.batch.cluster import ClusterRunner, WorkersLostError, call_here, run_here
from sojo_eval.batch.engine import NotebookRun, NotebookRunner, Ran
from sojo_eval.batch.job import Job, Settings
from sojo_eval.batch.pages import page_maker
from sojo_eval.batch.run import _runner
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import SojoEvalError
from tests.batch.made_jobs import write_notebook

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")


def napping(folder: Path, seconds: float, pages: int) -> list[NotebookRun]:
    """Notebooks that say in a file that they began, and rest."""
    source = f"import time, pathlib\npathlib.Path({str(folder)!r}, name).touch()\ntime.sleep({seconds})\nprint(name)"
    path = write_notebook(folder / "napping.ipynb", source, parameters="name = ''")
    jobs = [Job(path, {"name": f"p{n}"}, folder, (f"p{n}.html",), Text("", "")) for n in range(pages)]
    return [NotebookRun(path, j.parameters, folder, finish=page_maker(j)) for j in jobs]


def until_begun(folder: Path, names: int) -> None:
    deadline = time.monotonic() + 120
    while len([*folder.glob("p?")]) < names and time.monotonic() < deadline:
        time.sleep(0.1)


def test_a_killed_worker_costs_no_page_and_what_is_told_to_end_ends(tmp_path: Path) -> None:
    runs = napping(tmp_path, 1.0, 4)
    with NotebookRunner(2) as here:
        wanted = [future.result().finished for future in [here.submit(run) for run in runs]]
    for path in tmp_path.glob("p?"):
        path.unlink()
    with _runner(Settings(workers=2, cluster="local"), jobs=4) as runner:
        assert isinstance(runner, ClusterRunner)
        futures = [runner.submit(run) for run in runs]
        until_begun(tmp_path, 1)
        worker = next(iter(runner._client.run(os.getpid).values()))
        os.kill(worker, signal.SIGKILL)
        assert [future.result(timeout=240).finished for future in futures] == wanted
        assert all(future.result().failure is None for future in futures)

        for path in tmp_path.glob("p?"):
            path.unlink()
        long = [runner.submit(run) for run in napping(tmp_path, 300, 2)]
        until_begun(tmp_path, 2)
        workers = [psutil.Process(pid) for pid in runner._client.run(os.getpid).values()]
        executing = [child for one in workers for child in one.children(recursive=True)]
        runner.stop()
        _, left = psutil.wait_procs([p for p in executing if p.is_running()], timeout=20)
        assert not [p for p in left if p.status() != psutil.STATUS_ZOMBIE]
        assert all(worker.is_running() for worker in workers)
        wait(long, timeout=0)


def test_a_worker_with_another_version_makes_no_page(tmp_path: Path) -> None:
    (run,) = napping(tmp_path, 0, 1)
    with pytest.raises(SojoEvalError, match="another version"):
        call_here("another code", run_here, run, "token")


def test_a_cluster_that_does_not_answer_or_is_not_installed_is_told_before_anything_runs() -> None:
    # In a process of its own: what other clusters of this one left behind must not answer for it.
    code = (
        "import sys\n"
        "from sojo_eval.batch import cluster\n"
        "from sojo_eval.foundation.problems import SojoEvalError\n"
        "cluster.PATIENCE = 1\n"
        "for there in (True, False):\n"
        "    if not there:\n"
        "        sys.modules['distributed'] = None\n"
        "    try:\n"
        "        cluster.ClusterRunner('tcp://127.0.0.1:9').__enter__()\n"
        "    except SojoEvalError as error:\n"
        "        print(error.exit_code, error.message.en, error.fix.en)\n"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    silent, missing = said.stdout.splitlines()
    assert silent.startswith("3 "), said.stderr
    assert "does not answer" in silent
    assert missing.startswith("2 ")
    assert "sojo-eval[cluster]" in missing


@pytest.mark.parametrize("address", ["nonsense", "foo://x:1", "tcp://nonsense"])
def test_what_can_be_no_address_is_told_at_once(address: str) -> None:
    with pytest.raises(SojoEvalError, match="no-cluster"):
        ClusterRunner(address).__enter__()


class Gone:
    """What was sent to a scheduler that is no longer there."""

    def result(self) -> Ran:
        raise CancelledError

    def release(self) -> None:
        pass


def test_a_scheduler_that_is_lost_on_the_way_is_told_so() -> None:
    runner, future, sent = ClusterRunner("tcp://gone:1"), Future[Ran](), Gone()
    runner._lost = WorkersLostError
    runner._futures[future] = sent  # type: ignore[assignment]
    runner._came_back(sent, (), future, 0)  # type: ignore[arg-type]
    with pytest.raises(SojoEvalError, match="does not answer"):
        future.result(timeout=0)


class NoWorkers:
    """A client whose cluster has lost every worker."""

    status = "running"

    def scheduler_info(self) -> dict[str, dict[str, object]]:
        return {"workers": {}}


def test_without_any_worker_left_nothing_waits_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "PATIENCE", 0.2)
    monkeypatch.setattr(cluster, "_LOOK", 0.05)
    runner = ClusterRunner("tcp://gone:1")
    runner._client = NoWorkers()  # type: ignore[assignment]
    future: Future[Ran] = Future()
    runner._futures[future] = None  # type: ignore[assignment]
    watcher = Thread(target=runner._watch)
    watcher.start()
    try:
        with pytest.raises(SojoEvalError, match="has no workers"):
            future.result(timeout=10)
    finally:
        runner._over.set()
        watcher.join()


def test_a_worker_is_waited_for_and_does_not_hear_a_terminal() -> None:
    """Dask gives up a local worker that is not back after 15 seconds, and never starts it again. What is set for it alone is
    as it was afterwards."""
    import dask
    from dask.utils import parse_timedelta

    usual = dask.config.get("distributed.scheduler.http.routes")
    with ClusterRunner("local", workers=1) as runner:
        told = dask.config.get("distributed.deploy.lost-worker-timeout")
        before = runner._client.run(os.getpid)
        for worker in before.values():
            os.kill(worker, signal.SIGINT)  # as a terminal's Ctrl-C, which they are not to hear
        time.sleep(0.5)
        assert runner._client.run(os.getpid) == before
    assert parse_timedelta(told) >= 600
    assert dask.config.get("distributed.scheduler.http.routes") == usual != []


def pages_of_a_local_cluster(but: int) -> tuple[dict[tuple[int, str], int], set[int]]:
    """What it serves, by port and page, and the ports on which it listens, without one that is not its own."""
    with ClusterRunner("local", workers=1) as runner:
        ours = [psutil.Process(), *psutil.Process().children(recursive=True)]
        ports = {c.laddr.port for p in ours for c in p.net_connections("tcp4") if c.status == "LISTEN"}
        ports.discard(but)
        served = {}
        for port, page in itertools.product(ports, ("/info/main/workers.html", "/metrics", "/health", "/")):
            try:
                with urlopen(f"http://127.0.0.1:{port}{page}", timeout=5) as answer:
                    served[port, page] = answer.status
            except (OSError, HTTPException):  # nothing there, or it wants a certificate
                continue
        assert runner._has_workers()
    return served, ports


def test_nobody_else_on_this_machine_can_look_into_a_local_cluster(recwarn: pytest.WarningsRecorder) -> None:
    """Dask's pages of workers, tasks, errors and logs ask nobody who they are. The port that it usually takes is taken."""
    with socket.socket() as taken:
        with suppress(OSError):  # somebody else may have it
            taken.bind(("127.0.0.1", 8787))
            taken.listen()
        served, ports = pages_of_a_local_cluster(8787)
    assert len(ports) >= 2
    assert served == {}
    assert not [w for w in recwarn if "already in use" in str(w.message)]
