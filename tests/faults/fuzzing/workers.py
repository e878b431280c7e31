"""Imports in processes of their own, each case within a time: one that hangs, even in C, is ended and counted."""

from __future__ import annotations

import multiprocessing
import resource
import tempfile
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path

from sojo_eval.importing import CityName, import_sources, write_problem_report
from sojo_eval.importing.files import text_files
from sojo_eval.schema import load_schema
from tests.faults.fuzzing.cases import Case, make_case
from tests.faults.fuzzing.oracles import Finding, broken_bars, changes_of_nothing, outcome_of, report_repeats
from tests.faults.fuzzing.sources import Source, example_sources, japanese_sources, standard_sources
from tests.worked import seconds_worked, seconds_worked_by

LONGEST = 10.0
"""Seconds of work that an import may take, and the writing of its report."""
_OTHERS = 120.0
"""Seconds of the fuzzer's own work on a case."""
_ASLEEP = 300.0
"""Seconds by the clock after which a process that does not work hangs too."""
_MEMORY = 8_000_000_000
_CITY = CityName("132292", "西東京市")
_REPORTED, _AGAIN = 5, 7
"""Of so many cases one has its report written."""


@dataclass(frozen=True)
class Setting:
    """Where the real files and their mappings are; `japan` may be missing. scratch: a folder for the example city."""

    japan: Path | None
    mappings: Path
    scratch: Path

    def sources(self) -> list[Source]:
        real = [] if self.japan is None else [*japanese_sources(self.japan, self.mappings)]
        standard = [*standard_sources()] * 3
        return [*real, *real, *example_sources(self.scratch / "city"), *standard]


@dataclass(frozen=True)
class Outcome:
    """What became of one case. seconds: of work on the import; report: on its report, if any."""

    number: int
    source: str
    suffix: str
    mutations: tuple[str, ...]
    outcome: str
    seconds: float
    report: float
    findings: tuple[Finding, ...]


def run_case(case: Case, folder: Path, conn: Connection | None = None) -> Outcome:
    """Import one case in that empty folder and look at what came of it. `conn` is told of each phase."""

    def phase(name: str) -> float:
        if conn is not None:
            conn.send((case.number, name, case.source, case.suffix, case.mutations))
        return seconds_worked()

    raw, mappings, clean = folder / "raw", folder / "mappings", folder / "clean"
    for made in (raw, mappings, clean):
        made.mkdir()
    (raw / case.file).write_bytes(case.content)
    for name, content in case.mappings.items():
        (mappings / name).write_bytes(content)
    usual, text_files.LARGE = text_files.LARGE, 0 if case.by_arrow else text_files.LARGE
    findings: list[Finding] = []
    outcome, seconds, report = "traceback", 0.0, 0.0
    start = phase("import")
    try:
        result = import_sources(raw, mappings, case.known, load_schema(), city=_CITY)
        seconds = seconds_worked() - start
        outcome = outcome_of(result)
        if case.number % _REPORTED == 0 or case.personal:
            start = phase("report")
            write_problem_report(result.problems, clean, raw=raw)
            report = seconds_worked() - start
            findings += report_repeats(case, clean)
        phase("oracles")
        findings += broken_bars(case, result)
        if case.number % _AGAIN == 0 and result.tables:
            again = import_sources(raw, mappings, case.known | result.tables, load_schema(), city=_CITY)
            findings += changes_of_nothing(result, again)
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        kind = "identity: AssertionError" if isinstance(error, AssertionError) else "traceback"
        findings.append((kind, traceback.format_exc(limit=-6)))
    finally:
        text_files.LARGE = usual
    if max(seconds, report) > LONGEST:
        findings.append(("slow", f"import {seconds:.1f} s, report {report:.1f} s"))
    return Outcome(
        case.number, case.source, case.suffix, case.mutations, outcome, seconds, report, tuple(findings)
    )


def _work(conn: Connection, setting: Setting, seed: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    sources = setting.sources()
    conn.send("ready")
    while (number := conn.recv()) is not None:
        conn.send((number, "make", "", "", ()))
        case = make_case(sources, seed, number)
        with tempfile.TemporaryDirectory(dir=setting.scratch) as folder:
            conn.send(run_case(case, Path(folder), conn))


class _Worker:
    def __init__(self, setting: Setting, seed: int) -> None:
        context = multiprocessing.get_context("spawn")
        self.conn, theirs = context.Pipe()
        self.process = context.Process(target=_work, args=(theirs, setting, seed), daemon=True)
        self.process.start()
        theirs.close()
        self.at(None)

    def at(self, about: tuple[int, str, str, str, tuple[str, ...]] | None) -> None:
        """Note what it is at from now on."""
        self.about, self.since, self.worked = about, time.monotonic(), seconds_worked_by(self._pid)

    @property
    def _pid(self) -> int:
        return self.process.pid or 0

    @property
    def seconds(self) -> float:
        """Of work on what it is at."""
        return seconds_worked_by(self._pid) - self.worked

    def give(self, number: int | None) -> None:
        self.at(None if number is None else (number, "make", "", "", ()))
        self.conn.send(number)

    @property
    def is_late(self) -> bool:
        allowed = LONGEST if self.about and self.about[1] in ("import", "report") else _OTHERS
        return self.seconds > allowed or time.monotonic() - self.since > _ASLEEP

    def lost(self, why: str) -> Outcome:
        """The case that it was at, told as a hang or a crash; the process is ended."""
        number, phase, source, suffix, mutations = self.about or (-1, "start", "", "", ())
        seconds = self.seconds
        self.process.kill()
        self.process.join()
        self.conn.close()
        return Outcome(
            number, source, suffix, mutations, why, seconds, 0.0, ((why, f"in the phase “{phase}”"),)
        )


def run_cases(setting: Setting, seed: int, numbers: list[int], workers: int) -> Iterator[Outcome]:
    """The outcomes of the cases of those numbers, in the order in which they are done."""
    todo = iter(numbers)
    open_ = [_Worker(setting, seed)]
    if not (setting.scratch / "city" / "mappings").is_dir():
        open_[0].conn.poll(None)  # the first one makes the example city
    open_ += [_Worker(setting, seed) for _ in range(workers - 1)]
    while open_:
        ready = wait([w.conn for w in open_], timeout=0.5)
        for worker in list(open_):
            lost = None
            if worker.conn in ready:
                try:
                    told = worker.conn.recv()
                except (EOFError, OSError):
                    lost, told = "crash", None
                if isinstance(told, tuple):
                    worker.at(told)
                    continue
                if isinstance(told, Outcome):
                    yield told
            elif worker.is_late:
                lost = "hang"
            else:
                continue
            if lost:
                open_.remove(worker)
                yield worker.lost(lost)
                open_.append(_Worker(setting, seed))
                continue
            number = next(todo, None)
            worker.give(number)
            if number is None:
                worker.process.join()
                open_.remove(worker)
