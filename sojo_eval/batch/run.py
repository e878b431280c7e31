"""Runs jobs: locks their folders, leaves out what is whole and current, writes every page whole and its done file last."""

from __future__ import annotations

import queue
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Protocol

from sojo_eval.batch.done import Facts, done_file, has_changed, is_whole_and_current, made_from, write_done
from sojo_eval.batch.engine import NotebookRun, NotebookRunner, Ran
from sojo_eval.batch.failures import is_no_room, no_room, said_of, said_of_error
from sojo_eval.batch.job import Job, Outcome, Progress, Settings
from sojo_eval.batch.one_run import one_run, remove_half_written
from sojo_eval.batch.pages import page_maker, partial_name
from sojo_eval.batch.run_record import RunRecord
from sojo_eval.batch.stopping import Stop, heeded_signals, stopped
from sojo_eval.foundation.files import write_bytes
from sojo_eval.foundation.links import is_link, refuse_links
from sojo_eval.foundation.problems import SojoEvalError

_LOOK = 0.2
"""Seconds after which a signal is heeded at the latest."""


class Runner(Protocol):
    """What executes notebooks, here or elsewhere."""

    def submit(self, run: NotebookRun) -> Future[Ran]: ...
    def stop(self) -> None: ...


def run_jobs(jobs: Sequence[Job], settings: Settings, record: RunRecord) -> list[Outcome]:
    """Make the pages of all jobs; a job that fails leaves its earlier pages as they were, and the others go on.

    Gives the outcomes in the order of the jobs, and writes `record` at the beginning and at the end. Raises SojoEvalError:
    exit code 3 when another run writes to one of the folders or the disk is full, 128 + number for a signal; what is whole
    by then stays, and `settings.resume` goes on from there.
    """
    try:
        with heeded_signals() as stop, one_run(job.folder for job in jobs):
            remove_half_written(_written_by(jobs, record))
            run = _Run(jobs, settings, record, stop)
            record.write(run.outcomes, "running")
            run.go()
            return run.outcomes
    except OSError as error:
        if not is_no_room(error):
            raise
        # Not even what is written before the first page found room.
        done = sum(is_whole_and_current(job, made_from(job)) for job in jobs)
        raise no_room(done, len(jobs)) from error


def _written_by(jobs: Sequence[Job], record: RunRecord) -> list[Path]:
    ours = [[*job.paths, done_file(job), job.folder / partial_name(job)] for job in jobs]
    return [record.path, *(path for paths in ours for path in paths)]


@dataclass
class _Run:
    """One run while it lasts."""

    jobs: Sequence[Job]
    settings: Settings
    record: RunRecord
    stop: Stop
    outcomes: list[Outcome] = field(init=False)
    full: bool = False

    def __post_init__(self) -> None:
        self.outcomes = [Outcome(job, "waiting") for job in self.jobs]

    def go(self) -> None:
        facts = self._left_to_do()
        try:
            if facts and self.stop.signal is None:
                with _runner(self.settings, len(facts)) as runner:
                    self._execute(facts, runner)
        except SojoEvalError:
            if self.stop.signal is None:  # what fails while everything is told to end has not failed
                raise
        finally:
            state = "disk full" if self.full else "stopped" if self._waiting() else "ended"
            with suppress(OSError):  # on a full disk there may be no room for it either
                self.record.write(self.outcomes, state)  # type: ignore[arg-type]  # one of three texts
        done = sum(outcome.result in ("written", "skipped") for outcome in self.outcomes)
        if self.full:
            raise no_room(done, len(self.jobs))
        if self.stop.signal is not None and self._waiting():
            raise stopped(self.stop.signal, done, len(self.jobs))

    def _waiting(self) -> bool:
        return any(outcome.result in ("waiting", "stopped") for outcome in self.outcomes)

    def _left_to_do(self) -> dict[int, Facts]:
        """What each job that must run is made from, by its number; the others are whole and current."""
        facts: dict[int, Facts] = {}
        for at, job in enumerate(self.jobs):
            if self.stop.signal is not None:
                break
            mine = made_from(job)
            if self.settings.resume and is_whole_and_current(job, mine):
                self._note(at, Outcome(job, "skipped"))
            else:
                facts[at] = mine
        return facts

    def _execute(self, facts: dict[int, Facts], runner: Runner) -> None:
        ended: queue.SimpleQueue[tuple[int, Future[Ran]]] = queue.SimpleQueue()

        def tell(at: int, future: Future[Ran]) -> None:
            future.add_done_callback(lambda it: ended.put((at, it)))

        for at in _in_order([*facts], self.jobs):
            tell(at, runner.submit(_notebook_run(self.jobs[at], self.settings)))
        left = len(facts)
        while left and not self.full:
            try:
                at, future = ended.get(timeout=_LOOK)
            except queue.Empty:
                if self.stop.signal is None:
                    continue
            else:
                left -= 1
                outcome = self._settled(self.jobs[at], future, facts[at])
                # What fails while everything is told to end has not failed.
                if self.stop.signal is None or outcome.result == "written":
                    self._note(at, outcome)
                    continue
                self.outcomes[at] = replace(outcome, result="stopped", why=None, failure=None)
            runner.stop()
            return
        if self.full:
            runner.stop()

    def _settled(self, job: Job, future: Future[Ran], facts: Facts) -> Outcome:
        """The outcome of a job that ended, its pages written. Whatever its process raised is told of by its kind alone."""
        try:
            ran = future.result()
        except Exception as error:
            return Outcome(job, "failed", why=said_of_error(error))
        outcome = Outcome(job, "written", ran.seconds, ran.cpu_seconds, ran.peak_memory, failure=ran.failure)
        pages: dict[str, bytes] = ran.finished  # type: ignore[assignment]  # what `page_maker` gives
        try:
            for name, content in pages.items():
                _refuse_links_on_the_way(job.folder, name)
                write_bytes(job.folder / name, content)
            if ran.failure is None:
                (job.folder / partial_name(job)).unlink(missing_ok=True)
                # Inputs that were changed meanwhile may show on the page or not: it does not count as current.
                if not has_changed(job, facts):
                    write_done(job, facts, pages)
        except Exception as error:
            self.full = is_no_room(error)
            return replace(outcome, result="failed", why=said_of_error(error))
        if ran.failure is not None:
            return replace(outcome, result="failed", why=said_of(ran.failure, self.settings))
        return outcome

    def _note(self, at: int, outcome: Outcome) -> None:
        self.outcomes[at] = outcome
        if self.settings.watch is not None:
            results = [one.result for one in self.outcomes]
            failed, skipped = results.count("failed"), results.count("skipped")
            done = len(results) - results.count("waiting")
            self.settings.watch(Progress(len(results), done, failed, skipped, outcome))


def _in_order(numbers: list[int], jobs: Sequence[Job]) -> list[int]:
    """First one job of each shared evaluation, so that no two workers wait for the same one; then what shares none."""
    before = Counter[str]()
    rank: dict[int, tuple[int, bool]] = {}
    for at in numbers:
        shares = jobs[at].shares
        rank[at] = (before[shares] if shares else 0, not shares)
        before[shares] += 1
    return sorted(numbers, key=rank.__getitem__)


def _refuse_links_on_the_way(folder: Path, name: str) -> None:
    for way in PurePosixPath(name).parents:
        if is_link(folder / way) and way.name:
            refuse_links(folder / way.parent, [way.name])
    if is_link(folder / name):
        refuse_links(folder, [name])


def _runner(settings: Settings, jobs: int) -> AbstractContextManager[Runner]:
    workers = max(1, min(settings.workers, jobs))
    if settings.cluster:
        from sojo_eval.batch.cluster import ClusterRunner

        return ClusterRunner(settings.cluster, workers)
    return NotebookRunner(workers=workers)


def _notebook_run(job: Job, settings: Settings) -> NotebookRun:
    return NotebookRun(
        job.notebook,
        job.parameters,
        job.notebook.parent,
        settings.timeout,
        settings.memory,
        page_maker(job, keep_partial=settings.keep_partial),
    )
