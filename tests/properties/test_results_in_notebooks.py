"""Whatever shows itself in a notebook brings its own look, and one language."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import pytest
from bs4 import BeautifulSoup, Tag

import sojo_eval as se
from sojo_eval.city import City
from sojo_eval.disclosure import publish
from sojo_eval.evaluation import Evaluation
from sojo_eval.example_city.tables import clean_tables
from sojo_eval.example_city.world import World
from sojo_eval.foundation.language import LANGUAGES, Language
from sojo_eval.statistics.results import Result
from tests.conftest import SmallCity

HOOKS = ("_repr_html_", "_repr_mimebundle_")
JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-鿿]+")
ENGLISH = re.compile(r"[a-z]{2,}(?: [a-z]{2,}){3,}", re.IGNORECASE)
"""Four words in a row: names of methods and of columns are shorter."""
# English names an institution that only Japan has with its own word in brackets.
NAMES = re.compile(
    r"<pre.*?</pre>|<code.*?</code>|https?://\S+|doi:\S+|\([ぁ-んァ-ヶ一-鿿ー・、]+\)|居場所(?= \(place to be\))",
    re.DOTALL,
)
SHARE = "consultation.first_response_within_3_days"


def classes_that_show_themselves() -> set[type]:
    found = set()
    for module in pkgutil.walk_packages(se.__path__, "sojo_eval."):
        if module.name.startswith(("sojo_eval._shipped", "sojo_eval.batch.engine", "sojo_eval.__main__")):
            continue
        for _, kind in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            if kind.__module__.startswith("sojo_eval.") and any(hook in vars(kind) for hook in HOOKS):
                found.add(kind)
    return found


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> City:
    tables = clean_tables(World(1, "mixed"))
    city = SmallCity(tmp_path_factory.mktemp("whole") / "city").make(
        data_until="2026-03-31", more="", **tables
    )
    return replace(city, configuration=replace(city.configuration, synthetic=True))


def shown_in(
    lang: Language, whole: City, some: City, judged: Evaluation, evaluation: Evaluation
) -> list[object]:
    """An instance of every class, in the language that was chosen."""
    se.set_language(lang)
    published = publish(evaluation, placebos=False)
    named = str(judged.findings["indicator"][judged.findings["verdict"] == "no_meaningful_change"].iloc[0])
    months = se.series(whole, SHARE, by=["month"])
    return [
        whole,
        judged,
        published,
        se.evaluate_periods(some),
        judged.explain(named),
        judged.what_if(named, smallest_change=0.2),
        se.indicators.explain(SHARE),
        se.statistics.share_interval(0.3, 10),
        se.equity(whole, SHARE, by="age_band"),
        se.pathway(whole, plan="5"),
        se.referral_network(whole, plan="5"),
        months,
        se.reports.sortable(judged),
        se.charts.pillar_overview(published),
        se.charts.series_chart(published, SHARE),
        se.reports.title_block(published, "40_evaluation"),
        se.reports.headline(published),
        se.reports.findings_table(published, "consultation"),
        se.reports.targets(published),
    ]


def html_of(result: object) -> str:
    if hasattr(result, "_repr_mimebundle_"):
        return str(result._repr_mimebundle_()["text/html"])
    return str(result._repr_html_())  # type: ignore[attr-defined]


def _as_its_source_has_it(result: object) -> str:
    """A finding names its method in English, a definition the programme it belongs to by its official name."""
    finding = getattr(result, "finding", None)
    if isinstance(result, se.indicators.Definition):
        return result.entry.aligns_with
    return str(finding["method"]) if isinstance(finding, pd.Series) else "—"


Made = dict[Language, list[object]]


@pytest.fixture(scope="module")
def made(
    whole: City,
    city_of_some_tables: City,
    evaluation_of_some_tables: Evaluation,
    make_evaluation: Callable[..., Evaluation],
) -> Made:
    return {
        lang: shown_in(lang, whole, city_of_some_tables, evaluation_of_some_tables, make_evaluation())
        for lang in LANGUAGES
    }


def test_there_is_an_example_of_every_class(made: Made) -> None:
    assert {
        kind
        for kind in classes_that_show_themselves()
        if not inspect.isabstract(kind) and not any(isinstance(x, kind) for x in made["ja"])
    } == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_sentence_of_the_other_language(made: Made, lang: Language) -> None:
    se.set_language(lang)
    for result in made[lang]:
        if isinstance(result, Result):  # estimators speak English, like the papers they come from
            continue
        html = html_of(result)
        drawn = " ".join(re.findall(r"%3C!--(.*?)--%3E", html))
        page = BeautifulSoup(NAMES.sub(" ", html), "html.parser")
        for words in (
            page.get_text(" | "),
            drawn,
            str(result),
            *(str(x["alt"]) for x in page.find_all("img")),
        ):
            other = ENGLISH if lang == "ja" else JAPANESE
            assert other.findall(NAMES.sub(" ", words.replace(_as_its_source_has_it(result), ""))) == [], (
                type(result).__name__,
                words[:300],
            )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_banner_badges_small_print_and_figures_have_their_look(made: Made, lang: Language) -> None:
    se.set_language(lang)
    seen = dict.fromkeys(("banner", "badge", "small", "img"), 0)
    needed = {
        "banner": ("background-color:", "border:", "color:"), "badge": ("background-color:", "color:"),
        "small": ("display:block",), "img": ("background-color:", "max-width:none"),
    }  # fmt: skip
    for result in made[lang]:
        page = BeautifulSoup(html_of(result), "html.parser")
        for name, declared in needed.items():
            for element in page.select(f".{name}" if name in ("banner", "badge") else name):
                assert isinstance(element, Tag)
                seen[name] += 1
                for one in declared:
                    assert one in str(element.get("style", "")), (type(result).__name__, str(element)[:200])
        assert "<style" not in str(page)
        assert "<picture" not in str(page)
    assert min(seen.values()) >= 3, seen
