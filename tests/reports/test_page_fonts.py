"""The embedded font holds the page's letters."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup

from sojo_eval.foundation.language import Language


def test_the_embedded_font_holds_the_pages_letters(pages: dict[Language, str]) -> None:
    import base64
    import io

    from fontTools.ttLib import TTFont

    woff = re.search(r"data:font/woff;base64,([^)]*)\)", pages["ja"])
    assert woff is not None
    font = TTFont(io.BytesIO(base64.b64decode(woff.group(1))))
    known = set(font.getBestCmap())
    used = {ord(c) for c in BeautifulSoup(pages["ja"], "html.parser").get_text() if ord(c) > 0x3000}
    assert used <= known
    assert "SIL" in str(font["name"].getDebugName(13))
