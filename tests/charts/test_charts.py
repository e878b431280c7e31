"""Every figure has its letters, its words made from its data, and its data."""

from __future__ import annotations

import base64
import re
import warnings
from collections.abc import Callable
from xml.etree import ElementTree

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from sojo_eval.charts import Chart, changes_forest, pillar_overview, series_chart, survey_waves
from sojo_eval.charts.line_breaking import break_lines, width
from sojo_eval.charts.style import VERDICT_STYLES
from sojo_eval.disclosure import Published, publish
from sojo_eval.evaluation import Evaluation
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


@pytest.fixture(scope="module")
def published(make_evaluation: Callable[..., Evaluation]) -> Published:
    return publish(make_evaluation())


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast ratio of two #rrggbb colours."""

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


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


def test_the_words_of_a_series_state_first_last_direction_and_hidden(published: Published) -> None:
    points = published.series[published.series["indicator"] == SHARE]
    shown = points[points["value"].notna()]
    chart = series_chart(published, SHARE, "ja")
    first, last = (f"{100 * shown['value'].iloc[i]:.1f}%" for i in (0, -1))
    assert f"最初は2019年4月の{first}、最後は2026年3月の{last}で、最初より高い" in chart.alt
    assert f"示した点は{len(shown)}個、非表示の点は{int(points['hidden'].sum())}個" in chart.alt
    assert int(points["hidden"].sum()) == 3
    assert "第4期計画 51.3%" in chart.alt
    assert "higher than at first" in series_chart(published, SHARE, "en").alt


def test_a_hidden_point_is_a_gap_and_says_hidden_in_the_table(published: Published) -> None:
    chart = series_chart(published, SHARE, "ja")
    assert (chart.table["値"] == "非表示").sum() == 3
    assert "非表示" in chart.caption
    (axes,) = chart.figure.axes
    longest = max((line for line in axes.lines), key=lambda line: len(line.get_ydata()))
    assert pd.isna(pd.Series(longest.get_ydata(), dtype=float)).sum() == 3


def test_the_words_of_the_overview_give_each_pillars_counts(published: Published) -> None:
    alt = pillar_overview(published, "ja").alt
    assert "つながりづくりは改善：改善1、有意味な変化なし1、データ不足1、比較不能1" in alt
    assert (
        "Consultation, mixed: 1 improving, 1 worsening, 1 inconclusive"
        in pillar_overview(published, "en").alt
    )


def test_the_forest_names_what_it_cannot_show(published: Published) -> None:
    chart = changes_forest(published, "connections", "ja")
    assert (
        "困ったときに頼れる人がいるは+8.0ポイント（95%区間 +2.5ポイント〜+13.5ポイント）で改善" in chart.alt
    )
    assert "数値を示せない指標：地域の活動に参加している、新たに開拓した社会資源" in chart.alt
    assert len(chart.figure.axes) == 2  # ratios and differences never share an axis


def test_a_reworded_question_is_marked_in_the_waves(published: Published) -> None:
    assert "地域の活動に参加している　※ 比較できません" in survey_waves(published, "connections", "ja").alt


def test_equal_data_give_equal_bytes(published: Published) -> None:
    assert pillar_overview(published, "ja").svg() == pillar_overview(published, "ja").svg()


def test_the_letters_of_each_verdict_stand_out_from_its_colour() -> None:
    for look in VERDICT_STYLES.values():
        assert contrast(look.fill, look.ink) >= 4.5
    assert len({look.sign for look in VERDICT_STYLES.values()}) == len(VERDICT_STYLES)


def test_an_unknown_indicator_pillar_or_area_is_refused_by_name(published: Published) -> None:
    with pytest.raises(ValueError, match=r"no\.such"):
        series_chart(published, "no.such")
    with pytest.raises(ValueError, match="gardening"):
        changes_forest(published, "gardening")
    with pytest.raises(ValueError, match="999"):
        pillar_overview(published, "ja", area="999")


@pytest.mark.parametrize("most", [6, 10, 24])
def test_japanese_lines_never_begin_with_a_closing_sign(most: int) -> None:
    text = "民生委員・児童委員（主任児童委員を含む。）を知っている人の割合「ほっとネットステーション」"
    lines = break_lines(text, most).split("\n")
    assert "".join(lines) == text
    assert all(width(line) <= most for line in lines)
    assert not any(re.match(r"[、。）」・ーッュ]", line) for line in lines)
    assert not any(line.endswith(("（", "「")) for line in lines)
