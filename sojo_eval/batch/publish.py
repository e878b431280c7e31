"""Publishing a city: its notebooks in each language become pages in `reports/`, with an index over them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sojo_eval.batch.areas import areas_with_records
from sojo_eval.batch.city_inputs import city_inputs, declaration_notes
from sojo_eval.batch.job import Job, Outcome, Settings
from sojo_eval.batch.notebooks import (
    NOTEBOOKS,
    OF_ONE_PLAN,
    OF_PLANS,
    Notebook,
    find_notebook,
    read_for_publication,
    refuse_other_parameters,
)
from sojo_eval.batch.run import run_jobs
from sojo_eval.batch.run_record import RUN_RECORD, RunRecord
from sojo_eval.city import open_city
from sojo_eval.evaluation.periods import no_plans
from sojo_eval.foundation.language import Language, Text
from sojo_eval.foundation.paths import PathLike, as_path
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.foundation.settings import checked_language, nearest
from sojo_eval.reports.asked import FEWEST_COMPARED, Parameters, parameters
from sojo_eval.reports.index import AREAS, refuse_links_in_reports, write_index
from sojo_eval.reports.system_page import write_city_pages

FORMATS = ("html", "ipynb")
By = Literal["city", "area"]
_NOT_IN_NAMES = re.compile(r"[^\w-]")
BY: tuple[By, ...] = ("city", "area")


@dataclass(frozen=True)
class Publication:
    """What is published of a city, beside which city. notebooks: names of shipped ones, or paths; empty = all of them."""

    notebooks: Sequence[str] = ()
    languages: Sequence[Language] = ("ja", "en")
    baseline: str = ""
    current: str = ""
    area: str = ""
    by: By = "city"
    formats: Sequence[str] = ("html",)
    show_code: bool = False

    @property
    def is_of_everything(self) -> bool:
        """Whether all pages of the whole city are asked for."""
        return not self.notebooks and self.by == "city" and not self.area and "html" in self.formats


def publish_reports(
    city_dir: PathLike,
    out_dir: PathLike,
    notebooks: Sequence[str] = (),
    languages: Sequence[Language] = ("ja", "en"),
    *,
    baseline: str = "",
    current: str = "",
    area: str = "",
    by: By = "city",
    formats: Sequence[str] = ("html",),
    show_code: bool = False,
    workers: int = 2,
    settings: Settings | None = None,
) -> list[Path]:
    """Execute `notebooks` (names of shipped ones, or paths; empty = all) for each language and write `out_dir`.

    Gives the files that are whole now, the index last: `<lang>/<notebook>.html` (and `.ipynb` when asked for), with
    by="area" `areas/<code>/<lang>/…` for every area with records, `<lang>/system.html` where everything of the city is asked for
    (its support system drawn from its own desks and services), `index.html`. `run.json` tells what became of each.
    settings: limits, resuming and the like; `workers` counts only without them.

    A failing notebook leaves its earlier page as it was; the others are written. Raises SojoEvalError: exit code 2
    for a city, plan, area, language, notebook or format that there is not and for a notebook that does not take what is
    asked, 1 for links in `out_dir`, 3 naming notebook and cell when one failed, and as `run_jobs` does.
    """
    asked = Publication(
        [notebooks] if isinstance(notebooks, str) else notebooks,
        [checked_language(languages)] if isinstance(languages, str) else languages,
        baseline, current, area, by, formats, show_code,
    )  # fmt: skip
    out, how = as_path(out_dir), settings or Settings(workers=workers)
    jobs = report_jobs(city_dir, out, asked)
    outcomes = run_jobs(jobs, how, RunRecord(out / RUN_RECORD, how))
    written = [path for outcome in outcomes if outcome.result != "failed" for path in outcome.job.paths]
    if written and asked.is_of_everything:
        city = open_city(city_dir)
        written += write_city_pages(city, out, [*dict.fromkeys(asked.languages)])
    if written:
        written.append(write_index(out))
    refuse_failures(outcomes)
    return written


def report_jobs(city_dir: PathLike, out: Path, asked: Publication) -> list[Job]:
    """The pages that are asked for, in the order of the languages. Raises SojoEvalError as `publish_reports` does."""
    languages = list(dict.fromkeys(checked_language(lang) for lang in asked.languages))
    if asked.by not in BY:
        raise _no_such("by", Text("分け方", "way to divide"), asked.by, BY)
    found = parameters(
        {"city_dir": city_dir, "baseline": asked.baseline, "current": asked.current, "area": asked.area}
    )
    for name in asked.formats:
        if name not in FORMATS:
            raise _no_such("format", Text("形式", "format"), name, FORMATS)
    refuse_links_in_reports(out)
    usual = NOTEBOOKS if len(found.city.plans) >= FEWEST_COMPARED else OF_ONE_PLAN
    paths = list(dict.fromkeys(find_notebook(name) for name in asked.notebooks or usual))
    if found.city.plans.empty and any(path.stem in OF_PLANS for path in paths):
        raise no_plans()
    _refuse_two_of_one_name(paths)
    notebooks = [read_for_publication(path) for path in paths]
    given = {"city_dir": str(found.city.path.resolve()), "baseline": found.baseline, "current": found.current}
    for notebook in notebooks:
        refuse_other_parameters(notebook, given | {"area": found.area, "lang": "ja"})
    places = [("", found.area)] if asked.by == "city" else _of_areas(found, asked)
    chosen = notebooks if asked.by == "city" else [n for n in notebooks if n.uses_area or asked.notebooks]
    notes = declaration_notes(found)
    return [
        _job(notebook, given | {"area": area, "lang": lang}, out, asked, (place, notes))
        for place, area in places
        for lang in languages
        for notebook in chosen
    ]


def _of_areas(found: Parameters, asked: Publication) -> Iterable[tuple[str, str]]:
    """The folder and the code of each area."""
    if asked.area:
        raise SojoEvalError(
            "area-and-by-area",
            Text("地域を一つ選ぶことと --by area は、同時に使えません", "One area and --by area cannot both be asked for"),
            Text("どちらか一方にしてください", "Use one of them"),
        )  # fmt: skip
    return [(f"{AREAS}/{folder_name(code)}/", code) for code in areas_with_records(found.city)]


def folder_name(code: str) -> str:
    """An area's code as the name of a folder: signs that could lead elsewhere are written as %2e."""
    return _NOT_IN_NAMES.sub(lambda sign: f"%{ord(sign[0]):02x}", code)


def _refuse_two_of_one_name(paths: Sequence[Path]) -> None:
    stems = [path.stem for path in paths]
    for stem in (stem for stem in stems if stems.count(stem) > 1):
        raise SojoEvalError(
            "two-notebooks-of-one-name",
            Text(f"「{stem}」という名前のノートブックが二つあります", f"Two notebooks are called {stem!r}"),
            Text("一方の名前を変えてください。ページの名前になります", "Rename one: the page is called so"),
        )


def _job(
    notebook: Notebook,
    given: dict[str, str],
    out: Path,
    asked: Publication,
    place: tuple[str, tuple[str, ...]],
) -> Job:
    folder, notes = place
    lang, city = checked_language(given["lang"]), Path(given["city_dir"])
    name = notebook.path.stem
    where = f"{lang}, {given['area']}" if folder else lang
    return Job(
        notebook.path,
        given,
        out,
        tuple(f"{folder}{lang}/{name}.{suffix}" for suffix in FORMATS if suffix in asked.formats),
        Text(f"{name}（{where.replace(', ', '、')}）", f"{name} ({where})"),
        lang,
        asked.show_code,
        inputs=city_inputs(city),
        notes=notes,
        private=(city, out, notebook.path.parent),
        shares=notebook.shared_by(given),
    )


def refuse_failures(outcomes: Iterable[Outcome]) -> None:
    """Raises SojoEvalError (exit code 3) naming the notebooks that failed, their cells, and how."""
    failed = [outcome for outcome in outcomes if outcome.result == "failed"]
    if not failed:
        return
    ja = "、".join(f"{o.job.label.ja}の{o.why.ja}" for o in failed if o.why)
    en = "; ".join(f"{o.job.label.en}, {o.why.en}" for o in failed if o.why)
    raise SojoEvalError(
        "notebook-failed",
        Text(f"ノートブックの実行に失敗しました: {ja}", f"A notebook failed: {en}"),
        Text(
            "そのノートブックを JupyterLab で開いて、同じパラメータで実行し、原因を確かめてください",
            "Open that notebook in JupyterLab and run it with the same parameters to see why",
        ),
        exit_code=3,
    )


def _no_such(code: str, what: Text, name: str, known: Sequence[str]) -> SojoEvalError:
    return SojoEvalError(
        f"no-{code}",
        Text(f"{what.ja}「{name}」はありません", f"There is no {what.en} {name!r}"),
        nearest(name, known),
    )
