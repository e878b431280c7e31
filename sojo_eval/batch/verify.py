"""Published pages are made again from what is there now: which numbers changed, and what changed beneath them."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from sojo_eval.batch.done import OURS, Facts, done_file, is_whole, made_from, read_done
from sojo_eval.batch.job import Job, Outcome, Settings
from sojo_eval.batch.jobs_file import read_jobs
from sojo_eval.batch.notebooks import NOTEBOOKS
from sojo_eval.batch.page_differences import Difference, page_differences
from sojo_eval.batch.publish import Publication, report_jobs
from sojo_eval.batch.run import run_jobs
from sojo_eval.batch.run_record import RUN_RECORD, RunRecord
from sojo_eval.city.settings import FILE_NAME
from sojo_eval.city.stored_results import FOLDER_VARIABLE
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.paths import PathLike, as_path
from sojo_eval.foundation.problems import SojoEvalError

Verdict = Literal["same", "changed", "not made"]
_CAUSES: dict[str, Text] = {
    "inputs": Text("市の資料か city.toml", "the city's files or city.toml"),
    "notes": Text("主要指標の宣言の経緯", "the history of the headline declaration"),
    "notebook": Text("ノートブック", "the notebook"),
    "parameters": Text("パラメータ", "the parameters"),
    "code": Text("sojo_eval のコード", "the code of sojo_eval"),
    "package_version": Text("sojo_eval の版", "the version of sojo_eval"),
    "libraries": Text("ライブラリの版", "versions of libraries"),
    "show_code": Text("コードの表示", "whether code is shown"),
}
_EDITED = Text("公開後にファイルが書き換えられています", "the published file was edited after it was made")
_NO_CAUSE = Text(
    "資料もコードも同じなのに結果が違います（再現しません）",
    "inputs and code are the same and the result is not: it does not reproduce",
)
_NO_RECORD = Text("いつ何から作ったかの記録がありません", "there is no record of what it was made from")


@dataclass(frozen=True)
class Verified:
    """One published page. causes: what has changed beneath it, or why it could not be made again."""

    page: str
    verdict: Verdict
    differences: tuple[Difference, ...] = ()
    causes: tuple[Text, ...] = ()

    @property
    def numbers(self) -> list[Difference]:
        """The differences in which a number differs."""
        return [difference for difference in self.differences if difference.of_numbers]


def verify(path: PathLike, settings: Settings) -> list[Verified]:
    """Make published pages again, in a folder of their own, and compare: those of a city's folder, of its reports/, one page
    of these, or those of a table of jobs. Nothing that was published is touched, and no stored result is used.

    Raises SojoEvalError: exit code 2 where there is nothing published, and as `run_jobs`.
    """
    path = as_path(path)
    jobs = _published_jobs(path)
    if not jobs:
        raise _nothing(path)
    with (
        tempfile.TemporaryDirectory(prefix="sojo-eval-") as folder,
        _no_stored_results(Path(folder) / "stored"),
    ):
        again = [
            replace(job, folder=Path(folder) / "pages" / str(at), private=(*job.private, Path(folder)))
            for at, job in enumerate(jobs)
        ]
        outcomes = run_jobs(again, settings, RunRecord(Path(folder) / RUN_RECORD, settings))
        return [v for job, outcome in zip(jobs, outcomes, strict=True) for v in _compared(job, outcome)]


@contextmanager
def _no_stored_results(folder: Path) -> Iterator[None]:
    before = os.environ.get(FOLDER_VARIABLE)
    os.environ[FOLDER_VARIABLE] = str(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ[FOLDER_VARIABLE]
        else:
            os.environ[FOLDER_VARIABLE] = before


def _published_jobs(path: Path) -> list[Job]:
    """The jobs whose pages are there."""
    if path.is_file() and path.suffix.lower() == ".csv":
        jobs: Sequence[Job] = read_jobs(path).jobs
    else:
        city = next((p for p in (path, *path.absolute().parents) if (p / FILE_NAME).is_file()), None)
        if city is None or not path.exists():
            return []
        jobs = [job for job in _of_city(city) if path.is_dir() or path.resolve() in _resolved(job)]
    return [
        replace(job, outputs=kept)
        for job in jobs
        if (kept := tuple(name for name in job.outputs if (job.folder / name).is_file()))
    ]


def _resolved(job: Job) -> set[Path]:
    return {path.resolve() for path in job.paths}


def _of_city(city: Path) -> list[Job]:
    """Every page that the city's reports/ can hold of the shipped notebooks, with the parameters it was made with."""
    reports = city / "reports"
    jobs = []
    for done in sorted((reports / OURS / "done").rglob("*.json")):
        found = read_done(done)
        if found is not None:
            jobs += _as_asked(city, reports, found)
    return jobs


def _as_asked(city: Path, reports: Path, found: dict[str, Any]) -> list[Job]:
    """The job of a done file; none where its notebook is not shipped."""
    facts = found["made_from"]
    name = str(facts["notebook"]["name"]).removesuffix(".ipynb")
    if name not in NOTEBOOKS:
        return []
    outputs, given = tuple(found["outputs"]), facts["parameters"]
    asked = Publication(
        [name], [given["lang"]], str(given["baseline"]), str(given["current"]), str(given["area"]),
        formats=tuple(output.rsplit(".", 1)[1] for output in outputs), show_code=bool(facts["show_code"]),
    )  # fmt: skip
    return [replace(job, outputs=outputs) for job in report_jobs(city, reports, asked)]


def _compared(job: Job, outcome: Outcome) -> Iterator[Verified]:
    for name in job.outputs:
        if outcome.result != "written":
            why = (outcome.why,) if outcome.why is not None else ()
            yield Verified(name, "not made", causes=why)
            continue
        then = (job.folder / name).read_bytes()
        now = (outcome.job.folder / name).read_bytes()
        if then == now:
            yield Verified(name, "same")
            continue
        differences = _differences(then, now) if name.endswith(".html") else ()
        yield Verified(name, "changed", tuple(differences), tuple(_causes(job, name)))


def _differences(then: bytes, now: bytes) -> list[Difference]:
    return page_differences(then.decode(errors="replace"), now.decode(errors="replace"))


def _causes(job: Job, name: str) -> Iterator[Text]:
    found = read_done(done_file(job))
    if found is None:
        yield _NO_RECORD
        return
    if not is_whole(job, found, name):
        yield _EDITED
    causes = [*_changed(found["made_from"], made_from(job))]
    yield from causes
    if not causes and is_whole(job, found, name):
        yield _NO_CAUSE


def _changed(then: Facts, now: Facts) -> Iterator[Text]:
    for name, said in _CAUSES.items():
        before, after = then.get(name), now.get(name)
        if before == after:
            continue
        which = ""
        if isinstance(before, dict) and isinstance(after, dict) and name in ("inputs", "libraries"):
            which = ", ".join(sorted(k for k in {*before, *after} if before.get(k) != after.get(k)))
        yield Text(f"{said.ja}（{which}）", f"{said.en} ({which})") if which else said


def _nothing(path: Path) -> SojoEvalError:
    return SojoEvalError(
        "nothing-published",
        Text(
            f"{path} に、sojo-eval が公開したページがありません",
            f"{path} holds no page that sojo-eval published",
        ),
        Text(
            "市のフォルダ、その reports/、その中のページ、または仕事の一覧（CSV）を指定してください",
            "Name a city's folder, its reports/, a page in it, or a table of jobs (CSV)",
        ),
    )
