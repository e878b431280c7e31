"""The figure of the comparison: who is who, what it says in words, and no line for what is hidden."""

from __future__ import annotations

import warnings
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from sojo_eval.charts import comparator_chart
from sojo_eval.charts.style import LINE
from sojo_eval.disclosure import PublishedComparison
from sojo_eval.foundation.language import LANGUAGES, Language

RATE = "connections.participants_per_1000"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_draws_without_a_warning_and_without_a_missing_glyph(
    compared: PublishedComparison, lang: Language
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        chart = comparator_chart(compared, RATE, lang)
        drawing = ElementTree.fromstring(chart.svg)
    assert drawing.tag.endswith("svg")


def test_the_words_and_the_table_give_the_figures(compared: PublishedComparison) -> None:
    chart = comparator_chart(compared, RATE, "ja")
    course = compared.course[(compared.course["indicator"] == RATE) & (compared.course["year"] == 2025)]
    own, mean = (course.loc[course["municipality"] == m, "index"].iloc[0] for m in (compared.city.code, ""))
    assert f"市{own:.1f}、他の6団体の平均{mean:.1f}" in chart.alt
    assert "2024年度のはじめ" in chart.alt
    assert chart.table.shape == (8, 8)
    assert chart.table.iloc[0, 0] == compared.city.name.ja
    assert chart.table.iloc[-1, 0] == "他団体の平均"
    assert "FY" not in comparator_chart(compared, RATE, "en").alt


def test_the_city_is_one_bold_line_among_grey_ones_and_the_boundary_lies_before_the_plan(
    compared: PublishedComparison,
) -> None:
    (axes,) = comparator_chart(compared, RATE, "en").figure.axes
    bold = [line for line in axes.lines if line.get_color() == LINE]
    assert len(bold) == 1
    assert bold[0].get_linewidth() == max(line.get_linewidth() for line in axes.lines)
    assert any(list(line.get_xdata()) == [2023.5, 2023.5] for line in axes.lines)


@pytest.mark.parametrize(("largest", "printed"), [(0.04, "+0.040"), (4.0, "+4.0"), (400.0, "+400.0")])
def test_differences_are_told_as_finely_as_they_are(
    compared: PublishedComparison, largest: float, printed: str
) -> None:
    """Four hundredths of a day are +0.040, not +0.0 in every row."""
    findings = compared.findings.assign(scale="difference", unit="days")
    course = compared.course.assign(index=largest)
    chart = comparator_chart(replace(compared, findings=findings, course=course), RATE, "en")
    assert set(chart.table.iloc[:, 1:].to_numpy().ravel()) == {printed}
    none = comparator_chart(replace(compared, findings=findings, course=course.assign(index=0.0)), RATE, "en")
    assert set(none.table.iloc[:, 1:].to_numpy().ravel()) == {"0.0"}


def test_a_hidden_city_has_no_line_and_says_so(compared: PublishedComparison) -> None:
    course = compared.course.copy()
    course.loc[course["municipality"] == compared.city.code, "index"] = float("nan")
    chart = comparator_chart(replace(compared, course=course), RATE, "en")
    (axes,) = chart.figure.axes
    assert not [line for line in axes.lines if line.get_color() == LINE]
    assert set(chart.table.iloc[0, 1:]) == {"hidden"}
    assert "the city hidden" in chart.alt


def test_an_indicator_without_comparison_is_refused_by_name(compared: PublishedComparison) -> None:
    with pytest.raises(ValueError, match=r"no\.such"):
        comparator_chart(compared, "no.such")
