"""Figures that go into papers: letters stay letters in PDF and SVG, and Japanese is drawn with the shipped font."""

from __future__ import annotations

from typing import Any

import matplotlib as mpl
from matplotlib.backend_bases import RendererBase
from matplotlib.figure import Figure
from matplotlib.text import Text as Letters

from sojo_eval.foundation.fonts import FAMILY, register_fonts

TYPE_42 = 42
"""Fonts as TrueType in PDF and PostScript: journals refuse matplotlib's own default, Type 3."""
_SAVED: dict[str, Any] = {
    "pdf.fonttype": TYPE_42,
    "ps.fonttype": TYPE_42,
    "svg.fonttype": "none",
    "svg.hashsalt": "sojo_eval",
}
_DEFAULT = ["sans-serif"]


class PublicationFigure(Figure):
    """What `result.plot()` draws on. Saved as PDF or SVG its words can be searched, copied and set anew.

    Letters without a font of their own get ours when the figure is drawn. For outlines instead (a page that must
    look the same without any font) use matplotlib's `Figure.savefig(figure, …)`.
    """

    def savefig(self, fname: Any, **how: Any) -> None:
        """As matplotlib's, with Type 42 fonts in PDF and text as text in SVG."""
        with mpl.rc_context(_SAVED):  # type: ignore[arg-type]  # its stubs want literal keys
            super().savefig(fname, **how)

    def draw(self, renderer: RendererBase) -> None:
        """As matplotlib's, in the shipped font."""
        register_fonts()
        with mpl.rc_context({"font.family": FAMILY}):  # for the letters that drawing itself makes
            for letters in self.findobj(Letters):
                if letters.get_fontfamily() == _DEFAULT:
                    letters.set_fontfamily(FAMILY)
            super().draw(renderer)
