"""A country of cities: every city's folder below one folder is evaluated and reported, with one index and one table over all.

A city that cannot be evaluated is listed with its reason and stops no other.
"""

from __future__ import annotations

import json
import multiprocessing
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from pathlib import Path
from signal import Signals

import pandas as pd

from sojo_eval.batch.city_answer import CityAnswer, answer_of, failed_in
from sojo_eval.batch.job import Job, Outcome, Progress, Settings
from sojo_eval.batch.one_run import one_run
from sojo_eval.batch.publish import Publication, report_jobs
from sojo_eval.batch.run import run_jobs
from sojo_eval.batch.run_record import RUN_RECORD, RunRecord
from sojo_eval.batch.stopping import heeded_signals, stopped
from sojo_eval.city.settings import FILE_NAME
from sojo_eval.foundation.csv_files import write_csv
from sojo_eval.foundation.files import write_text, write_with
from sojo_eval.foundation.handling import write_readme
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.paths import PathLike, as_path
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.reports.cities_index import CityRow, index_name, write_cities_index
from sojo_eval.reports.index import write_index

ALL_CITIES = "all_cities"
"""The folder beside the cities for what is said of all of them."""
ONE_PAGE = ("40_evaluation",)
"""What is made of each city where nothing else is asked for."""
EXIT_PROBLEMS, EXIT_FAILED = 1, 3
_AT_A_TIME = 100
"""Cities whose pages are made in one go: each folder is locked meanwhile, and a process may open about a thousand files."""
_LOOK = 0.2
_KILLED = Text("評価中に外から終わらされました", "its process was ended from outside while it was evaluated")
_README = (
    Text("全自治体の索引と、研究用の一つの表です。", "An index over all cities, and one table for research."),
    Text(
        "小さな人数は、各自治体の報告書と同じく伏せてあります。",
        "Small counts of people are hidden as in each city's own reports.",
    ),
)


@dataclass(frozen=True)
class Cities:
    """What became of all cities: answers in the order of their folders, and the outcome of each page."""

    answers: tuple[CityAnswer, ...]
    outcomes: tuple[Outcome, ...]
    folder: Path

    @property
    def counts(self) -> dict[str, int]:
        """How many cities were evaluated or not, and what became of the pages."""
        pages = Counter[str](outcome.result for outcome in self.outcomes)
        evaluated = sum(answer.why is None for answer in self.answers)
        return {"evaluated": evaluated, "not_evaluated": len(self.answers) - evaluated, **pages}


def city_folders(root: Path) -> list[str]:
    """The folders below `root` that hold a city.toml, by their path from there. A city's own folders are not looked into.

    Raises SojoEvalError (exit code 2) when there is none.
    """
    found = list(_below(root, root)) if root.is_dir() else []
    if not found:
        raise SojoEvalError(
            "no-cities",
            Text(f"{root} に市のフォルダー（{FILE_NAME} のあるもの）がありません", f"There is no city's folder (with a {FILE_NAME}) in {root}"),
            Text("市のフォルダーを入れた場所を指定してください", "Name the folder that holds the cities' folders"),
        )  # fmt: skip
    return sorted(found)


def _below(root: Path, folder: Path) -> Iterator[str]:
    for path in folder.iterdir():
        if not path.is_dir() or path.is_symlink() or path.name.startswith("."):
            continue
        if (path / FILE_NAME).is_file():
            yield path.relative_to(root).as_posix()
        else:
            yield from _below(root, path)


def run_cities(root: PathLike, asked: Publication, settings: Settings) -> Cities:
    """Evaluate and report every city below `root`; write `all_cities/` with index.html, findings.csv and .parquet,
    pillars.csv and run.json.

    asked: the pages of each city. Results that are stored and current are not worked out again. Raises SojoEvalError: exit
    code 3 naming how many failed, 1 when some city's files alone are the cause, 128 + number for a signal, and as `run_jobs`.
    """
    root = as_path(root).resolve()  # workers of a cluster stand in another folder
    folders = city_folders(root)
    out = root / ALL_CITIES
    record = RunRecord(out / RUN_RECORD, settings, root=root)
    with one_run([out]):
        answers, ended_by = _answers(root, folders, asked, settings)
        if ended_by is not None:
            record.write([], "stopped")
            _add_cities(record.path, answers)
            raise stopped(ended_by, len(answers), len(folders))
        _write_tables(out, answers)
        outcomes = _pages(root, answers, asked, settings, record)
        cities = Cities(tuple(answers), tuple(outcomes), out)
        _write_index(root, cities)
        record.write(outcomes, "ended")
        _add_cities(record.path, answers)
    _refuse_failures(cities)
    return cities


def _answers(
    root: Path, folders: list[str], asked: Publication, settings: Settings
) -> tuple[list[CityAnswer], Signals | None]:
    """Each city's answer, in the order of the folders; a process that is killed costs its own city alone. With the signal that
    ended it, and then perhaps not all."""
    found: dict[str, CityAnswer] = {}
    left = folders
    with heeded_signals() as stop:

        def tell(answer: CityAnswer) -> None:
            found[answer.folder] = answer
            if settings.watch is not None:
                failed = sum(a.why is not None for a in found.values())
                settings.watch(Progress(len(folders), len(found), failed, 0, said=_line(answer)))

        if settings.cluster:
            try:
                _evaluate_on_cluster(root, left, asked, settings, tell, lambda: stop.signal is not None)
            except SojoEvalError:
                if stop.signal is None:  # what fails while everything is told to end has not failed
                    raise
            left = [folder for folder in folders if folder not in found]
        workers = settings.workers
        while left and stop.signal is None:
            if not _evaluate_all(root, left, asked, workers, tell, lambda: stop.signal is not None):
                # Some process was killed: those that were running then are tried alone, one after the other.
                suspects = [folder for folder in left if folder not in found][: workers + 1]
                for folder in suspects:
                    if not _evaluate_all(root, [folder], asked, 1, tell, lambda: stop.signal is not None):
                        tell(CityAnswer(folder, why=_KILLED, of_its_data=False))
            left = [folder for folder in folders if folder not in found]
    return [found[folder] for folder in folders if folder in found], stop.signal


def _line(answer: CityAnswer) -> Text:
    if answer.why is not None:
        return Text(
            f"{answer.folder} 評価できません: {answer.why.ja}",
            f"{answer.folder} not evaluated: {answer.why.en}",
        )
    seconds = f"{answer.seconds:.1f}"
    return Text(f"{answer.folder} 評価しました {seconds}秒", f"{answer.folder} evaluated {seconds} s")


def _evaluate_all(
    root: Path,
    folders: Sequence[str],
    asked: Publication,
    workers: int,
    tell: Callable[[CityAnswer], None],
    is_over: Callable[[], bool],
) -> bool:
    """Whether all processes lived to the end, or were told to end."""
    # spawn: the parent may hold threads (DuckDB) that a fork would tear.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max(1, min(workers, len(folders))), mp_context=context) as pool:
        running: set[Future[CityAnswer]] = {
            pool.submit(answer_of, root, folder, asked.baseline, asked.current) for folder in folders
        }
        while running:
            done, running = wait(running, timeout=_LOOK, return_when=FIRST_COMPLETED)
            for future in done:
                try:
                    tell(future.result())
                except BrokenProcessPool:
                    return False
            if is_over():
                pool.shutdown(wait=True, cancel_futures=True)
                return True
    return True


def _evaluate_on_cluster(
    root: Path,
    folders: Sequence[str],
    asked: Publication,
    settings: Settings,
    tell: Callable[[CityAnswer], None],
    is_over: Callable[[], bool],
) -> None:
    """As `_evaluate_all`, by the workers of a cluster. What those of another's cluster are at when told to end, they end, and
    nobody hears of it; ours are ended. Raises SojoEvalError where the cluster is gone or has another version."""
    from sojo_eval.batch.cluster import ClusterRunner, WorkersLostError

    with ClusterRunner(settings.cluster, max(1, min(settings.workers, len(folders)))) as runner:

        def lost_among(some: Sequence[str]) -> list[str]:
            running = {
                runner.call(answer_of, root, folder, asked.baseline, asked.current): folder for folder in some
            }
            lost = []
            while running and not is_over():
                done, _ = wait(running, timeout=_LOOK, return_when=FIRST_COMPLETED)
                for future in done:
                    folder = running.pop(future)
                    try:
                        tell(future.result())
                    except WorkersLostError:
                        lost.append(folder)
                    except SojoEvalError:
                        raise
                    except Exception as error:  # of the worker or of dask: it costs this city alone
                        tell(failed_in(folder, error))
            return lost

        # A city may only have stood beside the one that killed the workers: each is tried alone.
        for suspect in lost_among(folders):
            if lost_among([suspect]):
                tell(CityAnswer(suspect, why=_KILLED, of_its_data=False))


def _pages(
    root: Path, answers: Sequence[CityAnswer], asked: Publication, settings: Settings, record: RunRecord
) -> list[Outcome]:
    evaluated = [answer for answer in answers if answer.why is None]
    outcomes: list[Outcome] = []
    of_a_city = len(asked.notebooks) * len(asked.languages)
    for first in range(0, len(evaluated), _AT_A_TIME):
        jobs: list[Job] = []
        for answer in evaluated[first : first + _AT_A_TIME]:
            path = root / answer.folder
            jobs += [_named(job, answer) for job in report_jobs(path, path / "reports", asked)]
        outcomes += run_jobs(jobs, _watched(settings, len(outcomes), of_a_city * len(evaluated)), record)
        for folder in {job.folder for job in jobs}:
            if any(path.is_file() for job in jobs if job.folder == folder for path in job.paths):
                write_index(folder)
    return outcomes


def _named(job: Job, answer: CityAnswer) -> Job:
    label = Text(f"{answer.name.ja} {job.label.ja}", f"{answer.name.en}: {job.label.en}")
    return replace(job, label=label)


def _watched(settings: Settings, before: int, total: int) -> Settings:
    """The same settings, whose progress is that of all cities."""
    watch = settings.watch
    if watch is None:
        return settings
    return replace(settings, watch=lambda p: watch(replace(p, total=total, done=before + p.done)))


def _write_tables(out: Path, answers: Sequence[CityAnswer]) -> None:
    findings = [a.findings for a in answers if len(a.findings)]
    pillars = [a.pillars for a in answers if len(a.pillars)]
    if not findings:
        return
    table = pd.concat(findings, ignore_index=True)
    write_with(out / "findings.parquet", lambda part: table.to_parquet(part, index=False))
    write_csv(out / "findings.csv", table)
    write_csv(out / "pillars.csv", pd.concat(pillars, ignore_index=True))


def _write_index(root: Path, cities: Cities) -> None:
    made = {o.job.folder for o in cities.outcomes if o.result in ("written", "skipped")}
    failed = {o.job.folder for o in cities.outcomes if o.result == "failed"}
    rows = [
        CityRow(
            name=answer.name if answer.code else Text(answer.folder, answer.folder),
            code=answer.code,
            address=f"../{answer.folder}/reports/index.html" if root / answer.folder / "reports" in made else "",
            verdicts={} if answer.why else dict(zip(answer.pillars["pillar"], answer.pillars["verdict"], strict=True)),
            synthetic=bool(len(answer.pillars)) and bool(answer.pillars["synthetic"].any()),
            why=answer.why,
            pages_failed=root / answer.folder / "reports" in failed,
        )
        for answer in cities.answers
    ]  # fmt: skip
    write_cities_index(cities.folder, rows)
    write_readme(cities.folder, "public", _README)


def _add_cities(path: Path, answers: Sequence[CityAnswer]) -> None:
    """What became of each city, into the record of the run."""
    found = json.loads(path.read_text(encoding="utf-8"))
    found["cities"] = [
        {
            "folder": answer.folder,
            "municipality": answer.code,
            "outcome": "evaluated" if answer.why is None else "not evaluated",
            "seconds": round(answer.seconds, 2),
            "cpu_seconds": round(answer.cpu_seconds, 2),
            **({} if answer.why is None else {"why": {"ja": answer.why.ja, "en": answer.why.en}}),
        }
        for answer in answers
    ]
    write_text(path, json.dumps(found, ensure_ascii=False, indent=1) + "\n")


def said_of_cities(cities: Cities) -> Text:
    """How many cities were evaluated, and how many pages were made, left, not made."""
    n = {"written": 0, "skipped": 0, "failed": 0} | cities.counts
    return Text(
        "評価 {evaluated:,}、評価できず {not_evaluated:,}、ページ作成 {written:,}、そのまま {skipped:,}、失敗 {failed:,}",
        "{evaluated:,} evaluated, {not_evaluated:,} not evaluated; pages: {written:,} written, {skipped:,} left as they were, "
        "{failed:,} failed",
    ).format(**n)


def _refuse_failures(cities: Cities) -> None:
    missing = [answer for answer in cities.answers if answer.why is not None]
    failed = any(o.result == "failed" for o in cities.outcomes) or any(not a.of_its_data for a in missing)
    if not missing and not failed:
        return
    counts = said_of_cities(cities)
    raise SojoEvalError(
        "cities",
        Text(f"評価や報告のできなかった自治体があります（{counts.ja}）", f"Some cities were not evaluated or not reported: {counts.en}"),
        Text(
            f"{cities.folder / index_name('ja')} の一覧に理由があります。直してもう一度実行すると、残りだけを作ります",
            f"The reasons stand in {cities.folder / index_name('en')}; put them right and run it again, which makes only the rest",
        ),
        exit_code=EXIT_FAILED if failed else EXIT_PROBLEMS,
    )  # fmt: skip
