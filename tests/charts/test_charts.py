"""Every figure has its letters, its words made from its data, and its data."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from xml.etree import ElementTree

import pytest

from sojo_eval.charts import Chart, changes_forest, pillar_overview, series_chart, survey_waves
from sojo_eval.disclosure import Published
from sojo_eval.foundation.language import LANGUAGES, Language

SHARE = "consultation.first_response_within_3_days"
DRAW: dict[str, Callable[[Published, Language], Chart]] = {
    "overview": pillar_overview,
    "forest": lambda p, lang: changes_forest(p, "connections", lang),
    "months": lambda p, lang: series_chart(p, SHARE, lang),
    "quarters": lambda p, lang: series_chart(p, "consultation.days_to_first_response", lang),
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


def test_an_unknown_indicator_pillar_or_area_is_refused_by_name(published: Published) -> None:
    with pytest.raises(ValueError, match=r"no\.such"):
        series_chart(published, "no.such")
    with pytest.raises(ValueError, match="gardening"):
        changes_forest(published, "gardening")
    with pytest.raises(ValueError, match="999"):
        pillar_overview(published, "ja", area="999")
