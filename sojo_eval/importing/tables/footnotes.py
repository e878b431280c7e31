"""Notes to a table: what they begin with."""

from __future__ import annotations

import re

_AFTER = r"\s*[0-9０-９①-⑳]*\s*[)）】\]：:．.、,　\s]|[0-9０-９①-⑳]|は、|出所|$"
_FOOTNOTE = re.compile(
    r"\s*(※|[＊*](?![＊*\s]*$)|[（(]?注"
    rf"|[（(【\[]?\s*(?:脚注|資料|出典|出所|典拠|引用元?|単\s*位)(?:{_AFTER})"
    r"|[（(【\[]?\s*(?:備考|参考|補足)\s*[0-9０-９]*\s*[)）】\]]?[：:])"
)
"""Asterisks alone are a sign for a withheld figure."""


def is_footnote(text: str) -> bool:
    """Whether a text begins as footnotes do: ※, 注1), 資料：, （単位　千円）."""
    return _FOOTNOTE.match(text) is not None
