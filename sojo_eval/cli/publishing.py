"""`report` and `batch`: what the person asked for becomes pages."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sojo_eval.cli.talk import say, say_if_of_areas, say_problems
from sojo_eval.cli.watching import watching
from sojo_eval.foundation.language import Language, Text

if TYPE_CHECKING:
    from sojo_eval.batch.job import Settings


def publish_city(directory: Path, lang: Language, settings: Settings, **asked: Any) -> None:
    """Publish to the city's `reports/`; `asked` as `publish_reports` takes it."""
    from sojo_eval.batch import publish_reports
    from sojo_eval.evaluation.headline.declaration import record_declaration
    from sojo_eval.reports.asked import parameters

    # Wrong use is told here, in one sentence, and not by five notebooks.
    found = parameters(
        {"city_dir": directory, **{n: asked.get(n, "") for n in ("baseline", "current", "area")}}
    )
    say(Text("報告書を作っています", "Making the reports"), lang)
    say_if_of_areas([found.area], found.city.code, lang)
    with watching(lang) as watch:
        *_, index = publish_reports(
            directory, directory / "reports", settings=replace(settings, watch=watch), **asked
        )
    record_declaration(found.city)
    say(Text(f"報告書: {index}", f"Reports: {index}"), lang)


def run_folder_of_cities(
    root: Path, languages: list[Language], notebooks: list[str], settings: Settings
) -> None:
    """Evaluate and report every city's folder below `root`."""
    from sojo_eval.batch.cities import ONE_PAGE, run_cities, said_of_cities
    from sojo_eval.batch.publish import Publication
    from sojo_eval.reports.cities_index import index_name

    lang = languages[0]
    say(Text("すべての市を評価し、報告書を作っています", "Evaluating and reporting every city"), lang)
    with watching(lang) as watch:
        asked = Publication(notebooks or ONE_PAGE, languages)
        cities = run_cities(root, asked, replace(settings, watch=watch))
    say(said_of_cities(cities), lang)
    index = cities.folder / index_name(lang)
    say(Text(f"索引: {index}", f"Index: {index}"), lang)


def run_table(jobs: Path, lang: Language, settings: Settings) -> None:
    """Make the pages of a table of jobs."""
    from sojo_eval.batch.jobs_file import read_jobs
    from sojo_eval.batch.run_batch import run_batch, said_of_run

    table = read_jobs(jobs)
    # Told before anything runs, so that the rows can be corrected meanwhile.
    say_problems(table.problems, lang, table.path.with_suffix(".run.json"))
    with watching(lang) as watch:
        outcomes = run_batch(table, replace(settings, watch=watch))
    say(said_of_run(outcomes), lang)
