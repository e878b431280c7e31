"""Every figure has its letters, its words, its caption and its data, and equal data give equal bytes."""

from __future__ import annotations

import base64
import warnings
from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from sojo_eval.charts import Chart, changes_forest, pillar_overview, series_chart, survey_waves
from sojo_eval.disclosure import Published
from sojo_eval.foundation.language import LANGUAGES, Language

SHARE = "consultation.first_response_within_3_days"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_html_of_a_figure_has_words_caption_and_table(published: Published, lang: Language) -> None:
    chart = series_chart(published, SHARE, lang)
    page = BeautifulSoup(chart._repr_html_(), "html.parser")
    assert page.figure is not None
    assert page.figure["lang"] == lang
    images = page.find_all("img")
    assert [i["alt"] for i in images] == [chart.alt]
    assert str(images[0]["src"]).startswith("data:image/svg+xml;base64,")
    assert page.figcaption is not None
    assert page.figcaption.get_text() == chart.caption
    assert len(page.select("details table tbody tr")) == len(chart.table)
    assert {th["scope"] for th in page.find_all("th")} == {"col", "row"}
    narrow = base64.b64decode(str(images[0]["src"]).split(",")[1]).decode()
    assert narrow == chart.svg(phone=True)


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
        drawings = [chart.svg(), chart.svg(phone=True)]
    for svg in drawings:
        assert ElementTree.fromstring(svg).tag.endswith("svg")
    assert chart.alt
    assert chart.caption


def test_equal_data_give_equal_bytes(published: Published) -> None:
    assert pillar_overview(published, "ja").svg() == pillar_overview(published, "ja").svg()
