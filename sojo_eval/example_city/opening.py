"""Opening a city, or the example city where no folder is named: so that every notebook runs as it is."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from pathlib import Path

import platformdirs

from sojo_eval.city import City, import_city, open_city
from sojo_eval.evaluation import Explanation, evaluate
from sojo_eval.example_city.make import make_example_city
from sojo_eval.foundation.language import Language, Text
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.foundation.version import VERSION
from sojo_eval.schema.version import schema_version
from sojo_eval.statistics.series_change import Question

CACHE_VARIABLE = "SOJO_EVAL_CACHE"


def open_city_or_example(path: str | Path = "") -> City:
    """Open the city at `path`; with an empty path, the example city (seed 1, mixed), made on first use.

    The example is kept in the user's cache folder, or in the folder that SOJO_EVAL_CACHE names.
    """
    return open_city(path) if str(path) else open_city(_cached_example())


def explain(
    indicator: str,
    city: City | str | Path = "",
    *,
    area: str = "",
    question: Question = "level",
    baseline: str = "",
    current: str = "",
    lang: Language = "ja",
) -> Explanation:
    """One finding of a city (a folder, an open city, or the example) from its series to its sentence.

    The whole indicator set is evaluated, since the correction for many indicators needs it; with an Evaluation at
    hand its `explain` is quicker. Raises SojoEvalError for unknown indicators, areas and plans.
    """
    opened = city if isinstance(city, City) else open_city_or_example(city)
    evaluation = evaluate(opened, baseline=baseline, current=current, area=area)
    return evaluation.explain(indicator, area, question).in_language(lang)


def _cached_example() -> Path:
    cache = Path(os.environ.get(CACHE_VARIABLE) or platformdirs.user_cache_dir("sojo_eval", appauthor=False))
    folder = cache / f"example-{VERSION}-{schema_version()}-{_generator_version()}"
    if folder.is_dir():
        return folder
    cache.mkdir(parents=True, exist_ok=True)
    # Made beside its place and then renamed: two notebooks starting together cannot see half of it.
    making = Path(tempfile.mkdtemp(prefix="making-", dir=cache))
    try:
        make_example_city(making)
        outcome = import_city(making)
        if outcome.errors:
            raise SojoEvalError(
                "example-city",
                Text("例の市を取り込めません", "The example city cannot be imported"),
                Text("sojo_eval を入れ直してください", "Install sojo_eval again"),
                exit_code=3,
                problems=outcome.errors,
            )
        try:
            making.rename(folder)
        except OSError:
            if not folder.is_dir():  # another process was first: its city is the same
                raise
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return folder


def _generator_version() -> str:
    """Changes with the generator's own files, so that an old example is never taken for a new one."""
    digest = hashlib.sha256()
    for source in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:8]
