"""Every figure has its letters, its words, its caption and its data, and equal data give equal bytes."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from sojo_eval.charts import Chart, changes_forest, pillar_overview, series_chart, survey_waves
from sojo_eval.disclosure import Published
from sojo_eval.foundation.language import LANGUAGES, Language
from sojo_eval.foundation.look import without_look
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.foundation.reader import set_language

SHARE = "consultation.first_response_within_3_days"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_html_of_a_figure_has_words_caption_and_table(published: Published, lang: Language) -> None:
    chart = series_chart(published, SHARE, lang)
    page = BeautifulSoup(chart.html, "html.parser")
    assert page.figure is not None
    assert page.figure["lang"] == lang
    images = page.find_all("img")
    assert [i["alt"] for i in images] == [chart.alt]
    kind, _, drawing = str(images[0]["src"]).partition(",")
    assert kind == "data:image/svg+xml"
    assert unquote(drawing).replace("'", '"') == chart.svg
    assert page.figcaption is not None
    assert page.figcaption.get_text() == chart.caption
    assert len(page.select("details table tbody tr")) == len(chart.table)
    assert {th["scope"] for th in page.find_all("th")} == {"col", "row"}


def test_a_notebook_gets_the_figure_once_in_its_natural_size(published: Published) -> None:
    chart = series_chart(published, SHARE, "ja")
    bundle = chart._repr_mimebundle_()
    assert bundle["text/plain"] == chart.alt
    assert without_look(bundle["text/html"]) == chart.html
    image = BeautifulSoup(bundle["text/html"], "html.parser").img
    assert image is not None
    assert int(str(image["width"])) >= 600
    assert "max-width:none" in str(image["style"])
    assert bundle["text/html"].count("<img") == 1


DRAW: dict[str, Callable[[Published, Language], Chart]] = {
    "overview": pillar_overview,
    "forest": lambda p, lang: changes_forest(p, "connections", lang),
    "months": lambda p, lang: series_chart(p, SHARE, lang),
    "quarters": lambda p, lang: series_chart(p, "consultation.referrals_accepted_days", lang),
    "years": lambda p, lang: series_chart(p, "connections.newly_developed_resources", lang),
    "waves": lambda p, lang: survey_waves(p, "information", lang),
    "no_waves": lambda p, lang: survey_waves(p, "consultation", lang),
}


@pytest.mark.parametrize("name", DRAW)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_figure_draws_without_a_warning_and_without_a_missing_glyph(
    published: Published, name: str, lang: Language
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        chart = DRAW[name](published, lang)
        drawing = ElementTree.fromstring(chart.svg)
    assert drawing.tag.endswith("svg")
    assert chart.alt
    assert chart.caption


def test_equal_data_give_equal_bytes(published: Published) -> None:
    assert pillar_overview(published, "ja").svg == pillar_overview(published, "ja").svg


def test_a_figure_is_in_the_readers_language_and_no_other_is_taken(published: Published) -> None:
    assert pillar_overview(published).lang == "ja"
    set_language("en")
    assert pillar_overview(published).lang == "en"
    assert pillar_overview(published, "ja").lang == "ja"
    with pytest.raises(SojoEvalError, match="ja, en"):
        pillar_overview(published, "jp")  # type: ignore[arg-type]
