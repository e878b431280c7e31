"""A figure is a page part of its own: words, caption, table, and the drawing for a phone."""

from __future__ import annotations

import base64

import pytest
from bs4 import BeautifulSoup

from sojo_eval.charts import series_chart
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
