"""A figure that travels with its words and its data."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from html import escape

import pandas as pd
from matplotlib.figure import Figure

from sojo_eval.charts.style import house_style
from sojo_eval.charts.tables import table_html
from sojo_eval.charts.texts import DATA_OF_FIGURE
from sojo_eval.charts.tight_svg import data_address, tight
from sojo_eval.foundation.language import Language
from sojo_eval.foundation.look import in_notebook
from sojo_eval.foundation.showing.told import Told

PIXELS_AN_INCH = 96


@dataclass(frozen=True)
class Chart(Told):
    """One figure in one language.

    figure: the drawing. alt: what it shows, in words made from its data. caption: what the reader should know. table:
    the data as texts, columns in the reader's language.
    """

    figure: Figure
    alt: str
    caption: str
    table: pd.DataFrame
    lang: Language

    @cached_property
    def svg(self) -> str:
        """The drawing as an SVG document with its letters as outlines."""
        buffer = io.StringIO()
        with house_style():
            # matplotlib's own savefig: a page has outlines, whose look depends on no font of the reader's.
            Figure.savefig(self.figure, buffer, format="svg", metadata={"Date": None})
        return tight(buffer.getvalue())

    def to_frame(self) -> pd.DataFrame:
        """The data behind the figure."""
        return self.table

    def plot(self) -> Figure:
        """The matplotlib figure; saved as PDF or SVG its letters stay letters."""
        return self.figure

    def __str__(self) -> str:
        return self.alt

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """For a notebook: the page's figure with our styles written onto it, and its words."""
        return {"text/html": in_notebook(self.html, self.lang), "text/plain": self.alt}

    @property
    def html(self) -> str:
        """The figure as a part of a page: one drawing with its words, its caption, and its data folded below.

        A screen narrower than the drawing moves it inside its own box, as it does a wide table.
        """
        width, height = (round(x * PIXELS_AN_INCH) for x in self.figure.get_size_inches())
        return (
            f'<figure class="chart" lang="{self.lang}"><div class="scroll" role="region" tabindex="0" '
            f'aria-label="{escape(self.caption, quote=True)}"><img src="{data_address(self.svg)}" '
            f'alt="{escape(self.alt, quote=True)}" width="{width}" height="{height}"></div>'
            f"<figcaption>{escape(self.caption)}</figcaption>"
            f"<details><summary>{escape(DATA_OF_FIGURE(self.lang))}</summary>"
            f"{table_html(self.table, self.caption)}</details></figure>"
        )


def draw_chart(
    draw: Callable[[], Figure], *, alt: str, caption: str, table: pd.DataFrame, lang: Language
) -> Chart:
    """Draw in the house style."""
    with house_style():
        return Chart(draw(), alt, caption, table, lang)
