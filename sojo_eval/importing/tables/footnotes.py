"""Notes to a table: what they begin with."""

from __future__ import annotations

import re

_FOOTNOTE = re.compile(r"\s*(※|[＊*](?![＊*\s]*$)|[（(]?注)")
"""Asterisks alone are a sign for a withheld figure."""


def is_footnote(text: str) -> bool:
    """Whether a text begins as footnotes do."""
    return _FOOTNOTE.match(text) is not None
