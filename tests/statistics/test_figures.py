"""Figures for papers: Type 42 fonts in PDF, text as text in SVG, Japanese in the shipped font; pages keep outlines."""

from __future__ import annotations

import io
import warnings

import matplotlib as mpl
import pytest
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from sojo_eval import statistics
from sojo_eval.charts.chart import draw_chart
from sojo_eval.charts.style import new_figure
from sojo_eval.statistics.figures import PublicationFigure
from sojo_eval.statistics.results import new_axes

WORDS = "相談件数 per month"


@pytest.fixture
def figure() -> PublicationFigure:
    mpl.use("agg")
    axes = new_axes(None)
    axes.plot([0, 1], [-1, 2], label=WORDS)
    axes.set_xlabel(WORDS)
    axes.legend()
    found = axes.figure
    assert isinstance(found, PublicationFigure)
    return found


def saved(figure: PublicationFigure, kind: str) -> bytes:
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a letter that the font lacks is one
        figure.savefig(buffer, format=kind)
    return buffer.getvalue()


def test_a_pdf_holds_truetype_fonts_and_the_japanese_one(figure: PublicationFigure) -> None:
    pdf = saved(figure, "pdf")
    assert b"/Type3" not in pdf
    assert b"BIZUDPGothic" in pdf


def test_a_svg_holds_its_words_in_the_shipped_font(figure: PublicationFigure) -> None:
    svg = saved(figure, "svg").decode()
    assert svg.count(WORDS) == 2
    assert "BIZ UDPGothic" in svg
    assert mpl.rcParams["svg.fonttype"] == "path"  # what others draw is left alone


def test_a_result_of_statistics_is_drawn_on_such_a_figure() -> None:
    plotted = statistics.control_chart([3.0, 4, 5, 4, 3, 5, 6, 4, 3, 5, 4, 6]).plot()
    assert isinstance(plotted.figure, PublicationFigure)
    plt.close(plotted.figure)


def test_a_page_has_outlines_and_the_same_chart_for_a_paper_has_words() -> None:
    def draw() -> Figure:
        made = new_figure(2.0)
        made.add_subplot().set_title(WORDS)
        return made

    chart = draw_chart(draw, alt="a", caption="c", table=None, lang="ja")  # type: ignore[arg-type]
    assert f">{WORDS}<" not in chart.svg
    buffer = io.StringIO()
    chart.plot().savefig(buffer, format="svg")
    assert f">{WORDS}<" in buffer.getvalue()
