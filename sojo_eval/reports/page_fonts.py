"""The shipped font for pages: only the glyphs a page uses, inside its style sheet."""

from __future__ import annotations

import base64
import io
from functools import lru_cache
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from sojo_eval.foundation.fonts import BOLD, REGULAR

_ALWAYS = "".join(map(chr, range(0x20, 0x7F))) + "、。・「」（）：−—…※"


def font_faces(text: str) -> str:
    """`@font-face` rules with the glyphs of `text` as WOFF in data URLs, regular and bold."""
    signs = "".join(sorted({c for c in text + _ALWAYS if c.isprintable()}))
    return "".join(
        "@font-face{font-family:'BIZ UDPGothic';font-display:swap;"
        f"font-weight:{weight};src:url(data:font/woff;base64,{_woff(path, signs)}) format('woff')}}"
        for path, weight in ((REGULAR, 400), (BOLD, 700))
    )


@lru_cache(maxsize=16)
def _woff(path: Path, signs: str) -> str:
    """The subset as base64. Timestamps are kept as they are, so that equal pages are equal bytes."""
    options = subset.Options()
    options.flavor = "woff"
    options.layout_features = ["palt", "kern", "liga", "vert"]
    options.hinting = False
    options.recalc_timestamp = False
    options.drop_tables += ["meta"]  # not needed to draw, and not known to the subsetter
    options.name_IDs = [0, 1, 2, 13, 14]  # the licence travels with the font
    font = TTFont(path, recalcTimestamp=False)
    worker = subset.Subsetter(options)
    worker.populate(text=signs)
    worker.subset(font)
    font.flavor = "woff"
    buffer = io.BytesIO()
    font.save(buffer)
    return base64.b64encode(buffer.getvalue()).decode("ascii")
