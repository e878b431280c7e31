"""A figure that travels with its words and its data."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape

import pandas as pd
from matplotlib.figure import Figure

from sojo_eval.charts.style import PHONE, WIDE, Canvas, house_style
from sojo_eval.charts.tables import table_html
from sojo_eval.charts.texts import DATA_OF_FIGURE
from sojo_eval.foundation.language import Language

PIXELS_AN_INCH = 96
PHONE_BELOW = 640
"""CSS pixels: narrower screens get the narrow drawing."""


@dataclass(frozen=True)
class Chart:
    """One figure in one language.

    figure, phone: the drawing for a desk or paper, and for a phone. alt: what it shows, in words made from its
    data. caption: what the reader should know. table: the data as texts, columns in the reader's language.
    """

    figure: Figure
    phone: Figure
    alt: str
    caption: str
    table: pd.DataFrame
    lang: Language
    _cache: dict[str, str] = field(default_factory=dict, repr=False, compare=False)

    def svg(self, *, phone: bool = False) -> str:
        """The drawing as an SVG document with its letters as outlines."""
        key = "phone" if phone else "wide"
        if key not in self._cache:
            buffer = io.StringIO()
            with house_style():
                # matplotlib's own savefig: a page has outlines, whose look depends on no font of the reader's.
                figure = self.phone if phone else self.figure
                Figure.savefig(figure, buffer, format="svg", metadata={"Date": None})
            self._cache[key] = buffer.getvalue()
        return self._cache[key]

    def to_frame(self) -> pd.DataFrame:
        """The data behind the figure."""
        return self.table

    def plot(self) -> Figure:
        """The matplotlib figure; saved as PDF or SVG its letters stay letters."""
        return self.figure

    def __str__(self) -> str:
        return self.alt

    def _repr_html_(self) -> str:
        width, height = (round(x * PIXELS_AN_INCH) for x in self.figure.get_size_inches())
        return (
            f'<figure class="chart" lang="{self.lang}"><picture>'
            f'<source media="print, (min-width: {PHONE_BELOW}px)" srcset="{_data_url(self.svg())}">'
            f'<img src="{_data_url(self.svg(phone=True))}" alt="{escape(self.alt, quote=True)}" '
            f'data-wide="{width}x{height}"></picture>'
            f"<figcaption>{escape(self.caption)}</figcaption>"
            f"<details><summary>{escape(DATA_OF_FIGURE(self.lang))}</summary>"
            f"{table_html(self.table, self.caption)}</details></figure>"
        )


def _data_url(svg: str) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode("ascii")


def draw_chart(
    draw: Callable[[Canvas], Figure], *, alt: str, caption: str, table: pd.DataFrame, lang: Language
) -> Chart:
    """Draw for both widths in the house style."""
    with house_style():
        return Chart(draw(WIDE), draw(PHONE), alt, caption, table, lang)
