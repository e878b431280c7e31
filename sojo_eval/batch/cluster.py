"""Notebooks executed, and cities evaluated, by the workers of a dask cluster: what they make comes back and is written here.

Workers find notebooks and cities by the paths that this machine uses, and have the same version of the package. A worker
that is killed loses nothing: what it was at is done again by another one.
"""

from __future__ import annotations

import secrets
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, Future
from contextlib import ExitStack, contextmanager, suppress
from multiprocessing import resource_tracker
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from sojo_eval.batch.engine import NotebookRun, NotebookRunner, Ran
from sojo_eval.foundation.fingerprint import code_fingerprint
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import SojoEvalError

if TYPE_CHECKING:
    from distributed import Client
    from distributed import Future as DaskFuture

T = TypeVar("T")

LOCAL = "local"
PATIENCE = 30
"""Seconds in which a scheduler must answer and have a worker."""
_PATIENCE_WITH_OURS = 120
"""As `PATIENCE`, for the workers of a local cluster, which are started again: on a busy machine that takes half a minute."""
_LOST_FOR_GOOD = "1 hour"
"""Dask takes a local worker that is not back after this time for lost, and never starts it again (15 s unless said)."""
_NO_PAGES: dict[str, list[str]] = {
    f"distributed.{part}.http.routes": [] for part in ("scheduler", "worker", "nanny")
}
"""Without a dashboard dask still serves pages of tasks, errors and logs, to everybody on this machine."""
_LOOK = 1.0
"""Seconds between two looks at whether there are workers."""
MOST_LOSSES = 20
"""Times that dask may give a notebook up before we do: it does so when four workers have died under it."""

_RUNNERS: dict[str, NotebookRunner] = {}
"""In a worker: what executes notebooks for each run that is under way."""
_ONE_AT_A_TIME = threading.Lock()


class WorkersLostError(RuntimeError):
    """One worker after the other died under what it was told to do."""


class ClusterRunner:
    """Executes notebooks on a cluster: `with ClusterRunner("tcp://…", workers=2) as runner: runner.submit(run)`.

    address: of a scheduler, or "local" for a cluster of `workers` processes on this machine. Raises SojoEvalError without
    the extra `cluster` (exit code 2), and (3) for a scheduler that does not answer or has no workers.
    """

    def __init__(self, address: str, workers: int = 2) -> None:
        self._address, self._workers = address, max(workers, 1)
        self._token = secrets.token_hex(8)
        self._futures: dict[Future[Any], DaskFuture] = {}
        self._lock = threading.Lock()
        self._local: Any = None
        self._ours = ExitStack()
        self._over = threading.Event()
        self._client: Client
        self._lost: type[BaseException]

    def __enter__(self) -> Self:
        try:
            from distributed import Client, KilledWorker
        except ImportError as error:
            raise _no_extra() from error
        self._lost = KilledWorker
        try:
            where: Any = self._local_cluster() if self._address == LOCAL else _checked(self._address)
            self._client = Client(where, timeout=PATIENCE, set_as_default=False)
            self._client.wait_for_workers(1, timeout=PATIENCE)
        except (OSError, ValueError, TimeoutError) as error:
            self._close()
            raise _no_cluster(self._address) from error
        threading.Thread(target=self._watch, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self.stop()
        self._close()

    def submit(self, run: NotebookRun) -> Future[Ran]:
        """Execute a notebook on some worker."""
        return self._call(MOST_LOSSES, run_here, run, self._token)

    def call(self, function: Callable[..., T], *arguments: object) -> Future[T]:
        """Call a function in some worker's own process. WorkersLostError where four died that had it before them: it may be what
        killed them, or have stood beside it."""
        return self._call(0, function, *arguments)

    def stop(self) -> None:
        """End what the workers execute for this run, and nothing else of theirs."""
        with self._lock:
            sent, self._futures = list(self._futures.values()), {}
        with suppress(Exception):  # the cluster may be gone
            self._client.cancel(sent, force=True)
            self._client.run(end_here, self._token, on_error="ignore")

    def _call(self, losses: int, *call: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_running_or_notify_cancel()
        self._send(call, future, losses)
        return future

    def _send(self, call: Sequence[Any], future: Future[Any], losses: int) -> None:
        sent = self._client.submit(call_here, code_fingerprint(), *call, pure=False)
        with self._lock:
            self._futures[future] = sent
        sent.add_done_callback(lambda it: self._came_back(it, call, future, losses))

    def _came_back(self, sent: DaskFuture, call: Sequence[Any], future: Future[Any], losses: int) -> None:
        with self._lock:
            wanted = self._futures.pop(future, None) is sent
        if not wanted:  # this run was stopped
            return
        try:
            answer = sent.result()
        except self._lost as error:
            if losses:
                self._send(call, future, losses - 1)
            else:
                future.set_exception(WorkersLostError(str(error)))
        except CancelledError:  # the scheduler is gone
            future.set_exception(_no_cluster(self._address))
        except BaseException as error:  # whatever the worker raised
            future.set_exception(error)
        else:
            future.set_result(answer)
        finally:
            sent.release()  # else the scheduler keeps every page

    def _watch(self) -> None:
        """Give up what was sent when there has been no worker for `PATIENCE` seconds: nobody would ever answer."""
        seen = time.monotonic()
        while not self._over.wait(_LOOK):
            if self._has_workers():
                seen = time.monotonic()
            elif time.monotonic() - seen > (_PATIENCE_WITH_OURS if self._local else PATIENCE):
                with self._lock:
                    lost, self._futures = list(self._futures), {}
                for future in lost:
                    future.set_exception(_no_cluster(self._address))

    def _has_workers(self) -> bool:
        return self._client.status == "running" and bool(self._client.scheduler_info()["workers"])

    def _local_cluster(self) -> Any:
        import dask
        from distributed import LocalCluster

        # Settings of this process as a whole: as they were, when the cluster has ended.
        self._ours.enter_context(
            dask.config.set({"distributed.deploy.lost-worker-timeout": _LOST_FOR_GOOD, **_NO_PAGES})
        )
        with _interrupts_kept_from_children():
            # Without certificates anybody on this machine could have the workers run what they like.
            self._local = LocalCluster(
                n_workers=self._workers, threads_per_worker=1, dashboard_address=None, security=True,
                worker_dashboard_address=None, silence_logs=50,
                # Any free port: of two clusters on a machine the second would warn that 8787 is taken.
                scheduler_kwargs={"dashboard_address": "127.0.0.1:0"},
            )  # fmt: skip
        return self._local

    def _close(self) -> None:
        for part in (getattr(self, "_client", None), self._local):
            if part is not None:
                with suppress(Exception):  # it may be gone already
                    part.close(timeout=PATIENCE)
        self._ours.close()


def call_here(code: str, function: Callable[..., T], *arguments: Any) -> T:
    """In a worker: call a function. Raises SojoEvalError where the worker has another version of the package than `code`."""
    if code_fingerprint() != code:
        raise SojoEvalError(
            "other-version",
            Text("ワーカーの sojo_eval の版が違います", "A worker has another version of sojo_eval"),
            Text("同じ版を入れてください", "Install the same version there"),
            exit_code=3,
        )
    return function(*arguments)


def run_here(run: NotebookRun, token: str) -> Ran:
    """In a worker: execute a notebook, in a process of its own."""
    with _ONE_AT_A_TIME:
        runner = _RUNNERS.setdefault(token, NotebookRunner(workers=_threads()))
    return runner.submit(run).result()


def end_here(token: str) -> None:
    """In a worker: end what is executed for a run."""
    runner = _RUNNERS.pop(token, None)
    if runner is not None:
        runner.stop()


@contextmanager
def _interrupts_kept_from_children() -> Iterator[None]:
    """A terminal sends Ctrl-C to workers too, which would die of it in the middle of what they are to end in order.

    Processes and threads that begin meanwhile, and what these start later, do not hear it; this thread hears it afterwards.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    # It is started with the first child, and lets the signal through again.
    resource_tracker.ensure_running()
    earlier = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, earlier)


def _checked(address: str) -> str:
    """The address, if it can be one. Raises ValueError: dask would look for it for a minute."""
    from distributed.comm.addressing import parse_address, parse_host_port
    from distributed.comm.registry import get_backend

    scheme, place = parse_address(address)
    get_backend(scheme)
    parse_host_port(place)
    return address


def _threads() -> int:
    from distributed import get_worker

    return int(get_worker().state.nthreads)


def _no_extra() -> SojoEvalError:
    return SojoEvalError(
        "no-cluster-extra",
        Text("--cluster には dask.distributed が要ります", "--cluster needs dask.distributed"),
        Text('pip install "sojo-eval[cluster]" を実行してください', 'Run: pip install "sojo-eval[cluster]"'),
    )


def _no_cluster(address: str) -> SojoEvalError:
    return SojoEvalError(
        "no-cluster",
        Text(
            f"dask のスケジューラ {address} が {PATIENCE} 秒以内に応答しないか、ワーカーがありません",
            f"The dask scheduler {address} does not answer within {PATIENCE} seconds or has no workers",
        ),
        Text(
            f"アドレスとワーカーを確かめてください。この機械だけなら --cluster {LOCAL}",
            f"Check the address and its workers; on this machine alone: --cluster {LOCAL}",
        ),
        exit_code=3,
    )
