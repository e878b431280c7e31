"""Opening a city, or the example city where it is asked for: nothing falls back to it."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from pathlib import Path

from sojo_eval.city import City, import_city, open_city
from sojo_eval.evaluation import Evaluation, Explanation, evaluate
from sojo_eval.evaluation.periods import Plan
from sojo_eval.example_city.make import make_example_city
from sojo_eval.foundation.cache import cache_folder
from sojo_eval.foundation.front_end import person_at_notebook
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.paths import PathLike
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.foundation.reader import reader_language
from sojo_eval.foundation.version import VERSION
from sojo_eval.schema.version import schema_version
from sojo_eval.statistics.series_change import Question

EXAMPLE = "example"
"""What asks for the example city, wherever a city's folder may be given."""
OPENED = Text(
    "見本の市（合成データ）を開きました。実在の市の実績ではありません。",
    "This is the example city (synthetic data), no real city.",
)


def open_city_or_example(path: PathLike = "") -> City:
    """Open the city at `path`, or the example city (seed 1, mixed; made on first use) where it is asked for.

    The word "example" asks for it. So does an empty path, but only in a notebook before which a person sits, who is told
    so in the first line; anywhere else an empty path is a mistake. The example is kept in the user's cache folder, or
    in the folder that SOJO_EVAL_CACHE names. Raises SojoEvalError for an empty path elsewhere, and where a folder here is
    called example too.
    """
    if isinstance(path, str) and path == EXAMPLE:
        if Path(EXAMPLE).exists():
            raise _two_examples()
        return open_city(_cached_example())
    if str(path).strip():
        return open_city(path)
    if not person_at_notebook():
        raise no_city_named()
    print(f"{OPENED.ja} / {OPENED.en}")
    return open_city(_cached_example())


def explain(
    indicator: str,
    city: Evaluation | City | PathLike | None = None,
    *,
    area: str | int = "",
    question: Question = "level",
    baseline: Plan = "",
    current: Plan = "",
    lang: str | None = None,
) -> Explanation:
    """One finding from its series to its sentence, of an evaluation or a city (open, its folder, or "example").

    Of a city the whole indicator set is evaluated (or read where it is stored), since the correction for many indicators needs it; an Evaluation at
    hand is quicker, and has its plans and areas already. Raises SojoEvalError without a city, and for unknown
    indicators, areas, plans and languages.
    """
    wanted = reader_language(lang)
    if isinstance(city, Evaluation):
        for name, asked, there in (("baseline", baseline, city.baseline), ("current", current, city.current)):
            if asked != "" and str(asked) != there:
                raise _other_plan(name, str(asked), there)
        return city.explain(indicator, area, question).in_language(wanted)
    if not isinstance(city, City):
        if city is None or not str(city).strip():
            raise no_city_named()
        city = open_city_or_example(city)
    evaluation = evaluate(city, baseline=baseline, current=current, area=area)
    return evaluation.explain(indicator, area, question).in_language(wanted)


def no_city_named() -> SojoEvalError:
    """What is said where a city belongs and none is named."""
    return SojoEvalError(
        "no-city-named",
        Text("どの市か指定されていません", "No city is named"),
        Text(
            f"市のフォルダ（city_dir など）か、評価の結果、開いた市を渡してください。見本の市なら \"{EXAMPLE}\" と書きます",
            f'Give the city\'s folder (such as city_dir), an evaluation or an open city; for the example city write "{EXAMPLE}"',
        ),
    )  # fmt: skip


def _two_examples() -> SojoEvalError:
    return SojoEvalError(
        "two-examples",
        Text(
            f"「{EXAMPLE}」は見本の市を指しますが、同じ名前のフォルダがここにあります",
            f'"{EXAMPLE}" means the example city, but a folder here has that name',
        ),
        Text(f"フォルダなら ./{EXAMPLE} と書いてください", f"For the folder write ./{EXAMPLE}"),
    )


def _other_plan(name: str, asked: str, there: str) -> SojoEvalError:
    return SojoEvalError(
        "other-plan",
        Text(
            f"{name} は「{asked}」ですが、この評価は「{there}」です",
            f"{name} is {asked!r}, but the evaluation has {there!r}",
        ),
        Text(f"{name} を消すか、評価の代わりに市を渡してください", f"Leave {name} out, or give the city instead"),
    )  # fmt: skip


def _cached_example() -> Path:
    cache = cache_folder()
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
